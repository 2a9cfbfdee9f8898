"""What all rules of the coach cost at a key press, in a long chat and a draft as long as may be."""

import gc
import re
import time
from collections.abc import Callable
from itertools import cycle

from tests.etiquette.coach.test_labelled import lines_of
from tests.speed.report import Figure, Skipped, percentile
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import LONGEST_TEXT
from undivided.storage.coach_words import load_coach_words

LANGUAGES = ("en", "de", "fr", "es", "pl")
MESSAGES, QUICK_MESSAGES = 500, 20
PRESSES, QUICK_PRESSES = 400, 10
GOAL_MS = 5.0
FLOOR_GOAL = 20.0

_WORD = re.compile(r"[^\W_]+")


def measure(*, quick: bool = False) -> list[Figure | Skipped]:
    """Measure key presses in each language that has most phrases."""
    messages, presses = (QUICK_MESSAGES, QUICK_PRESSES) if quick else (MESSAGES, PRESSES)
    return [figure for language in LANGUAGES for figure in _figures_of(language, messages, presses)]


def _figures_of(language: str, messages: int, presses: int) -> list[Figure]:
    said = [text for text, _ in lines_of(language)]
    words = load_coach_words(language)
    coach = Coach(words.phrases, glossary=words.glossary)
    lines = tuple(
        Line(Author.VISITOR if number % 3 else Author.OPERATOR, f"{text} {number}")
        for number, text in zip(range(messages), cycle(said))
    )
    chat = ChatView(lines, "Elena", language)
    drafts = _drafts(said, presses)
    coach.advice(chat, Draft(drafts[0]))
    own = _times_ms(lambda text: coach.advice(chat, Draft(text)), drafts)
    floor = _times_ms(_WORD.findall, drafts)
    name = f"all rules at a key press, {language}, draft of {LONGEST_TEXT:,}, chat of {messages}"
    p50, floor_p50 = percentile(own, 50), percentile(floor, 50)
    return [
        Figure(f"{name}, p99", "ms", percentile(own, 99), GOAL_MS, len(own)),
        Figure(
            f"{name}, p50", "ms", p50, FLOOR_GOAL, len(own), "its words by one regex", floor_p50
        ),
    ]


def _drafts(said: list[str], presses: int) -> list[str]:
    """Return a draft after each key press, in turn at its end and in its middle."""
    text = " ".join(said * 10)[: LONGEST_TEXT - presses]
    typed = " ".join(said)
    middle = text.index(" ", len(text) // 2)
    drafts = []
    for count in range(presses // 2):
        drafts.append(f"{text[:middle]} {typed[:count]}{text[middle:]} {typed[:count]}")
        drafts.append(f"{drafts[-1]}{typed[count]}")
    return drafts


def _times_ms(work: Callable[[str], object], texts: list[str]) -> list[float]:
    """Return the thread's own CPU time of each call."""
    times = []
    gc.collect()
    gc.disable()
    for text in texts:
        start = time.thread_time()
        work(text)
        times.append((time.thread_time() - start) * 1e3)
    gc.enable()
    return times
