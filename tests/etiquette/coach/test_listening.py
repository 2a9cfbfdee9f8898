"""What an operator makes of advice, by rule and by draft."""

import pytest

from tests.etiquette.coach.test_remedies import Drafted, coach_of, named, spoken
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.habits import ENOUGH, Habit
from undivided.etiquette.coach.listening import Listening
from undivided.etiquette.coach.rules.every import BY_NAME

ONCE = {case[1]: case for case in spoken()}
"""For each rule a draft that it speaks about."""


def test_not_this_time_lasts_until_the_draft_is_sent() -> None:
    listening = Listening()

    listening.dismiss("elena", "no-name")

    assert listening.snoozed("elena") == {"no-name"}
    assert listening.snoozed("marcus") == frozenset()
    listening.sent("elena", ignored=())
    assert listening.snoozed("elena") == frozenset()
    assert listening.habit("no-name") == Habit(dismissed=1)


def test_not_in_this_chat_lasts_until_the_chat_is_gone() -> None:
    listening = Listening()
    listening.dismiss("elena", "no-name", in_this_chat=True)

    listening.sent("elena", ignored=())

    assert listening.snoozed("elena") == {"no-name"}
    listening.forget("elena")
    assert listening.snoozed("elena") == frozenset()


def test_advice_that_no_longer_fits_what_was_sent_was_followed_by_hand() -> None:
    listening = Listening()
    for rule in ("jargon", "no-name", "capitals"):
        listening.show("elena", rule)
    listening.take("elena", "capitals")

    assert listening.sent("elena", ignored=("no-name",))

    assert listening.habits == {"capitals": Habit(followed=1), "jargon": Habit(followed=1)}
    assert not listening.sent("elena", ignored=())


def test_switching_off_is_proposed_once_above_sixty_percent() -> None:
    kept = {"jargon": Habit(followed=4, dismissed=ENOUGH - 5)}
    listening = Listening(kept)

    asked = [listening.dismiss("elena", "jargon") for _ in range(3)]
    listening.keep("jargon")
    again = listening.dismiss("elena", "jargon")

    # 6 of 10 is not more than 60 %, 7 of 11 is.
    assert (asked, again) == ([False, True, True], False)


def test_what_was_kept_does_not_undo_what_was_chosen_before_it_was_read() -> None:
    listening = Listening()
    listening.switch("jargon", is_on=False)

    listening.recall({"jargon": Habit(followed=3), "no-name": Habit(followed=2)})

    assert listening.habit("jargon").is_on is False
    assert listening.habit("no-name").followed == 2


def test_a_rule_that_was_switched_off_is_not_asked_about() -> None:
    listening = Listening({"jargon": Habit(dismissed=ENOUGH)})

    listening.switch("jargon", is_on=False)

    assert not listening.dismiss("elena", "jargon")
    assert listening.habit("jargon").is_on is False


@pytest.mark.parametrize("case", ONCE.values(), ids=named)
def test_every_rule_can_be_switched_off_and_passed_over_by_its_name(case: Drafted) -> None:
    language, rule, view, draft = case
    phrases, listening = coach_of(language).reader.phrases, Listening()

    def speaks() -> bool:
        coach = Coach(phrases, habits=listening.habits)
        given = coach.advice(view, draft, listening.snoozed("elena"))
        return rule in {advice.rule for advice in given}

    said = [speaks()]
    listening.dismiss("elena", rule)
    said.append(speaks())
    listening.sent("elena", ignored=())
    said.append(speaks())
    listening.switch(rule, is_on=False)
    said.append(speaks())
    listening.switch(rule, is_on=True)
    said.append(speaks())

    assert said == [True, False, True, False, True]


@pytest.mark.parametrize("rule", BY_NAME)
def test_of_every_rule_the_share_that_was_passed_over_is_counted(rule: str) -> None:
    listening = Listening({rule: Habit(followed=3, dismissed=ENOUGH - 5)})

    asked = [listening.dismiss("elena", rule) for _ in range(2)]
    listening.show("elena", rule)
    listening.sent("elena", ignored=())

    assert asked == [False, True]
    assert listening.habits == {rule: Habit(followed=4, dismissed=ENOUGH - 3)}
