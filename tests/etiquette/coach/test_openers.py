"""Words are left out or replaced only where what is left is right in its language."""

import tomllib

import pytest

from tests.etiquette.coach.test_remedies import coach_of, done
from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.chat_view import ChatView, Draft
from undivided.etiquette.coach.openers import Follows
from undivided.resources import resource_path
from undivided.storage.coach_words import known_languages

LEFT_OUT = [
    ("en", "I think the shoes run small.", "The shoes run small."),
    ("en", "I think that the shoes run small.", "The shoes run small."),
    ("en", "I think that's wool.", "That's wool."),
    ("en", "i think it is wool", "it is wool"),
    ("en", "Hello Elena, I think it is wool.", "Hello Elena, it is wool."),
    ("en", "Good news! In my opinion, this one fits.", "Good news! This one fits."),
    ("en", "Honestly, no.", "No."),
    ("en", "I believe it is wool.", "It is wool."),
    ("de", "Ich denke, die Schuhe fallen klein aus.", "Die Schuhe fallen klein aus."),
    ("de", "Ehrlich gesagt, nein.", "Nein."),
    ("de", "Guten Tag, ich glaube, es ist Wolle.", "Guten Tag, es ist Wolle."),
    ("fr", "Je pense que les chaussures taillent petit.", "Les chaussures taillent petit."),
    ("fr", "Je pense qu’il est en laine.", "Il est en laine."),
    ("fr", "À mon avis, c'est de la laine.", "C'est de la laine."),
    ("fr", "Selon moi l'article convient.", "L'article convient."),
    ("es", "Creo que es de lana.", "Es de lana."),
    ("es", "La verdad es que tarda tres días.", "Tarda tres días."),
    ("es", "En mi opinión es de lana.", "Es de lana."),
    ("pl", "Myślę, że to wełna.", "To wełna."),
    ("pl", "Moim zdaniem to wełna.", "To wełna."),
    ("pl", "Wydaje mi się, że buty są małe.", "Buty są małe."),
]
SELECTED = [
    ("en", "I think so.", "I think"),
    ("en", "I feel bad about it.", "I feel"),
    ("en", "I believe the seller.", "I believe"),
    ("en", "I believe you.", "I believe"),
    ("en", "I think that shoes run small.", "I think that"),
    ("en", "I think that it fits and that it is warm.", "I think that"),
    ("en", "I think (you know) it fits.", "I think"),
    ("en", "Personally", "Personally"),
    ("de", "Ich denke, dass die Schuhe klein ausfallen.", "Ich denke"),
    ("de", "Ich finde die Farbe schön.", "Ich finde"),
    ("de", "Meiner Meinung nach sind die Schuhe klein.", "Meiner Meinung nach"),
    ("de", "Um ehrlich zu sein, ist das Wolle.", "Um ehrlich zu sein"),
    ("fr", "Je trouve la couleur belle.", "Je trouve"),
    ("fr", "Je pense qu'il est doux et qu'il est chaud.", "Je pense qu'"),
    ("es", "No creo que sea de lana.", "creo que"),
    ("es", "Siento que haya tardado.", "Siento que"),
    ("es", "Me parece bien que venga.", "Me parece"),
    ("pl", "Myślę, że się uda.", "Myślę, że"),
    ("pl", "Chyba że to wełna.", "Chyba że"),
]


