"""Lists, pages, archives and search."""

from datetime import timedelta
from typing import Any

import pytest

from tests.server.core.hub_play import Client, HubPlay, email
from undivided.protocol.ids import GroupId


def closed(play: HubPlay, ann: Client, name: str, *texts: str) -> tuple[str, str]:
    """Let a visitor say these texts in a chat that is closed afterwards."""
    visitor = play.visitor(name)
    chat, thread = visitor.start(texts[0])
    for text in texts[1:]:
        visitor.say(chat, text)
    ann.ask("deactivate_chat", {"id": chat, "ignore_requester_presence": True})
    play.wait(60)
    return chat, thread


def found(client: Client, **filters: object) -> set[str]:
    answer = client.ask("list_archives", {"filters": filters, "limit": 100})
    assert answer["found_chats"] == len(answer["chats"])
    return {each["thread"]["id"] for each in answer["chats"]}


def test_archives_hold_closed_threads_only(play: HubPlay) -> None:
    ann = play.operator("ann")
    _, thread = closed(play, ann, "eve", "Hello")
    play.visitor("mal").start()

    assert found(ann) == {thread}


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("malta", {"first"}),
        ("MALTA ship", {"first"}),
        ("ship", {"first", "second"}),
        ("shipp", {"second"}),
        ("malta refund", set()),
        ('"quoted" OR *', set()),
        ("second@example", {"second"}),
        ("100%", set()),
        ("", {"first", "second"}),
    ],
)
def test_archives_are_searched_by_words_and_by_the_visitor(
    play: HubPlay, query: str, hits: set[str]
) -> None:
    ann = play.operator("ann")
    threads = {
        "first": closed(play, ann, "first", "Do you ship to Malta?")[1],
        "second": closed(play, ann, "second", "Shipping is late")[1],
    }
    ann.ask("update_customer", {"id": "v-second", "email": "second@example.test"})

    assert found(ann, query=query) == {threads[hit] for hit in hits}


def test_a_search_finds_what_was_said_since_the_last_search(play: HubPlay) -> None:
    ann = play.operator("ann")
    closed(play, ann, "eve", "apples")
    assert found(ann, query="pears") == set()

    _, later = closed(play, ann, "mal", "pears")

    assert found(ann, query="pears") == {later}


