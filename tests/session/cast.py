"""Visitors and colleagues who do everything that the protocol lets them do, by name."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.server.core.hub_play import PICTURE, Client, HubPlay, email
from tests.session.operator_app import OperatorApp
from undivided.desk.holds import hold_question
from undivided.protocol.ids import GroupId
from undivided.protocol.moments import to_wire
from undivided.protocol.versions import Version
from undivided.server.hub.peers import Side
from undivided.session import commands

VISITORS = ("eve", "mal", "zoe")
OWN = {"ns": {"kept": 1, "old": 2}}
FAR = "2030-01-01T00:00:00Z"


class Cast:
    """One operator whose program is watched, a second device of hers, two seniors, visitors."""

    def __init__(self, folder: Path) -> None:
        self.play = HubPlay(folder)
        self.ann = OperatorApp(self.play, "ann")
        self.device = self.play.operator("ann", login={"reconnect": True})
        self.bob = self.play.operator("bob", role="owner", max_chats=1)
        self.sue = self.play.operator("sue", role="owner", group_ids=(GroupId(7),))
        self.visitors: dict[str, Client] = {}
        self.chats: dict[str, str] = {}
        self.numbers = itertools.count(1)
        for name in VISITORS:
            self.come(name)

    def close(self) -> None:
        self.play.close()

    def restart(self) -> None:
        """Kill the server and start it again; everybody but the watched program is back."""
        self.play.restart()
        again = {"reconnect": True}
        self.device = self.play.operator("ann", login=again)
        self.bob = self.play.operator("bob", login=again)
        self.sue = self.play.operator("sue", login=again)
        for name in VISITORS:
            self.come(name)
        self.ann.cut()

    def act(self, what: str, name: str) -> None:
        """Let somebody do something; what the server refuses changes nothing."""
        ACTIONS[what](self, name)
        self.ann.settle()

    def come(self, name: str) -> None:
        """Open the shop's page as this visitor, and begin a chat if none is active."""
        client = self.play.connect(Side.CUSTOMER, f"v-{name}", Version.V3_6)  # type: ignore[arg-type]
        page = {"url": f"https://shop.example/{name}", "title": f"Page of {name}"}
        client.try_("login", {"token": f"v-{name}", "customer_page": page})
        self.visitors[name] = client
        self.begin(name)

    def begin(self, name: str) -> None:
        """Start a chat, or the next thread of it."""
        if self.visitors[name].peer.id not in self.play.clients:
            return
        said = [{"type": "message", "text": f"{name} {next(self.numbers)}"}]
        known = self.chats.get(name)
        if known is None:
            body: dict[str, Any] = {"chat": {"thread": {"events": said, "properties": OWN}}}
            answer = self.visitors[name].try_("start_chat", body)
        else:
            body = {"chat": {"id": known, "thread": {"events": said}}}
            answer = self.visitors[name].try_("resume_chat", body)
        if answer["success"] and known is None:
            self.chats[name] = answer["payload"]["chat_id"]

    def ask(self, name: str, action: str, payload: object) -> None:
        """Let a visitor ask for something; one who has left the page asks for nothing."""
        client = self.visitors[name]
        if client.peer.id in self.play.clients:
            client.try_(action, payload)

    def thread(self, name: str) -> str:
        """Return the chat's newest thread."""
        chat = self.bob.ask("get_chat", {"chat_id": self.chats[name]})
        return str(chat["thread"]["id"])

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return the events of the chat's newest thread."""
        chat = self.bob.ask("get_chat", {"chat_id": self.chats[name]})
        return list(chat["thread"]["events"])

    def in_thread(self, name: str, **more: object) -> dict[str, object]:
        """Return the part of a request that names the thread."""
        return {"chat_id": self.chats[name], "thread_id": self.thread(name), **more}

    def send(self, client: Client, name: str, **event: object) -> None:
        """Send an event, by default a message."""
        text = f"{client.user} {next(self.numbers)}"
        given = {"type": "message", "text": text, **event}
        if client.peer.id in self.play.clients:
            client.try_("send_event", {"chat_id": self.chats[name], "event": given})

    def transfer(self, client: Client, name: str, target: dict[str, object] | None) -> None:
        """Hand a chat over, whoever has it and whether or not there is room."""
        body = {
            "id": self.chats[name],
            "target": target,
            "ignore_agents_availability": True,
            "ignore_requester_presence": True,
        }
        given = {key: value for key, value in body.items() if value is not None}
        client.try_("transfer_chat", given)

    def supervise(self, client: Client, name: str, who: str, visibility: str) -> None:
        """Bring an operator into a chat."""
        body = {
            "chat_id": self.chats[name],
            "user_id": email(who),
            "user_type": "agent",
            "visibility": visibility,
            "ignore_requester_presence": True,
        }
        client.try_("add_user_to_chat", body)

    def leave(self, client: Client, name: str, who: str) -> None:
        """Take an operator out of a chat."""
        body = {
            "chat_id": self.chats[name],
            "user_id": email(who),
            "user_type": "agent",
            "ignore_requester_presence": True,
        }
        client.try_("remove_user_from_chat", body)

    def properties(self, action: str, name: str, properties: object, **more: object) -> None:
        """Change properties of a chat, thread or event as a colleague."""
        kind = action.split("_")[1]
        body = {"id": self.chats[name]} if kind == "chat" else self.in_thread(name, **more)
        self.bob.try_(action, {**body, "properties": properties})

    def first_said(self, name: str, kind: str = "message") -> str:
        """Return the first event of a kind, or one that does not exist."""
        found = (each["id"] for each in self.events(name) if each["type"] == kind)
        return str(next(found, f"{self.thread(name)}_999"))


