"""Rules of server addresses."""

import pytest

from undivided.runtime.addresses import parse_address
from undivided.runtime.errors import AddressWrong


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("chat.shop.example", "https://chat.shop.example"),
        (" https://chat.shop.example/ ", "https://chat.shop.example"),
        ("wss://chat.shop.example:8443", "https://chat.shop.example:8443"),
        ("localhost:8440", "http://localhost:8440"),
        ("http://127.0.0.1:8440", "http://127.0.0.1:8440"),
        ("http://[::1]:8440", "http://[::1]:8440"),
        ("https://chat.shop.example/desk/", "https://chat.shop.example/desk"),
        ("bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_what_a_person_types_becomes_an_address(typed: str, base: str) -> None:
    assert parse_address(typed).base == base


@pytest.mark.parametrize(
    "typed",
    [
        "\u00af",  # becomes a space in its ASCII form
        "",
        "   ",
        "ftp://a.example",
        "https://",
        "https://u:p@a.example",
        "a b.example",
        "https://a.example:port",
        "https://[::1",
        ".",
    ],
)
def test_what_is_no_address_gets_a_sentence(typed: str) -> None:
    with pytest.raises(AddressWrong, match="not a server address"):
        parse_address(typed)


def test_plain_http_to_another_computer_is_refused() -> None:
    with pytest.raises(AddressWrong, match="not be encrypted"):
        parse_address("http://chat.shop.example")


def test_the_socket_address_follows_the_scheme() -> None:
    assert parse_address("a.example").agent_socket == "wss://a.example/v3.6/agent/rtm/ws"
    assert parse_address("localhost:1").agent_socket == "ws://localhost:1/v3.6/agent/rtm/ws"


def test_an_endless_address_is_refused_at_once() -> None:
    with pytest.raises(AddressWrong, match="too long"):
        parse_address("é." * 100_000)
