"""When a visitor says that an answer was not understood."""

import pytest

from undivided.etiquette.puzzlement import is_puzzled


@pytest.mark.parametrize(
    "text",
    [
        "I don’t understand",
        "Sorry, I do not really understand that.",
        "i didnt get it",
        "What do you mean?",
        "what does that mean for my order",
        "Could you please explain?",
        "I'm totally lost",
        "huh??",
        "???",
        "What?",
        "Das verstehe ich leider nicht.",
        "Was heißt das?",
        "Je ne comprends pas",
        "No entiendo",
        "Non ho capito",
        "Dat begrijp ik niet",
    ],
)
def test_it_is_heard_in_the_usual_words(text: str) -> None:
    assert is_puzzled(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I understand, thank you",
        "What size is it?",
        "Does it arrive by Friday?",
        "Is a bulb included?",
        "Now it is clear.",
        "Got it!",
        "Ich verstehe. Danke!",
        "Ich verstehe, das geht nicht.",
        "I don't understand. " * 40,
    ],
)
def test_questions_and_thanks_are_none(text: str) -> None:
    assert not is_puzzled(text)


def test_a_long_hostile_message_costs_no_time() -> None:
    assert not is_puzzled("versteh " * 10_000)
