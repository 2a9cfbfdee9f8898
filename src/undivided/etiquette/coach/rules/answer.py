"""Whether a reply answers: not only yes or no, every question, one question back, answer first."""

import re
from collections.abc import Iterator

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.answers import key_words, says_something, unanswered
from undivided.etiquette.coach.questions import is_question, questions_in
from undivided.etiquette.coach.reading import Reading, Sentence
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import (
    add_sentence,
    find_response,
    leave_out,
    select,
)

MOST_BARE_WORDS = 3
MOST_OPTIONS = 3
FEWEST_IN_PROSE = 5
"""Options that one sentence may not list: "oak, ash, beech, pine or elm"."""
MOST_OPTION_WORDS = 3
SHORT_SHARE = 0.2
"""A reply with less than this share of the question's words looks like little effort."""
LONG_QUESTION = 25
"""Words from which a question shows effort itself. Source: practice 23."""

_ENDS = " .!…,"
_ANSWERS = frozenset({"yes", "no", "honest"})
_ITEM = re.compile(r"^[^\S\n]*(?:[-*\u2022]|\d{1,2}[.)])[^\S\n]+\S", re.MULTILINE)


def _bare_answer(context: Context) -> Iterator[Advice]:
    reading = context.reading
    if context.word_count > MOST_BARE_WORDS or "?" in reading.text:
        return
    if not 0 < len(reading.words) <= MOST_BARE_WORDS:
        return
    said = [hit for hit in reading.of("yes", "no", "bare") if hit.first == 0]
    if not said or not _all_bare(reading):
        return
    kind = "no" if any(hit.kind == "no" for hit in said) else "yes"
    endings = context.phrases.sentences.get(f"after_{kind}", ())
    # The visitor's own words lead on: "Yes, because ..." is easier to end than to begin.
    remedies = tuple(
        Remedy(Act.REPLACE, f"{reading.text.rstrip(_ENDS)}, {ending} ", label=f"… {ending}")
        for ending in endings
    )
    word = reading.text.strip()
    yield Advice("bare-answer", f"Only “{word}”: say why, or what is next.", remedies)


def _all_bare(reading: Reading) -> bool:
    covered = {
        place for hit in reading.of("yes", "no", "bare") for place in range(hit.first, hit.last + 1)
    }
    return len(covered) == len(reading.words)


def _open_question(context: Context) -> Iterator[Advice]:
    replies = (*context.history.turn, context.reading)
    for question in unanswered(context.owed, replies)[:1]:
        message = f"Not answered yet: “{_short(question.text)}”"
        ask = add_sentence(context, "honest", "Promise to ask")
        yield Advice("open-question", message, (*ask, find_response()))


def _two_questions(context: Context) -> Iterator[Advice]:
    asked = questions_in(context.reading)
    if len(asked) > 1:
        message = f"{len(asked)} questions at once: ask one, the visitor answers one."
        later = leave_out(context.reading, asked[1], "Leave the second out")
        yield Advice("two-questions", message, later, asked[1:])


def _answer_first(context: Context) -> Iterator[Advice]:
    reading = context.reading
    is_short = context.word_count <= context.chat.block_words
    if is_short or len(reading.parts) < 2 or context.history.turn:
        return
    asked = {
        word
        for line in context.owed
        for sentence in line.parts
        if sentence.known(is_question)
        for word in sentence.known(key_words)
    }
    first = next((at for at, part in enumerate(reading.parts) if part.known(says_something)), None)
    if first is None:
        return
    place, lead = reading.sentences[first], reading.parts[: first + 1]
    is_late = any(asked & sentence.known(key_words) for sentence in reading.parts)
    is_first = any(
        asked & sentence.known(key_words) or sentence.known(_begins_to_answer) for sentence in lead
    )
    if is_late and not is_first:
        message = "The answer comes late: begin with it, explain after."
        yield Advice("answer-first", message, (_answer_moved(context, first, asked),), (place,))


def _begins_to_answer(sentence: Sentence) -> bool:
    """Return whether a sentence, or a clause of it, begins with a yes, a no or an honest word.

    "Most of what we do is made of oak" holds words of a yes as well, and says none.
    """
    return any(
        hit.first == 0
        or hit.kind == "honest"
        or not sentence.text[sentence.words[hit.first - 1].end : hit.start].isspace()
        for hit in sentence.hits
        if hit.kind in _ANSWERS
    )


