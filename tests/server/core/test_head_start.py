"""Who is about to order stands some time ahead in the queue, and everybody is told so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.server.core.hub_play import Client, HubPlay
from undivided.server.hub.head_start import NO_HEAD_START, HeadStart
from undivided.server.web.order_pages import order_pages

LEAD_S = 60
SHOP, CART = "https://shop.example/lamps", "https://shop.example/cart"
BUYERS_FIRST = HeadStart(lead=timedelta(seconds=LEAD_S), is_order_page=order_pages().is_order)


@pytest.fixture
def play(tmp_path: Path) -> Iterator[HubPlay]:
    play = HubPlay(tmp_path, head_start=BUYERS_FIRST)
    play.operator("ann", max_chats=0)
    yield play
    play.close()


def queue_up(play: HubPlay, *names: str, apart_s: float = 10) -> list[Client]:
    """Let visitors come to the queue one after the other, each on a page of lamps."""
    waiting = []
    for name in names:
        play.wait(apart_s)
        client = play.visitor(name, login={"customer_page": {"url": SHOP, "title": "Lamps"}})
        client.start()
        waiting.append(client)
    return waiting


def turn(client: Client, page: str) -> None:
    """Open a page and let the server tell what follows from it."""
    client.ask("update_customer_page", {"url": page, "title": "Page"})
    client.play.wait(1)


def places(play: HubPlay) -> list[str]:
    """Return the visitors in the queue as the server serves them."""
    return [str(chat.visitor_id) for chat in play.hub._ctx.chats.queue()]


def told(client: Client) -> int:
    """Return the place that a visitor was told last."""
    return int(client.pushes("queue_position_updated")[-1]["queue"]["position"])


def listed(operator: Client) -> dict[str, int]:
    """Return the places that an operator was told last, by chat."""
    found: dict[str, int] = {}
    for update in operator.pushes("queue_positions_updated"):
        found |= {each["chat_id"]: each["queue"]["position"] for each in update}
    return found


def test_a_buyer_passes_who_came_within_the_head_start_and_all_are_told(play: HubPlay) -> None:
    ann = play.operator("ann")
    eve, mal, zoe = queue_up(play, "eve", "mal", "zoe")
    chat = play.hub._ctx.chats
    turn(zoe, CART)

    assert places(play) == ["v-zoe", "v-eve", "v-mal"]
    assert (told(eve), told(mal), told(zoe)) == (2, 3, 1)
    assert listed(ann) == {each.id: n for n, each in enumerate(chat.queue(), start=1)}

    turn(zoe, f"{CART}?step=2")
    turn(zoe, SHOP)
    assert places(play) == ["v-eve", "v-mal", "v-zoe"]
    assert (told(eve), told(mal), told(zoe)) == (1, 2, 3)
    assert listed(ann) == {each.id: n for n, each in enumerate(chat.queue(), start=1)}


def test_nobody_waits_for_a_buyer_who_came_later_than_the_head_start(play: HubPlay) -> None:
    _, mal = queue_up(play, "eve", "mal", apart_s=LEAD_S + 1)
    mal.forget()
    turn(mal, CART)

    assert places(play) == ["v-eve", "v-mal"]
    assert mal.pushes("queue_position_updated") == []


def test_prices_are_no_order(play: HubPlay) -> None:
    _, mal = queue_up(play, "eve", "mal")
    turn(mal, "https://shop.example/pricing")

    assert places(play) == ["v-eve", "v-mal"]


def test_who_comes_to_the_queue_from_the_cart_is_told_the_true_place_at_once(
    play: HubPlay,
) -> None:
    (eve,) = queue_up(play, "eve")
    mal = play.visitor("mal", login={"customer_page": {"url": CART, "title": "Cart"}})
    mal.start()

    assert mal.pushes("incoming_chat")[0]["chat"]["thread"]["queue"]["position"] == 1
    assert told(eve) == 2


def test_the_next_free_place_is_the_buyers(play: HubPlay) -> None:
    _, mal = queue_up(play, "eve", "mal")
    turn(mal, CART)
    play.operator("bob", max_chats=1)

    assert mal.pushes("user_added_to_chat")[-1]["user"]["name"] == "Bob"
    assert places(play) == ["v-eve"]


def test_turning_pages_tells_places_once_a_second_at_most(play: HubPlay) -> None:
    eve, mal = queue_up(play, "eve", "mal")
    eve.forget()
    for page in (CART, SHOP, CART):
        mal.ask("update_customer_page", {"url": page, "title": "Page"})
    play.wait(1)

    assert [each["queue"]["position"] for each in eve.pushes("queue_position_updated")] == [2]


def test_who_left_the_site_is_about_to_order_no_more(play: HubPlay) -> None:
    eve, mal = queue_up(play, "eve", "mal")
    turn(mal, CART)
    mal.leave()
    play.wait(1)
    assert places(play) == ["v-mal", "v-eve"]

    play.wait(60)

    assert places(play) == ["v-eve", "v-mal"]
    assert told(eve) == 1


def test_a_restarted_server_serves_in_the_same_order(play: HubPlay) -> None:
    eve, mal, zoe = queue_up(play, "eve", "mal", "zoe")
    turn(mal, CART)
    turn(zoe, CART)
    eve.leave()
    before = places(play)
    assert before == ["v-mal", "v-zoe", "v-eve"]

    play.restart()

    assert places(play) == before
    ann = play.operator("ann", login={"reconnect": True})
    assert sorted(listed(ann).values()) == [1, 2, 3]
    assert list(listed(ann)) == [chat.id for chat in play.hub._ctx.chats.queue()]


def test_a_page_that_could_not_be_saved_moves_nobody(play: HubPlay, lost_batches: None) -> None:
    eve, mal = queue_up(play, "eve", "mal")
    eve.forget()
    play.connection.fails = True
    mal.try_("update_customer_page", {"url": CART, "title": "Cart"})
    play.wait(1)

    assert places(play) == ["v-eve", "v-mal"]
    assert eve.pushes("queue_position_updated") == []


def test_without_a_head_start_the_order_is_that_of_coming(tmp_path: Path) -> None:
    play = HubPlay(tmp_path, head_start=NO_HEAD_START)
    play.operator("ann", max_chats=0)
    _, mal = queue_up(play, "eve", "mal")
    turn(mal, CART)

    assert places(play) == ["v-eve", "v-mal"]
    play.close()
