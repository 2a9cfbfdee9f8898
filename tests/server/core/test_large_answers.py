"""No answer grows with what visitors do: the rest of a list or of a thread is asked for."""

import base64
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.server.core.hub_play import Client, HubPlay
from undivided.protocol.limits import ANSWER_BYTES, PROPERTIES_BYTES, URL_CHARACTERS
from undivided.server.store import page_size
from undivided.server.store.paging import Bookmark, inside

FRAME_BYTES = 2 * ANSWER_BYTES
"""Far below the 4 MiB at which the app closes: a page always holds one thing, whatever its size."""
WIDE = "\u0001" * 3_980
"""As JSON it takes six bytes for each character, 24 KB in all."""
IN_TWO_ANSWERS = ANSWER_BYTES // len(msgspec.json.encode(WIDE)) + 5


def size(answer: object) -> int:
    return len(msgspec.json.encode(answer))


def flooded(visitor: Client, count: int = IN_TWO_ANSWERS) -> tuple[str, str]:
    """Let a visitor say more than one answer holds; return his chat and its thread."""
    chat, thread = visitor.start("1")
    for number in range(2, count + 1):
        visitor.say(chat, f"{number} {WIDE}")
    visitor.forget()
    return chat, thread


def numbers(thread: dict[str, Any]) -> list[int]:
    return [each["desk_seq"] for each in thread["events"]]


@pytest.mark.parametrize("reader", ["operator", "visitor"])
def test_a_long_thread_comes_in_parts_the_newest_first(play: HubPlay, reader: str) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")
    chat, thread = flooded(eve)
    client = {"operator": ann, "visitor": eve}[reader]

    newest = client.ask("get_chat", {"chat_id": chat})
    mark = newest["thread"]["desk"]["before"]
    rest = client.ask("get_chat", {"chat_id": chat, "thread_id": thread, "desk": {"before": mark}})

    assert size(newest) < FRAME_BYTES
    assert numbers(newest["thread"])[0] == mark
    assert numbers(rest["thread"]) + numbers(newest["thread"]) == [*range(1, IN_TWO_ANSWERS + 1)]
    assert "desk" not in rest["thread"]


