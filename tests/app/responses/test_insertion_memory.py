"""What is remembered of insertions, and when a message was made of one."""

import pytest

from undivided.app.responses.insertion_memory import TYPED, InsertionMemory, Origin, Sent, is_in
from undivided.app.responses.response_filling import Ready
from undivided.library.filling.slots import fill
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId

ELENA, MARCUS = ChatId("elena"), ChatId("marcus")


def ready(body: str, key: str = "1") -> Ready:
    return Ready(Response(id=key, title="Any", body=body), body, fill(body, {}))


DELIVERY = ready("It reaches you on {{day}} before noon.")
BYE = ready("Have a good evening!", "2")


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("It reaches you on Friday before noon.", True),
        ("Hello! It reaches you on Friday, well before noon. Bye", True),
        ("It reaches you soon.", True),
        ("On day", False),
        ("Something else", False),
        ("", False),
    ],
    ids=["filled", "more around it", "half changed", "too little left", "another text", "nothing"],
)
def test_a_text_is_made_of_a_response_while_half_of_its_words_stay(
    text: str, is_there: bool
) -> None:
    assert is_in(DELIVERY, text) is is_there


def test_a_response_of_one_blank_is_in_any_text() -> None:
    assert is_in(ready("{{anything}}"), "typed")
    assert not is_in(ready("{{anything}}"), " ")


def test_what_is_sent_is_told_once_and_for_its_own_chat() -> None:
    memory = InsertionMemory()
    memory.note(ELENA, DELIVERY)
    memory.note(MARCUS, BYE)
    text = "It reaches you on Friday before noon."

    assert memory.sent(MARCUS, text) == Sent()
    assert memory.sent(ELENA, text) == Sent((DELIVERY,), is_touched=True, is_typed=False)
    assert memory.sent(ELENA, text) == Sent()


def test_several_insertions_of_one_message_are_told_in_their_order() -> None:
    memory = InsertionMemory()
    memory.note(ELENA, DELIVERY)
    memory.note(ELENA, BYE)

    assert memory.sent(ELENA, f"{DELIVERY.filled.text} {BYE.filled.text}").counted == (
        DELIVERY,
        BYE,
    )


def test_what_replaced_the_draft_is_all_that_waits() -> None:
    memory = InsertionMemory()
    memory.note(ELENA, DELIVERY)
    memory.note(ELENA, BYE, replaces=True)

    assert memory.sent(ELENA, f"{DELIVERY.filled.text} {BYE.filled.text}").counted == (BYE,)


def test_the_latest_is_what_the_draft_shows_or_else_what_was_sent_last() -> None:
    memory = InsertionMemory()
    assert memory.latest(ELENA, "") is None

    memory.note(ELENA, DELIVERY)
    memory.sent(ELENA, DELIVERY.filled.text)
    memory.note(ELENA, BYE)

    assert memory.latest(ELENA, BYE.filled.text) is BYE
    assert memory.latest(ELENA, "undone") is DELIVERY


def test_an_exchanged_wording_waits_in_the_place_of_the_one_before() -> None:
    memory = InsertionMemory()
    short = ready("Friday.")
    memory.note(ELENA, DELIVERY)
    memory.exchange(ELENA, DELIVERY, short)

    assert memory.used(ELENA, "1") == {DELIVERY.body, short.body}
    assert memory.used(MARCUS, "1") == frozenset()
    assert memory.sent(ELENA, "Friday.").counted == (short,)


def test_what_was_replaced_is_known_again_when_that_is_undone() -> None:
    memory = InsertionMemory()
    memory.note(ELENA, DELIVERY)
    memory.note(ELENA, BYE, replaces=True)
    memory.put_back(ELENA, (DELIVERY,))
    memory.put_back(ELENA, (DELIVERY,))

    assert memory.kept(ELENA) == ((DELIVERY, BYE), ())
    assert memory.waiting(ELENA, DELIVERY.filled.text) == (DELIVERY,)
    assert memory.sent(ELENA, DELIVERY.filled.text).counted == (DELIVERY,)


ONE = "We ship every order from our own warehouse within one working day after payment."
TWO = "The parcel then takes two working days inside the country and five abroad."
THREE = "Otherwise it waits at the shop until {{day}}."
LONG = ready(f"{ONE} {TWO} {THREE}", "3")
THIRD = "Otherwise it waits at the shop until Friday the 13th."


def test_a_response_sent_in_parts_is_counted_once_when_its_last_part_has_left() -> None:
    memory = InsertionMemory()
    memory.note(ELENA, LONG)

    first = memory.sent(ELENA, ONE, f"{TWO} {THIRD}")
    assert memory.begun_from(ELENA, f"{TWO} {THIRD}") == Origin("3", is_touched=True)
    second = memory.sent(ELENA, TWO, THIRD)
    assert memory.with_draft(ELENA, THIRD) == (LONG,)
    third = memory.sent(ELENA, THIRD)

    assert (first.counted, second.counted) == ((), ())
    assert third == Sent((LONG,), is_touched=True, is_typed=False)
    assert not first.is_typed
    assert memory.origins(ELENA) == {
        ONE: Origin("3", is_touched=False),
        TWO: Origin("3", is_touched=False),
        THIRD: Origin("3", is_touched=True),
    }
    assert memory.kept(ELENA) == ((), ())


def test_a_typed_part_is_the_operators_own_and_makes_no_other_part_personal() -> None:
    memory = InsertionMemory()
    plain = ready(f"{ONE} {TWO}", "3")
    memory.note(ELENA, plain)

    hello = memory.sent(ELENA, "Hello Elena, sorry for that.", f"{ONE} {TWO} All the best!")
    memory.sent(ELENA, ONE, f"{TWO} All the best!")
    counted = memory.sent(ELENA, TWO, "All the best!")
    best = memory.sent(ELENA, "All the best!")

    assert hello == Sent()
    assert counted == Sent((plain,), is_touched=False, is_typed=False)
    assert best == Sent()
    assert memory.origin(ELENA, "All the best!") == TYPED


def test_two_responses_in_one_draft_are_counted_each_when_it_has_left() -> None:
    memory = InsertionMemory()
    plain = ready(f"{ONE} {TWO}", "3")
    memory.note(ELENA, plain)
    memory.note(ELENA, BYE)

    assert memory.sent(ELENA, ONE, f"{TWO} {BYE.body}").counted == ()
    assert memory.sent(ELENA, TWO, BYE.body) == Sent((plain,), is_touched=False, is_typed=False)
    assert memory.sent(ELENA, BYE.body) == Sent((BYE,), is_touched=False, is_typed=False)


def test_what_waits_and_its_sent_parts_are_the_same_after_a_new_start() -> None:
    before, after = InsertionMemory(), InsertionMemory()
    before.note(ELENA, LONG)
    before.sent(ELENA, ONE, f"{TWO} {THREE}")
    after.restore(ELENA, *before.kept(ELENA))

    assert after.sent(ELENA, f"{TWO} {THIRD}").counted == (LONG,)


def test_a_response_of_which_little_was_sent_is_not_counted() -> None:
    memory = InsertionMemory()
    memory.note(ELENA, LONG)
    memory.sent(ELENA, "Otherwise it waits at the shop.", f"{ONE} {TWO}")

    assert memory.sent(ELENA, "Never mind.") == Sent()
