"""What a visitor needs is found in their own words only, the newest of them, and only when sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undivided.etiquette.coach.chat_view import Author, Line
from undivided.etiquette.coach.needs import LONGEST_NEED, NO_NEEDS, Needs, needs_in
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.reading import Reader
from undivided.storage.coach_words import load_coach_words

SIDES = {"v": Author.VISITOR, "o": Author.OPERATOR}


def needs(*said: str, language: str = "en") -> Needs:
    """Return the needs in lines such as "v I need two lamps"."""
    lines = [Line(SIDES[text[0]], text[2:]) for text in said]
    return needs_in(lines, Reader(load_coach_words(language).phrases))


@pytest.mark.parametrize(
    ("language", "said", "budget"),
    [
        ("en", "I'm looking for a desk lamp, up to £200", "£200"),
        ("en", "Do you have anything under 1,250.50 EUR?", "1,250.50 EUR"),
        ("en", "My budget is about 200 euros.", "200 euros"),
        ("en", "I can spend $150-200 on it", "$150-200"),
        ("en", "I want something between £100 and £200", "£200"),
        ("en", "£80 max", "£80"),
        ("en", "Something around £200, please", "£200"),
        ("de", "Ich suche eine Lampe bis 200 €.", "200 €"),
        ("de", "Mein Budget liegt bei etwa 1.200 Euro", "1.200 Euro"),
        ("de", "höchstens 80€", "80€"),
        ("fr", "Je cherche une lampe, jusqu’à 1 200 €", "1 200 €"),
        ("fr", "Mon budget est de 150 euros maximum.", "150 euros"),
        ("es", "Busco una lámpara de hasta 200 euros", "200 euros"),
        ("es", "Mi presupuesto es de unos 90 €.", "90 €"),
        ("pl", "Szukam lampy do 300 zł", "300 zł"),
        ("pl", "Mój budżet to około 1 200 złotych.", "1 200 złotych"),
    ],
)
def test_an_amount_with_a_limit_beside_it_is_the_budget(
    language: str, said: str, budget: str
) -> None:
    assert needs(f"v {said}", language=language).budget == budget


@pytest.mark.parametrize(
    ("language", "said", "day"),
    [
        ("en", "I need it by 24 December", "24 December"),
        ("en", "Do you ship the lamp to Norway by Friday?", "Friday"),
        (
            "en",
            "Can you deliver before the 24th of December 2026, please?",
            "24th of December 2026",
        ),
        ("en", "I want it for Friday, December 24th.", "Friday, December 24th"),
        ("en", "By next Tuesday", "next Tuesday"),
        ("en", "Could it arrive by 24/12/2026?", "24/12/2026"),
        ("de", "Ich brauche sie bis zum 24. Dezember.", "24. Dezember"),
        ("de", "Können Sie bis Freitag, den 4. Dezember liefern?", "Freitag, den 4. Dezember"),
        ("de", "Ich möchte sie spätestens am 24.12. haben", "24.12"),
        ("fr", "J’en ai besoin avant le 24 décembre", "24 décembre"),
        ("fr", "Pouvez-vous livrer d’ici vendredi ?", "vendredi"),
        ("es", "Lo necesito antes del 24 de diciembre", "24 de diciembre"),
        ("es", "La quiero para el viernes", "viernes"),
        ("pl", "Potrzebuję jej do 24 grudnia", "24 grudnia"),
        ("pl", "Czy dojdzie przed świętami?", "świętami"),
    ],
)
def test_a_day_with_by_before_it_is_the_day(language: str, said: str, day: str) -> None:
    assert needs(f"v {said}", language=language).day == day


@pytest.mark.parametrize(
    ("language", "said", "quantity"),
    [
        ("en", "I need two black lamps", "2"),
        ("en", "I'd like to order 12 of these", "12"),
        ("en", "3 pieces, please", "3"),
        ("en", "What is the price for two lamps, please?", "2"),
        ("de", "Ich brauche drei Lampen.", "3"),
        ("de", "Wir möchten 4 Stück", "4"),
        ("fr", "Je voudrais deux lampes", "2"),
        ("fr", "Il me faut 6 exemplaires", "6"),
        ("es", "Necesito dos lámparas", "2"),
        ("pl", "Potrzebuję dwóch lamp", "2"),
        ("pl", "Poproszę 5 sztuk", "5"),
    ],
)
def test_a_number_of_things_is_the_quantity(language: str, said: str, quantity: str) -> None:
    assert needs(f"v {said}", language=language).quantity == quantity


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "I paid about £200 for it by card"),
        ("en", "You promised delivery by Friday"),
        ("en", "Is shipping free up to £50? I want the free shipping"),
        ("en", "Is it about £200?"),
        ("en", "Another shop has it for about £150, can you match that?"),
        ("en", "I need about £200 back"),
        ("en", "Can I pay £50 now?"),
        ("de", "Ich möchte die Lampe für 200 €"),
        ("en", "It cost me less than £20"),
        ("en", "I need 20 minutes"),
        ("en", "I want two more weeks"),
        ("en", "I have two questions, I need two answers"),
        ("en", "I want to order 4711"),
        ("en", "My order 123 needs help, I need order 200 please"),
        ("en", "I need it by 5"),
        ("en", "I don't need it by Friday"),
        ("en", "up to 200"),
        ("en", "up to £4111 1111 1111 1111"),
        ("en", "I need •••• 1111 £"),
        ("en", "I need the card 4111111111111111 by now, up to €4111111111111111"),
        ("en", "I live in 200 EUROPE street, up to 200 Europe"),
        ("de", "Ich habe 200 € bezahlt, höchstens"),
        ("de", "Ich brauche zwei Tage"),
        ("fr", "Il me faut deux jours"),
        ("es", "Pagué hasta 200 euros"),
        ("pl", "Zapłaciłem do 300 zł"),
    ],
)
def test_what_is_not_sure_is_left_out(language: str, said: str) -> None:
    assert needs(f"v {said}", language=language) == NO_NEEDS


def test_the_newest_word_counts_and_what_the_operator_says_does_not() -> None:
    said = (
        "v I need two lamps up to £200 by Friday",
        "o We have some under £150. I need it by Monday, and you want three lamps?",
        "v Actually £250 max. By Saturday!",
    )

    assert needs(*said) == Needs(budget="£250", day="Saturday", quantity="2")


@pytest.mark.parametrize(
    ("language", "asked", "said", "found"),
    [
        ("en", "What would you like to spend? Up to £500?", "£180", Needs(budget="£180")),
        ("en", "What is your budget?", "About £200", Needs(budget="£200")),
        ("en", "How many do you need?", "Three", Needs(quantity="3")),
        ("de", "Welches Budget haben Sie?", "so 180 €", Needs(budget="180 €")),
        ("fr", "Quel est votre budget ?", "180 euros", Needs(budget="180 euros")),
        ("es", "¿Cuántas necesita?", "tres", Needs(quantity="3")),
        ("pl", "Ile sztuk?", "dwie", Needs(quantity="2")),
    ],
)
def test_a_short_answer_belongs_to_the_question_before_it(
    language: str, asked: str, said: str, found: Needs
) -> None:
    assert needs(f"o {asked}", f"v {said}", language=language) == found
    assert needs(f"v {said}", language=language) == NO_NEEDS


def test_a_language_without_words_has_no_needs() -> None:
    line = Line(Author.VISITOR, "I need two lamps up to £200 by Friday")

    assert needs_in([line], Reader(NO_PHRASES)) == NO_NEEDS


@given(
    st.lists(
        st.sampled_from(["I need", "by", "up to", "£", "24", "December", "\u202e", "4111 ", "two"])
        | st.text(max_size=6),
        max_size=30,
    )
)
def test_no_text_gives_more_than_short_lines(parts: list[str]) -> None:
    found = needs(f"v {' '.join(parts)}")

    for value in (found.budget, found.day, found.quantity):
        assert len(value) <= LONGEST_NEED
        assert "\u202e" not in value
        assert sum(map(str.isdigit, value)) <= 16
