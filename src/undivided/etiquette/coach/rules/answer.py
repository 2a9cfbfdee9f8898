"""Whether a reply answers: not only yes or no, every question, one question back, answer first."""

import re
from collections.abc import Iterator

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.answers import key_words, says_something, unanswered
from undivided.etiquette.coach.questions import is_question, questions_in
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import add_sentence, add_word, leave_out

MOST_BARE_WORDS = 3
MOST_OPTIONS = 3
SHORT_SHARE = 0.2
"""A reply with less than this share of the question's words looks like little effort."""
LONG_QUESTION = 25
"""Words from which a question shows effort itself. Source: practice 23."""

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
        Remedy(Act.REPLACE, f"{reading.text.rstrip(' .!')}, {ending} ", label=f"… {ending}")
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
        yield Advice("open-question", message, add_sentence(context, "honest", "Promise to ask"))


def _two_questions(context: Context) -> Iterator[Advice]:
    asked = questions_in(context.reading)
    if len(asked) > 1:
        message = f"{len(asked)} questions at once: ask one, the visitor answers one."
        later = leave_out(context.reading, asked[1], "Ask it later")
        split = Remedy(Act.SPLIT, label="Split")
        yield Advice("two-questions", message, (split, *later), asked[1:])


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
        asked & sentence.known(key_words) or not sentence.kinds.isdisjoint(_ANSWERS)
        for sentence in lead
    )
    if is_late and not is_first:
        message = "The answer comes late: begin with it, explain after."
        yield Advice("answer-first", message, _answer_moved(reading, first, asked), (place,))


def _answer_moved(reading: Reading, first: int, asked: set[str]) -> tuple[Remedy, ...]:
    """Return the remedy that begins with the sentence which answers."""
    if "\n" in reading.text.strip():
        return ()  # A list or paragraphs have an order that means something.
    said = [part.text for part in reading.parts]
    found = (at for at, part in enumerate(reading.parts) if asked & part.known(key_words))
    at = next(found)
    moved = [*said[:first], said[at], *said[first:at], *said[at + 1 :]]
    return (Remedy(Act.REPLACE, " ".join(moved), label="Answer first"),)


def _effort(context: Context) -> Iterator[Advice]:
    asked = sum(sentence.word_count for line in context.owed for sentence in line.parts)
    said = context.word_count + sum(
        sentence.word_count for line in context.history.turn for sentence in line.parts
    )
    if asked >= LONG_QUESTION and said < SHORT_SHARE * asked and any(map(_asks, context.owed)):
        message = f"{said} words for a question of {asked}: it may look like little effort."
        yield Advice("little-effort", message)


def _asks(reading: Reading) -> bool:
    return any(sentence.known(is_question) for sentence in reading.parts)


def _many_options(context: Context) -> Iterator[Advice]:
    text = context.draft.text
    links = sum(len(sentence.links) for sentence in context.reading.parts)
    count = max(links, len(_ITEM.findall(text)))
    if count > MOST_OPTIONS:
        message = f"{count} options at once: offer the best two or three."
        pick = add_sentence(context, "pick_for_me", "Offer to pick")
        yield Advice("many-options", message, pick)


def _promise(context: Context) -> Iterator[Advice]:
    hits = tuple(context.reading.of("promises"))
    if hits and not context.reading.has("dates"):
        said = context.reading.text[hits[0].start : hits[0].end]
        yield Advice(
            "undated-promise",
            f"“{said}”: say by when.",
            add_word(context, Span(hits[0].start, hits[0].end), "by_when", "Add “{}”"),
            tuple(Span(hit.start, hit.end) for hit in hits),
        )


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
UNDATED_PROMISE = Rule(
    name="undated-promise",
    practices=(43,),
    title="Promises with a time",
    why="A promise without a time cannot be kept, nor checked.",
    check=_promise,
    needs=frozenset({"promises", "dates"}),
)
