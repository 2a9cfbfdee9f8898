"""What may be said, how often, and who hears it."""

import pytest

from tests.server.core.hub_play import PICTURE, Client, HubPlay, email


@pytest.fixture
def scene(play: HubPlay) -> tuple[Client, Client, str, str]:
    ann = play.operator("ann")
    eve = play.visitor("eve")
    chat, thread = eve.start("Hello")
    return ann, eve, chat, thread


Scene = tuple[Client, Client, str, str]


def event(chat: str, **fields: object) -> dict[str, object]:
    return {"chat_id": chat, "event": {"type": "message", "text": "x", **fields}}


def test_a_repeated_label_stores_once_and_answers_the_first_id(scene: Scene) -> None:
    ann, eve, chat, _ = scene

    first = eve.say(chat, "Shipping?", custom_id="c1")
    eve.forget()
    ann.forget()
    again = eve.say(chat, "Shipping?", custom_id="c1")

    assert again == first
    assert ann.frames == []
    assert [each["action"] for each in eve.frames] == ["send_event", "incoming_event"]
    assert eve.frames[1]["request_id"] == eve.frames[0]["request_id"]
    assert eve.texts(chat) == ["Hello", "Shipping?"]


def test_a_label_stands_for_one_body(scene: Scene) -> None:
    _, eve, chat, _ = scene
    eve.say(chat, "one", custom_id="c1")

    assert eve.refused("send_event", event(chat, text="two", custom_id="c1")) == "validation"
    assert eve.texts(chat) == ["Hello", "one"]


def test_a_late_mark_does_not_make_another_body(scene: Scene) -> None:
    _, eve, chat, _ = scene
    first = eve.say(chat, "one", custom_id="c1")

    late = {"desk": {"written_at": "2026-01-01T00:00:00Z"}}

    assert eve.say(chat, "one", custom_id="c1", properties=late) == first


def test_two_authors_may_use_the_same_label(scene: Scene) -> None:
    ann, eve, chat, _ = scene

    assert ann.say(chat, "one", custom_id="c1") != eve.say(chat, "two", custom_id="c1")


def test_a_retry_after_the_chat_was_closed_gets_the_first_answer(scene: Scene) -> None:
    ann, eve, chat, _ = scene
    first = eve.say(chat, "one", custom_id="c1")
    ann.ask("deactivate_chat", {"id": chat})

    assert eve.say(chat, "one", custom_id="c1") == first
    assert eve.refused("send_event", event(chat, custom_id="c2")) == "chat_inactive"


def test_a_repeated_start_answers_the_first_chat(play: HubPlay) -> None:
    play.operator("ann")
    eve = play.visitor("eve")
    request = {
        "chat": {
            "thread": {
                "events": [{"type": "message", "text": "Hello", "custom_id": "c1"}],
                "properties": {"desk": {"request_key": "k1"}},
            }
        }
    }

    first = eve.ask("start_chat", request)
    again = eve.ask("start_chat", request)

    assert again == first
    assert eve.texts(first["chat_id"]) == ["Hello"]
    assert eve.pushes("incoming_chat")[1]["chat"]["id"] == first["chat_id"]


def test_whispers_reach_operators_only(scene: Scene) -> None:
    ann, eve, chat, _ = scene
    eve.forget()

    ann.say(chat, "Check the order first", visibility="agents")

    assert eve.frames == []
    assert ann.texts(chat) == ["Hello", "Check the order first"]
    assert eve.texts(chat) == ["Hello"]
    assert "Check" not in str(eve.ask("list_chats"))
    assert "Check" not in str(eve.ask("list_threads", {"chat_id": chat}))


def test_the_old_name_of_visibility_is_understood(scene: Scene) -> None:
    ann, eve, chat, _ = scene
    eve.forget()

    ann.say(chat, "secret", recipients="agents")

    assert eve.frames == []


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "   "},
        {"text": "x" * 4001},
        {"text": 7},
        {"type": "system"},
        {"type": "no such type"},
        {"type": "system_message", "system_message_type": "x"},
        {"type": "rich_message", "template_id": "cards"},
        {"type": "file", "url": "https://elsewhere.test/virus.png"},
        {"type": "file"},
        {"type": "filled_form"},
        {"type": "custom"},
        {"type": "custom", "content": {"long": "x" * 20_000}},
        {"visibility": "agents"},
        {"visibility": "nobody"},
        {"custom_id": ""},
        {"custom_id": "c" * 201},
        {"properties": {"ns": {"name": "x" * 20_000}}},
        {"properties": {"ns": {"name": ["no", "list"]}}},
    ],
    ids=str,
)
def test_a_visitors_bad_event_is_refused(scene: Scene, fields: dict[str, object]) -> None:
    _, eve, chat, _ = scene

    assert eve.refused("send_event", event(chat, **fields)) == "validation"
    assert eve.texts(chat) == ["Hello"]


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "system_message"},
        {"type": "rich_message"},
        {"type": "rich_message", "template_id": "cards", "elements": [{}] * 11},
        {
            "type": "rich_message",
            "template_id": "cards",
            "elements": [{"buttons": [{"text": "b"}] * 14}],
        },
        {"type": "form"},
    ],
    ids=str,
)
def test_an_operators_bad_event_is_refused(scene: Scene, fields: dict[str, object]) -> None:
    ann, _, chat, _ = scene

    assert ann.refused("send_event", event(chat, **fields)) == "validation"


