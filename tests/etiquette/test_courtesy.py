"""What closes a conversation."""

import pytest

from undivided.etiquette.courtesy import is_goodbye


@pytest.mark.parametrize(
    "text",
    [
        "Bye",
        "Thanks, bye!",
        "ok thank you, goodbye",
        "That\u2019s all, thanks",
        "That is everything I needed.",
        "No, nothing else. Have a nice day!",
        "Great, take care",
    ],
)
def test_closing_words_are_a_goodbye(text: str) -> None:
    assert is_goodbye(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "",
        "Bye the way, is it blue?",
        "That's all, but one more thing",
        "I say goodbye to your shop unless somebody tells me where my parcel has been so long",
        "standby",
    ],
)
def test_whatever_may_want_an_answer_is_none(text: str) -> None:
    assert not is_goodbye(text)
