"""Made-up text with the statistics of real text: few words often, most words rarely."""

import random
from collections.abc import Iterator

ONSETS, VOWELS = "bcdfglmnprstv", "aeiou"
SYLLABLES = tuple(onset + vowel for onset in ONSETS for vowel in VOWELS)
VOCABULARY = 20_000
CHATTER = """
the to your you we for and is please order account thank have can this that with delivery payment
password reset address shipping number email plan help question moment check price size colour
brass lamp shelf rug return exchange
"""
WORDS = tuple(CHATTER.split())


def snippets(count: int, seed: int = 42) -> Iterator[tuple[str, str, int]]:
    """Yield title, body and number of uses; both Zipf-like."""
    rng = random.Random(seed)
    words = list(
        dict.fromkeys(
            "".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3, 3, 4)))) for _ in range(60_000)
        )
    )[:VOCABULARY]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    for _ in range(count):
        text = rng.choices(words, weights, k=rng.randint(12, 45))
        split = rng.randint(2, 5)
        uses = int(rng.paretovariate(0.8)) % 100_000
        yield " ".join(text[:split]), " ".join(text[split:]), uses


def keystrokes(titles_and_bodies: list[tuple[str, str]], phrases: int = 40) -> list[str]:
    """Return every prefix that a person types on the way to phrases of one to three words."""
    rng = random.Random(5)
    typed: list[str] = []
    for _ in range(phrases):
        words = " ".join(rng.choice(titles_and_bodies)).split()
        start = rng.randrange(len(words) - 3)
        phrase = " ".join(words[start : start + rng.randint(1, 3)])[:24]
        typed += [phrase[:end] for end in range(1, len(phrase) + 1) if phrase[end - 1] != " "]
    return typed


def messages(count: int, seed: int = 7) -> list[str]:
    """Return chat-like texts; one in twenty is long."""
    rng = random.Random(seed)
    return [
        " ".join(
            rng.choices(
                WORDS, k=rng.randint(60, 120) if rng.random() < 0.05 else rng.randint(4, 28)
            )
        )
        for _ in range(count)
    ]