def _answer_moved(context: Context, first: int, asked: set[str]) -> Remedy:
    """Return the remedy that begins with the sentence which answers, or else selects it."""
    reading = context.reading
    found = (at for at, part in enumerate(reading.parts) if asked & part.known(key_words))
    at = next(found)
    if "\n" in reading.text.strip() or context.draft.blanks or context.draft.skipped:
        # A list or paragraphs have an order that means something; a blank would become plain text.
        return select(reading.sentences[at], "Select the answer")
    said = [part.text for part in reading.parts]
    moved = [*said[:first], said[at], *said[first:at], *said[at + 1 :]]
    return Remedy(Act.REPLACE, " ".join(moved), label="Answer first")


def _effort(context: Context) -> Iterator[Advice]:
    asked = sum(sentence.word_count for line in context.owed for sentence in line.parts)
    said = context.word_count + sum(
        sentence.word_count for line in context.history.turn for sentence in line.parts
    )
    if asked >= LONG_QUESTION and said < SHORT_SHARE * asked and any(map(_asks, context.owed)):
        message = f"{said} words for a question of {asked}: it may look like little effort."
        yield Advice("little-effort", message, (find_response(),))


def _asks(reading: Reading) -> bool:
    return any(sentence.known(is_question) for sentence in reading.parts)


def _many_options(context: Context) -> Iterator[Advice]:
    reading = context.reading
    items = [match.start() for match in _ITEM.finditer(reading.text)]
    options = max(items, _link_starts(reading), _listed_in_prose(reading), key=len)
    if len(options) <= MOST_OPTIONS or _offers_to_pick(context):
        return
    message = f"{len(options)} options at once: offer the best two or three."
    pick = add_sentence(context, "pick_for_me", "Offer to pick")
    rest = Span(options[MOST_OPTIONS], len(reading.text))
    yield Advice("many-options", message, (*pick, select(rest, "Select the rest")))


def _link_starts(reading: Reading) -> list[int]:
    pairs = zip(reading.sentences, reading.parts, strict=True)
    return [link.start + sentence.start for sentence, part in pairs for link in part.links]


def _listed_in_prose(reading: Reading) -> list[int]:
    """Return where the options of the longest list in one sentence begin."""
    pairs = zip(reading.sentences, reading.parts, strict=True)
    found = ([start + span.start for start in part.known(_choices)] for span, part in pairs)
    return max((starts for starts in found if len(starts) >= FEWEST_IN_PROSE), key=len, default=[])


def _choices(sentence: Sentence) -> tuple[int, ...]:
    """Return where the choices begin that are parted by commas, with an "or" before the last."""
    either = sentence.phrases.words_of_kind("or_words")
    last = next((word for word in reversed(sentence.words) if word.text in either), None)
    if last is None or ", " not in sentence.text[: last.start]:
        return ()
    starts, end = [last.end], last.start
    for comma in reversed([match.end() for match in re.finditer(", ", sentence.text[:end])]):
        if len(sentence.text[comma:end].split()) > MOST_OPTION_WORDS:
            break
        if sentence.text[comma:end].strip():  # None is between the last comma and "or".
            starts.append(comma)
        end = comma
    else:
        starts.append(0)
    return tuple(reversed(starts))


def _offers_to_pick(context: Context) -> bool:
    offers = context.phrases.sentences.get("pick_for_me", ())
    known = (context.reader.read(each).parts[0].joined for each in offers)
    return any(f" {each} " in context.reading.joined for each in known)


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


BARE_ANSWER = Rule(
    name="bare-answer",
    practices=(22,),
    title="More than a bare yes or no",
    why="One word ends the conversation; a reason or the next step keeps it helpful.",
    check=_bare_answer,
    needs=frozenset({"yes", "no", "bare"}),
)
OPEN_QUESTION = Rule(
    name="open-question",
    practices=(24, 42),
    title="Every question is answered",
    why="A question that was passed over is asked again, or asked of a competitor.",
    check=_open_question,
    needs=frozenset({"question_starts", "common_words"}),
)
TWO_QUESTIONS = Rule(
    name="two-questions",
    practices=(26,),
    title="One question at a time",
    why="Of two questions in one message visitors answer one.",
    check=_two_questions,
)
ANSWER_FIRST = Rule(
    name="answer-first",
    practices=(21,),
    title="The answer comes first",
    why="Who asked wants the answer; the explanation can follow it.",
    check=_answer_first,
    needs=frozenset({"common_words"}),
)
LITTLE_EFFORT = Rule(
    name="little-effort",
    practices=(23,),
    title="Effort like the visitor's",
    why="A long question that gets three words back feels brushed off.",
    check=_effort,
)
MANY_OPTIONS = Rule(
    name="many-options",
    practices=(34,),
    title="Two or three options",
    why="Visitors ask because they do not want to pick from a vast range.",
    check=_many_options,
)
