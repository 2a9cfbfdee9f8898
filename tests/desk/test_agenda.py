"""Which chats the desk looks at in a second."""

from tests.desk.scenes import C1, at
from undivided.desk.agenda import EACH_SECOND, NEVER, Agenda
from undivided.protocol.ids import ChatId

C2, C3 = ChatId("C2"), ChatId("C3")


def planned() -> Agenda:
    agenda = Agenda()
    for chat_id, time in ((C1, at(10)), (C2, EACH_SECOND), (C3, NEVER)):
        agenda.plan(chat_id, time)
    return agenda


def test_chat_is_looked_at_when_its_time_has_come() -> None:
    agenda = planned()

    assert [agenda.due(at(second)) for second in (9, 10, 11)] == [[C2], [C1, C2], [C1, C2]]


def test_clock_that_is_set_back_makes_every_chat_due_once() -> None:
    agenda = planned()
    agenda.due(at(9))

    assert [agenda.due(at(second)) for second in (5, 6)] == [[C1, C2, C3], [C2]]


def test_new_plan_takes_the_place_of_the_old_and_a_chat_that_is_gone_is_none() -> None:
    agenda = planned()
    agenda.plan(C1, NEVER)
    agenda.forget(C2)
    agenda.forget(C2)

    assert agenda.due(at(20)) == []