Action = Callable[[Cast, str], object]


def _to(who: str) -> dict[str, object]:
    return {"type": "agent", "ids": [email(who)]}


def _ask_to_hold(cast: Cast, name: str) -> None:
    number = next(cast.numbers)
    row = commands.OutboxRow(
        custom_id=f"q{number}",  # type: ignore[arg-type]
        chat_id=cast.chats[name],  # type: ignore[arg-type]
        event=hold_question(2),
        written_at=cast.play.now.wall,
        number=number,
    )
    cast.ann.do(commands.Submit(row))


def _answer_hold(cast: Cast, name: str) -> None:
    body = cast.in_thread(
        name, event_id=cast.first_said(name, "rich_message"), postback={"id": "desk.hold.agreed"}
    )
    cast.ask(name, "send_rich_message_postback", body)


def _hold_by_hand(cast: Cast, name: str) -> None:
    until = to_wire(cast.play.now.plus(_minutes(5)).wall)
    held = {"desk": {"hold_until": until, "hold_by": email("bob")}}
    cast.properties("update_chat_properties", name, held)


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _log_out(cast: Cast, _name: str) -> None:
    cast.bob.try_("logout")
    cast.bob = cast.play.operator("bob", login={"reconnect": True})


def _ban(cast: Cast, name: str) -> None:
    cast.bob.try_("ban_customer", {"id": f"v-{name}", "ban": {"days": 1}})


def _gone(cast: Cast, name: str) -> None:
    if cast.visitors[name].peer.id in cast.play.clients:
        cast.visitors[name].leave()
        del cast.play.clients[cast.visitors[name].peer.id]
    cast.ann.wait(20)


def _all_pause(cast: Cast, _name: str) -> None:
    for client in (cast.device, cast.bob, cast.sue):
        client.try_("set_routing_status", {"status": "not_accepting_chats"})


def _dismissed(cast: Cast, _name: str) -> None:
    cast.play.hub.dismissed(email("ann"), "internal_error", cast.play.now)
    cast.play.run()
    cast.device = cast.play.operator("ann", login={"reconnect": True})


def _set(status: str) -> Action:
    return lambda cast, _name: cast.device.try_("set_routing_status", {"status": status})


