"""Rules of the program's log."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hostile.strings import Bait, mixed
from tests.support.operator_desk import at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from undivided.app import logs
from undivided.app.logs import write_logs
from undivided.server import log as server_log

ours = logging.getLogger("undivided.test")


@pytest.fixture(autouse=True)
def loggers_as_before() -> Iterator[None]:
    root, app = logging.getLogger(), logging.getLogger("undivided")
    before = app.level, app.propagate, list(app.handlers), list(root.handlers)
    yield
    for handler in set(app.handlers) - set(before[2]):
        handler.close()
    app.level, app.propagate, app.handlers, root.handlers = before


def records(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="ascii").splitlines()]


def test_a_record_is_one_line_whatever_its_text_holds(tmp_path: Path) -> None:
    write_logs(tmp_path / "log")
    fake = 'lost\r\n{"event": "signed in"}\u2028\x1b[2K\x00"'
    ours.info("%s", fake)

    (record,) = records(tmp_path / "log")
    assert record["event"] == fake
    assert {"at", "level", "from"} <= set(record)


def test_a_failure_is_told_by_its_kind_and_places_and_not_by_its_words(tmp_path: Path) -> None:
    write_logs(tmp_path / "log")
    try:
        raise ValueError("what the visitor wrote\ntwo")
    except ValueError:
        ours.exception("failed")

    (record,) = records(tmp_path / "log")
    assert record["error"] == "ValueError"
    assert "test_logs.py" in str(record["trace"])
    assert "visitor" not in (tmp_path / "log").read_text().replace(
        "test_a_failure_is_told_by_its_kind_and_places_and_not_by_its_words", ""
    )


def test_a_librarys_message_is_told_without_what_was_put_into_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_logs(tmp_path / "log")
    logging.getLogger("some.library").warning("cannot read %s", "what the visitor wrote")

    (record,) = records(tmp_path / "log")
    assert record["event"] == "cannot read %s"


@pytest.mark.parametrize("number", range(0, 100, 3))
def test_hostile_text_stays_on_one_line_of_both_logs(tmp_path: Path, number: int) -> None:
    text = mixed(Bait("http://127.0.0.1:1", "/nowhere"), number)
    write_logs(tmp_path / "log")
    ours.info("%s", text)
    noted = logging.makeLogRecord(
        {"name": "undivided.server", "msg": "come", "facts": {"name": text}}
    )
    line = server_log._JsonLines().format(noted)

    (record,) = records(tmp_path / "log")
    assert record["event"] == text
    assert json.loads(line)["name"] == text
    assert all(letter.isprintable() for letter in line)


def test_every_file_of_the_log_is_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "LARGEST_BYTES", 400)
    write_logs(tmp_path / "log")
    for number in range(20):
        ours.info("record %d", number)

    files = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert files == {"log": 0o600, "log.1": 0o600, "log.2": 0o600}


def test_libraries_are_heard_only_when_something_is_wrong(tmp_path: Path) -> None:
    write_logs(tmp_path / "log")
    logging.getLogger("websockets.client").info("> TEXT what the visitor wrote")
    logging.getLogger("websockets.client").debug("> TEXT what the visitor wrote")

    assert records(tmp_path / "log") == []


async def test_a_chat_leaves_no_text_name_or_token_in_the_log(
    tmp_path: Path, server: ServerProcess
) -> None:
    site, ann = server.add_site(), server.add_operator()
    write_logs(tmp_path / "log")
    async with (
        at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id, name="Canaryname") as visitor,
    ):
        await desk.live()
        await visitor.start_chat("canary-from-visitor")
        chat = await desk.chat_with("canary-from-visitor")
        await desk.say(chat, "canary-from-operator")
        await visitor.hear("canary-from-operator")
        server.kill()
        await desk.say(chat, "canary-offline")

    said = (tmp_path / "log").read_text(encoding="utf-8")
    secrets = ("canary", "Canaryname", ann.token, visitor.token)
    assert "link lost" in said
    assert [secret for secret in secrets if secret in said] == []
