"""The words that an operator takes as right."""

import pytest

from undivided.etiquette.own_words import OwnWord, kept, own_words, right_in

ZORP, MAIL = OwnWord("Zorp"), OwnWord("Rückmail", "de")


def test_words_come_back_as_they_were_kept() -> None:
    assert "de:Rückmail Zorp" == kept([ZORP, MAIL])
    assert (MAIL, ZORP) == own_words(kept([ZORP, MAIL]))


def test_a_word_is_kept_once_whatever_its_case() -> None:
    assert "zorp" == kept([ZORP, OwnWord("zorp")])


def test_words_of_no_language_are_right_in_each() -> None:
    assert {"zorp"} == right_in([ZORP, MAIL], "en_GB")
    assert {"zorp", "rückmail"} == right_in([ZORP, MAIL], "de-AT")


@pytest.mark.parametrize("text", ["", " ", ":", "de:", " de: :"])
def test_a_setting_without_words_has_none(text: str) -> None:
    assert () == own_words(text)
