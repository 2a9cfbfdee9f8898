"""A chat as a client holds it, brought forward by pushes."""

from collections.abc import Callable
from typing import Any

from tests.server.core.hub_play import Client

State = dict[str, Any]
OF_THE_VISIT = ("visit", "online", "state", "statistics")
"""What follows a login by itself (`incoming_customers`) and is not part of a chat's pushes."""


def snapshot(client: Client, chat: str) -> State:
    """Return a fresh snapshot of a chat."""
    shown = dict(client.ask("get_chat", {"chat_id": chat}))
    shown.pop("is_followed", None)
    return _lasting(shown)


def bring_forward(chat: State, action: str, push: State) -> None:
    """Change a snapshot by one push, as a client does."""
    if action.endswith(("properties_updated", "properties_deleted")):
        _properties(chat, action, push)
    elif action in _CHANGES:
        _CHANGES[action](chat, push)


def _lasting(chat: State) -> State:
    for user in chat["users"]:
        for name in OF_THE_VISIT:
            user.pop(name, None)
    return chat


def _event(chat: State, push: State) -> None:
    thread = chat["thread"]
    if push["thread_id"] != thread["id"]:
        return
    events = {each["id"]: each for each in thread["events"]}
    is_new = push["event"]["id"] not in events
    events[push["event"]["id"]] = push["event"]
    thread["events"] = sorted(events.values(), key=lambda each: each["desk_seq"])
    author = push["event"].get("author_id")
    if is_new and author is not None:
        _user(chat, author)["events_seen_up_to"] = push["event"]["created_at"]


def _tagged(chat: State, push: State) -> None:
    chat["thread"].setdefault("tags", []).append(push["tag"])


def _untagged(chat: State, push: State) -> None:
    chat["thread"]["tags"].remove(push["tag"])
    if not chat["thread"]["tags"]:
        del chat["thread"]["tags"]


def _seen(chat: State, push: State) -> None:
    _user(chat, push["user_id"])["events_seen_up_to"] = push["seen_up_to"]


def _added(chat: State, push: State) -> None:
    user = push["user"]
    others = [each for each in chat["users"] if each["id"] != user["id"]]
    chat["users"] = [*others, user]
    if user["id"] not in chat["thread"]["user_ids"]:
        chat["thread"]["user_ids"].append(user["id"])


def _removed(chat: State, push: State) -> None:
    for user in chat["users"]:
        if user["id"] == push["user_id"]:
            user["present"] = False


def _customer(chat: State, push: State) -> None:
    _user(chat, push["id"]).update(push)


def _deactivated(chat: State, push: State) -> None:
    if push["thread_id"] == chat["thread"]["id"]:
        chat["thread"]["active"] = False
        chat["thread"].pop("queue", None)


def _transferred(chat: State, push: State) -> None:
    _queue(chat, push.get("queue"))


def _place(chat: State, push: State) -> None:
    _queue(chat, push["queue"])


def _queue(chat: State, queue: State | None) -> None:
    chat["thread"].pop("queue", None)
    if queue is not None:
        chat["thread"]["queue"] = queue


def _chat(chat: State, push: State) -> None:
    chat.clear()
    chat.update(_lasting(push["chat"]))


_CHANGES: dict[str, Callable[[State, State], None]] = {
    "chat_deactivated": _deactivated,
    "chat_transferred": _transferred,
    "customer_updated": _customer,
    "event_updated": _event,
    "events_marked_as_seen": _seen,
    "incoming_chat": _chat,
    "incoming_event": _event,
    "queue_position_updated": _place,
    "thread_tagged": _tagged,
    "thread_untagged": _untagged,
    "user_added_to_chat": _added,
    "user_removed_from_chat": _removed,
}


def _user(chat: State, user_id: str) -> State:
    return next(each for each in chat["users"] if each["id"] == user_id)


def _properties(chat: State, action: str, push: State) -> None:
    kind = action.partition("_")[0]
    owner = chat if kind == "chat" else chat["thread"]
    if kind == "event":
        owner = next(each for each in owner["events"] if each["id"] == push["event_id"])
    properties = owner.setdefault("properties", {})
    for namespace, changed in push["properties"].items():
        if action.endswith("updated"):
            properties.setdefault(namespace, {}).update(changed)
        else:
            for name in changed:
                properties.get(namespace, {}).pop(name, None)