def test_the_longest_message_passes(scene: Scene) -> None:
    _, eve, chat, _ = scene

    eve.say(chat, "\u00e9" * 4000)

    assert len(eve.texts(chat)[-1]) == 4000


def test_a_file_gets_its_facts_from_the_catalog(scene: Scene) -> None:
    ann, eve, chat, _ = scene

    request = event(chat, type="file", url=PICTURE.url, name="evil.exe", alternative_text="A shoe")
    eve.ask("send_event", request)

    shown = ann.pushes("incoming_event")[-1]["event"]
    assert shown["name"] == "shoe.png"
    assert (shown["width"], shown["height"], shown["size"]) == (64, 32, 1234)
    assert shown["thumbnail_url"] == shown["thumbnail2x_url"] == PICTURE.url
    assert shown["alternative_text"] == "A shoe"


def question(chat: str, **more: object) -> dict[str, object]:
    buttons = [
        {"text": "Yes", "postback_id": "desk.hold.agreed", "user_ids": ["planted"]},
        {"text": "Hurry", "postback_id": "desk.hold.hurry"},
    ]
    elements = [{"title": "May I put you on hold for 2 minutes?", "buttons": buttons}]
    return event(
        chat, type="rich_message", text=None, template_id="quick_replies", elements=elements, **more
    )


def test_a_pressed_button_updates_the_event_for_both_sides(scene: Scene) -> None:
    ann, eve, chat, thread = scene
    asked = ann.ask("send_event", question(chat))["event_id"]
    press = {"chat_id": chat, "thread_id": thread, "event_id": asked}

    eve.ask("send_rich_message_postback", {**press, "postback": {"id": "desk.hold.agreed"}})

    (updated,) = ann.pushes("event_updated")
    assert updated["event"]["elements"][0]["buttons"][0]["user_ids"] == ["v-eve"]
    (postback,) = ann.pushes("incoming_rich_message_postback")
    assert postback["user_id"] == "v-eve"
    assert postback["postback"] == {"id": "desk.hold.agreed"}
    assert eve.pushes("event_updated")[0]["event"]["id"] == asked


def test_a_button_can_be_released(scene: Scene) -> None:
    ann, eve, chat, thread = scene
    asked = ann.ask("send_event", question(chat))["event_id"]
    press = {"chat_id": chat, "thread_id": thread, "event_id": asked}
    toggle = {"id": "desk.hold.agreed", "toggled": True}
    eve.ask("send_rich_message_postback", {**press, "postback": toggle})

    release = {**toggle, "toggled": False}
    eve.ask("send_rich_message_postback", {**press, "postback": release})

    buttons = ann.pushes("event_updated")[-1]["event"]["elements"][0]["buttons"]
    assert "user_ids" not in buttons[0]


def test_unknown_buttons_and_events_are_not_found(scene: Scene) -> None:
    ann, eve, chat, thread = scene
    asked = ann.ask("send_event", question(chat))["event_id"]
    whispered = ann.say(chat, "secret", visibility="agents")
    press = {"chat_id": chat, "thread_id": thread, "postback": {"id": "desk.hold.agreed"}}

    def refusal(**fields: object) -> str:
        return eve.refused("send_rich_message_postback", {**press, **fields})

    assert refusal(event_id=asked, postback={"id": "x"}) == "not_found"
    assert refusal(event_id=f"{thread}_99") == "not_found"
    assert refusal(event_id="nonsense") == "not_found"
    assert refusal(event_id=asked, thread_id="OTHER") == "not_found"
    assert refusal(event_id=whispered) == "not_found"


def test_visitors_can_do_nothing_to_a_whisper(scene: Scene) -> None:
    ann, eve, chat, thread = scene
    asked = ann.ask("send_event", question(chat, visibility="agents"))["event_id"]
    about = {"chat_id": chat, "thread_id": thread, "event_id": asked}
    refused: dict[str, dict[str, object]] = {
        "send_rich_message_postback": {"postback": {"id": "desk.hold.agreed"}},
        "update_event_properties": {"properties": {"shop": {"seen": True}}},
        "delete_event_properties": {"properties": {"shop": ["seen"]}},
    }
    before = ann.ask("get_chat", {"chat_id": chat})["thread"]["events"]

    for action, more in refused.items():
        assert eve.refused(action, {**about, **more}) == "not_found"

    assert ann.ask("get_chat", {"chat_id": chat})["thread"]["events"] == before


