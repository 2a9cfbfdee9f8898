"""Each rule speaks when it should, stays silent when it should not, and says what to do."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.chat_view import Author, ChatView, Draft, EndedFact, Line
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.fact_cards import FactCard, FactCards, Instead, unavailable
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.rules.every import RULES
from undivided.storage.coach_words import load_coach_words

WORDS = load_coach_words("en")
COACH = Coach(WORDS.phrases, glossary=WORDS.glossary)
LONG = f"It comes {'very ' * 28}soon. Really."


def chat(*said: str, name: str = "", refused_sales: bool = False) -> ChatView:
    """Return a chat of lines that begin with "v " or "o "."""
    sides = {"v": Author.VISITOR, "o": Author.OPERATOR}
    lines = tuple(Line(sides[text[0]], text[2:]) for text in said)
    return ChatView(lines, name, "en", refused_sales=refused_sales)


def rules_of(draft: str | Draft, *said: str, name: str = "") -> set[str]:
    given = draft if isinstance(draft, Draft) else Draft(draft)
    return {advice.rule for advice in COACH.advice(chat(*said, name=name), given)}


def advice_of(rule: str, draft: str, *said: str, name: str = "") -> Advice:
    found = COACH.advice(chat(*said, name=name), Draft(draft))
    return next(advice for advice in found if advice.rule == rule)


LEFT = [
    "v Can I change my order?", "o Yes.", "v such weather!", "o Awful, and so cold here.",
    "v my dog hates it", "o Mine too, haha.", "v seen any good film?", "o The one with the ghost.",
    "v loved the music", "o So did I.",
]  # fmt: skip
"""A chat that has left its topic four exchanges ago."""
SPEAKS = [
    ("unsourced-fact", "To sum up: it costs 39 euros.", ["o It costs 49 euros."]),
    ("no-summary", "Here: https://shop.example/checkout/7", ["o The lamp costs 49 euros."]),
    ("off-topic", "Who sang it?", [*LEFT, "v do you play the guitar?"]),
    ("card-number", "Is it 4111 1111 1111 1111?", []),
    ("too-long", LONG, []),
    ("bare-answer", "Yes.", ["v Do you ship to France?"]),
    ("bare-answer", "ok", ["v Can you change it?"]),
    ("open-question", "Here are the links.", ["v How long is delivery? And do you take PayPal?"]),
    ("open-question", "Delivery takes three days.", ["v How long is delivery? Is PayPal fine?"]),
    ("open-question", "Hello there!", ["v Which colour is it?"]),
    ("two-questions", "Which size? Which colour?", []),
    ("answer-first", f"Thank you for asking us. {LONG} Delivery is free.", ["v Is delivery free?"]),
    ("answer-first", f"Most of what we do is oak. {LONG} Delivery is free.", ["v Delivery free?"]),
    ("little-effort", "It is wool.", [f"v {'word ' * 30} is it so?"]),
    ("many-options", "- a\n- b\n- c\n- d", []),
    ("many-options", "You can have it in oak, ash, light beech, pine, or elm.", []),
    ("unsourced-fact", "That is guaranteed.", []),
    ("unsourced-fact", "It lasts ten years.", []),
    ("unsourced-fact", "It costs forty euros.", []),
    ("unsourced-fact", "It arrives on 3 May.", []),
    ("unsourced-fact", "Shipping is free.", []),
    ("undated-promise", "I'll call you.", []),
    ("no-name", "It is red.", ["o Hello.", "v And?", "o It is wool."]),
    ("name-too-often", "Elena, it is red.", ["o Hello Elena.", "v And?", "o Wool."]),
    ("name-too-often", "Elena, it is red.", ["o Hello Elena."]),
    ("name-too-often", "Well, Elena, it is red, Elena.", []),
    ("same-reply", "We ship on weekdays only.", ["o We ship on weekdays only!"]),
    ("opinion-opener", "I think it is wool.", []),
    ("opinion-opener", "Hello Elena, I think it is wool.", []),
    ("letter-formula", "Dear Sir or Madam, it is red.", []),
    ("letter-formula", "Dear Mr Weiss, it is red.", []),
    ("capitals", "PLEASE WAIT HERE.", []),
    ("capitals", "BUY NOW", []),
    ("capitals", "It is NOT red.", []),
    ("capitals", "I have NEVER said so.", []),
    ("capitals", "It is OUT OF STOCK now.", []),
    ("repeated-marks", "What?? Again", []),
    ("sarcasm", "As I already said, it is red.", []),
    ("jargon", "Give me the SKU please.", []),
    ("hostile", "You are an idiot.", []),
    ("hostile", "Not my problem.", []),
    ("hostile", "Listen! LOOK AT THE BOX!!", []),
    ("calm-first", "It left on Tuesday.", ["v This is a scam, you are useless"]),
    ("sales-after-refusal", "Would you like to add a pad?", ["v No thanks, just looking"]),
    ("early-offer", "You may also like the green one.", ["v Is it wool?"]),
    ("pressure", "Hurry, it is the last one.", []),
    ("no-alternative", "The blue rug is sold out.", []),
]
SILENT = [
    ("unsourced-fact", "To sum up: it costs 49 euros.", ["o It costs 49 euros."]),
    ("no-summary", "Here: https://shop.example/help/7", ["o The lamp costs 49 euros."]),
    ("no-summary", "Here: https://shop.example/checkout/7", ["o Hello."]),
    ("off-topic", "Who sang it?", LEFT[:-2]),
    ("off-topic", "What should be changed?", [*LEFT, "v do you play the guitar?"]),
    ("off-topic", "Back to your question: what is it?", LEFT),
    ("off-topic", "Of course.", [*LEFT, "v so about my order"]),
    ("off-topic", "Have a nice day!", LEFT),
    ("off-topic", "Press it.", [f"{side} turn it" for side in "vo" * 5]),
    ("card-number", "Your order number is 4111111111111111.", []),
    ("card-number", "It ends in 1111.", []),
    ("too-long", "It comes soon.", []),
    ("bare-answer", "Yes, because the shop in Lyon sends it.", ["v Do you ship to France?"]),
    ("bare-answer", "Rugs", []),
    ("open-question", "Delivery to Spain takes three days.", ["v How long is delivery?"]),
    ("open-question", "Blue, Anna.", ["v Which colour is it?"]),
    ("open-question", "Where do you live?", ["v How long is delivery?"]),
    ("open-question", "Yes to both.", ["v Is it wool? And is it red?"]),
    ("open-question", "Let me find out.", ["v How long is delivery to Spain?"]),
    ("two-questions", "Which size do you need?", []),
    ("answer-first", f"Delivery is free. {LONG}", ["v Is delivery free?"]),
    ("answer-first", f"Good news: yes. {LONG} Delivery is free.", ["v Is delivery free?"]),
    ("answer-first", f"Yes. Really. {LONG} Delivery is free.", ["v Is delivery free?"]),
    ("answer-first", "Thank you. " * 20, ["v Can I say thank you?"]),
    ("little-effort", "It is wool.", ["v Is it wool?"]),
    ("unsourced-fact", "I have two ideas.", []),
    ("unsourced-fact", "I will be back in two minutes.", []),
    ("unsourced-fact", "I will send it on 3 May.", []),
    ("unsourced-fact", "Yes, 4012 8888 8888 1881 is what I have.", []),
    ("pressure", "See https://shop.example/last-one/buy-now for it.", []),
    ("early-offer", "It goes well with it.", ["v No thanks, just looking"]),
    ("undated-promise", "I'll call you tomorrow.", []),
    ("no-name", "It is red.", ["o Hello Elena.", "v And?", "o It is wool."]),
    ("name-too-often", "Elena, it is red.", ["o Hello.", "v And?", "o Wool."]),
    ("name-too-often", "Elena, it is red.", ["o Hello Elena.", "o Wool.", "o All of it."]),
    ("name-too-often", "Goodbye, Elena!", ["o Hello Elena."]),
    ("name-too-often", "Hello Elena Elena, it is red.", []),
    ("same-reply", "Yes, please.", ["o Yes, please."]),
    ("opinion-opener", "The maker says I think twice.", []),
    ("letter-formula", "Hello Elena, it is red.", []),
    ("capitals", "The IBAN is on the page.", []),
    ("capitals", "The RMA is PDF A, see the FAQ.", []),
    ("capitals", "It is the ARLO lamp.", []),
    ("capitals", "We ship with DHL, UPS and GLS.", []),
    ("capitals", "It has USB and HDMI, USB 3 as well.", []),
    ("capitals", "It is the NORDLYS LAMPE.", ["v I look for a NORDLYS LAMPE in brass"]),
    ("many-options", "- a\n- b\n- c\n- d\nShall I pick one for you? Tell me.", []),
    ("many-options", "You can have it in oak, ash or pine.", []),
    ("many-options", "The box holds a lamp, a key, two bolts, a plug and a bulb.", []),
    ("many-options", "Yes, it is, as I said, in stock, and it is oak or pine.", []),
    ("repeated-marks", "What is it?", []),
    ("sarcasm", "It is red…", []),
    ("jargon", "Give me the SKU please.", ["v My SKU is 12"]),
    ("hostile", "That is a good idea.", []),
    ("hostile", "My stupid screen went dark.", []),
    ("hostile", "WE SURELY DO!!", []),
    ("opinion-opener", "I think you mean the red one.", []),
    ("hostile", "YES WE DO!!!", []),
    ("hostile", "THANK YOU SO MUCH!!", []),
    ("hostile", "It is in the NORDLYS box!!", []),
    ("calm-first", "I understand. It left on Tuesday.", ["v This is a scam, you are useless"]),
    ("sales-after-refusal", "Would you like to add a pad?", ["v I'd like to order it"]),
    ("early-offer", "You may also like the green one.", ["v I'll take it"]),
    ("pressure", "There is no rush.", []),
    ("no-alternative", "It is sold out; we do have it in green.", []),
]


@pytest.mark.parametrize(("rule", "draft", "said"), SPEAKS)
def test_rule_speaks(rule: str, draft: str, said: list[str]) -> None:
    assert rule in rules_of(draft, *said, name="Elena")


@pytest.mark.parametrize(("rule", "draft", "said"), SILENT)
def test_rule_stays_silent(rule: str, draft: str, said: list[str]) -> None:
    assert rule not in rules_of(draft, *said, name="Elena")


def test_of_many_options_the_operator_can_offer_to_pick() -> None:
    remedy, rest = advice_of("many-options", "- a\n- b\n- c\n- d").remedies

    assert (remedy.act, remedy.label) == (Act.INSERT, "Offer to pick")
    assert remedy.text.startswith("\nShall I pick one for you?")
    assert (rest.act, rest.span) == (Act.SELECT, Span(12, 15))


def test_lone_dots_need_no_language() -> None:
    found = Coach(NO_PHRASES).advice(chat(), Draft("…"))

    assert [advice.rule for advice in found] == ["sarcasm"]


def test_a_block_may_have_fewer_words() -> None:
    view = structs.replace(chat(), block_words=5)
    found = {
        advice.rule: advice for advice in COACH.advice(view, Draft("It is in stock. We ship it."))
    }

    assert found["too-long"].message == "7 words in one block."
    assert "too-long" not in rules_of("It is in stock. We ship it.")


def test_small_letters_are_offered_for_what_is_shouted_and_not_for_a_name() -> None:
    text = "The NORDLYS LAMPE is OUT OF STOCK."
    advice = advice_of("capitals", text, "v I look for a NORDLYS LAMPE in brass")

    assert [text[span.start : span.end] for span in advice.spans] == ["OUT OF STOCK"]
    assert advice.remedies[0].text == "out of stock"


def test_a_name_is_asked_for_once() -> None:
    assert "ask-name" in rules_of("It is wool.", "o Hello.", "v Is it wool?")
    assert "ask-name" not in rules_of("May I ask your name?", "o Hello.", "v Is it wool?")
    assert "ask-name" not in rules_of("It is wool.", "o Hello.", "v Is it wool?", name="Elena")


def test_the_second_untouched_response_in_a_row_is_said() -> None:
    first = Line(Author.OPERATOR, "We ship daily.", response_id="r1", is_touched=False)
    draft = Draft("It takes three days.", response_id="r2", is_touched=False)

    found = COACH.advice(ChatView((first,)), draft)

    assert "untouched-reply" in {advice.rule for advice in found}


def test_mostly_prepared_replies_are_counted() -> None:
    asked = Line(Author.VISITOR, "And?")
    prepared = Line(Author.OPERATOR, "We ship daily.", response_id="r1", is_touched=False)
    own = Line(Author.OPERATOR, "It is red.")
    draft = Draft("It takes three days.", response_id="r2", is_touched=False)
    lines = (*(prepared, asked) * 4, own, asked)

    found = {one.rule: one for one in COACH.advice(ChatView(lines), draft)}

    message = "5 of 6 replies are prepared ones as they are."
    assert found["untouched-reply"].message == message


def test_a_term_without_plain_words_is_selected() -> None:
    coach = Coach(WORDS.phrases, glossary={"sku": ""})
    (advice,) = coach.advice(chat(), Draft("SKU, please."))

    assert advice.message == "“SKU”: the visitor may not know the word."
    assert advice.remedies == (Remedy(Act.SELECT, "", Span(0, 3), "Select it"),)


def test_a_blank_that_is_left_is_named_first() -> None:
    draft = Draft("Dear Sir, you have it by day.", blanks=("day",))

    assert COACH.advice(chat(), draft)[0] == Advice("unfilled-slot", "Not filled yet: day.")


def test_a_fact_card_vouches_for_what_the_draft_says() -> None:
    card = FactCard("f", "Warranty", "terms", "Two years guaranteed.")
    chat_view = ChatView(has_fact=True, facts=(card,))
    found = COACH.advice(chat_view, Draft("That is guaranteed. It is the last one."))

    assert {"unsourced-fact", "pressure"}.isdisjoint(one.rule for one in found)


def test_a_fact_card_of_the_library_can_be_attached_to_what_was_typed() -> None:
    card = FactCard("f1", "Lamp price", "price list", "The lamp costs 1,299.00 euros.")
    found = COACH.advice(ChatView(library=FactCards([card])), Draft("It is 1299 € for you."))
    advice = next(one for one in found if one.rule == "unsourced-fact")

    assert advice.remedies == (Remedy(Act.ATTACH, "f1", label="Attach “Lamp price”"),)
    assert not any(remedy.act is Act.ASK_FIRST for remedy in advice.remedies)


def test_a_card_that_states_what_presses_can_be_attached_as_its_proof() -> None:
    card = FactCard("s", "Stock", "stock list", "This is the last one.")
    found = COACH.advice(
        ChatView(library=FactCards([card])), Draft("It is wool. It is the last one.")
    )
    advice = next(one for one in found if one.rule == "pressure")

    assert [remedy.label for remedy in advice.remedies] == ["Leave it out", "Attach “Stock”"]


def test_what_the_library_has_instead_is_offered_first() -> None:
    gone = unavailable("Blue Rug", [Instead("g", "Green rug"), Instead("r", "Red rug")])
    view = ChatView(library=FactCards([], [gone]))

    def remedies(text: str) -> list[tuple[Act, str]]:
        found = COACH.advice(view, Draft(text))
        advice = next(one for one in found if one.rule == "no-alternative")
        return [(remedy.act, remedy.label) for remedy in advice.remedies]

    offered = (Act.INSERT, "Offer an alternative")
    assert remedies("The blue rug is sold out.") == [
        (Act.RESPONSE, "Offer “Green rug”"),
        (Act.RESPONSE, "Offer “Red rug”"),
        offered,
    ]
    assert remedies("The blue rugs are sold out.") == [offered]


def test_a_fact_out_of_date_asks_before_it_is_sent() -> None:
    ended = EndedFact(date(2026, 11, 1), "price list\u202e of May")
    first = COACH.advice(ChatView(ended_fact=ended), Draft("It costs 5 euros."))[0]

    assert (first.rule, [remedy.act for remedy in first.remedies]) == (
        "old-fact",
        [Act.ASK_FIRST, Act.FIND],
    )
    assert first.message.startswith("This fact held until 2026-11-01: check “")
    assert "\u202e" not in first.message


def test_a_bare_answer_can_be_continued_with_one_key() -> None:
    advice = advice_of("bare-answer", "No.", "v Do you ship to France?")

    assert advice.remedies[0].act is Act.REPLACE
    assert advice.remedies[0].text == "No, because "
    assert advice_of("bare-answer", "Fine…", "v Blue?").remedies[0].text == "Fine, because "


def test_a_remedy_replaces_what_was_marked() -> None:
    advice = advice_of("jargon", "Your SKU, please.")
    (remedy,), (span,) = advice.remedies, advice.spans

    assert "Your SKU, please."[span.start : span.end] == "SKU"
    assert (remedy.text, remedy.span) == ("article number", span)


def test_card_number_of_a_draft_is_masked_with_one_key() -> None:
    text = "Is it 4111 1111 1111 1111, cvv 123?"
    advice = advice_of("card-number", text)
    (remedy,) = advice.remedies
    assert remedy.span is not None

    masked = text[: remedy.span.start] + remedy.text + text[remedy.span.end :]
    bullets = "\u2022" * 4
    assert masked == f"Is it {bullets} {bullets} {bullets} 1111, cvv ***?"


def test_without_a_language_only_the_rules_without_words_speak() -> None:
    coach = Coach(NO_PHRASES)
    found = {advice.rule for advice in coach.advice(chat(), Draft(f"PLEASE WAIT. I think {LONG}"))}

    assert found == {"capitals", "too-long"}


def test_a_rule_that_breaks_costs_only_itself() -> None:
    def breaks(_: object) -> list[Advice]:
        raise ZeroDivisionError

    told: list[str] = []
    rules = [replace(rule, check=breaks) if rule.name == "too-long" else rule for rule in RULES]
    coach = Coach(WORDS.phrases, rules=rules, broken=lambda name, _: told.append(name))

    assert {a.rule for a in coach.advice(chat(), Draft(f"I think {LONG}"))} == {"opinion-opener"}
    assert told == ["too-long"]


def test_every_rule_has_a_case_a_reason_and_a_practice() -> None:
    named = {rule for rule, *_ in SPEAKS} | {
        "ask-name",
        "untouched-reply",
        "unfilled-slot",
        "misspelt",
        "old-fact",
    }

    assert named == {rule.name for rule in RULES}
    assert all(rule.practices and rule.why.endswith(".") and rule.title for rule in RULES)
