"""Calm first, then a warning, then the end: each after insults that followed the one before."""

import pytest

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.reading import Reader
from undivided.etiquette.coach.temper import Step, temper_of
from undivided.storage.coach_words import known_languages, load_coach_words

INSULTS = {
    "en": ("You idiots", "What a scam"),
    "de": ("Ihr Idioten", "Das ist Betrug, Sie Lügner"),
    "fr": ("Bande d'idiots", "C'est une arnaque"),
    "es": ("Sois unos idiotas", "Es una estafa"),
    "pl": ("Jesteście idiotami", "To oszustwo"),
}
SENTENCES = ("abuse_warning", "abuse_ending", "calming")


def chat(script: str, language: str = "en") -> list[Line]:
    """Return a chat: i an insult, t thanks, q a question; C calm, W warning, A an answer."""
    insult, worse = INSULTS[language]
    sentences = load_coach_words(language).phrases.sentences
    words = {
        "t": load_coach_words(language).phrases.sentences["goodbye"][0],
        "q": "?",
        "C": sentences["calming"][0],
        "W": sentences["abuse_warning"][0],
        "A": "17.",
    }
    said = []
    for place, sign in enumerate(script):
        text = words.get(sign, insult if place % 2 else worse)
        said.append(Line(Author.OPERATOR if sign.isupper() else Author.VISITOR, text))
    return said


@pytest.mark.parametrize("language", sorted(INSULTS))
@pytest.mark.parametrize(
    ("script", "step"),
    [
        ("", Step.NONE),
        ("qCqA", Step.NONE),
        ("i", Step.CALM),
        ("iAiAi", Step.CALM),
        ("iCi", Step.CALM),
        ("iCii", Step.WARN),
        ("iCiACi", Step.WARN),
        ("iCiiW", Step.CALM),
        ("iCiiWi", Step.CALM),
        ("iCiiWiCi", Step.END),
        ("iWii", Step.END),
        ("CWii", Step.CALM),
        ("iCiiWiit", Step.NONE),
        ("iCiiWiiti", Step.CALM),
    ],
)
def test_each_step_is_offered_after_insults_that_followed_the_one_before(
    language: str, script: str, step: Step
) -> None:
    reader = Reader(load_coach_words(language).phrases)

    assert temper_of(chat(script, language), reader).step is step


def test_a_note_quotes_the_last_insults_as_they_were_written() -> None:
    reader = Reader(load_coach_words("en").phrases)
    temper = temper_of(chat("iqiAiiq"), reader)

    assert [line.text for line in temper.insults] == ["What a scam", "What a scam", "You idiots"]


def test_the_limit_is_a_setting() -> None:
    reader = Reader(load_coach_words("en").phrases)

    assert temper_of(chat("iCi"), reader, limit=1).step is Step.WARN
    assert temper_of(chat("iCii"), reader, limit=3).step is Step.CALM


@pytest.mark.parametrize("language", known_languages())
def test_what_is_offered_is_recognised_once_it_was_said_and_insults_nobody(language: str) -> None:
    phrases = load_coach_words(language).phrases
    reader = Reader(phrases)
    kinds = {
        name: [reader.read(text).kinds for text in phrases.sentences[name]] for name in SENTENCES
    }

    assert all("warnings" in found for found in kinds["abuse_warning"])
    assert all("goodbyes" in found for found in kinds["abuse_ending"])
    assert all("calming" in found for found in kinds["calming"])
    assert not any("hostile" in found for name in SENTENCES for found in kinds[name])
    assert not any("warnings" in found for found in kinds["calming"])
