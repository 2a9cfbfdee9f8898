"""A promise has its own time; one in another sentence counts only where it is meant for it."""

import pytest

from tests.etiquette.coach.test_remedies import coach_of, done
from undivided.etiquette.coach.advice import Advice
from undivided.etiquette.coach.chat_view import ChatView, Draft

UNDATED = [
    ("en", "I will check that. We open on Monday.", "I will check"),
    ("en", "Today it is wool only. I'll call you.", "I'll call"),
    ("en", "It came on Friday. I'll send you a new one. It is made of wool in May.", "I'll send"),
    ("en", "I'll call you tomorrow. I will check the stock. It is wool.", ""),
    ("en", "I'll call you tomorrow. It is wool. I will check the stock.", "I will check"),
    ("en", "I'll call you. We open Monday.", "I'll call"),
    ("de", "Ich rufe Sie zurück. Wir öffnen am Montag.", "rufe Sie"),
    ("de", "Das Paket kam am Freitag. Ich kümmere mich. Es ist aus Wolle.", "kümmere mich"),
    ("fr", "Je vous rappelle. Nous ouvrons lundi.", "Je vous rappelle"),
    ("fr", "Le colis est arrivé vendredi. Je m'en occupe.", "Je m'en occupe"),
    ("es", "Le llamo. La tienda abre el lunes.", "Le llamo"),
    ("es", "El paquete llegó el viernes. Me encargo.", "Me encargo"),
    ("pl", "Zadzwonię do Pana. Sklep otwieramy w poniedziałek.", "Zadzwonię"),
    ("pl", "Paczka przyszła w piątek. Zajmę się tym.", "Zajmę się"),
]
DATED = [
    ("en", "I'll call you tomorrow. It is wool."),
    ("en", "I'll call you. Tomorrow at 10."),
    ("en", "I'll call you. Probably tomorrow."),
    ("en", "I'll call you. By Friday, probably."),
    ("en", "I will check that. You will receive an answer by noon."),
    ("en", "One moment, I will be back in 5 minutes. I'll find out."),
    ("en", "We open on Monday. I will call you then."),
    ("de", "Ich rufe Sie zurück. Morgen um 10."),
    ("de", "Am Montag ist das Lager offen. Ich frage dann nach."),
    ("fr", "Je vous rappelle. Vendredi au plus tard."),
    ("fr", "Je vous rappelle. Demain à 10 heures."),
    ("fr", "Je vous rappelle demain. Nous ouvrons à 9 heures."),
    ("es", "Le llamo. Mañana a las 10."),
    ("es", "Le llamo mañana. Abrimos a las 9."),
    ("pl", "Zadzwonię do Pana. Jutro o 10."),
    ("pl", "Zadzwonię jutro. Otwieramy o 9."),
]
WRITTEN = [
    ("en", "I'll call you. We open on Monday.", "I'll call you today. We open on Monday."),
    ("de", "Ich rufe Sie zurück.", "Ich rufe Sie zurück, noch heute."),
    ("fr", "Je vous rappelle !", "Je vous rappelle aujourd'hui !"),
    ("es", "Le llamo.", "Le llamo hoy."),
    ("pl", "Zadzwonię do Pana.", "Zadzwonię do Pana dzisiaj."),
]


def advice_on(language: str, text: str, skipped: tuple[tuple[int, int], ...] = ()) -> Advice | None:
    given = coach_of(language).advice(ChatView(), Draft(text, skipped=skipped))
    return next((each for each in given if each.rule == "undated-promise"), None)


@pytest.mark.parametrize(("language", "text", "said"), UNDATED)
def test_a_time_for_something_else_dates_no_promise(language: str, text: str, said: str) -> None:
    advice = advice_on(language, text)

    marked = [text[span.start : span.end] for span in advice.spans] if advice else []
    assert marked == ([said] if said else [])


@pytest.mark.parametrize(("language", "text"), DATED)
def test_a_time_that_is_meant_for_a_promise_dates_it(language: str, text: str) -> None:
    assert advice_on(language, text) is None


@pytest.mark.parametrize(("language", "text", "wanted"), WRITTEN)
def test_the_remedy_says_by_when_in_the_promise_itself(
    language: str, text: str, wanted: str
) -> None:
    advice = advice_on(language, text)
    assert advice is not None

    assert done(advice.remedies[0], text) == wanted
    assert advice_on(language, wanted) is None


def test_a_time_in_a_filled_slot_is_one() -> None:
    text = "I'll call you tomorrow."

    assert advice_on("en", text, skipped=((14, 22),)) is None
