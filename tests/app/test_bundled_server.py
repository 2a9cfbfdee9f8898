"""Rules of the bundled server as a child process."""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.app_process import is_running
from undivided.app import bundled_server
from undivided.app.bundled_server import BundledServer, BundledServerError, Operator


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BundledServer]:
    made = BundledServer(tmp_path / "data")
    yield made
    made.stop()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=10) as answer:
            return bool(answer.status == 200)
    except urllib.error.URLError:
        return False


def pid_of(server: BundledServer) -> int:
    assert server._process is not None
    return server._process.pid


def test_it_listens_until_it_is_stopped(server: BundledServer) -> None:
    server.start()
    pid, was_there = pid_of(server), answers(server.url)
    server.stop()

    assert (was_there, answers(server.url), is_running(pid)) == (True, False, False)


def test_a_second_start_is_found_at_the_same_address(server: BundledServer) -> None:
    server.start()
    first = server.url
    server.stop()
    server.start()

    assert server.url == first
    assert answers(first)


def test_a_server_that_runs_is_not_started_again(server: BundledServer) -> None:
    server.start()
    first = pid_of(server)
    server.start()

    assert pid_of(server) == first


def test_a_server_that_died_is_started_again(server: BundledServer) -> None:
    server.start()
    assert server._process is not None
    server._process.kill()
    server._process.wait()
    server.start()

    assert answers(server.url)


def test_an_operator_is_made_once_and_gets_a_fresh_token_each_time(server: BundledServer) -> None:
    server.start()
    first, second = server.new_token(Operator()), server.new_token(Operator())

    assert first != second
    assert server.demo_site()


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(BundledServerError, match=r"cannot keep its data in .*data \(.*exists\)"):
        BundledServer(tmp_path / "data").start()


def test_a_port_in_use_is_said_in_the_servers_own_words(tmp_path: Path) -> None:
    first = BundledServer(tmp_path / "one")
    first.start()
    second = BundledServer(tmp_path / "two", port=first._port)
    with pytest.raises(BundledServerError, match=r"did not start.* port"):
        second.start()
    first.stop()


def test_a_server_that_says_nothing_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_server, "PATIENCE_S", 0.01)
    server = BundledServer(tmp_path / "data")
    with pytest.raises(BundledServerError, match="did not start"):
        server.start()

    assert server._process is None


def test_a_refused_operator_is_said(server: BundledServer) -> None:
    server.start()
    with pytest.raises(BundledServerError, match=r"\w+"):
        server.new_token(Operator(email="no address"))


async def test_stopping_twice_is_no_error(server: BundledServer) -> None:
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.stop)


def test_a_second_start_gives_a_token_that_works_beside_it(tmp_path: Path) -> None:
    server = BundledServer(tmp_path / "data")
    first = server.start_for(Operator())
    server.stop()
    second = server.start_for(Operator())
    server.stop()

    assert first.startswith("undv_")
    assert second.startswith("undv_")
    assert first != second
