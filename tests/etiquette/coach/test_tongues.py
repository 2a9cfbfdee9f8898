"""Every language has all words that the rules need, and speaks its own sentences."""

from functools import cache

import pytest

from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import NEAR_MISS, Phrases
from undivided.etiquette.coach.rules.every import RULES
from undivided.storage.coach_words import known_languages, load_coach_words

words_of = cache(load_coach_words)
ENGLISH = words_of("en").phrases
OTHERS = [tag for tag in known_languages() if tag != "en"]


def rules_of(language: str, draft: str, heard: str) -> set[str]:
    words = words_of(language)
    lines = (Line(Author.VISITOR, heard),) if heard else ()
    coach = Coach(words.phrases, glossary=words.glossary)
    return {advice.rule for advice in coach.advice(ChatView(lines), Draft(draft))}


def kinds_of(phrases: Phrases) -> tuple[set[str], set[str]]:
    """Return the kinds that are looked for, and those that have near misses of their own."""
    missed = {kind.removeprefix(NEAR_MISS) for kind in phrases.kinds if kind.startswith(NEAR_MISS)}
    return {kind for kind in phrases.kinds if not kind.startswith(NEAR_MISS)}, missed


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_kind_of_phrase_and_every_sentence(language: str) -> None:
    words = words_of(language)

    assert words.problem == ""
    assert words.phrases.language == language
    looked_for, missed = kinds_of(words.phrases)
    assert looked_for == kinds_of(ENGLISH)[0]
    assert missed <= looked_for
    assert set(words.phrases.sentences) == set(ENGLISH.sentences)
    assert all(rule.needs <= words.phrases.kinds for rule in RULES)


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_sentence_of_the_coach_does_not_make_it_speak_again(language: str) -> None:
    words = words_of(language)
    written = {
        name: texts for name, texts in words.phrases.sentences.items() if name != "spellings"
    }
    for sentence in (text for texts in written.values() for text in texts):
        assert not rules_of(language, sentence, "") & {"hostile", "sarcasm", "letter-formula"}


@pytest.mark.parametrize(
    ("language", "buys", "agreed"),
    [
        ("en", "I'd like to order it", "The lamp costs 49 euros."),
        ("de", "Ich nehme sie", "Die Lampe kostet 49 Euro."),
        ("fr", "Je la prends", "La lampe coûte 49 euros."),
        ("es", "Me lo llevo", "La lámpara cuesta 49 euros."),
        ("pl", "Biorę to", "Lampa kosztuje 49 euro."),
    ],
)
def test_an_order_link_without_a_summary_is_noticed(language: str, buys: str, agreed: str) -> None:
    words = words_of(language)
    coach = Coach(words.phrases)
    lines = (Line(Author.OPERATOR, agreed), Line(Author.VISITOR, buys))
    link = "https://shop.example/p/49"
    said = coach.advice(ChatView(lines), Draft(link))
    (remedy,) = next(one.remedies for one in said if one.rule == "no-summary")
    summed_up = f"{remedy.text}{link}"

    assert agreed in remedy.text
    assert "no-summary" not in {
        one.rule
        for draft, known in (
            (summed_up, lines),
            ("a@b.example", lines),
            (link, lines[:1]),
            (link, ()),
        )
        for one in coach.advice(ChatView(known), Draft(draft))
    }


