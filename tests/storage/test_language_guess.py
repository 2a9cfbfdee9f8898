"""The language of what somebody wrote, guessed with the library's own model."""

from collections import Counter
from pathlib import Path

import pytest

from undivided.storage.language_guess import LONGEST_TEXT, language_of

LABELLED = Path(__file__).parent.parent / "etiquette" / "coach" / "labelled"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Where is my order? I am still waiting for it.", "en"),
        ("Wo bleibt meine Bestellung? Ich warte noch immer.", "de"),
        ("Bonjour, où est ma commande ?", "fr"),
        ("Hola, ¿dónde está mi pedido?", "es"),
        ("Dzień dobry, gdzie jest moje zamówienie?", "pl"),
        ("Здравствуйте, где мой заказ?", "ru"),
        ("注文はどこですか", "ja"),
        ("WO BLEIBT MEINE BESTELLUNG?", "de"),
        ("https://shop.example/order/status Wo bleibt meine Bestellung?", "de"),
    ],
)
def test_a_sentence_says_its_language(text: str, tag: str) -> None:
    assert tag == language_of(text)


@pytest.mark.parametrize(
    "text", ["", "ok", "12345", "😀", "AB-1200", "\ud800", "a@b.example", "\x00"]
)
def test_what_says_nothing_has_no_language(text: str) -> None:
    assert "" == language_of(text)


def test_a_long_text_is_looked_at_in_part() -> None:
    assert "de" == language_of("Wo bleibt meine Bestellung? " * LONGEST_TEXT)


@pytest.mark.parametrize("lines", [1, 3])
def test_labelled_lines_are_rarely_taken_for_another_language(lines: int) -> None:
    found: Counter[str] = Counter()
    for path in sorted(LABELLED.glob("*.tsv")):
        said = [line.split("\t")[0] for line in path.read_text("utf-8").splitlines()]
        for start in range(0, len(said) - lines + 1, lines):
            guess = language_of(" ".join(said[start : start + lines]))
            found["right" if guess == path.stem else "wrong" if guess else "none"] += 1

    assert found["right"] >= 0.99 * (found["right"] + found["wrong"])
    assert found["none"] <= (0.25 if lines == 1 else 0.03) * found.total()
