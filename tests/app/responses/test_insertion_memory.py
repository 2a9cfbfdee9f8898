"""What is remembered of insertions, and when a message was made of one."""

import pytest

from undivided.app.responses.insertion_memory import InsertionMemory, is_in
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

    assert memory.sent(MARCUS, text) == ()
    assert memory.sent(ELENA, text) == (DELIVERY,)
    assert memory.sent(ELENA, text) == ()


def test_several_insertions_of_one_message_are_told_in_their_order() -> None:
    memory = InsertionMemory()
    memory.note(ELENA, DELIVERY)
    memory.note(ELENA, BYE)

    assert memory.sent(ELENA, f"{DELIVERY.filled.text} {BYE.filled.text}") == (DELIVERY, BYE)


def test_what_replaced_the_draft_is_all_that_waits() -> None:
    memory = InsertionMemory()
    memory.note(ELENA, DELIVERY)
    memory.note(ELENA, BYE, replaces=True)

    assert memory.sent(ELENA, f"{DELIVERY.filled.text} {BYE.filled.text}") == (BYE,)


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
    assert memory.sent(ELENA, "Friday.") == (short,)


def test_what_was_replaced_is_known_again_when_that_is_undone() -> None:
    memory = InsertionMemory()
    kept: list[tuple[Ready, ...]] = []
    memory.note(ELENA, DELIVERY)
    memory.note(ELENA, BYE, replaces=True)
    memory.changed = lambda _chat, waiting: kept.append(waiting)
    memory.put_back(ELENA, (DELIVERY,))
    memory.put_back(ELENA, (DELIVERY,))

    assert kept[-1] == (DELIVERY, BYE)
    assert memory.waiting(ELENA, DELIVERY.filled.text) == (DELIVERY,)
    assert memory.sent(ELENA, DELIVERY.filled.text) == (DELIVERY,)