SPEAKS = [
    ("de", "bare-answer", "Ja, genau.", "Ist die Lampe dimmbar?"),
    ("de", "open-question", "Hier ist der Link.", "wie lange dauert die Lieferung? gibts PayPal"),
    ("de", "unsourced-fact", "Das ist garantiert wasserdicht.", ""),
    ("de", "unsourced-fact", "Sie hält zehn Jahre.", ""),
    ("de", "unsourced-fact", "Sie kommt am 3. Mai.", ""),
    ("de", "undated-promise", "Ich rufe Sie zurück.", ""),
    ("de", "undated-promise", "Ich rufe dich zurueck.", ""),
    ("de", "opinion-opener", "Ich glaube, sie ist aus Wolle.", ""),
    ("de", "letter-formula", "Sehr geehrte Damen und Herren, sie ist da.", ""),
    ("de", "sarcasm", "Wie ich bereits sagte, ist sie rot.", ""),
    ("de", "jargon", "Haben Sie die SKU zur Hand?", ""),
    ("de", "hostile", "Sie sind ein Idiot.", ""),
    ("de", "calm-first", "Es ging am Dienstag raus.", "Das ist Betrug"),
    ("de", "sales-after-refusal", "Möchten Sie noch ein Kissen?", "Nein danke, ich schaue nur"),
    ("de", "early-offer", "Dazu passt der grüne Teppich.", "Ist das Wolle?"),
    ("de", "pressure", "Nur noch heute zu haben.", ""),
    ("de", "no-alternative", "Die ist leider ausverkauft.", ""),
    ("de", "no-alternative", "Die ist leider nicht mehr verfügbar.", ""),
    ("fr", "bare-answer", "Oui, bien sûr.", "La lampe est dimmable ?"),
    ("fr", "open-question", "Voici le lien.", "combien de temps ? et vous prenez PayPal ?"),
    ("fr", "unsourced-fact", "C'est garanti étanche.", ""),
    ("fr", "unsourced-fact", "Elle coûte quarante euros.", ""),
    ("fr", "unsourced-fact", "Elle arrive le 3 mai.", ""),
    ("fr", "undated-promise", "Je vous rappelle.", ""),
    ("fr", "undated-promise", "Je te rappelle.", ""),
    ("fr", "opinion-opener", "Je pense qu'il est en laine.", ""),
    ("fr", "letter-formula", "Veuillez trouver ci-joint la facture.", ""),
    ("fr", "sarcasm", "Comme je l'ai déjà dit, il est rouge.", ""),
    ("fr", "jargon", "Avez-vous la SKU ?", ""),
    ("fr", "hostile", "Vous êtes un imbécile.", ""),
    ("fr", "calm-first", "Il est parti mardi.", "c'est une arnaque"),
    ("fr", "sales-after-refusal", "Souhaitez-vous aussi un coussin ?", "Je regarde seulement"),
    ("fr", "early-offer", "Le tapis vert va très bien avec.", "C'est de la laine ?"),
    ("fr", "pressure", "Dépêchez-vous, c'est le dernier jour.", ""),
    ("fr", "no-alternative", "Il n'est plus disponible.", ""),
    ("fr", "no-alternative", "Elle est en rupture de stock.", ""),
]
SILENT = [
    ("de", "bare-answer", "Ja, in Blau", "Gibt es sie in Blau?"),
    ("de", "open-question", "Die Lieferung dauert drei Tage.", "Wie lange dauert die Lieferung?"),
    ("de", "undated-promise", "Ich rufe Sie morgen zurück.", ""),
    ("de", "opinion-opener", "Sie ist aus Wolle.", ""),
    ("de", "letter-formula", "Guten Tag, sie ist da.", ""),
    ("de", "hostile", "Gute Idee.", ""),
    ("de", "calm-first", "Ich verstehe das gut, es ging gestern raus.", "Das ist Betrug"),
    ("de", "jargon", "Haben Sie die SKU zur Hand?", "meine SKU ist 12"),
    ("de", "early-offer", "Dazu passt der grüne Teppich.", "Ich nehme ihn"),
    ("de", "no-alternative", "Die ist ausverkauft, wir haben aber die grüne.", ""),
    ("fr", "bare-answer", "Oui, en bleu", "Elle existe en bleu ?"),
    ("fr", "open-question", "La livraison prend trois jours.", "Combien coûte la livraison ?"),
    ("fr", "undated-promise", "Je vous rappelle demain.", ""),
    ("fr", "opinion-opener", "Il est en laine.", ""),
    ("de", "opinion-opener", "Ich glaube Ihnen gern.", ""),
    ("fr", "letter-formula", "Bonjour Elena, il est arrivé.", ""),
    ("fr", "hostile", "Bonne idée.", ""),
    ("fr", "calm-first", "Je comprends, il est parti hier.", "c'est une arnaque"),
    ("fr", "jargon", "Avez-vous la SKU ?", "ma SKU est 12"),
    ("fr", "early-offer", "Le tapis vert va très bien avec.", "Je le prends"),
    ("fr", "no-alternative", "Il est épuisé, mais nous avons le vert.", ""),
]


@pytest.mark.parametrize(("language", "rule", "draft", "heard"), SPEAKS)
def test_rule_speaks_the_language(language: str, rule: str, draft: str, heard: str) -> None:
    assert rule in rules_of(language, draft, heard)


@pytest.mark.parametrize(("language", "rule", "draft", "heard"), SILENT)
def test_rule_stays_silent_in_the_language(
    language: str, rule: str, draft: str, heard: str
) -> None:
    assert rule not in rules_of(language, draft, heard)
