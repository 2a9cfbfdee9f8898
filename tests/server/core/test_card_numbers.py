"""Card numbers are masked before they are stored or told to anybody (promise G19)."""

from typing import Any

import msgspec
import pytest

from tests.server.core.hub_play import Client, HubPlay
from undivided.etiquette.file_names import safe_name

CARD = "4111 1111 1111 1111"
NUMBER = 4111111111111111
FOUR = "\u2022" * 4
HIDDEN = f"{FOUR} {FOUR} {FOUR} 1111"


@pytest.fixture
def scene(play: HubPlay) -> tuple[HubPlay, Client, Client, str]:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, _ = eve.start("Hello")
    return play, ann, eve, chat


Scene = tuple[HubPlay, Client, Client, str]

VISITORS_EVENTS = {
    "message": {"type": "message", "text": f"here: {CARD}"},
    "answer to a form": {
        "type": "filled_form",
        "form_id": "prechat",
        "fields": [{"type": "text", "id": "1", "label": "Question", "answer": CARD}],
    },
    "own content": {"type": "custom", "content": {"a": [{"b": CARD}], CARD: 1}},
    "properties": {"type": "message", "text": "x", "properties": {"shop": {"note": CARD}}},
    "a number of own content": {
        "type": "custom",
        "content": {"a": [{"b": NUMBER}, float(NUMBER)], "c": -NUMBER},
    },
    "a number of the properties": {
        "type": "message",
        "text": "x",
        "properties": {"shop": {"note": NUMBER}},
    },
}
OPERATORS_EVENTS = {
    "whisper": {"type": "message", "text": CARD, "visibility": "agents"},
    "rich message": {
        "type": "rich_message",
        "template_id": "cards",
        "elements": [{"title": CARD, "subtitle": CARD, "buttons": [{"text": CARD, "value": CARD}]}],
    },
    "system message": {
        "type": "system_message",
        "system_message_type": "own",
        "text": f"It was {CARD}",
        "text_vars": {"number": CARD},
    },
}


def nothing_of_it(scene: Scene) -> bool:
    play, ann, eve, _ = scene
    told = msgspec.json.encode([ann.frames, eve.frames])
    files = b"".join(each.read_bytes() for each in play.path.parent.iterdir())
    return not any(digits in told + files for digits in (CARD.encode(), b"4111111111111111"))


@pytest.mark.parametrize("event", VISITORS_EVENTS.values(), ids=VISITORS_EVENTS)
def test_what_a_visitor_sends_is_masked(scene: Scene, event: dict[str, Any]) -> None:
    _, _, eve, chat = scene

    eve.ask("send_event", {"chat_id": chat, "event": event})

    assert nothing_of_it(scene)


@pytest.mark.parametrize("event", OPERATORS_EVENTS.values(), ids=OPERATORS_EVENTS)
def test_what_an_operator_sends_is_masked(scene: Scene, event: dict[str, Any]) -> None:
    _, ann, _, chat = scene

    ann.ask("send_event", {"chat_id": chat, "event": event})

    assert nothing_of_it(scene)


def test_last_four_digits_stay_readable(scene: Scene) -> None:
    _, ann, eve, chat = scene

    eve.say(chat, f"my card is {CARD}, ok?")

    assert f"my card is {HIDDEN}, ok?" == ann.texts(chat)[-1]