def test_archives_are_filtered_by_time_chat_thread_tag_operator_and_group(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, first = closed(play, ann, "eve", "one")
    middle = (play.now.wall - timedelta(seconds=30)).isoformat()
    _, second = closed(play, ann, "mal", "two")
    ann.ask("tag_thread", {"chat_id": chat, "thread_id": first, "tag": "refund"})
    both = {first, second}

    assert found(ann, to=middle) == {first}
    assert found(ann, **{"from": middle}) == {second}
    assert found(ann, chat_ids=[chat]) == {first}
    assert found(ann, thread_ids=[second]) == {second}
    assert found(ann, tags={"values": ["refund", "x"]}) == {first}
    assert found(ann, tags={"exclude_values": ["refund"]}) == {second}
    assert found(ann, tags={"exists": True}) == {first}
    assert found(ann, tags={"exists": False}) == {second}
    assert found(ann, agents={"values": [email("ann")]}) == both
    assert found(ann, agents={"exists": False}) == set()
    assert found(ann, group_ids=[0]) == both
    assert found(ann, group_ids=[7]) == set()


def test_archives_can_be_asked_for_from_the_first_to_the_last_day(play: HubPlay) -> None:
    ann = play.operator("ann")
    _, thread = closed(play, ann, "eve", "Hello")

    always = {"from": "0001-01-01T00:00:00+23:59", "to": "9999-12-31T23:59:59-23:59"}

    assert {thread} == found(ann, **always)


def test_too_many_ids_are_refused(play: HubPlay) -> None:
    ann = play.operator("ann")

    many = {"filters": {"chat_ids": ["x"] * 1001}}
    threads = {"filters": {"thread_ids": ["x"] * 21}}

    assert ann.refused("list_archives", many) == "validation"
    assert ann.refused("list_archives", threads) == "validation"


def pages(client: Client, action: str, key: str, request: dict[str, Any]) -> list[list[str]]:
    shown = []
    answer = client.ask(action, request)
    while True:
        shown.append([each["id"] for each in answer[key]])
        if "next_page_id" not in answer:
            return shown
        answer = client.ask(action, {"page_id": answer["next_page_id"]})


def test_pages_hold_every_chat_once_in_order(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=9)
    chats = []
    for number in range(7):
        chats.append(play.visitor(f"v{number}").start()[0])
        play.wait(1)

    falling = pages(ann, "list_chats", "chats_summary", {"limit": 3})
    rising = pages(ann, "list_chats", "chats_summary", {"limit": 3, "sort_order": "asc"})

    assert [len(page) for page in falling] == [3, 3, 1]
    assert [chat for page in rising for chat in page] == chats
    assert [chat for page in falling for chat in page] == chats[::-1]


def test_the_previous_page_leads_back(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=9)
    for number in range(5):
        play.visitor(f"v{number}").start()
        play.wait(1)

    first = ann.ask("list_chats", {"limit": 2})
    second = ann.ask("list_chats", {"page_id": first["next_page_id"]})
    back = ann.ask("list_chats", {"page_id": second["previous_page_id"]})

    assert back["chats_summary"] == first["chats_summary"]
    assert "previous_page_id" not in first
    assert "previous_page_id" not in back
    assert back["next_page_id"] == first["next_page_id"]


def test_a_chat_that_comes_while_paging_shifts_nothing(play: HubPlay) -> None:
    ann = play.operator("ann", max_chats=9)
    for number in range(4):
        play.visitor(f"v{number}").start()
        play.wait(1)
    first = ann.ask("list_chats", {"limit": 2})

    play.visitor("late").start()
    second = ann.ask("list_chats", {"page_id": first["next_page_id"]})

    shown = [each["id"] for each in first["chats_summary"] + second["chats_summary"]]
    assert len(set(shown)) == 4


@pytest.mark.parametrize(
    "request_",
    [
        {"limit": 0},
        {"limit": 101},
        {"sort_order": "sideways"},
        {"page_id": "%%%"},
        {"page_id": "e30"},
        {"page_id": "WyJ7fSIsMTAwMDBd"},
        {"page_id": "WyIxIiwgMTBd"},
        {"limit": "many"},
    ],
    ids=str,
)
def test_bad_pages_are_refused(play: HubPlay, request_: dict[str, object]) -> None:
    assert play.operator("ann").refused("list_chats", request_) == "validation"


def test_chats_are_filtered_by_activity_in_every_versions_words(play: HubPlay) -> None:
    ann = play.operator("ann")
    old, _ = closed(play, ann, "eve", "old")
    new, _ = play.visitor("mal").start()

    def listed(**filters: object) -> set[str]:
        answer = ann.ask("list_chats", {"filters": filters})
        return {each["id"] for each in answer["chats_summary"]}

    assert listed() == {old, new}
    assert listed(active=True) == {new}
    assert listed(active=False) == {old}
    assert listed(include_active=False) == {old}
    assert listed(include_active=True) == {old, new}
    assert listed(group_ids=[7]) == set()


def test_threads_come_newest_first_with_their_neighbours(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, first = closed(play, ann, "eve", "one")
    eve = play.visitor("eve")
    second = eve.ask("resume_chat", {"chat": {"id": chat}})["thread_id"]

    for client in (ann, eve):
        answer = client.ask("list_threads", {"chat_id": chat})
        assert [each["id"] for each in answer["threads"]] == [second, first]
        assert answer["threads"][0]["previous_thread_id"] == first
        assert answer["threads"][1]["next_thread_id"] == second
        assert answer["found_threads"] == 2


def test_threads_can_be_asked_for_by_a_least_number_of_events(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, first = closed(play, ann, "eve", "one", "two", "three")
    _, second = closed(play, ann, "eve", "four")
    _, third = closed(play, ann, "eve", "five")

    answer = ann.ask("list_threads", {"chat_id": chat, "min_events_count": 3})
    rest = ann.ask("list_threads", {"chat_id": chat, "page_id": answer["next_page_id"]})

    assert [each["id"] for each in answer["threads"]] == [third, second]
    assert [each["id"] for each in rest["threads"]] == [first]


@pytest.mark.parametrize(
    "request_",
    [
        {"limit": 3, "min_events_count": 3},
        {"min_events_count": 0},
        {"min_events_count": 101},
        {"min_events_count": 5, "filters": {"from": "2020-01-01T00:00:00Z"}},
    ],
    ids=str,
)
def test_bad_thread_lists_are_refused(play: HubPlay, request_: dict[str, object]) -> None:
    ann = play.operator("ann")
    chat, _ = play.visitor("eve").start()

    assert ann.refused("list_threads", {"chat_id": chat, **request_}) == "validation"


def test_threads_are_filtered_by_time(play: HubPlay) -> None:
    ann = play.operator("ann")
    chat, first = closed(play, ann, "eve", "one")
    middle = (play.now.wall - timedelta(seconds=30)).isoformat()
    _, second = closed(play, ann, "eve", "two")

    def listed(**dates: object) -> list[str]:
        answer = ann.ask("list_threads", {"chat_id": chat, "filters": dates})
        return [each["id"] for each in answer["threads"]]

    assert listed(to=middle) == [first]
    assert listed(**{"from": middle}) == [second]


def test_operators_of_other_groups_are_not_shown_the_archives(play: HubPlay) -> None:
    ann = play.operator("ann", group_ids=(GroupId(0), GroupId(7)))
    _, thread = closed(play, ann, "eve", "Hello")
    secret = ann.ask("start_chat", {"chat": {"access": {"group_ids": [7]}}})
    ann.ask("deactivate_chat", {"id": secret["chat_id"]})

    assert found(play.operator("bob", max_chats=0)) == {thread}
    assert found(play.operator("boss", role="owner")) == {thread, secret["thread_id"]}
