"""What operators keep with a reply for reviewers never reaches a visitor. Practices 36, B9."""

import json
from typing import Any

from tests.server.core.hub_play import HubPlay

MARKS = {
    "unsourced": "thirty-nine",
    "fact_ids": "card-7",
    "fact_sources": "secret price list",
    "offered_after_no": "instead",
}
SECRETS = (*MARKS, *MARKS.values())


def test_marks_of_a_reply_stay_with_operators_on_every_way(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")
    chat, _ = eve.start("Hello")
    late = {"written_at": "2026-01-01T00:00:00Z"}
    said = {"type": "message", "text": "It costs 39.", "properties": {"desk": {**MARKS, **late}}}
    ann.ask("send_event", {"chat_id": chat, "event": said})
    thread: dict[str, Any] = ann.ask("get_chat", {"chat_id": chat})["thread"]
    kept = thread["events"][-1]
    where = {"chat_id": chat, "thread_id": thread["id"], "event_id": kept["id"]}
    ann.ask("update_event_properties", {**where, "properties": {"desk": MARKS}})
    ann.ask("delete_event_properties", {**where, "properties": {"desk": ["unsourced"]}})
    eve.ask("get_chat", {"chat_id": chat})
    eve.ask("list_threads", {"chat_id": chat})
    ann.ask("deactivate_chat", {"id": chat})
    again = play.visitor("eve")
    again.ask("list_chats", {})
    again.ask("get_chat", {"chat_id": chat})

    assert kept["properties"]["desk"] == {**MARKS, **late}
    heard = json.dumps([eve.frames, again.frames])
    assert "It costs 39." in heard
    assert late["written_at"] in heard
    assert [word for word in SECRETS if word in heard] == []
    assert eve.pushes("event_properties_updated") == []


def test_visitor_cannot_mark_a_message(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")
    chat, _ = eve.start("Hello")
    own = {"type": "message", "text": "39?", "properties": {"desk": MARKS, "shop": {"a": 1}}}
    eve.ask("send_event", {"chat_id": chat, "event": own})

    kept = ann.ask("get_chat", {"chat_id": chat})["thread"]["events"][-1]
    assert kept["properties"].get("desk", {}) == {}
    assert kept["properties"]["shop"] == {"a": 1}
