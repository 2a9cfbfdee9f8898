"""All advice has a remedy, and what one key does to a draft ends the advice that offered it."""

from datetime import date
from functools import cache

import pytest
from msgspec.structs import replace

from tests.etiquette.coach import test_rules, test_tongues, tongue_cases
from tests.etiquette.coach.test_rules import LONG, chat
from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.blocks import blocks_of
from undivided.etiquette.coach.chat_view import (
    Author,
    ChatView,
    Draft,
    EndedFact,
    Line,
    Misspelt,
)
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.rules.every import RULES
from undivided.storage.coach_words import known_languages, load_coach_words

BEFORE_SENDING = frozenset({Act.ASK_FIRST, Act.HAND_OVER, Act.REST})
OWN_PLACE = "unfilled-slot"
"""The composer shows blanks itself, with a key that goes to the next one."""
OLD = ChatView(ended_fact=EndedFact(date(2026, 11, 1), "price list"))


@cache
def coach_of(language: str) -> Coach:
    words = load_coach_words(language)
    return Coach(words.phrases, glossary=words.glossary)


COACH = coach_of("en")

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
    ("sales-after-refusal", "Fine. Would you like to add a pad?", ["v Just looking"], "Fine."),
    ("letter-formula", "It is wool, kind regards Mira.", [], "It is wool."),
    ("letter-formula", "Please be advised that it is wool. And red.", [], "It is wool. And red."),
    ("letter-formula", "Please do not hesitate to ask.", [], "Just ask."),
    ("jargon", "SKU, please.", [], "Article number, please."),
    ("open-question", "Here it is", ["v How long is delivery? And do you take PayPal?"],
     "Here it is. I will find out for you."),
    ("open-question", "It: https://a.example", ["v How long is delivery? And do you take PayPal?"],
     "It: https://a.example\nI will find out for you."),
    ("no-alternative", "It is sold out ", [], "It is sold out. What we have instead is "),
    ("sarcasm", "As I already said, it is red.", [], "It is red."),
    ("sarcasm", "Well ... it is red.", [], "Well it is red."),
    ("undated-promise", "I will check that. We open on Monday.", [],
     "I will check that today. We open on Monday."),
    ("name-too-often", "Elena Rossi, it is.", ["o Hello Elena.", "v And?", "o Wool."], "It is."),
    ("name-too-often", "Elena! It is red.", ["o Hello Elena.", "v And?", "o Wool."], "It is red."),
    ("name-too-often", "Hello Elena, yes.", ["o Hello Elena.", "v And?", "o Wool."], "Hello, yes."),
    ("no-name", "It is red.", ["o Hello.", "v And?", "o Wool."], "Elena, it is red."),
    ("no-name", "I see it.", ["o Hello.", "v And?", "o Wool."], "Elena, I see it."),
    ("no-name", "DHL has it.", ["o Hello.", "v And?", "o Wool."], "Elena, DHL has it."),
    ("answer-first", f"Thank you. {LONG} Delivery is free.", ["v Is delivery free?"],
     f"Thank you. Delivery is free. {LONG}"),
]  # fmt: skip


def done(remedy: Remedy, text: str) -> str:
    """Return the text after a remedy."""
    end = len(text)
    whole = (0, end) if remedy.act is Act.REPLACE else (end, end)
    start, stop = (remedy.span.start, remedy.span.end) if remedy.span else whole
    return text[:start] + remedy.text + text[stop:]


def usable(advice: Advice) -> list[Remedy]:
    """Return what can be done while writing."""
    return [remedy for remedy in advice.remedies if remedy.act not in BEFORE_SENDING]


def advice_about(coach: Coach, rule: str, view: ChatView, text: str | Draft) -> Advice | None:
    draft = text if isinstance(text, Draft) else Draft(text)
    return next((one for one in coach.advice(view, draft) if one.rule == rule), None)


@pytest.mark.parametrize(("rule", "draft", "said", "wanted"), DONE)
def test_a_remedy_ends_its_advice(rule: str, draft: str, said: list[str], wanted: str) -> None:
    view = chat(*said, name="Elena Rossi" if "Rossi" in draft else "Elena")
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
    remedy = Remedy(Act.SELECT, "", Span(0, 5), "Select it")

    assert advice is not None
    assert advice.remedies == (remedy,)