FORMULAS = [
    ("en", "It is wool. Kind regards, Mira Novak", "It is wool."),
    ("en", "It is wool, best regards Mira.", "It is wool."),
    ("en", "Hello. Please be advised that it is wool.", "Hello. It is wool."),
    ("de", "Anbei finden Sie den Link.", "Hier haben Sie den Link."),
    ("fr", "Nous vous informons que le colis est parti.", "Le colis est parti."),
    ("fr", "Par la présente, nous confirmons la commande.", "Nous confirmons la commande."),
    ("es", "Adjunto le remito la factura.", "Aquí tiene la factura."),
    ("es", "Le informamos que el pedido salió.", "El pedido salió."),
    ("pl", "Informujemy, iż paczka wyszła.", "Paczka wyszła."),
    ("pl", "Przedmiotowa faktura jest w mailu.", "Ta faktura jest w mailu."),
]
KEPT_FORMULAS = [
    ("en", "Hello. Kind regards from the team.", "Kind regards"),
    ("en", "Hello. Please be advised: sold out.", "Please be advised"),
    ("en", "Kind regards", "Kind regards"),
    ("de", "Es ist da. Beiliegend die Rechnung.", "Beiliegend"),
    ("de", "Hiermit bestätige ich die Bestellung.", "Hiermit"),
    ("fr", "Le document ci-joint est signé.", "ci-joint"),
    ("es", "Adjunto le presento la factura.", "Adjunto le"),
    ("pl", "W celu weryfikacji proszę o numer.", "W celu"),
]
TERMS = [
    ("en", "SKU, please.", Act.REPLACE, "SKU"),
    ("en", "It has an ETA.", Act.SELECT, "an ETA"),
    ("en", "Your ticket is open.", Act.SELECT, "Your ticket"),
    ("en", "Your SKU, please.", Act.REPLACE, "SKU"),
    ("de", "Haben Sie die SKU?", Act.SELECT, "die SKU"),
    ("fr", "Avez-vous la SKU ?", Act.SELECT, "la SKU"),
    ("fr", "SKU : 12", Act.REPLACE, "SKU"),
    ("es", "¿Me dice la SKU?", Act.SELECT, "la SKU"),
    ("pl", "Poproszę SKU.", Act.REPLACE, "SKU"),
]


def advice_on(language: str, text: str, rule: str = "opinion-opener") -> Advice | None:
    given = coach_of(language).advice(ChatView(), Draft(text))
    return next((each for each in given if each.rule == rule), None)


def first(language: str, text: str, rule: str = "opinion-opener") -> Remedy:
    advice = advice_on(language, text, rule)
    assert advice is not None
    return advice.remedies[0]


@pytest.mark.parametrize(("language", "text", "wanted"), LEFT_OUT)
def test_an_opener_is_left_out_and_the_rest_stands_by_itself(
    language: str, text: str, wanted: str
) -> None:
    remedy = first(language, text)

    assert remedy.act is Act.REPLACE
    assert done(remedy, text) == wanted
    assert advice_on(language, wanted) is None


@pytest.mark.parametrize(("language", "text", "marked"), SELECTED)
def test_where_words_would_have_to_move_the_opener_is_selected(
    language: str, text: str, marked: str
) -> None:
    remedy = first(language, text)
    assert remedy.span is not None

    assert remedy.act is Act.SELECT
    assert text[remedy.span.start : remedy.span.end] == marked


@pytest.mark.parametrize(("language", "text", "wanted"), FORMULAS)
def test_a_letter_formula_goes_with_what_only_it_needs(
    language: str, text: str, wanted: str
) -> None:
    remedy = first(language, text, "letter-formula")

    assert done(remedy, text) == wanted
    assert advice_on(language, wanted, "letter-formula") is None


@pytest.mark.parametrize(("language", "text", "marked"), KEPT_FORMULAS)
def test_a_letter_formula_that_holds_something_is_selected(
    language: str, text: str, marked: str
) -> None:
    remedy = first(language, text, "letter-formula")
    assert remedy.span is not None

    assert remedy.act is Act.SELECT
    assert text[remedy.span.start : remedy.span.end] == marked


@pytest.mark.parametrize(("language", "text", "act", "marked"), TERMS)
def test_a_term_is_replaced_only_where_no_other_word_changes_with_it(
    language: str, text: str, act: Act, marked: str
) -> None:
    remedy = first(language, text, "jargon")
    assert remedy.span is not None

    assert remedy.act is act
    assert text[remedy.span.start : remedy.span.end] == marked


@pytest.mark.parametrize("language", known_languages())
def test_every_opener_of_a_file_says_what_has_to_follow(language: str) -> None:
    document = tomllib.loads(resource_path("coach", f"{language}.toml").read_text(encoding="utf-8"))
    openers = document["person"]["opinion_openers"]

    assert set(openers.values()) <= {*Follows, ""}
