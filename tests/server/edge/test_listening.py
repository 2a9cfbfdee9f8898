"""The doors: silent connections, names, forwarded addresses, and readers that do not read."""

import socket
from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request

from tests.support.server_process import ServerProcess
from undivided.server.web.listening import Options, names
from undivided.server.web.services import Services


def options(host: str = "127.0.0.1", **more: object) -> Options:
    return Options(data=Path("data"), host=host, port=0, **more)  # type: ignore[arg-type]


def test_loopback_server_answers_to_the_names_of_this_computer() -> None:
    own = names(options(), 8440)

    assert own.public_url == "http://127.0.0.1:8440"
    assert own.hosts == frozenset({"127.0.0.1:8440", "localhost:8440", "[::1]:8440"})
    assert "http://localhost:8440" in own.origins


def test_public_name_is_answered_beside_the_own() -> None:
    own = names(options("0.0.0.0", behind_proxy=True, public_url="https://Chat.Example/"), 8440)

    assert own.public_url == "https://chat.example"
    assert own.hosts is not None
    assert "chat.example" in own.hosts


def test_proxy_without_a_name_is_believed() -> None:
    assert names(options("0.0.0.0", behind_proxy=True), 8440).hosts is None


@pytest.mark.parametrize(
    ("is_behind_proxy", "forwarded", "address"),
    [
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "10.0.0.1, 198.51.100.7", "198.51.100.7"),
        (True, "", "192.0.2.1"),
        (False, "198.51.100.7", "192.0.2.1"),
    ],
)
def test_forwarded_address_counts_behind_a_proxy_only(
    is_behind_proxy: bool, forwarded: str, address: str
) -> None:
    parts = object.__new__(Services)
    object.__setattr__(parts, "is_behind_proxy", is_behind_proxy)
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": forwarded})
    request = request.clone(remote="192.0.2.1")

    assert parts.address_of(request) == address


def test_slow_head_does_not_hold_up_others(server: ServerProcess) -> None:
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(50)]
    for each in slow:
        each.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    quick = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    quick.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    answer = quick.recv(1_000)
    for each in [*slow, quick]:
        each.close()

    assert answer.startswith(b"HTTP/1.1 200")