def test_a_client_may_ask_for_less_of_a_thread(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = flooded(play.visitor("eve"), 4)

    part = ann.ask("get_chat", {"chat_id": chat, "desk": {"most_bytes": 30_000}})
    least = ann.ask("get_chat", {"chat_id": chat, "desk": {"most_bytes": 1}})

    assert (numbers(part["thread"]), part["thread"]["desk"]) == ([4], {"before": 4})
    assert least == part


def test_a_chat_that_is_pushed_whole_fits_too(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, _ = flooded(play.visitor("eve"))
    ann.ask("deactivate_chat", {"id": chat})
    bob = play.operator("bob", role="owner")
    ann.ask("resume_chat", {"chat": {"id": chat}})
    for number in range(IN_TWO_ANSWERS):
        ann.say(chat, f"{number} {WIDE}")

    bob.ask("follow_chat", {"id": chat})

    (push,) = bob.pushes("incoming_chat")[-1:]
    assert size(push) < FRAME_BYTES
    assert push["chat"]["thread"]["desk"]["before"] > 1


def pages(client: Client, action: str, request: dict[str, object]) -> Iterator[Any]:
    """Yield every page of a list."""
    while True:
        page = client.ask(action, request)
        yield page
        if "next_page_id" not in page:
            return
        request = {name: request[name] for name in request if name == "chat_id"}
        request["page_id"] = page["next_page_id"]


def test_pages_of_threads_hold_what_fits_and_every_event_once(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")
    chat, _ = eve.start("first sitting")
    ann.ask("deactivate_chat", {"id": chat})
    eve.ask("resume_chat", {"chat": {"id": chat}})
    for _ in range(IN_TWO_ANSWERS):
        eve.say(chat, WIDE)
    ann.ask("deactivate_chat", {"id": chat})
    eve.ask("resume_chat", {"chat": {"id": chat}})
    eve.say(chat, "third sitting")

    for client in (ann, eve):
        shown = list(pages(client, "list_threads", {"chat_id": chat, "limit": 100}))
        found = [number for page in shown for each in page["threads"] for number in numbers(each)]

        assert all(size(page) < FRAME_BYTES for page in shown)
        assert sorted(found) == [*range(1, max(found) + 1)]
        assert len(shown) > 1


def test_pages_of_archives_hold_what_fits_and_every_thread_once(play: HubPlay) -> None:
    ann = play.operator("ann")
    threads = []
    for name in ("eve", "mal", "zoe"):
        chat, thread = flooded(play.visitor(name))
        ann.ask("deactivate_chat", {"id": chat, "ignore_requester_presence": True})
        threads.append(thread)

    shown = list(pages(ann, "list_archives", {"limit": 100}))
    found = [each["thread"]["id"] for page in shown for each in page["chats"]]
    previous = ann.ask("list_archives", {"page_id": shown[-1]["previous_page_id"]})

    assert all(size(page) < FRAME_BYTES for page in shown)
    assert found == threads[::-1]
    assert {page["found_chats"] for page in shown} == {3}
    assert [each["thread"]["id"] for each in previous["chats"]] == [threads[1]]


def stuffed(play: HubPlay, name: str) -> Client:
    """Let a visitor come who says as much of himself as he may."""
    page = {"url": "https://shop.test/" + "\u0001" * (URL_CHARACTERS - 20), "title": "\u0001" * 500}
    visitor = play.visitor(
        name,
        login={"referrer": "https://" + "r" * (URL_CHARACTERS - 8), "customer_page": page},
    )
    fields = [{f"field {number}": "v" * 1_900} for number in range(8)]
    visitor.ask("update_customer", {"session_fields": fields, "name": "\u0001" * 200})
    for _ in range(3):
        visitor.ask("update_customer_page", page)
    visitor.start(WIDE)
    visitor.forget()
    return visitor


def test_a_sign_in_lists_what_fits_and_the_list_of_chats_has_the_rest(play: HubPlay) -> None:
    play.operator("ann")
    count = 20
    for number in range(count):
        stuffed(play, f"v{number}")

    bob = play.operator("bob", role="owner")
    (login,) = (each["payload"] for each in bob.frames if each["action"] == "login")
    shown = list(pages(bob, "list_chats", {"filters": {"active": True}, "limit": 100}))

    assert all(size(frame) < FRAME_BYTES for frame in bob.frames)
    assert 0 < len(login["chats_summary"]) < count
    assert len({each["id"] for page in shown for each in page["chats_summary"]}) == count


def test_a_sign_in_lists_the_own_chats_first_then_those_who_wait(play: HubPlay) -> None:
    bob = play.operator("bob", max_chats=1)
    other, _ = play.visitor("other").start()
    waiting, _ = play.visitor("waiting").start()
    play.operator("ann", max_chats=1)
    mine, _ = play.visitor("mine").start()
    bob.ask("set_routing_status", {"status": "not_accepting_chats"})

    ann = play.operator("ann", login={"reconnect": True})
    (login,) = (each["payload"] for each in ann.frames if each["action"] == "login")

    assert {other, waiting, mine} == {each["id"] for each in login["chats_summary"]}
    assert login["chats_summary"][0]["id"] == next(
        each["id"]
        for each in login["chats_summary"]
        if any(user["id"] == "ann@desk.test" for user in each["users"])
    )


def test_those_who_watch_the_site_are_shown_visitors_in_frames_that_fit(play: HubPlay) -> None:
    play.operator("ann")
    for number in range(20):
        stuffed(play, f"v{number}")

    bob = play.operator("bob", role="owner", login={"customer_monitoring_level": "online"})
    shown = [each for push in bob.pushes("incoming_customers") for each in push["customers"]]

    assert all(size(frame) < FRAME_BYTES for frame in bob.frames)
    assert len({each["id"] for each in shown}) == 20


@pytest.mark.parametrize(
    "fields",
    [
        [{f"field {number}": "v" * 1_900} for number in range(10)],
        [{f"{number} {each}": "v" * 100 for each in range(100)} for number in range(2)],
        [{"one": "\u0001" * 1_900}, {"two": "\u0001" * 1_900}],
    ],
    ids=["many", "many in one", "wide"],
)
def test_all_session_fields_together_have_a_limit(
    play: HubPlay, fields: list[dict[str, str]]
) -> None:
    eve = play.visitor("eve")

    assert eve.refused("update_customer", {"session_fields": fields}) == "validation"
    assert eve.refused("set_customer_session_fields", {"session_fields": fields}) == "validation"


def test_a_referrer_has_a_limit(play: HubPlay) -> None:
    eve = play.visitor("eve", login={"referrer": "https://" + "r" * 60_000})

    shown = play.operator("ann", role="owner").ask("get_customer", {"id": eve.user})

    assert len(shown["visit"]["referrer"]) == URL_CHARACTERS


def test_of_the_pages_that_a_visitor_opened_the_newest_that_fit_are_kept(play: HubPlay) -> None:
    ann = play.operator("ann", role="owner")
    eve = stuffed(play, "eve")
    eve.ask("update_customer_page", {"url": "https://shop.test/last", "title": "Last"})

    shown = ann.ask("get_customer", {"id": eve.user})["visit"]["last_pages"]

    assert shown[-1]["url"] == "https://shop.test/last"
    assert size(shown) < PROPERTIES_BYTES + 100


def test_properties_of_a_chat_have_one_limit_over_all_its_sittings(play: HubPlay) -> None:
    ann, eve = play.operator("ann"), play.visitor("eve")
    half = PROPERTIES_BYTES * 2 // 3
    answer = eve.ask("start_chat", {"chat": {"properties": {"one": {"x": "y" * half}}}})
    chat = answer["chat_id"]
    more = {"chat": {"id": chat, "properties": {"two": {"x": "y" * half}}}}
    eve.ask("deactivate_chat", {"id": chat})

    for client in (eve, ann):
        assert client.refused("resume_chat", more) == "validation"

    shown = ann.ask("get_chat", {"chat_id": chat})
    assert not shown["thread"]["active"]
    assert shown["properties"].keys() == {"one"}


def test_an_absence_in_which_too_much_was_said_is_a_gap(play: HubPlay) -> None:
    ann = play.operator("ann")
    (login,) = (each["payload"] for each in ann.frames if each["action"] == "login")
    desk = {"resume_from": login["desk"]["cursor"], "epoch": login["desk"]["epoch"]}
    eve = play.visitor("eve")
    chat, _ = eve.start()
    ann.leave()
    for _ in range(2 * IN_TWO_ANSWERS):
        eve.say(chat, WIDE)

    back = play.operator("ann", login={"reconnect": True, "desk": desk})

    assert back.frames[0]["payload"]["desk"]["gap"]
    assert back.pushes("incoming_event") == []


def test_a_long_queue_is_told_in_frames_that_fit(
    play: HubPlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_size, "SMALL_THINGS", 2)
    ann = play.operator("ann", max_chats=1)
    chats = [play.visitor(f"v{number}").start()[0] for number in range(6)]
    bob = play.operator("bob", max_chats=1)
    ann.forget()
    bob.ask(
        "transfer_chat",
        {
            "id": chats[2],
            "target": {"type": "agent", "ids": [bob.user]},
            "ignore_agents_availability": True,
            "ignore_requester_presence": True,
        },
    )
    eve = play.operator("eve", max_chats=1, login={"away": True})

    for told in (ann, eve):
        parts = told.pushes("queue_positions_updated")
        assert max(map(len, parts)) == 2
        assert len({each["chat_id"] for part in parts for each in part}) > 2


def test_a_page_id_that_was_changed_shows_nothing_of_others(play: HubPlay) -> None:
    ann = play.operator("ann")
    _, foreign = play.visitor("mal").start("secret")
    eve = play.visitor("eve")
    chat, _ = eve.start()
    begin = Bookmark(question="{}", before=5)

    def refused(page_id: str) -> str:
        return eve.refused("list_threads", {"chat_id": chat, "page_id": page_id})

    assert refused(inside(begin, ("2026-01-01T00:00:00.000000Z", foreign), 5)) == "not_found"
    assert refused(base64.urlsafe_b64encode(msgspec.json.encode(begin)).decode()) == "validation"
    assert ann.texts(chat) == ["Hello"]