def test_first_message_of_a_chat_is_masked(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")

    chat, _ = eve.start(CARD)

    assert [HIDDEN] == ann.texts(chat)


def test_second_half_of_a_number_is_masked(scene: Scene) -> None:
    _, ann, eve, chat = scene

    eve.say(chat, "4111 1111")
    ann.say(chat, "Go on")
    eve.say(chat, "1111 1111 is it")

    assert f"{FOUR} {FOUR} is it" == ann.texts(chat)[-1]


@pytest.mark.parametrize("rest", ["1111 1111", f"{FOUR} {FOUR}"], ids=["as it is", "masked"])
def test_first_half_is_masked_too_when_the_second_comes(scene: Scene, rest: str) -> None:
    _, ann, eve, chat = scene

    eve.say(chat, "my card: 4111 1111")
    eve.say(chat, rest)

    assert [f"my card: {FOUR} {FOUR}", f"{FOUR} {FOUR}"] == ann.texts(chat)[-2:]
    for client in (ann, eve):
        (updated,) = client.pushes("event_updated")
        assert f"my card: {FOUR} {FOUR}" == updated["event"]["text"]


def test_first_half_is_found_by_no_search_when_the_second_has_come(scene: Scene) -> None:
    _, ann, eve, chat = scene
    eve.say(chat, "my card: 4111 1111")
    ann.ask("list_archives", {"filters": {"query": "indexed now"}})

    eve.say(chat, "1111 1111")
    ann.ask("deactivate_chat", {"id": chat})

    for query, hits in (("4111", 0), ("card", 1)):
        answer = ann.ask("list_archives", {"filters": {"query": query}})
        assert answer["found_chats"] == hits


def test_repeated_second_half_is_the_same_event(scene: Scene) -> None:
    _, _, eve, chat = scene
    eve.say(chat, "4111 1111")

    first = eve.say(chat, "1111 1111", custom_id="c1")

    assert first == eve.say(chat, "1111 1111", custom_id="c1")


def test_halves_of_two_authors_are_two_numbers(scene: Scene) -> None:
    _, ann, eve, chat = scene

    eve.say(chat, "4111 1111")
    ann.say(chat, "1111 1111")

    assert "1111 1111" == eve.texts(chat)[-1]


def test_what_is_being_typed_is_masked(scene: Scene) -> None:
    _, ann, eve, chat = scene

    eve.ask("send_sneak_peek", {"chat_id": chat, "sneak_peek_text": "it is 4111 1111 11"})

    (peek,) = ann.pushes("incoming_sneak_peek")
    assert f"it is {FOUR} {FOUR} {FOUR[:2]}" == peek["sneak_peek"]["text"]


def test_what_a_visitor_tells_of_himself_is_masked(scene: Scene) -> None:
    _, ann, eve, _ = scene

    eve.ask("update_customer", {"name": CARD, "email": CARD, "phone_number": CARD})
    eve.ask("set_customer_session_fields", {"session_fields": [{"number": CARD}]})
    eve.ask("update_customer_page", {"url": f"https://shop.test/?c={CARD}", "title": CARD})

    assert nothing_of_it(scene)
    assert HIDDEN == ann.pushes("customer_updated")[0]["name"]


def test_phone_number_stays_one_even_if_it_fits_a_card(scene: Scene) -> None:
    _, ann, eve, _ = scene

    eve.ask("update_customer", {"phone_number": "4222222222222"})

    assert "4222222222222" == ann.pushes("customer_updated")[0]["phone_number"]


def test_properties_and_tags_are_masked(scene: Scene) -> None:
    _, ann, eve, chat = scene
    thread = ann.ask("get_chat", {"chat_id": chat})["thread"]
    ids = {"chat_id": chat, "thread_id": thread["id"]}
    noted = {"shop": {"note": CARD}}

    eve.ask("update_chat_properties", {"id": chat, "properties": noted})
    eve.ask("update_thread_properties", {**ids, "properties": noted})
    last = thread["events"][-1]["id"]
    eve.ask("update_event_properties", {**ids, "event_id": last, "properties": noted})
    ann.ask("tag_thread", {**ids, "tag": CARD})

    assert nothing_of_it(scene)
    assert [HIDDEN] == ann.ask("get_chat", {"chat_id": chat})["thread"]["tags"]


def test_what_a_start_says_besides_its_events_is_masked(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")
    noted = {"shop": {"note": CARD, "number": NUMBER}, "routing": {"start_url": CARD}}
    body = {"properties": noted, "thread": {"properties": noted, "tags": [CARD]}}
    mine = {"properties": {"shop": noted["shop"]}, "thread": {"properties": noted}}

    chat = eve.ask("start_chat", {"chat": mine})["chat_id"]
    ann.ask("deactivate_chat", {"id": chat})
    ann.ask("resume_chat", {"chat": {"id": chat, **body}})

    shown = ann.ask("get_chat", {"chat_id": chat})
    assert nothing_of_it((play, ann, eve, chat))
    assert HIDDEN == shown["properties"]["shop"]["note"] == shown["thread"]["tags"][0]


def test_names_of_properties_that_are_deleted_are_masked(scene: Scene) -> None:
    _, ann, eve, chat = scene
    thread = ann.ask("get_chat", {"chat_id": chat})["thread"]
    ids = {"chat_id": chat, "thread_id": thread["id"], "properties": {"shop": [CARD]}}
    noted = {"shop": {CARD: 1, "other": 2}}
    eve.ask("update_chat_properties", {"id": chat, "properties": noted})

    eve.ask("delete_chat_properties", {"id": chat, "properties": {"shop": [CARD]}})
    eve.ask("delete_thread_properties", ids)
    eve.ask("delete_event_properties", {**ids, "event_id": thread["events"][-1]["id"]})

    assert nothing_of_it(scene)
    assert {"other": 2} == ann.ask("get_chat", {"chat_id": chat})["properties"]["shop"]


FIELD = {"type": "text", "id": "1", "label": "Question"}
CHOICE = {"id": "1", "label": "Yes"}
IDS = {
    "label": {"custom_id": "order-4111111111111111"},
    "label in groups": {"custom_id": CARD},
    "answered button": {"postback": {"id": "4111111111111111"}},
    "answered button's thread": {"postback": {"id": "1", "thread_id": "4111111111111111"}},
    "answered button's event": {"postback": {"id": "1", "event_id": "4111111111111111_2"}},
    "answered button's type": {"postback": {"id": "1", "type": "4111111111111111"}},
    "form": {"type": "filled_form", "form_id": "4111-1111-1111-1111", "fields": []},
    "field": {"type": "filled_form", "form_id": "1", "fields": [{**FIELD, "id": CARD}]},
    "type of a field": {"type": "filled_form", "form_id": "1", "fields": [{**FIELD, "type": CARD}]},
    "choice": {
        "type": "filled_form",
        "form_id": "1",
        "fields": [{**FIELD, "answer": {**CHOICE, "id": CARD}}],
    },
    "group of a choice": {
        "type": "filled_form",
        "form_id": "1",
        "fields": [{**FIELD, "answers": [{**CHOICE, "group_id": NUMBER}]}],
    },
    "option": {
        "type": "filled_form",
        "form_id": "1",
        "fields": [{**FIELD, "options": [{**CHOICE, "id": CARD}]}],
    },
}


@pytest.mark.parametrize("fields", IDS.values(), ids=IDS)
def test_an_id_that_is_a_card_number_is_refused(scene: Scene, fields: dict[str, Any]) -> None:
    _, _, eve, chat = scene
    event = {"type": "message", "text": "x", **fields}

    assert eve.refused("send_event", {"chat_id": chat, "event": event}) == "validation"
    assert nothing_of_it(scene)


def test_a_button_named_by_a_card_number_is_refused(scene: Scene) -> None:
    _, ann, _, chat = scene
    for named in ({"postback_id": CARD}, {"postback_id": "1", "type": CARD}):
        elements = [{"buttons": [{"text": "Yes", **named}]}]
        event = {"type": "rich_message", "template_id": "cards", "elements": elements}

        assert ann.refused("send_event", {"chat_id": chat, "event": event}) == "validation"
    assert nothing_of_it(scene)


def test_a_start_cannot_be_named_by_a_card_number(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")
    body = {"chat": {"thread": {"properties": {"desk": {"request_key": "4111111111111111"}}}}}

    assert [each.refused("start_chat", body) for each in (ann, eve)] == ["validation"] * 2


@pytest.mark.parametrize(
    "label",
    [
        "1c6b3a4e-9f1d-4111-8111-111111111111",
        "9f4111111111111111ab0c1d2e3f4a5b",
        "w-4111111111-1111110000-1234567890-987654321",
        "1790000000000",
    ],
    ids=["uuid", "hexadecimal", "the widget's", "milliseconds"],
)
def test_a_label_that_only_has_many_digits_is_taken(scene: Scene, label: str) -> None:
    _, ann, eve, chat = scene

    eve.say(chat, "Hello", custom_id=label)

    thread = ann.ask("get_chat", {"chat_id": chat})["thread"]
    assert label == thread["events"][-1]["custom_id"]


def test_name_of_a_file_is_masked() -> None:
    assert f"{FOUR}-{FOUR}-{FOUR}-1111.png" == safe_name("4111-1111-1111-1111.png")
    assert f"{FOUR}%20{FOUR}%20{FOUR}%201111.png" == safe_name("4111%201111%201111%201111.png")
