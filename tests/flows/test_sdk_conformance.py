"""The platform's public Python SDK drives the real server as agent and as customer."""

import json
import logging
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

loguru = pytest.importorskip("loguru", reason="lc-sdk-python needs loguru")
pytest.importorskip("livechat", reason="lc-sdk-python is not installed")

from livechat.agent import AgentRTM
from livechat.customer import CustomerRTM
from livechat.utils.structures import AccessToken, TokenType

from tests.support.server_process import AddedOperator, AddedSite, ServerProcess

ORIGIN = "https://shop.example"
VERSIONS = ("3.5", "3.6")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    # websocket-client calls a close by the server an error.
    logger = logging.getLogger("websocket")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    # It stays so: the SDK's threads still log after the test.
    loguru.logger.disable("livechat")
    yield
    logger.setLevel(before)


@dataclass
class Desk:
    """A running server with two operators and a site."""

    server: ServerProcess
    site: AddedSite
    ann: AddedOperator
    bob: AddedOperator

    @contextmanager
    def agent(self, who: AddedOperator, version: str, **login: object) -> Iterator[Any]:
        """Give an SDK client that is logged in as an operator."""
        client = AgentRTM.get_client(version=version, base_url="desk.test")
        client.ws.url = f"{self.server.websocket_url}/v{version}/agent/rtm/ws"
        client.open_connection()
        raw = client.ws.sock.sock
        token = AccessToken(who.token, TokenType.BEARER)
        try:
            succeeded(client.login(token=token, **login))
            yield client
        finally:
            client.close_connection()
            raw.close()  # The SDK leaves it open when the server closes first.

    @contextmanager
    def customer(self, version: str) -> Iterator[Any]:
        """Give an SDK client that is logged in as a new visitor."""
        organization = self.site.organization_id
        client = CustomerRTM.get_client(
            version=version, base_url="desk.test", organization_id=organization
        )
        client.ws.url = (
            f"{self.server.websocket_url}/v{version}/customer/rtm/ws?organization_id={organization}"
        )
        client.open_connection(origin=ORIGIN)
        raw = client.ws.sock.sock
        try:
            succeeded(client.login(token=f"Bearer {self.visitor_token()}"))
            yield client
        finally:
            client.close_connection()
            raw.close()  # The SDK leaves it open when the server closes first.

    def visitor_token(self) -> str:
        body = {
            "grant_type": "cookie",
            "client_id": "sdk-test",
            "response_type": "token",
            "organization_id": self.site.organization_id,
            "redirect_uri": ORIGIN,
        }
        request = urllib.request.Request(
            f"{self.server.url}/v2/customer/token",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Origin": ORIGIN},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return str(json.load(answer)["access_token"])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    server = ServerProcess(tmp_path / "data").start()
    yield Desk(
        server,
        server.add_site(origins=[ORIGIN]),
        server.add_operator("ann@example.com", name="Ann Lee"),
        server.add_operator("bob@example.com", name="Bob Day"),
    )
    server.kill()


def succeeded(response: Any) -> Any:
    """Return the payload of a successful response."""
    assert response is not None, "no answer within the SDK's 3 s"
    assert response.success, response.rtm_response
    return response.payload


def pushed(client: Any, action: str) -> list[Any]:
    """Return the payloads of the pushes with a name, the oldest first."""
    return [
        message["payload"]
        for message in reversed(client.ws.messages)
        if message["type"] == "push" and message["action"] == action
    ]


def message(text: str) -> dict[str, str]:
    return {"type": "message", "text": text}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_main_job_through_the_public_sdk(desk: Desk, version: str) -> None:
    with desk.agent(desk.ann, version) as ann, desk.customer(version) as eve:
        thread = {"events": [message("Do you ship to Malta?")]}
        started = succeeded(eve.start_chat(chat={"thread": thread}))
        chat = started["chat_id"]

        succeeded(ann.send_event(chat_id=chat, event=message("We do!")))
        succeeded(eve.send_event(chat_id=chat, event=message("Great")))
        ann_sees = succeeded(ann.get_chat(chat_id=chat))["thread"]["events"]
        eve_sees = succeeded(eve.get_chat(chat_id=chat))["thread"]["events"]

        said = ["Do you ship to Malta?", "We do!", "Great"]
        assert [each["text"] for each in ann_sees] == said
        assert [each["text"] for each in eve_sees] == said
        assert pushed(ann, "incoming_chat")[0]["chat"]["id"] == chat
        assert [each["event"]["text"] for each in pushed(eve, "incoming_event")] == said[1:]
        assert "example.com" not in json.dumps(eve.ws.messages)


@pytest.mark.parametrize("version", VERSIONS)
def test_transfer_tag_close_and_archives_through_the_public_sdk(desk: Desk, version: str) -> None:
    with desk.agent(desk.ann, version) as ann, desk.customer(version) as eve:
        started = succeeded(eve.start_chat(chat={"thread": {"events": [message("Zanzibar?")]}}))
        chat, thread = started["chat_id"], started["thread_id"]
        with desk.agent(desk.bob, version) as bob:
            target = {"type": "agent", "ids": [desk.bob.email]}
            candidates = succeeded(ann.list_agents_for_transfer(chat_id=chat))
            succeeded(ann.transfer_chat(id=chat, target=target))
            succeeded(bob.tag_thread(chat_id=chat, thread_id=thread, tag="shipping"))
            succeeded(bob.send_event(chat_id=chat, event=message("Bob here")))
            succeeded(bob.deactivate_chat(id=chat))
            found = succeeded(
                bob.list_archives(filters={"query": "zanzibar", "tags": {"values": ["shipping"]}})
            )
            others = succeeded(bob.list_archives(filters={"tags": {"values": ["refund"]}}))

        assert [each["agent_id"] for each in candidates] == [desk.bob.email]
        assert [each["id"] for each in found["chats"]] == [chat]
        assert found["chats"][0]["thread"]["tags"] == ["shipping"]
        assert others["chats"] == []
        assert pushed(eve, "chat_deactivated")[0]["thread_id"] == thread
        assert pushed(eve, "user_added_to_chat")[0]["user"]["name"] == "Bob Day"


def test_every_other_agent_method_of_the_sdk_is_answered(desk: Desk) -> None:
    with desk.agent(desk.ann, "3.6") as ann, desk.customer("3.6") as eve:
        started = succeeded(eve.start_chat(chat={"thread": {"events": [message("Hello")]}}))
        chat, thread = started["chat_id"], started["thread_id"]
        event = started["event_ids"][0]
        visitor = succeeded(eve.get_customer())["id"]
        properties = {"desk": {"hold_by": "ann"}}
        names = {"desk": ["hold_by"]}

        for response in (
            ann.list_chats(),
            ann.list_threads(chat_id=chat),
            ann.follow_chat(id=chat),
            ann.update_chat_properties(id=chat, properties=properties),
            ann.delete_chat_properties(id=chat, properties=names),
            ann.update_thread_properties(chat_id=chat, thread_id=thread, properties=properties),
            ann.delete_thread_properties(chat_id=chat, thread_id=thread, properties=names),
            ann.update_event_properties(
                chat_id=chat, thread_id=thread, event_id=event, properties=properties
            ),
            ann.delete_event_properties(
                chat_id=chat, thread_id=thread, event_id=event, properties=names
            ),
            ann.tag_thread(chat_id=chat, thread_id=thread, tag="t"),
            ann.untag_thread(chat_id=chat, thread_id=thread, tag="t"),
            ann.get_customer(id=visitor),
            ann.update_customer(id=visitor, name="Eve"),
            ann.change_push_notifications(firebase_token="x", platform="android"),
            ann.set_routing_status(status="accepting_chats"),
            ann.set_away_status(away=False),
            ann.list_routing_statuses(),
            ann.update_session(token=f"Bearer {desk.ann.token}"),
            ann.mark_events_as_seen(chat_id=chat, seen_up_to="2030-01-01T00:00:00.000000Z"),
            ann.send_typing_indicator(chat_id=chat, is_typing=True),
            ann.send_thinking_indicator(chat_id=chat),
            ann.send_event_preview(chat_id=chat, event=message("So")),
            ann.multicast(recipients={"agents": {"all": True}}, content={"hello": 1}),
            ann.list_agents_for_transfer(chat_id=chat),
            ann.request_thread_summary(chat_id=chat, thread_id=thread),
            ann.add_user_to_chat(
                chat_id=chat, user_id=desk.bob.email, user_type="agent", visibility="agents"
            ),
            ann.remove_user_from_chat(chat_id=chat, user_id=desk.bob.email, user_type="agent"),
            ann.deactivate_chat(id=chat),
            ann.resume_chat(chat={"id": chat}),
            ann.ban_customer(id=visitor, ban={"days": 1}),
            ann.start_chat(),
            ann.logout(),
        ):
            succeeded(response)


def test_every_other_customer_method_of_the_sdk_is_answered(desk: Desk) -> None:
    with desk.agent(desk.ann, "3.6"), desk.customer("3.6") as eve:
        started = succeeded(eve.start_chat(chat={"thread": {"events": [message("Hello")]}}))
        chat, thread = started["chat_id"], started["thread_id"]
        rating = {"rating": {"score": 1}}

        for response in (
            eve.list_chats(),
            eve.list_threads(chat_id=chat),
            eve.send_sneak_peek(chat_id=chat, sneak_peek_text="..."),
            eve.update_thread_properties(chat_id=chat, thread_id=thread, properties=rating),
            eve.update_customer(name="Eve", email="eve@example.net"),
            eve.update_customer_page(url="https://shop.example/shoes", title="Shoes"),
            eve.set_customer_session_fields(session_fields=[{"cart": "2"}]),
            eve.get_customer(),
            eve.list_group_statuses(all=True),
            eve.get_form(group_id=0, type="prechat"),
            eve.get_predicted_agent(),
            eve.mark_events_as_seen(chat_id=chat, seen_up_to="2030-01-01T00:00:00.000000Z"),
            eve.deactivate_chat(id=chat),
            eve.resume_chat(chat={"id": chat}),
        ):
            succeeded(response)
