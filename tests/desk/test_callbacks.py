"""A visitor's wish to be called: told as one, with what became of it. Source: practice 60."""

from tests.desk.scenes import ANN, BEN, C1, T1, Scene, chat, live, operator, said, visitor
from undivided.desk.call_request import CallState
from undivided.desk.values import Message
from undivided.protocol import pushes
from undivided.protocol.events import Event, Field
from undivided.protocol.ids import EventId

PHONE = "+44 20 7946 0018"


def wish(number: int = 2, phone: str = PHONE, time: str = "after 5", **more: object) -> Event:
    answers = [("phone", phone), ("time", time)]
    fields = tuple(
        Field(type="question", id=name, label=name, answer=answer)
        for name, answer in answers
        if answer
    )
    form = {"type": "filled_form", "form_id": "desk.callback", "fields": fields, "text": None}
    return said(number, number, **{**form, **more})  # type: ignore[arg-type]


def came(*events: Event) -> Scene:
    scene = live()
    people = (visitor(), operator(), operator(BEN, "Ben Okri"))
    scene.come(chat(said(1, 1), *events, users=people))
    return scene


def last(scene: Scene) -> Message:
    return scene.messages[C1][-1]


def mark(scene: Scene, state: str, by: str) -> None:
    payload = pushes.EventPropertiesUpdated(
        chat_id=C1,
        thread_id=T1,
        event_id=EventId("T1_2"),
        properties={"desk": {"callback_state": state, "callback_by": by}},
    )
    scene.push("event_properties_updated", payload)


def test_wish_is_shown_with_number_and_time_and_counts_as_news_of_the_visitor() -> None:
    scene = came()

    scene.hear(wish(), 6)

    call = last(scene).call
    assert call is not None
    assert (PHONE, "after 5", CallState.OPEN) == (call.phone, call.wish, call.state)
    assert f"Please call me: {PHONE}\nafter 5" == last(scene).text
    assert (2, f"Please call me: {PHONE} after 5") == (
        scene.rows[C1].unread,
        scene.rows[C1].preview,
    )


def test_what_became_of_a_wish_is_shown_to_everybody() -> None:
    scene = came(wish())

    mark(scene, "claimed", BEN)
    taken = last(scene).call
    mark(scene, "done", ANN)
    done = last(scene).call
    mark(scene, "open", ANN)
    opened = last(scene).call

    assert taken is not None
    assert done is not None
    assert opened is not None
    assert (CallState.TAKEN, "Ben Okri", False) == (taken.state, taken.by, taken.is_mine)
    assert (CallState.REACHED, True) == (done.state, done.is_mine)
    assert CallState.OPEN is opened.state


def test_phone_number_that_fits_a_card_is_left_but_a_card_in_its_field_is_not() -> None:
    phone, card = came(wish(phone="4222222222222")), came(wish(phone="4012 8888 8888 1881"))

    assert "4222222222222" in last(phone).text
    assert "8888 8888" not in last(card).text


def test_wish_without_a_number_or_of_an_operator_is_no_wish() -> None:
    for event in (wish(phone=""), wish(author_id=ANN), wish(form_id="prechat")):
        assert last(came(event)).call is None


def test_number_is_one_line_of_plain_signs_whatever_was_sent() -> None:
    call = last(came(wish(phone="+44\n20\x00\u202e7946"))).call

    assert call is not None
    assert "\n" not in call.phone
    assert "\x00" not in call.phone
