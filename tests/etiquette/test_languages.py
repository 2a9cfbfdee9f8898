"""Guessing a language: rather nothing than something wrong."""

import pytest

from undivided.etiquette.languages import language_of


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Will it arrive by Friday if I order the lamp today?", "en"),
        ("Wann kommt die Lampe, und ist das Kabel mit dabei?", "de"),
        ("Bonjour, quand est-ce que vous livrez ma lampe ?", "fr"),
        ("Hola, ¿cuándo llega mi lámpara? Gracias", "es"),
        ("Ciao, quando arriva la mia lampada? Grazie", "it"),
        ("Wanneer komt het pakket, en wat kan ik doen?", "nl"),
        ("Olá, quando chega? Não está na caixa", "pt"),
        ("Dzień dobry, kiedy jest dostawa?", "pl"),
        ("Когда придёт мой заказ?", "ru"),
        ("מתי זה מגיע", "he"),
        ("いつ届きますか。注文", "ja"),
    ],
)
def test_small_words_and_letters_tell(text: str, tag: str) -> None:
    assert language_of(text) == tag


@pytest.mark.parametrize("text", ["", "ok", "12345", "😀😀", "Lamp Vesper", "DHL ABC-123"])
def test_too_little_says_nothing(text: str) -> None:
    assert language_of(text) == ""
