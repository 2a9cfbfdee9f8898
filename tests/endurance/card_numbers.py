"""Card numbers as visitors write them are found; numbers that look like one are left alone."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.support.card_corpus import Sample, card_texts
from tests.support.card_lookalikes import look_alikes
from undivided.etiquette.cards.numbers import cards_in, masked

RULE = "card numbers are found, look-alikes are left alone (promise G19)"
ROUNDS = 100_000
SEED = 20261122
RECALL = 0.995
FALSE_ALARMS = 0.005


def endure(rounds: int, folder: Path | None = None) -> list[Outcome]:
    """Look for card numbers in so many texts with one, and in as many with a look-alike."""
    missed = [sample for sample in card_texts(SEED, rounds) if not is_found(sample)]
    wrong = [each for each in look_alikes(SEED + 1, rounds) if masked(each.text) != each.text]
    recall, alarms = 1 - len(missed) / rounds, len(wrong) / rounds
    return [
        Outcome(
            f"card numbers in {rounds:,} texts (seed {SEED})",
            f"{recall:.2%} found",
            f">= {RECALL:.1%} found",
            is_met=recall >= RECALL,
            detail="" if recall >= RECALL else _first(missed),
        ),
        Outcome(
            f"look-alikes in {rounds:,} texts (seed {SEED + 1})",
            f"{alarms:.3%} false alarms",
            f"<= {FALSE_ALARMS:.1%} false alarms",
            is_met=alarms <= FALSE_ALARMS,
            detail="" if alarms <= FALSE_ALARMS else _first(wrong),
        ),
    ]


def is_found(sample: Sample) -> bool:
    """Return whether the sample's number, and exactly that, is found in its text."""
    return sample.digits in {
        "".join(str(unicodedata.decimal(sample.text[place])) for place in card.digits)
        for card in cards_in(sample.text)
    }


def _first(samples: Iterable[Sample]) -> str:
    return "; ".join(ascii(sample.text) for sample in list(samples)[:5])
