"""Which phrases a line is found to have: lines that mean them, and lines that only look so."""

from functools import cache

import pytest

from undivided.etiquette.coach.phrases import phrases_from
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.signals import Signal, signals_in
from undivided.storage.coach_words import load_coach_words

words_of = cache(load_coach_words)

HAS = {
    "en": {
        "promises": [
            "I'll ring you after lunch.", "We will refund it today.", "I'm going to look into it.",
            "You'll get a new one by Friday.", "I'll have it replaced.", "Leave it with me.",
            "Let me ask and get back to you.", "I'll order the part for you.", "We'll email you.",
            "I will just check the shelf.", "You will hear from us on Monday.", "I'll find out.",
        ],
        "offers": [
            "Should I add a rug pad as well?", "Would you also like the cover?",
            "Other customers also bought the lamp.", "Would you like a warranty extension?",
            "For only 9 pounds more it is dimmable.", "How about our larger set?",
        ],
        "rude": [
            "What a stupid question.", "You are wasting my time.", "That's not our problem.",
            "Can't you read?", "I couldn't care less.", "Please calm down.",
        ],
        "sale_refusals": ["stop offering me stuff", "I'm just looking, thanks"],
        "buying": ["lets go for that one", "put it in my basket", "I'm buying two"],
        "pressure": ["You'll regret it later.", "The offer ends tonight."],
        "goodbyes": ["speak soon", "Have a lovely evening"],
    },
    "de": {
        "promises": ["Die Summe wird Ihnen bis Montag gutgeschrieben.", "Ich melde mich."],
        "offers": [
            "Kann ich Ihnen noch eine Unterlage empfehlen?", "Andere Kunden bestellen auch Kissen.",
            "Soll ich das Kissen gleich dazu legen?",
        ],
        "rude": ["So eine blöde Frage.", "Das ist nicht unser Problem.", "Beruhige dich mal."],
        "sale_refusals": ["ich will nichts kaufen", "wir gucken nur"],
        "buying": ["gut, dann nehm ich die blaue"],
        "pressure": ["Das bereuen Sie."],
        "goodbyes": ["machs gut"],
    },
    "fr": {
        "promises": ["Je vous rappelle.", "Nous vous remboursons."],
        "offers": ["Pourrais-je vous proposer la housse ?", "Nos clients prennent aussi le tapis."],
        "rude": ["Quelle question idiote, une question bête.", "Calme-toi.", "Je m'en moque."],
        "sale_refusals": ["arrêtez de me vendre vos options", "je regarde juste"],
        "buying": ["je l'achète tout de suite", "je valide ma commande"],
        "pressure": ["Vous allez le regretter."],
        "goodbyes": ["à plus !"],
    },
    "es": {
        "promises": ["Le voy a enviar otro.", "Me encargo."],
        "offers": ["¿Le pongo también una funda?", "Tenemos una promoción en cojines."],
        "rude": ["No es nuestro problema.", "¿No sabes leer?", "Cálmate."],
        "sale_refusals": ["deje de ofrecerme seguros", "no quiero comprar nada"],
        "buying": ["añádelo a mi cesta"],
        "pressure": ["Se va a arrepentir."],
        "goodbyes": ["gracias y buenas noches"],
    },
    "pl": {
        "promises": ["Zajmę się tym jutro.", "Właśnie się tym zajmuję."],
        "offers": ["Większość klientów bierze też poduszkę.", "Mamy dziś przecenę na lampy."],
        "rude": ["To durne pytanie.", "To nie jest nasz problem.", "Uspokój się."],
        "sale_refusals": ["tylko oglądam", "przestańcie mi wciskać ubezpieczenie"],
        "buying": ["biorę"],
        "pressure": ["Będzie pani żałować."],
        "goodbyes": ["do widzenia"],
    },
}  # fmt: skip
HAS_NOT = {
    "en": {
        "promises": [
            "I'll send it back then.", "I'll take two.", "We'll see.", "I'll pass, thanks.",
            "Will you call me?", "I'll have the blue one.", "I'll come back later.",
            "I'll ask my wife.", "You'll have the same trouble.", "I'll get the red one.",
        ],
        "offers": [
            "Would you like some help with that?", "Shall I add a note as well?",
            "Would you like to try again?", "Can I offer you a refund?", "Shall I call you?",
        ],
        "rude": [
            "That is not a silly question at all.", "Parcels sometimes get lost.",
            "I'll deal with it.", "We care about it.", "Did you read the manual?",
        ],
        "refusals": ["no thanks to your courier it is broken", "I don't want a refund"],
        "sale_refusals": ["I was just looking for my order", "no thanks", "not today"],
        "buying": ["I had it in my cart but it's empty", "I'll buy elsewhere"],
        "hostile": ["my stupid printer ate the label", "I feel so stupid"],
        "thanks": ["thanks for nothing", "no thanks to the driver"],
        "absolutes": ["Are you free on Monday?", "Feel free to ask."],
    },
    "de": {
        "hostile": ["mein dummer Drucker druckt nicht", "Ich bin zu blöd dafür"],
        "offers": ["Möchten Sie noch etwas wissen?", "Wie wäre es mit morgen?"],
        "rude": ["Es gibt keine dummen Fragen.", "Das ist kein Problem.", "Lesen Sie gern?"],
        "refusals": ["Wenn Sie jetzt nicht bestellen"],
        "sale_refusals": ["nein danke", "ich schaue nur kurz nach"],
        "thanks": ["danke für nichts", "gott sei dank ist es da"],
        "buying": ["ich hatte es im warenkorb"],
    },
    "fr": {
        "hostile": ["ma stupide imprimante ne marche pas"],
        "offers": ["Je peux vous proposer un remboursement.", "Souhaitez-vous un échange ?"],
        "rude": ["Ce n'est pas une question bête.", "Pas de problème."],
        "sale_refusals": ["non merci", "je regarde juste si elle est arrivée"],
        "thanks": ["merci pour rien", "merci de prévenir le livreur"],
        "goodbyes": ["à plus de 40 euros", "je ne veux rien d'autre"],
    },
    "es": {
        "hostile": ["mi estúpida impresora no funciona"],
        "offers": ["Le puedo ofrecer un reembolso."],
        "rude": ["No es una pregunta tonta.", "No hay problema."],
        "sale_refusals": ["no gracias", "solo quería mirar si llegó"],
        "thanks": ["gracias a dios llegó"],
        "goodbyes": ["buenas noches quería preguntar algo"],
    },
    "pl": {
        "hostile": ["moja głupia drukarka nie działa"],
        "offers": ["Chciałaby pani jeszcze coś wiedzieć?"],
        "rude": ["Nie ma głupich pytań.", "Nie ma problemu."],
        "promises": ["Kto zajmuje się zwrotami?"],
        "refusals": ["Jeśli pan teraz nie zamówi"],
        "sale_refusals": ["nie, dziękuję", "tylko sprawdzam czy doszło"],
        "thanks": ["dzięki bogu doszło"],
        "buying": ["jest to już drugie zamówienie"],
        "goodbyes": ["nic więcej nie wiem"],
    },
}  # fmt: skip
CASES = [
    (language, kind, text, is_found)
    for table, is_found in ((HAS, True), (HAS_NOT, False))
    for language, kinds in table.items()
    for kind, texts in kinds.items()
    for text in texts
]


@pytest.mark.parametrize(("language", "kind", "text", "is_found"), CASES)
def test_a_phrase_is_found_where_it_is_meant(
    language: str, kind: str, text: str, is_found: bool
) -> None:
    assert Reading(text, words_of(language).phrases).has(kind) is is_found


def test_a_near_miss_takes_back_only_what_it_touches() -> None:
    phrases = words_of("en").phrases

    assert Signal.HOSTILE not in signals_in(Reading("my stupid phone did it", phrases))
    assert Signal.HOSTILE in signals_in(Reading("my stupid phone did it, you idiot", phrases))


def test_a_kind_that_is_wanted_brings_its_near_misses() -> None:
    data = b'language = "en"\n[a]\nhostile = ["stupid"]\nnot_hostile = ["my stupid *"]\nyes = ["y"]'
    alone = phrases_from(data, "en.toml", ["hostile"])

    for phrases in (alone, phrases_from(data, "en.toml").of_kinds(["hostile"])):
        assert phrases.kinds == {"hostile", "not_hostile"}
        assert not Reading("my stupid phone", phrases).has("hostile")
        assert Reading("stupid phone", phrases).has("hostile")
