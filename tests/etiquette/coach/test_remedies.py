"""What one key does to a draft ends the advice that offered it."""

import pytest

from tests.etiquette.coach.test_rules import LONG, chat
from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, Line
from undivided.etiquette.coach.coach import Coach
from undivided.storage.coach_words import known_languages, load_coach_words

COACH = Coach(load_coach_words("en").phrases)

DONE = [
    ("open-question", "Here it is.", ["v How long is delivery? And do you take PayPal?"],
     "Here it is. I will find out for you."),
    ("letter-formula", "It is wool. Yours faithfully, Mira", [], "It is wool."),
    ("letter-formula", "Dear Sir, it is wool.", [], "Hello, it is wool."),
    ("undated-promise", "I'll call you. It is wool.", [], "I'll call you today. It is wool."),
    ("two-questions", "Which size? Which colour?", [], "Which size?"),
    ("name-too-often", "Elena, it is red.", ["o Hello Elena.", "v And?", "o Wool."], "It is red."),
    ("name-too-often", "It is red, Elena.", ["o Hello Elena.", "v And?", "o Wool."], "It is red."),
    ("sarcasm", "It is red. As I already said.", [], "It is red."),
    ("pressure", "Hurry, it is the last one. It is wool.", [], "It is wool."),
    ("early-offer", "It is wool. You may also like the green one.", [], "It is wool."),
    ("sales-after-refusal", "Fine. Would you like to add a pad?", ["v No thanks"], "Fine."),
    ("answer-first", f"Thank you. {LONG} Delivery is free.", ["v Is delivery free?"],
     f"Thank you. Delivery is free. {LONG}"),
]  # fmt: skip


def done(remedy: Remedy, text: str) -> str:
    """Return the text after a remedy."""
    end = len(text)
    whole = (0, end) if remedy.act is Act.REPLACE else (end, end)
    start, stop = (remedy.span.start, remedy.span.end) if remedy.span else whole
    return text[:start] + remedy.text + text[stop:]


def advice_about(coach: Coach, rule: str, view: ChatView, text: str) -> Advice | None:
    return next((one for one in coach.advice(view, Draft(text)) if one.rule == rule), None)


@pytest.mark.parametrize(("rule", "draft", "said", "wanted"), DONE)
def test_a_remedy_ends_its_advice(rule: str, draft: str, said: list[str], wanted: str) -> None:
    view = chat(*said, name="Elena")
    advice = advice_about(COACH, rule, view, draft)
    assert advice is not None
    remedy = next(each for each in advice.remedies if each.act in (Act.REPLACE, Act.INSERT))

    assert done(remedy, draft) == wanted
    assert advice_about(COACH, rule, view, wanted) is None


@pytest.mark.parametrize("language", known_languages())
def test_the_words_of_a_remedy_are_known_to_the_rule(language: str) -> None:
    phrases = load_coach_words(language).phrases
    coach = Coach(phrases)
    asked = ChatView((Line(Author.VISITOR, "PayPal? Visa?"),))

    assert coach.reader.read(phrases.sentences["by_when"][0]).has("dates")
    assert advice_about(coach, "open-question", asked, "Mmm.") is not None
    assert advice_about(coach, "open-question", asked, phrases.sentences["honest"][0]) is None


def test_the_only_sentence_is_not_taken_away() -> None:
    advice = advice_about(COACH, "pressure", chat(), "Hurry, it is the last one.")

    assert advice is not None
    assert advice.remedies == ()