ACTIONS: dict[str, Action] = {
    "visitor says": lambda cast, name: cast.send(cast.visitors[name], name),
    "visitor sends a file": lambda cast, name: cast.send(
        cast.visitors[name], name, type="file", url=PICTURE.url, text=None
    ),
    "visitor says goodbye": lambda cast, name: cast.send(
        cast.visitors[name], name, text="Thank you, bye"
    ),
    "visitor types": lambda cast, name: cast.ask(
        name, "send_sneak_peek", {"chat_id": cast.chats[name], "sneak_peek_text": "I am"}
    ),
    "visitor has seen": lambda cast, name: cast.ask(
        name, "mark_events_as_seen", {"chat_id": cast.chats[name], "seen_up_to": FAR}
    ),
    "visitor closes": lambda cast, name: cast.ask(
        name, "deactivate_chat", {"id": cast.chats[name]}
    ),
    "visitor begins anew": Cast.begin,
    "visitor gives a name": lambda cast, name: cast.ask(
        name, "update_customer", {"name": f"{name} {next(cast.numbers)}", "email": f"{name}@x.test"}
    ),
    "visitor tells fields": lambda cast, name: cast.ask(
        name, "set_customer_session_fields", {"session_fields": [{"cart": str(next(cast.numbers))}]}
    ),
    "visitor turns the page": lambda cast, name: cast.ask(
        name,
        "update_customer_page",
        {"url": f"https://shop.example/{next(cast.numbers)}", "title": "Next page"},
    ),
    "visitor goes": _gone,
    "visitor comes": Cast.come,
    "ann says": lambda cast, name: cast.ann.say(cast.chats[name], f"ann {next(cast.numbers)}"),
    "ann asks to hold": _ask_to_hold,
    "visitor agrees to hold": _answer_hold,
    "ann says elsewhere": lambda cast, name: cast.send(cast.device, name),
    "ann takes it elsewhere": lambda cast, name: cast.transfer(cast.device, name, _to("ann")),
    "ann has seen elsewhere": lambda cast, name: cast.device.try_(
        "mark_events_as_seen", {"chat_id": cast.chats[name], "seen_up_to": FAR}
    ),
    "mal is given to the queue": lambda cast, _name: cast.transfer(cast.bob, "mal", None),
    "ann is dismissed": _dismissed,
    "all pause": _all_pause,
    "ann pauses elsewhere": _set("not_accepting_chats"),
    "ann accepts elsewhere": _set("accepting_chats"),
    "ann follows elsewhere": lambda cast, name: cast.device.try_(
        "follow_chat", {"id": cast.chats[name]}
    ),
    "ann unfollows elsewhere": lambda cast, name: cast.device.try_(
        "unfollow_chat", {"id": cast.chats[name]}
    ),
    "ann supervises elsewhere": lambda cast, name: cast.supervise(
        cast.device, name, "ann", "agents"
    ),
    "ann leaves elsewhere": lambda cast, name: cast.leave(cast.device, name, "ann"),
    "bob says": lambda cast, name: cast.send(cast.bob, name),
    "bob whispers": lambda cast, name: cast.send(cast.bob, name, visibility="agents"),
    "bob shows buttons": lambda cast, name: cast.send(
        cast.bob,
        name,
        type="rich_message",
        text=None,
        template_id="quick_replies",
        elements=[{"title": "Which?", "buttons": [{"text": "Yes", "postback_id": "yes"}]}],
    ),
    "visitor presses": lambda cast, name: cast.ask(
        name,
        "send_rich_message_postback",
        cast.in_thread(
            name, event_id=cast.first_said(name, "rich_message"), postback={"id": "yes"}
        ),
    ),
    "bob types": lambda cast, name: cast.bob.try_(
        "send_typing_indicator", {"chat_id": cast.chats[name], "is_typing": True}
    ),
    "bob joins": lambda cast, name: cast.supervise(cast.bob, name, "bob", "all"),
    "bob supervises": lambda cast, name: cast.supervise(cast.bob, name, "bob", "agents"),
    "bob brings ann": lambda cast, name: cast.supervise(cast.bob, name, "ann", "all"),
    "bob leaves": lambda cast, name: cast.leave(cast.bob, name, "bob"),
    "bob removes ann": lambda cast, name: cast.leave(cast.bob, name, "ann"),
    "bob takes": lambda cast, name: cast.transfer(cast.bob, name, _to("bob")),
    "bob gives to ann": lambda cast, name: cast.transfer(cast.bob, name, _to("ann")),
    "bob gives to sue": lambda cast, name: cast.transfer(cast.bob, name, _to("sue")),
    "bob gives to the queue": lambda cast, name: cast.transfer(cast.bob, name, None),
    "bob hides from ann": lambda cast, name: cast.transfer(
        cast.bob, name, {"type": "group", "ids": [7]}
    ),
    "bob shows to all": lambda cast, name: cast.transfer(
        cast.bob, name, {"type": "group", "ids": [0]}
    ),
    "bob closes": lambda cast, name: cast.bob.try_(
        "deactivate_chat", {"id": cast.chats[name], "ignore_requester_presence": True}
    ),
    "bob logs out": _log_out,
    "bob bans": _ban,
    "bob calls": lambda cast, _name: cast.bob.try_(
        "multicast", {"recipients": {"agents": {"all": True}}, "content": {"lunch": True}}
    ),
    "bob corrects the name": lambda cast, name: cast.bob.try_(
        "update_customer", {"id": f"v-{name}", "name": f"Corrected {next(cast.numbers)}"}
    ),
    "bob tags": lambda cast, name: cast.bob.try_(
        "tag_thread", cast.in_thread(name, tag=f"t{next(cast.numbers) % 3}")
    ),
    "bob untags": lambda cast, name: cast.bob.try_(
        "untag_thread", cast.in_thread(name, tag=f"t{next(cast.numbers) % 3}")
    ),
    "bob holds": _hold_by_hand,
    "bob frees": lambda cast, name: cast.properties(
        "delete_chat_properties", name, {"desk": ["hold_until", "hold_by"]}
    ),
    "bob notes on the chat": lambda cast, name: cast.properties(
        "update_chat_properties", name, OWN
    ),
    "bob notes on the thread": lambda cast, name: cast.properties(
        "update_thread_properties", name, OWN
    ),
    "bob wipes the thread": lambda cast, name: cast.properties(
        "delete_thread_properties", name, {"ns": ["old"]}
    ),
    "bob notes on an event": lambda cast, name: cast.properties(
        "update_event_properties",
        name,
        {"desk": {"written_at": "2023-11-14T22:00:00.000000Z"}, "ns": {"old": 1}},
        event_id=cast.first_said(name),
    ),
    "bob wipes an event": lambda cast, name: cast.properties(
        "delete_event_properties",
        name,
        {"desk": ["written_at"], "ns": ["old"]},
        event_id=cast.first_said(name),
    ),
    "time passes": lambda cast, _name: cast.ann.wait(7),
    "a minute passes": lambda cast, _name: cast.ann.wait(65),
}
"""What may happen in a world; names are sentences, so that a failing script reads as one."""