def test_seen_marks_reach_the_other_side_and_never_go_back(scene: Scene) -> None:
    ann, eve, chat, _ = scene
    ann.say(chat, "Hi")
    later = ann.pushes("incoming_event")[-1]["event"]["created_at"]

    eve.ask("mark_events_as_seen", {"chat_id": chat, "seen_up_to": later})
    eve.ask("mark_events_as_seen", {"chat_id": chat, "seen_up_to": "2001-01-01T00:00:00Z"})

    (mark,) = ann.pushes("events_marked_as_seen")
    assert (mark["user_id"], mark["seen_up_to"]) == ("v-eve", later)
    users = ann.ask("get_chat", {"chat_id": chat})["users"]
    assert next(each for each in users if each["id"] == "v-eve")["events_seen_up_to"] == later


def test_sending_marks_everything_seen_for_the_author(scene: Scene) -> None:
    ann, _, chat, _ = scene

    ann.say(chat, "Hi")

    said_at = ann.pushes("incoming_event")[-1]["event"]["created_at"]
    users = ann.ask("get_chat", {"chat_id": chat})["users"]
    me = next(each for each in users if each["id"] == email("ann"))
    assert me["events_seen_up_to"] == said_at


def test_a_stranger_marks_nothing(play: HubPlay, scene: Scene) -> None:
    _, eve, chat, _ = scene
    bob = play.operator("bob")
    eve.forget()

    bob.ask("mark_events_as_seen", {"chat_id": chat, "seen_up_to": "2030-01-01T00:00:00Z"})

    assert eve.frames == []


def test_typing_and_peeks_are_shown_and_not_stored(play: HubPlay, scene: Scene) -> None:
    ann, eve, chat, _ = scene
    head = play.archive.head
    ann.forget()

    eve.ask("send_sneak_peek", {"chat_id": chat, "sneak_peek_text": "Do you s"})
    ann.ask("send_typing_indicator", {"chat_id": chat, "is_typing": True})

    assert ann.pushes("incoming_sneak_peek")[0]["sneak_peek"]["text"] == "Do you s"
    typing = eve.pushes("incoming_typing_indicator")[0]["typing_indicator"]
    assert typing["is_typing"] is True
    assert "@" not in typing["author_id"]
    assert "incoming_typing_indicator" not in ann.names()
    assert play.archive.head == head


def test_whispered_typing_stays_among_operators(scene: Scene) -> None:
    ann, eve, chat, _ = scene

    typing = {"chat_id": chat, "is_typing": True, "visibility": "agents"}
    ann.ask("send_typing_indicator", typing)

    assert "incoming_typing_indicator" not in eve.names()


def test_a_preview_reaches_the_visitor_and_is_not_stored(scene: Scene) -> None:
    ann, eve, chat, _ = scene

    ann.ask("send_event_preview", event(chat, text="Let me s", custom_id="c1"))

    (preview,) = eve.pushes("incoming_event_preview")
    assert preview["event"]["text"] == "Let me s"
    assert "id" not in preview["event"]
    assert eve.texts(chat) == ["Hello"]


def test_a_preview_of_a_whisper_is_refused(scene: Scene) -> None:
    ann, _, chat, _ = scene

    request = event(chat, text="secret", visibility="agents")

    assert ann.refused("send_event_preview", request) == "validation"


def test_operators_outside_a_chat_cannot_write_into_it(play: HubPlay, scene: Scene) -> None:
    _, _, chat, _ = scene

    assert play.operator("bob").refused("send_event", event(chat)) == "missing_access"


def test_a_visitor_adds_to_a_closed_chat_only_on_purpose(scene: Scene) -> None:
    ann, eve, chat, thread = scene
    ann.ask("deactivate_chat", {"id": chat})

    attached = eve.ask("send_event", {**event(chat, text="PS"), "attach_to_last_thread": True})

    assert attached["event_id"].startswith(thread)
    assert eve.texts(chat) == ["Hello", "PS"]


def test_numbers_inside_a_chat_have_no_holes_and_times_rise(scene: Scene) -> None:
    ann, eve, chat, _ = scene
    for number in range(5):
        (ann if number % 2 else eve).say(chat, str(number))

    events = ann.ask("get_chat", {"chat_id": chat})["thread"]["events"]

    assert [each["desk_seq"] for each in events] == list(range(1, 7))
    times = [each["created_at"] for each in events]
    assert times == sorted(set(times))
