"""Details read back: sent as a card that every client shows, stamped when confirmed."""

import pytest

from tests.desk.scenes import ANN, C1, ELENA, Scene, chat, live, operator, said, visitor
from undivided.desk.read_back import ConfirmedDetail, read_back
from undivided.desk.values import Message
from undivided.etiquette.details import Detail
from undivided.protocol.events import Event, Field
from undivided.protocol.ids import EventId, UserId
from undivided.ui.conversation.details_card import insertable
from undivided.ui.conversation.line_maker import LineMaker

MAIL, ORDER = Detail("E-mail", "elena@example.com"), Detail("Order number", "4711-B")


def asked(number: int = 2, *details: Detail) -> Event:
    card = read_back(details or (MAIL, ORDER))
    more = {"type": card.type, "elements": card.elements, "text": None}
    return said(number, number, by=ANN, template_id=card.template_id, **more)  # type: ignore[arg-type]


def answer(
    of: str = "T1_2", by: UserId = ELENA, *, mail: str = MAIL.value, order: str = ORDER.value
) -> Event:
    values = {MAIL.label: mail, ORDER.label: order}
    fields = tuple(
        Field(type="question", id=f"detail-{at}", label=label, answer=value)
        for at, (label, value) in enumerate(values.items(), start=1)
    )
    form = {"type": "filled_form", "form_id": "desk.readback", "fields": fields, "text": None}
    return said(3, 3, by=by, **form, properties={"desk": {"readback_of": of}})  # type: ignore[arg-type]


def came(*events: Event) -> Scene:
    scene = live()
    scene.come(chat(said(1, 1), *events, users=(visitor(), operator())))
    return scene


def last(scene: Scene) -> Message:
    return scene.messages[C1][-1]


def test_card_has_a_question_and_a_card_for_each_detail() -> None:
    card = read_back((MAIL, Detail(" ", "x"), Detail("Empty", ""), *[ORDER] * 9))

    first, *details = card.elements or ()
    assert (card.type, card.template_id) == ("rich_message", "cards")
    assert ["desk.readback.correct", "desk.readback.change"] == [
        button.postback_id for button in first.buttons
    ]
    assert [(MAIL.label, MAIL.value), *[(ORDER.label, ORDER.value)] * 5] == [
        (each.title, each.subtitle) for each in details
    ]
    with pytest.raises(ValueError, match="nothing"):
        read_back((Detail("Empty", " "),))


def test_confirmed_details_are_stamped_and_say_what_was_changed() -> None:
    scene = came(asked())

    scene.hear(answer(order="4711-C"), 3)

    message = last(scene)
    assert message.confirmed == (
        ConfirmedDetail(MAIL.label, MAIL.value),
        ConfirmedDetail(ORDER.label, "4711-C", before="4711-B"),
    )
    assert message.text == "Confirmed:\nE-mail: elena@example.com\nOrder number: 4711-C"
    assert insertable(message.confirmed) == "E-mail: elena@example.com\nOrder number: 4711-C"
    _, box, acts, _ = LineMaker().lines([message], is_beginning=True)
    stamp, *rows = box.text.split("\n")
    assert stamp.startswith("\u00a0Confirmed by the visitor ")
    assert rows == ["E-mail: elena@example.com", "Order number: 4711-C (changed from 4711-B)"]
    assert acts.text == "Put into the message · Copy"


def test_question_is_read_as_its_details() -> None:
    message = last(came(asked()))

    assert message.text == (
        "Please check: did I get this right?\nE-mail: elena@example.com\nOrder number: 4711-B"
    )
    assert [choice.text for choice in message.choices] == ["Correct", "Change"]


@pytest.mark.parametrize(
    "form",
    [answer(of="T1_9"), answer(of="T1_1"), answer(by=ANN)],
    ids=["nothing was asked", "a message was no question", "an operator answers"],
)
def test_form_that_answers_no_question_confirms_nothing(form: Event) -> None:
    assert not last(came(asked(), form)).confirmed


def test_card_number_in_a_confirmed_detail_is_masked_and_long_values_are_cut() -> None:
    form = answer(mail="4012 8888 8888 1881", order="x\u202e" * 400)

    mail, order = last(came(asked(), form)).confirmed

    assert "8888 8888" not in mail.value
    assert len(order.value) <= 301
    assert "\u202e" not in order.value
    assert EventId("T1_3") == last(came(asked(), form)).key
