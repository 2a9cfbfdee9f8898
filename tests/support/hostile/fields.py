"""Every field that somebody outside may fill, and the wire payloads that carry them."""

from collections.abc import Mapping

from tests.support.hostile.server import MADE_AT, OPERATOR, Json

FIELDS = (
    "visitor name",
    "visitor e-mail",
    "visitor phone",
    "field name",
    "field value",
    "page title",
    "page address",
    "older page title",
    "referrer",
    "user agent",
    "message",
    "whisper",
    "file name",
    "file address",
    "file type",
    "file words",
    "card title",
    "card subtitle",
    "card button",
    "form label",
    "form answer",
    "form choice",
    "hold answer",
    "call number",
    "call wish",
    "call time",
    "writing time",
    "read-back label",
    "read-back answer",
    "custom event",
    "system text",
    "system name",
    "system kind",
    "tag",
    "colleague name",
    "colleague address",
    "operator name",
    "operator title",
    "queue name",
    "queue message",
    "refusal",
)

READ_BACK_PLACE = 9
"""Where the details are read back, among a chat's events."""
CHAT, QUEUED, THREAD, VISITOR = "C1", "C2", "T1", "v1"
COLLEAGUE = "ben@example.test"


def chat(values: Mapping[str, str], number: int) -> Json:
    """Return a chat of ours in which every field has its value.

    Args:
        values: By the names in `FIELDS`.
        number: Makes the ids of this round's events.
    """
    return {
        "id": f"{CHAT}-{number}",
        "users": [_visitor(values, f"{VISITOR}-{number}"), *_operators(values)],
        "thread": {
            "id": f"{THREAD}-{number}",
            "active": True,
            "user_ids": [f"{VISITOR}-{number}", OPERATOR],
            "created_at": MADE_AT,
            "tags": [values["tag"]] if values["tag"].strip() else [],
            "events": _events(values, number),
        },
    }


def queued_chat(values: Mapping[str, str], number: int) -> Json:
    """Return a chat in the queue."""
    who = f"q{number}"
    event = _event(number, 0, who, type="message", text=values["queue message"])
    return {
        "id": f"{QUEUED}-{number}",
        "users": [{"id": who, "type": "customer", "name": values["queue name"]}],
        "thread": {
            "id": f"TQ-{number}",
            "active": True,
            "user_ids": [who],
            "created_at": MADE_AT,
            "queue": {"position": 1, "wait_time": 5, "queued_at": MADE_AT},
            "events": [event],
        },
    }


def _visitor(values: Mapping[str, str], who: str) -> Json:
    pages = [
        {"url": "https://shop.example/old", "title": values["older page title"]},
        {"url": values["page address"][:2_000], "title": values["page title"]},
    ]
    return {
        "id": who,
        "type": "customer",
        "name": values["visitor name"],
        "email": values["visitor e-mail"],
        "phone_number": values["visitor phone"],
        "session_fields": [{values["field name"]: values["field value"]}],
        "visit": {
            "referrer": values["referrer"],
            "user_agent": values["user agent"],
            "last_pages": pages,
        },
        "present": True,
    }


def _operators(values: Mapping[str, str]) -> list[Json]:
    ben = {"id": COLLEAGUE, "type": "agent", "name": values["colleague name"], "present": True}
    return [{"id": OPERATOR, "type": "agent", "name": "Ann", "present": True}, ben]


def _events(values: Mapping[str, str], number: int) -> list[Json]:
    who = f"{VISITOR}-{number}"
    bodies: list[tuple[str | None, Json]] = [
        (None, {"type": "system_message", "text": values["system text"]}),
        (None, {"type": "system_message", **_joined(values)}),
        (None, {"type": "system_message", "system_message_type": values["system kind"]}),
        (who, {"type": "message", "text": values["message"]}),
        (COLLEAGUE, {"type": "message", "text": "From a colleague"}),
        (COLLEAGUE, {"type": "message", "text": values["whisper"], "visibility": "agents"}),
        (who, _file(values)),
        (COLLEAGUE, _card(values)),
        (who, _call(values)),
        (COLLEAGUE, _read_back(values)),
        (who, _confirmed(values, f"E{number}-{READ_BACK_PLACE}")),
        (COLLEAGUE, _hold(values, who)),
        (who, _form(values)),
        (who, {"type": "custom", "content": {values["custom event"]: values["custom event"]}}),
        (
            who,
            {
                "type": "message",
                "text": values["message"],
                **_desk(written_at=values["writing time"]),
            },
        ),
    ]
    return [_event(number, place, by, **body) for place, (by, body) in enumerate(bodies)]


def _event(number: int, place: int, by: str | None, **body: object) -> Json:
    at = f"2026-11-22T12:00:{place:02}.000000Z"
    event: Json = {"id": f"E{number}-{place}", "created_at": at, "visibility": "all", **body}
    return event if by is None else {**event, "author_id": by}


def _joined(values: Mapping[str, str]) -> Json:
    return {"system_message_type": "agent_joined", "text_vars": {"agent": values["system name"]}}


def _file(values: Mapping[str, str]) -> Json:
    return {
        "type": "file",
        "name": values["file name"],
        "url": values["file address"] or "https://files.example/1",
        "content_type": values["file type"],
        "alternative_text": values["file words"],
        "size": 12_000,
    }


def _card(values: Mapping[str, str]) -> Json:
    button = {"text": values["card button"], "postback_id": "p1", "user_ids": []}
    element = {
        "title": values["card title"],
        "subtitle": values["card subtitle"],
        "image": {"url": values["file address"] or "https://files.example/1"},
        "buttons": [button],
    }
    return {"type": "rich_message", "template_id": "cards", "elements": [element]}


def _hold(values: Mapping[str, str], who: str) -> Json:
    button = {"text": values["hold answer"], "postback_id": "desk.hold.agreed", "user_ids": [who]}
    element = {"title": "May I look that up?", "buttons": [button]}
    return {"type": "rich_message", "template_id": "quick_replies", "elements": [element]}


def _form(values: Mapping[str, str]) -> Json:
    text = {"type": "name", "id": "1", "label": values["form label"]}
    choice = {"type": "select", "id": "2", "label": "Which?"}
    picked = {"id": "o", "label": values["form choice"]}
    fields = [{**text, "answer": values["form answer"]}, {**choice, "answer": picked}]
    return {"type": "filled_form", "form_id": "f1", "fields": fields}


def _call(values: Mapping[str, str]) -> Json:
    phone = {"type": "text", "id": "phone", "label": "Phone", "answer": values["call number"]}
    when = {"type": "text", "id": "time", "label": "When", "answer": values["call wish"]}
    told = _desk(callback_at=values["call time"])
    return {"type": "filled_form", "form_id": "desk.callback", "fields": [phone, when], **told}


def _read_back(values: Mapping[str, str]) -> Json:
    buttons = [{"text": "Correct", "postback_id": "desk.readback.correct"}]
    asked = {"title": "Did I get this right?", "subtitle": "Please look.", "buttons": buttons}
    detail = {"title": values["read-back label"], "subtitle": "4711-B"}
    return {"type": "rich_message", "template_id": "cards", "elements": [asked, detail]}


def _confirmed(values: Mapping[str, str], asked: str) -> Json:
    label, answer = values["read-back label"], values["read-back answer"]
    fields = [{"type": "text", "id": "1", "label": label, "answer": answer}]
    told = _desk(readback_of=asked)
    return {"type": "filled_form", "form_id": "desk.readback", "fields": fields, **told}


def _desk(**told: str) -> Json:
    return {"properties": {"desk": told}}
