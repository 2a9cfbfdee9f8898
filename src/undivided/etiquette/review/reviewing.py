"""One chat through all rules: findings by line, what each line is, and how long replies split."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from msgspec.structs import replace

from undivided.etiquette.cards.split import REMEMBERED, masked_split
from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.after_no import told_reason
from undivided.etiquette.coach.blocks import blocks_of
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.ending import ending_of
from undivided.etiquette.coach.fact_marks import NO_MARKS
from undivided.etiquette.coach.history import History
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.rules.cards import CARD_NUMBER
from undivided.etiquette.coach.rules.facts import UNSOURCED_FACT
from undivided.etiquette.coach.rules.person import NO_NAME, never_named
from undivided.etiquette.coach.rules.selling import SALES_AFTER_REFUSAL
from undivided.etiquette.coach.signals import Signal, signals_in
from undivided.etiquette.coach.topic import guessed_topic
from undivided.etiquette.pace import BLOCK_WORDS, words_in
from undivided.etiquette.review.by_chat import ChatFigures, figures_of
from undivided.etiquette.review.measures import (
    Measures,
    calls_of,
    courtesy_of,
    measures_of,
    offers_of,
    sources_of,
    totals_of,
)
from undivided.etiquette.review.saved import Said, Transcript
from undivided.etiquette.review.spelling import Spelling, WrongWords

CALL = "Offer to call instead."
LOOK_UP = "Look it up, and keep it as a fact card."

_OF_THE_DESK = frozenset({"ask-name"})
"""Rules about what only the desk knew: a saved chat need not say which name it showed."""
_OF_A_TURN = frozenset({"open-question", "little-effort"})
"""Rules that wait for an operator's last message in a row: the answer may come in several."""
_ONLY_WHILE_WRITING = frozenset({Act.ASK_FIRST, Act.SELECT, Act.FIND})
"""What can be done about a draft, and says nothing about a line that was sent."""


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
        chats: The figures of each chat of the file.
        language: BCP 47 tag that the words were looked up in, or "".
    """

    findings: tuple[Finding, ...]
    signals: tuple[tuple[int, Signal], ...]
    blocks: tuple[tuple[int, tuple[str, ...]], ...]
    measures: Measures
    chats: tuple[ChatFigures, ...]
    language: str


def _no_dictionary(_words: Sequence[str]) -> None:
    """Check no spelling."""


def review(
    transcript: Transcript,
    phrases: Phrases,
    *,
    glossary: Mapping[str, str] | None = None,
    visitor_name: str = "",
    wrong_words: WrongWords = _no_dictionary,
) -> Review:
    """Look through a chat; each reply is judged by what was known when it was sent.

    Args:
        phrases: Of the chat's language, or `NO_PHRASES`.
        glossary: Jargon in folded words -> what to say instead.
        visitor_name: To address the visitor by; without it rules about names stay silent.
        wrong_words: Asks a dictionary, once for the whole file.
    """
    coach = Coach(phrases, glossary=glossary)
    messages = masked_transcript(transcript)
    names = (visitor_name, transcript.visitor_name)
    spelling = Spelling(messages, coach.reader, names, wrong_words)
    view = ChatView((), visitor_name, phrases.language)
    chats = [list(chat) for _, chat in groupby(messages, key=lambda each: each.chat)]
    histories = [coach.begin() for _ in chats]
    findings = [*_cards(messages, transcript)]
    for chat, history in zip(chats, histories, strict=True):
        topic = guessed_topic([each.said for each in chat], coach.reader)
        known = replace(view, topic=topic)
        findings += _advised(chat, coach, known, history, spelling)
    views = [
        _whole(view, chat, visitor_name or history.told_name)
        for chat, history in zip(chats, histories, strict=True)
    ]
    endings = [ending_of(one, coach.reader) for one in views]
    figures = tuple(
        figures_of(
            chat,
            ending,
            coach.reader,
            visitor_name=one.visitor_name,
            misspelt=_misspelt_in(chat, spelling),
        )
        for chat, ending, one in zip(chats, endings, views, strict=True)
    )
    measures = {
        **measures_of([one.lines for one in views]),
        **courtesy_of([each for each in endings if each is not None]),
        **sources_of(messages),
        **offers_of(messages),
        **calls_of(messages),
        **totals_of(figures),
    }
    return Review(
        findings=tuple(sorted(findings, key=lambda finding: finding.line)),
        signals=tuple(_signals(messages, coach)),
        blocks=tuple(_blocks(messages, phrases)),
        measures=measures,
        chats=figures,
        language=phrases.language,
    )


def _whole(view: ChatView, chat: Sequence[Said], name: str) -> ChatView:
    """Return a chat as it was at its end."""
    return replace(view, lines=tuple(each.said for each in chat), visitor_name=name)


def _signals(messages: Sequence[Said], coach: Coach) -> Iterator[tuple[int, Signal]]:
    for each in messages:
        recognised = signals_in(coach.reader.read(each.said.text))
        yield from ((each.line, signal) for signal in Signal if signal in recognised)


def _blocks(messages: Sequence[Said], phrases: Phrases) -> Iterator[tuple[int, tuple[str, ...]]]:
    short = phrases.words_of_kind("abbreviations")
    for each in messages:
        if each.said.author is Author.OPERATOR and words_in(each.said.text) > BLOCK_WORDS:
            yield each.line, blocks_of(each.said.text, short)


def _misspelt_in(chat: Sequence[Said], spelling: Spelling) -> int | None:
    if not spelling.was_checked:
        return None
    replies = (each.said.text for each in chat if each.said.author is Author.OPERATOR)
    return sum(len(spelling.misspelt(text)) for text in replies)


def _advised(
    messages: Sequence[Said], coach: Coach, chat: ChatView, history: History, spelling: Spelling
) -> Iterator[Finding]:
    """Yield what the rules say about the replies, each after the lines before it."""
    was_unnamed = has_no_name = False
    for place, each in enumerate(messages):
        if each.said.author is Author.OPERATOR:
            goes_on = _goes_on(messages, place)
            draft = _draft(each, spelling)
            known = replace(chat, has_fact=bool(each.facts.sources))
            silent = _known_better(messages, place)
            advice = coach.advice(known, draft, silent, history=history)
            chat = replace(chat, misspelt_sent=chat.misspelt_sent + len(draft.misspelt))
            yield from _marked(each)
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


def _known_better(messages: Sequence[Said], place: int) -> Iterator[str]:
    """Yield the rules of which a reply's marks, made when it was sent, know more than can be told.

    A reply in several messages has the reason for its offer with the first one.
    """
    if messages[place].facts != NO_MARKS:
        yield UNSOURCED_FACT.name
    for each in reversed(messages[: place + 1]):
        if each.said.author is not Author.OPERATOR:
            return
        if each.facts.after_no:
            yield SALES_AFTER_REFUSAL.name
            return


def _marked(each: Said) -> Iterator[Finding]:
    """Yield what was kept with a reply when it was sent. Source: practice 36, and B9."""
    if each.facts.after_no:
        reason = told_reason(each.facts.after_no)
        message = f"The visitor said no. Offered all the same: {reason}."
        yield Finding(SALES_AFTER_REFUSAL.name, each.line, message)
    if each.facts.unsourced:
        words = ", ".join(f"“{claim}”" for claim in each.facts.unsourced)
        yield Finding(
            UNSOURCED_FACT.name, each.line, f"{words} was sent without a fact card.", LOOK_UP
        )


def _draft(each: Said, spelling: Spelling) -> Draft:
    """Return a reply as it stood before it was sent."""
    line = each.said
    return Draft(
        line.text,
        response_id=line.response_id,
        is_touched=line.is_touched,
        misspelt=spelling.misspelt(line.text),
    )


def _goes_on(messages: Sequence[Said], place: int) -> bool:
    """Return whether the same side writes the next message too."""
    following = messages[place + 1 : place + 2]
    return bool(following) and following[0].said.author is messages[place].said.author


def masked_transcript(transcript: Transcript) -> tuple[Said, ...]:
    """Return the messages with card numbers masked, also those split over lines of one author.

    Source: promise G19.
    """
    texts: list[str] = []
    said: dict[tuple[int, Author], list[int]] = {}
    for place, each in enumerate(transcript.messages):
        before = said.setdefault((each.chat, each.said.author), [])[-REMEMBERED:]
        earlier, own = masked_split([texts[at] for at in before], each.said.text)
        texts.append(own)
        for at, text in zip(before, earlier, strict=True):
            texts[at] = text
        said[each.chat, each.said.author].append(place)
    pairs = zip(transcript.messages, texts, strict=True)
    return tuple(
        dataclasses.replace(each, said=replace(each.said, text=text)) for each, text in pairs
    )


def _finding(line: int, advice: Advice) -> Finding:
    remedies = (each for each in advice.remedies if each.act not in _ONLY_WHILE_WRITING)
    remedy = next(map(_words_of, remedies), "")
    return Finding(advice.rule, line, advice.message, remedy)


def _words_of(remedy: Remedy) -> str:
    """Return what a remedy writes; one letter is how the rest begins where words are left out."""
    written = remedy.text.strip()
    return written if len(written) > 1 else remedy.label


def _cards(messages: Sequence[Said], transcript: Transcript) -> Iterator[Finding]:
    for each, original in zip(messages, transcript.messages, strict=True):
        if each.said.text != original.said.text:
            yield _card(each)


def _card(each: Said) -> Finding:
    if each.said.author is Author.VISITOR:
        return Finding(CARD_NUMBER.name, each.line, "The visitor wrote a card number.", CALL)
    return Finding(CARD_NUMBER.name, each.line, "The reply holds a card number.", "Leave it out.")