Drafted = tuple[str, str, ChatView, Draft]


def spoken() -> list[Drafted]:
    """Return a draft for each rule in each language that speaks it, with its chat."""
    found: list[Drafted] = []
    for rule, text, said in test_rules.SPEAKS:
        found.append(("en", rule, chat(*said, name="Elena"), Draft(text)))
    tongues = [
        *test_tongues.SPEAKS,
        *(("es", *case) for case in tongue_cases.SPANISH_SPEAKS),
        *(("pl", *case) for case in tongue_cases.POLISH_SPEAKS),
    ]
    for language, rule, text, heard in tongues:
        view = chat(f"v {heard}") if heard else chat()
        found.append((language, rule, view, Draft(text)))
    long = f"It comes {'very ' * 40}soon."
    again = Line(Author.OPERATOR, "We ship daily.", response_id="r1", is_touched=False)
    slips = (Misspelt(Span(3, 7)),)
    return [
        *found,
        ("en", "too-long", chat(), Draft(long)),
        ("xx", "too-long", chat(), Draft(long.replace(" soon", ", soon"))),
        ("xx", "many-options", chat(), Draft("- a\n- b\n- c\n- d")),
        ("xx", "capitals", chat(), Draft("BUY NOW.")),
        ("en", "ask-name", chat("o Hello.", "v Is it wool?"), Draft("It is wool")),
        ("en", "untouched-reply", ChatView((again,)), Draft("It is.", (), "r2", is_touched=False)),
        ("en", "misspelt", replace(chat(), misspelt_sent=3), Draft("An eror.", misspelt=slips)),
        ("en", "old-fact", OLD, Draft("It costs 5 euros.")),
        ("en", "answer-first", chat("v Is delivery free?"), Draft(f"{LONG}\nDelivery is free.")),
    ]


def named(case: Drafted) -> str:
    return f"{case[0]}-{case[1]}"


@pytest.mark.parametrize("case", spoken(), ids=named)
def test_all_advice_has_a_remedy_that_does_what_it_says(case: Drafted) -> None:
    language, rule, view, draft = case
    coach = coach_of(language)
    given = coach.advice(view, draft)
    assert rule in {advice.rule for advice in given}
    for advice in given:
        assert usable(advice), advice
        assert all(remedy.label for remedy in advice.remedies)
        for remedy in usable(advice):
            check(remedy, draft.text)

    ended = draft.text
    for _ in range(6):
        found = advice_about(coach, rule, view, replace(draft, text=ended, misspelt=()))
        if found is None or usable(found)[0].act not in (Act.REPLACE, Act.INSERT):
            break
        ended = done(usable(found)[0], ended)
    else:
        pytest.fail(f"{rule} still speaks about {ended!r}")


def check(remedy: Remedy, text: str) -> None:
    """Look at what a remedy would do to a text."""
    place = remedy.span or Span(0, len(text))
    if remedy.act in (Act.REPLACE, Act.INSERT):
        after = done(remedy, text)
        assert after.strip()
        assert after != text
        assert "  " not in after or "  " in text
        assert not (text[:1].isupper() and after[:1].islower())
    elif remedy.act is Act.SELECT:
        assert text[place.start : place.end]
        assert not remedy.text
    elif remedy.act is Act.SPLIT:
        assert len(blocks_of(text)) > 1
    else:
        assert remedy.act is Act.FIND


@pytest.mark.parametrize(
    ("draft", "marked"),
    [
        ("That was said to Elena.", "Elena"),
        ("Is it for Elena Rossi?", "Elena Rossi"),
        ("Elena said that it is red.", "Elena"),
        ("Elena!", "Elena"),
    ],
)
def test_a_name_that_the_sentence_needs_is_only_selected(draft: str, marked: str) -> None:
    view = chat("o Hello Elena.", "v And?", "o Wool.", name="Elena Rossi")
    advice = advice_about(COACH, "name-too-often", view, draft)
    assert advice is not None
    (remedy,) = advice.remedies
    assert remedy.span is not None

    assert remedy.act is Act.SELECT
    assert draft[remedy.span.start : remedy.span.end] == marked


def test_every_rule_is_looked_at_for_its_remedies() -> None:
    looked_at = {rule for _, rule, *_ in spoken()}

    assert looked_at | {OWN_PLACE} == {rule.name for rule in RULES}
