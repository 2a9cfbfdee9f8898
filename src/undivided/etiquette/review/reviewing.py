"""One chat through all rules: findings by line, what each line is, and how long replies split."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from msgspec.structs import replace

from undivided.etiquette.cards.numbers import masked, masked_after
from undivided.etiquette.coach.advice import Act, Advice
from undivided.etiquette.coach.blocks import blocks_of
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.ending import ending_of
from undivided.etiquette.coach.history import History
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.rules.cards import CARD_NUMBER
from undivided.etiquette.coach.rules.person import NO_NAME, never_named
from undivided.etiquette.coach.signals import Signal, signals_in
from undivided.etiquette.pace import BLOCK_WORDS, words_in
from undivided.etiquette.review.measures import Measures, courtesy_of, measures_of
from undivided.etiquette.review.saved import Said, Transcript

CALL = "Offer to call instead."

_OF_THE_DESK = frozenset({"ask-name"})
"""Rules about what only the desk knew: a saved chat need not say which name it showed."""
_OF_A_TURN = frozenset({"open-question", "little-effort"})
"""Rules that wait for an operator's last message in a row: the answer may come in several."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say about a line.

    Attributes:
        line: As in the file.
        remedy: What could have been done, or "".
    """

    rule: str
    line: int
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What was found in one chat.

    Attributes:
        signals: What was recognised, as (line, signal).
        blocks: For each long reply, (line, the blocks it would be sent in).
        language: BCP 47 tag that the words were looked up in, or "".
    """

    findings: tuple[Finding, ...]
    signals: tuple[tuple[int, Signal], ...]
    blocks: tuple[tuple[int, tuple[str, ...]], ...]
    measures: Measures
    language: str


def review(
    transcript: Transcript,
    phrases: Phrases,
    *,
    glossary: Mapping[str, str] | None = None,
    visitor_name: str = "",
) -> Review:
    """Look through a chat; each reply is judged by what was known when it was sent.

    Args:
        phrases: Of the chat's language, or `NO_PHRASES`.
        glossary: Jargon in folded words -> what to say instead.
        visitor_name: To address the visitor by; without it rules about names stay silent.
    """
    coach = Coach(phrases, glossary=glossary)
    messages = masked_transcript(transcript)
    signals: list[tuple[int, Signal]] = []
    blocks: list[tuple[int, tuple[str, ...]]] = []
    for each in messages:
        text = each.said.text
        recognised = signals_in(coach.reader.read(text))
        signals += [(each.line, signal) for signal in Signal if signal in recognised]
        if each.said.author is Author.OPERATOR and words_in(text) > BLOCK_WORDS:
            short = phrases.words_of_kind("abbreviations")
            blocks.append((each.line, blocks_of(text, short)))
    cards = (
        _card(each)
        for each, original in zip(messages, transcript.messages, strict=True)
        if each.said.text != original.said.text
    )
    view = ChatView((), visitor_name, phrases.language)
    chats = [list(chat) for _, chat in groupby(messages, key=lambda each: each.chat)]
    histories = [coach.begin() for _ in chats]
    advised = [
        finding
        for chat, history in zip(chats, histories, strict=True)
        for finding in _advised(chat, coach, view, history)
    ]
    findings = sorted((*cards, *advised), key=lambda finding: finding.line)
    said = [tuple(each.said for each in chat) for chat in chats]
    views = [
        replace(view, lines=lines, visitor_name=visitor_name or history.told_name)
        for lines, history in zip(said, histories, strict=True)
    ]
    endings = [found for one in views if (found := ending_of(one, coach.reader))]
    measures = {**measures_of(said), **courtesy_of(endings)}
    return Review(tuple(findings), tuple(signals), tuple(blocks), measures, phrases.language)


def _advised(
    messages: Sequence[Said], coach: Coach, chat: ChatView, history: History
) -> Iterator[Finding]:
    """Yield what the rules say about the replies, each after the lines before it."""
    was_unnamed = has_no_name = False
    for place, each in enumerate(messages):
        if each.said.author is Author.OPERATOR:
            goes_on = _goes_on(messages, place)
            advice = coach.advice(chat, Draft(each.said.text), history=history)
            is_unnamed = any(said.rule == NO_NAME.name for said in advice)
            for said in advice:
                # One line says it for all that follow without the name.
                is_said = said.rule == NO_NAME.name and was_unnamed
                waits = goes_on and said.rule in _OF_A_TURN
                if not is_said and not waits and said.rule not in _OF_THE_DESK:
                    yield _finding(each.line, said)
            was_unnamed = is_unnamed
            has_no_name = has_no_name or is_unnamed
        history.add(each.said)
    if not has_no_name and (advice := never_named(chat.visitor_name, history)):
        last = next(each for each in reversed(messages) if each.said.author is Author.OPERATOR)
        yield from (_finding(last.line, said) for said in advice)


def _goes_on(messages: Sequence[Said], place: int) -> bool:
    """Return whether the same side writes the next message too."""
    following = messages[place + 1 : place + 2]
    return bool(following) and following[0].said.author is messages[place].said.author


def masked_transcript(transcript: Transcript) -> tuple[Said, ...]:
    """Return the messages with card numbers masked, also those split over lines of one author.

    Source: promise G19.
    """
    before: dict[Author, list[str]] = {author: [] for author in Author}
    result = []
    for each in transcript.messages:
        own = before[each.said.author]
        text = masked_after(own[-3:], masked(each.said.text))
        own.append(text)
        said = Line(each.said.author, text, each.said.at)
        result.append(Said(each.line, said, each.chat))
    return tuple(result)


def _finding(line: int, advice: Advice) -> Finding:
    remedies = (each for each in advice.remedies if each.act is not Act.ASK_FIRST)
    remedy = next((each.text.strip() or each.label for each in remedies), "")
    return Finding(advice.rule, line, advice.message, remedy)


def _card(each: Said) -> Finding:
    if each.said.author is Author.VISITOR:
        return Finding(CARD_NUMBER.name, each.line, "The visitor wrote a card number.", CALL)
    return Finding(CARD_NUMBER.name, each.line, "The reply holds a card number.", "Leave it out.")
