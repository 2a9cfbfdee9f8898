"""Words of a message count by how rare they are and by where a response has them."""

import pytest

from undivided.library.finding.suggesting import (
    ENGLISH,
    MAX_SOUGHT,
    Sought,
    endings_in,
    fit,
    rarity,
    stem,
    weights_in,
)
from undivided.library.finding.suggesting import sought as sought_with
from undivided.library.folding import fold
from undivided.library.model.parts import Variant
from undivided.library.model.responses import Response
from undivided.storage.library.words import vocabulary


def sought(message: str) -> tuple[Sought, ...]:
    """Return the words of a message, told by the shipped words of all languages."""
    return sought_with(message, vocabulary())


def _own(message: str) -> list[str]:
    return [each for word in sought(message) for each, share in word.stems.items() if share == 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("parcels", "parcel"),
        ("delivered", "delivery"),
        ("shipping", "shipped"),
        ("returning", "returns"),
        ("cancellations", "cancellation"),
        ("quickly", "quick"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["bus", "gas", "red", "fly", "size"])
def test_short_words_stay_longer_than_nothing(word: str) -> None:
    assert len(stem(word)) >= 3


def test_words_that_say_nothing_are_not_looked_up() -> None:
    assert _own("Hi, I'd just like to know where my PARCELS are, please!") == ["parcel"]
    assert sought("Thanks, that's great, have a nice day :-)") == ()


@pytest.mark.parametrize(
    ("message", "own"),
    [
        ("Hallo, wo bleibt denn meine Bestellung?", ["bleib", "bestel"]),
        ("Bonjour, pouvez-vous me dire où est mon colis svp", ["dire", "coli"]),
        ("Hola, ¿me podéis decir dónde está mi paquete?", ["paquet"]),
        ("Dzień dobry, gdzie jest moja paczka?", ["pacz"]),
    ],
)
def test_small_words_of_other_languages_say_nothing_either(message: str, own: list[str]) -> None:
    assert own == _own(message)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("paket", "sendung"),
        ("umtausch", "ersatz"),
        ("colis", "paquet"),
        ("remboursement", "rembourser"),
        ("reembolso", "devolver"),
        ("talla", "tamaño"),
        ("zwrot", "odesłać"),
        ("przesyłka", "paczka"),
    ],
)
def test_words_mean_the_same_in_other_languages_too(said: str, meant: str) -> None:
    (word,) = sought(said)

    assert stem(fold(meant), endings_in(said, vocabulary())) in word.stems


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("wo ist die", "Bestellung Bestellungen bestellen bestellt bestellte"),
        ("das ist ein", "Passwort Passwörter Passwortes"),
        ("je voudrais une", "livraison livraisons livrer livré livrée livrés"),
        ("quiero una", "reparación reparaciones reparar reparado reparada"),
        ("quiero un", "envío envíos enviar enviado enviada"),
        ("gdzie jest moja", "paczka paczki paczkę paczek paczkach paczkami"),
        ("czy mogę", "zwrot zwroty zwrotu zwrotem zwrotów"),
    ],
)
def test_forms_of_a_word_have_one_stem_in_its_own_language(language: str, forms: str) -> None:
    endings = endings_in(language, vocabulary())
    stems = {stem(fold(form), endings) for form in forms.split()}

    assert len(stems) == 1


def test_message_of_no_known_word_is_taken_as_english() -> None:
    assert endings_in("Xyzzy 12?", vocabulary()) == ENGLISH


def test_each_word_is_looked_up_once_and_not_too_many() -> None:
    assert _own("parcel parcels Parcel") == ["parcel"]
    assert len(sought(" ".join(f"word{number}x" for number in range(99)))) == MAX_SOUGHT


def test_words_of_the_same_meaning_stand_for_each_other_with_less() -> None:
    (word,) = sought("package")

    assert word.stems[stem("package")] == 1
    assert 0 < word.stems[stem("parcel")] < 1


def test_title_and_tags_weigh_more_than_the_text_and_blanks_nothing() -> None:
    response = Response(
        title="Repair",
        body="Costs {{amount}} and days.",
        tags=("service",),
        variants=(Variant(body="Money"),),
    )
    weights = weights_in(response)

    assert weights["repair"] == weights[stem("service")] > weights[stem("costs")]
    assert stem("amount") not in weights
    assert stem("money") in weights


def test_word_in_two_fields_weighs_more_than_in_one() -> None:
    both = weights_in(Response(title="Repair", body="A repair."))
    one = weights_in(Response(title="Repair", body="A service."))

    assert both["repair"] > one["repair"]


def test_rare_words_weigh_more() -> None:
    assert rarity(1, 100) > rarity(50, 100) > 0


def test_response_that_meets_too_little_of_a_message_does_not_fit() -> None:
    rarities = {"": rarity(1, 100), "lamp": rarity(1, 100)}
    weights = {"lamp": 3.0}
    short = sought("lamp")
    long = sought("lamp " + " ".join(f"unknown{number}" for number in range(11)))

    assert fit(short, weights, rarities) > 0
    assert fit(long, weights, rarities) == 0
    assert fit((), weights, rarities) == 0


def test_word_that_most_responses_hold_is_not_enough() -> None:
    rarities = {"": rarity(1, 100), "order": rarity(90, 100)}

    assert fit(sought("order"), {"order": 3.0}, rarities) == 0
