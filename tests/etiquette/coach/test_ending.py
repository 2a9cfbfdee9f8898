"""What is open at the end of a chat, in every language that has words for it."""

from datetime import UTC, datetime, timedelta

import pytest

from undivided.etiquette.coach.chat_view import Author, ChatView, Line
from undivided.etiquette.coach.ending import Ending, Promise, ending_of, farewell_in
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.reading import Reader
from undivided.storage.coach_words import load_coach_words

START = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
SIDES = {"v": Author.VISITOR, "o": Author.OPERATOR}


def ending(*said: str, name: str = "", language: str = "en") -> Ending | None:
    lines = tuple(
        Line(SIDES[text[0]], text[2:], START + timedelta(minutes=place))
        for place, text in enumerate(said)
    )
    reader = Reader(load_coach_words(language).phrases if language else NO_PHRASES)
    return ending_of(ChatView(lines, name, language), reader)


WELL_ENDED = [
    (
        "en",
        (
            "v Is the lamp in stock?",
            "o Hello Elena! Yes, the lamp is in stock. Is there anything else I can do?",
            "v No, thanks",
            "o Thank you for writing. Have a nice day!",
        ),
    ),
    (
        "de",
        (
            "v Ist die Lampe auf Lager?",
            "o Hallo Elena! Ja, die Lampe ist auf Lager. Kann ich sonst noch etwas für Sie tun?",
            "v Nein, danke",
            "o Vielen Dank und einen schönen Tag, auf Wiedersehen!",
        ),
    ),
    (
        "fr",
        (
            "v La lampe est-elle en stock ?",
            "o Bonjour Elena, oui, la lampe est en stock. Puis-je vous aider pour autre chose ?",
            "v Non merci",
            "o Merci à vous et bonne journée !",
        ),
    ),
]


@pytest.mark.parametrize(("language", "said"), WELL_ENDED, ids=[tag for tag, _ in WELL_ENDED])
def test_a_chat_that_ended_well_has_nothing_open(language: str, said: tuple[str, ...]) -> None:
    assert ending(*said, name="Elena", language=language) == Ending(
        asked=1,
        is_greeted=True,
        is_named=True,
        is_thanked=True,
        has_goodbye=True,
        asked_more=True,
        asked_more_at=START + timedelta(minutes=1),
    )


def test_what_was_left_out_is_told() -> None:
    said = ("v Do you ship to France? And is there a green one?", "o Yes, we ship to France.")

    found = ending(*said, name="Elena")

    assert found == Ending(
        asked=2,
        open_questions=("And is there a green one?",),
        is_greeted=False,
        is_named=False,
        is_thanked=False,
        has_goodbye=False,
        asked_more=False,
    )


@pytest.mark.parametrize(
    ("language", "dated", "undated"),
    [
        ("en", "I'll send you the tracking number by 5.", "I'll check."),
        ("de", "Ich rufe Sie morgen zurück.", "Ich rufe Sie zurück."),
        ("fr", "Je vous rappelle demain.", "Je vous rappelle."),
    ],
)
def test_promises_stay_open_unless_the_chat_itself_kept_them(
    language: str, dated: str, undated: str
) -> None:
    at = (START, START + timedelta(minutes=1))

    kept = ending(f"o {dated} Ok.", "o 24 cm", language=language)
    last = ending(f"o {undated}", f"o {undated}", language=language)

    assert kept is not None
    assert kept.promises == (Promise(dated, at[0], has_date=True),)
    assert last is not None
    assert last.promises == (Promise(undated, at[1], has_date=False),)


def test_a_summary_promises_nothing_anew() -> None:
    told = ending("o I will call you tomorrow.", "o To sum up:\n- I will call you tomorrow.")

    assert told is not None
    assert [promise.text for promise in told.promises] == ["I will call you tomorrow."]


def test_nothing_is_claimed_without_words_and_without_a_name() -> None:
    found = ending("v Wat kost de lamp?", "o 24 euro", language="")

    assert found is not None
    told = (found.is_greeted, found.is_named, found.is_thanked, found.has_goodbye)
    assert (*told, found.asked_more) == (None,) * 5


@pytest.mark.parametrize(
    ("said", "is_greeted"),
    [
        (("v Hi", "o One moment.", "o Good morning!"), True),
        (("v Hi", "o One moment.", "v Yes?", "o Hello again!"), False),
        (("o Dzień dobry!",), True),
        (("o Buenas tardes, ¿en qué puedo ayudarle?",), True),
    ],
)
def test_a_greeting_belongs_into_the_first_words(said: tuple[str, ...], is_greeted: bool) -> None:
    language = {"Dz": "pl", "Bu": "es"}.get(said[0][2:4], "en")
    found = ending(*said, language=language)

    assert found is not None
    assert found.is_greeted is is_greeted


def test_before_the_first_reply_there_is_nothing_to_say() -> None:
    assert ending("v Hello?") is None
    assert ending() is None


def test_the_goodbye_names_the_visitor_only_if_the_name_is_known() -> None:
    phrases = load_coach_words("en").phrases

    assert farewell_in(phrases, "Elena").goodbye == (
        "Thank you for writing, Elena. Have a good day!"
    )
    assert farewell_in(phrases, "").goodbye == "Thank you for writing. Have a good day!"
    assert farewell_in(NO_PHRASES, "Elena").goodbye == ""
