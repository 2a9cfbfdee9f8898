"""Shouted lines are shown calmly, names and codes survive, and what was written stays at hand."""

import pytest

from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.shouting import Calmer, spellings_in
from undivided.storage.coach_words import load_coach_words

SHOUTED = [
    (
        "en",
        "I HAVE BEEN WAITING FOR THREE WEEKS. WHERE IS IT?",
        "I have been waiting for three weeks. Where is it?",
    ),
    (
        "en",
        "I'M STILL WAITING FOR DHL SINCE MONDAY",
        "I'm still waiting for DHL since Monday",
    ),
    (
        "en",
        "ORDER AL-20418 FROM HTTPS://SHOP.EXAMPLE/Lamp IS NOT HERE, MAIL ME AT TOM@MAIL.EXAMPLE",
        "Order AL-20418 from HTTPS://SHOP.EXAMPLE/Lamp is not here, mail me at TOM@MAIL.EXAMPLE",
    ),
    (
        "en",
        "IT WAS DUE ON THE 3RD AT 10AM ON MY IPHONE",
        "It was due on the 3rd at 10am on my iPhone",
    ),
    ("en", "ANSWER ME!!", "Answer me!!"),
    ("en", "where is my parcel?!?!?!", "where is my parcel?!"),
    (
        "en",
        "Hello. THIS IS REALLY NOT WHAT I ORDERED. Bye",
        "Hello. This is really not what I ordered. Bye",
    ),
    (
        "de",
        "WO BLEIBT MEINE BESTELLUNG? ICH WARTE SEIT DREI WOCHEN AUF DAS PAKET VON IHNEN",
        "Wo bleibt meine Bestellung? Ich warte seit drei Wochen auf das Paket von Ihnen",
    ),
    (
        "de",
        "DIE RECHNUNGSNUMMER UND DIE LIEFERADRESSE SIND FALSCH, DAS IST EINE FRECHHEIT",
        "Die Rechnungsnummer und die Lieferadresse sind falsch, das ist eine Frechheit",
    ),
    (
        "fr",
        "OÙ EST MON COLIS? J'ATTENDS DEPUIS TROIS SEMAINES, LA TVA EST FAUSSE",
        "Où est mon colis? J'attends depuis trois semaines, la TVA est fausse",
    ),
]
LEFT_ALONE = [
    ("en", "AL-20418"),
    ("en", "VESPER FLOOR LAMP"),
    ("en", "OK THANKS"),
    ("en", "Thank you so much!!!"),
    ("en", "My IBAN and the BIC are in the PDF"),
    ("de", "Vielen Dank!!!"),
    ("en", "東京からの注文はまだ届いていませんので確認してください"),
    ("en", ""),
]


@pytest.mark.parametrize(("language", "text", "shown"), SHOUTED)
def test_what_is_shouted_is_shown_in_sentence_case(language: str, text: str, shown: str) -> None:
    calmed = Calmer(load_coach_words(language).phrases).calmed(text)

    assert calmed is not None
    assert calmed.text == shown
    assert calmed.written == text


@pytest.mark.parametrize(("language", "text"), LEFT_ALONE)
def test_what_is_not_shouted_is_left_alone(language: str, text: str) -> None:
    assert Calmer(load_coach_words(language).phrases).calmed(text) is None


def test_names_of_the_chat_are_written_as_the_chat_writes_them() -> None:
    phrases = load_coach_words("en").phrases
    learned = spellings_in(["Is it from McLoud?"], phrases, names=["ELENA Łuczak", "Vesper"])

    calmed = Calmer(phrases, learned).calmed("THE VESPER FROM MCLOUD FOR ELENA ŁUCZAK IS BROKEN")

    assert calmed is not None
    assert calmed.text == "The Vesper from McLoud for Elena Łuczak is broken"


def test_shouted_lines_teach_no_spelling() -> None:
    phrases = load_coach_words("en").phrases

    assert spellings_in(["WHERE IS MY ORDER NUMBER FIVE"], phrases) == {}


def test_a_part_of_what_is_shown_leads_back_to_what_was_written() -> None:
    calmed = Calmer(NO_PHRASES).calmed("WHERE IS IT?!?!?! TELL ME NOW!!!!!")

    assert calmed is not None
    assert calmed.text == "Where is it?! Tell me now!"
    assert calmed.original(0, 5) == "WHERE"
    assert calmed.original(14, 18) == "TELL"
    assert calmed.original(0, len(calmed.text)) == calmed.written
    assert calmed.original(3, 3) == ""


@pytest.mark.parametrize(
    "text",
    [
        "İSTANBUL'DAN GELEN SİPARİŞİM NEREDE",
        "ΠΟΥ ΕΙΝΑΙ Η ΠΑΡΑΓΓΕΛΙΑ ΜΟΥ ΣΑΣ",  # noqa: RUF001 - Greek on purpose
        "ẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞẞ",
        "\ud800" * 30,
        "𐐀𐐁𐐂" * 9,
        "A\n" * 2000,
    ],
)
def test_no_letter_is_lost_in_any_script(text: str) -> None:
    for tag in ("en", "de", ""):
        calmed = Calmer(load_coach_words(tag).phrases).calmed(text)

        assert calmed is None or len(calmed.origins) == len(calmed.text) == len(text)
