"""How visitors seem to feel, told with the words that it was heard in."""

import pytest

from undivided.etiquette.coach.mood import Felt, HardChats, Mood, felt_in
from undivided.etiquette.coach.reading import Reader
from undivided.storage.coach_words import load_coach_words

HEARD = [
    ("en", "Is the lamp dimmable?", Felt()),
    ("en", "I am STILL WAITING for it", Felt(Mood.ANNOYED, ("STILL WAITING",))),
    ("en", "I'm worried it is lost", Felt(Mood.WORRIED, ("worried",))),
    ("en", "You idiots, I am so disappointed", Felt(Mood.HOSTILE, ("idiots", "disappointed"))),
    ("en", "It is urgent", Felt(Mood.CALM, ("urgent",), is_urgent=True)),
    ("en", "TELL ME WHERE THE LAMP IS PLEASE", Felt(Mood.ANNOYED, ("capitals",))),
    ("en", "I'd like to order it", Felt(Mood.CALM, ("I'd like to order",), is_buying=True)),
    ("de", "Ich bin wirklich enttäuscht", Felt(Mood.ANNOYED, ("enttäuscht",))),
    ("de", "Ich habe Angst um mein Paket", Felt(Mood.WORRIED, ("Angst",))),
    ("de", "Das ist dringend", Felt(Mood.CALM, ("dringend",), is_urgent=True)),
    ("fr", "Je suis très déçue", Felt(Mood.ANNOYED, ("déçue",))),
    ("fr", "Je suis inquiet", Felt(Mood.WORRIED, ("inquiet",))),
    ("fr", "C'est urgent", Felt(Mood.CALM, ("urgent",), is_urgent=True)),
    ("es", "Estoy decepcionada", Felt(Mood.ANNOYED, ("decepcionada",))),
    ("es", "Estoy preocupada", Felt(Mood.WORRIED, ("preocupada",))),
    ("pl", "Jestem zawiedziona", Felt(Mood.ANNOYED, ("zawiedziona",))),
    ("pl", "To jest pilne", Felt(Mood.CALM, ("pilne",), is_urgent=True)),
]


@pytest.mark.parametrize(("language", "text", "felt"), HEARD)
def test_a_mood_is_told_with_its_words(language: str, text: str, felt: Felt) -> None:
    assert felt_in([text], Reader(load_coach_words(language).phrases)) == felt


def test_who_says_thank_you_has_calmed_down() -> None:
    reader = Reader(load_coach_words("en").phrases)
    angry = "This is ridiculous"

    assert felt_in([angry, "Ok"], reader).mood is Mood.ANNOYED
    assert felt_in([angry, "Ok, thank you"], reader).mood is Mood.CALM
    assert felt_in([angry, *["And the shade?"] * 4], reader).mood is Mood.CALM


def test_a_break_is_proposed_after_two_hostile_chats_in_a_row() -> None:
    chats = HardChats()

    proposed = [chats.ended(was_hostile=one) for one in (True, False, True, True, True, True)]

    assert proposed == [False, False, False, True, False, True]
