"""Every action of the protocol, asked about one chat by everybody who might try."""

from typing import Any

import msgspec

from tests.server.core.hub_play import OTHER_SHOP, Client, HubPlay, email
from undivided.protocol.ids import GroupId, UserId
from undivided.protocol.versions import Version
from undivided.server.hub.peers import Side

SECRET = "The words that nobody else may read"
SALES, SUPPORT = GroupId(7), GroupId(3)
BUTTONS = {
    "type": "rich_message",
    "template_id": "quick_replies",
    "elements": [
        {"buttons": [{"type": "message", "text": "Yes", "postback_id": "yes", "value": "yes"}]}
    ],
}


class Verbs:
    """A chat of group 7 with `eve`, answered by `ann`, and those who have no part in it.

    Attributes:
        who: Everybody by name. `bob` is an operator of the same group, `carl` one of another,
            `dana` an administrator; `mallory` another visitor of the site, `frank` one of
            another site.
    """

    def __init__(self, play: HubPlay) -> None:
        self.play = play
        ann = play.operator("ann", group_ids=(SALES,))
        eve = play.visitor("eve", organization=OTHER_SHOP)
        self.chat, self.thread = eve.start(SECRET)
        self.event = ann.ask("send_event", {"chat_id": self.chat, "event": BUTTONS})["event_id"]
        ann.ask("update_chat_properties", {"id": self.chat, "properties": {"crm": {"a": "b"}}})
        ann.ask("tag_thread", {"chat_id": self.chat, "thread_id": self.thread, "tag": "vip"})
        self.who: dict[str, Client] = {
            "ann": ann,
            "eve": eve,
            "bob": play.operator("bob", group_ids=(SALES,)),
            "carl": play.operator("carl", group_ids=(SUPPORT,)),
            "dana": play.operator("dana", role="administrator"),
            "mallory": play.visitor("mallory", organization=OTHER_SHOP),
            "frank": play.visitor("frank"),
        }
        shared = {"text": SECRET, "group_id": SALES}
        self.canned = self.who["dana"].ask("create_canned_response", shared)["id"]

    def stranger(self, side: Side) -> Client:
        """Return a socket on which nobody signed in."""
        return self.play.connect(side, UserId("nobody"), Version.V3_6, OTHER_SHOP)

    def outcome(self, name: str, action: str, payload: object) -> str:
        """Return "ok" or the type of the refusal."""
        return outcome(self.who[name], action, payload)

    def answer(self, name: str, action: str, payload: object) -> object:
        """Return the whole answer but its number."""
        answer = dict(self.who[name].try_(action, payload))
        del answer["request_id"]
        return answer

    def as_absent(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Return the payload with ids that nobody and nothing has."""
        text = msgspec.json.encode(payload).decode()
        for known in (self.event, self.chat, self.thread, self.canned, self.who["eve"].user):
            text = text.replace(known, "NONE" + known[4:].lower()[::-1])
        absent: dict[str, Any] = msgspec.json.decode(text)
        return absent

    def payload(self, action: str, side: Side) -> dict[str, Any]:
        """Return what a request of `action` says about the chat."""
        chat = self.chat
        about = {"chat_id": chat, "thread_id": self.thread}
        event = {**about, "event_id": self.event}
        values, names = {"properties": {"crm": {"a": "c"}}}, {"properties": {"crm": ["a"]}}
        customer = {"id": self.who["eve"].user} if side is Side.AGENT else {}
        said = {"type": "message", "text": "Hello"}
        known: dict[str, dict[str, Any]] = {
            "add_user_to_chat": {
                "chat_id": chat, "user_id": email("bob"), "user_type": "agent",
                "visibility": "agents", "ignore_requester_presence": True,
            },
            "ban_customer": {**customer, "ban": {"days": 1}},
            "create_canned_response": {"text": "Hello", "group_id": SALES},
            "deactivate_chat": {"id": chat},
            "delete_canned_response": {"id": self.canned},
            "delete_chat_properties": {"id": chat, **names},
            "delete_event_properties": {**event, **names},
            "delete_thread_properties": {**about, **names},
            "follow_chat": {"id": chat},
            "get_chat": {"chat_id": chat, "desk": {"before": 9, "most_bytes": 99_999}},
            "get_customer": customer,
            "get_form": {"type": "prechat"},
            "list_agents_for_transfer": {"chat_id": chat},
            "list_threads": {"chat_id": chat},
            "login": {"token": "none"},
            "mark_events_as_seen": {"chat_id": chat, "seen_up_to": "2030-01-01T00:00:00.000000Z"},
            "multicast": {"recipients": {"agents": {"all": True}}, "content": {}},
            "remove_user_from_chat": {
                "chat_id": chat, "user_id": email("ann"), "user_type": "agent",
            },
            "resume_chat": {"chat": {"id": chat}},
            "send_event": {"chat_id": chat, "event": said},
            "send_event_preview": {"chat_id": chat, "event": said},
            "send_rich_message_postback": {**event, "postback": {"id": "yes", "toggled": True}},
            "send_sneak_peek": {"chat_id": chat, "sneak_peek_text": "Hel"},
            "send_typing_indicator": {"chat_id": chat, "is_typing": True},
            "set_away_status": {"away": True},
            "set_customer_session_fields": {"session_fields": [{"a": "b"}]},
            "set_routing_status": {"status": "not_accepting_chats", "agent_id": email("ann")},
            "start_chat": {"chat": {"users": [{**customer, "type": "customer"}]}}
            if customer
            else {"chat": {}},
            "tag_thread": {**about, "tag": "new"},
            "transfer_chat": {"id": chat, "target": {"type": "group", "ids": [0]}, "force": True},
            "unfollow_chat": {"id": chat},
            "untag_thread": {**about, "tag": "vip"},
            "update_canned_response": {"id": self.canned, "text": "Good day"},
            "update_chat_properties": {"id": chat, **values},
            "update_customer": {**customer, "name": "Eve Adams"},
            "update_customer_page": {"url": "https://shop.example/", "title": "Shop"},
            "update_event_properties": {**event, **values},
            "update_session": {"token": "none"},
            "update_thread_properties": {**about, **values},
        }  # fmt: skip
        return known.get(action, {})


def outcome(client: Client, action: str, payload: object) -> str:
    """Return "ok", the type of the refusal, or "nothing" when there was no answer."""
    request_id = client.send(action, payload)
    client.play.run()
    for frame in client.frames:
        if frame.get("request_id") == request_id and frame["type"] == "response":
            return "ok" if frame["success"] else str(frame["payload"]["error"]["type"])
    return "nothing"
