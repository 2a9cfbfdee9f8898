"""Backups of the server's database: out of a running server, back into a stopped one (G6, G14)."""

import asyncio
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.server.edge.test_durability import AGENT, call
from tests.support.server_process import ServerProcess, run_command
from tests.support.visitor import visiting
from undivided.database.backups import backups_of
from undivided.server import cli
from undivided.server.backup_files import BEFORE_RESTORE
from undivided.server.data_kind import server_file
from undivided.server.database import FILE_NAME


def ask(path: Path, sql: str) -> object:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchone()[0]


def epoch(path: Path) -> object:
    return ask(path, "select value from facts where name = 'epoch'")


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = cli.main(words)
    told = capsys.readouterr()

    assert (code, told.out) == (1, "")
    return told.err


@dataclass(frozen=True)
class Shop:
    """A server with one operator and one site."""

    server: ServerProcess
    token: str
    site: str

    async def hears(self, text: str) -> None:
        """Let a new visitor say something while the operator is there."""
        async with ClientSession(self.server.url) as web, web.ws_connect(AGENT) as desk:
            await call(desk, "login", {"token": f"Bearer {self.token}"})
            async with visiting(self.server, self.site) as visitor:
                await visitor.start_chat(text)


@pytest.fixture
def shop(server: ServerProcess) -> Shop:
    token = server.add_operator(max_chats=9).token
    return Shop(server, token, server.add_site().organization_id)


def spoil_table(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        page, size = (
            connection.execute(sql).fetchone()[0]
            for sql in (
                f"select rootpage from sqlite_schema where name = '{name}'",
                "pragma page_size",
            )
        )
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)


async def test_a_backup_of_a_running_server_brings_its_chats_back(
    shop: Shop, tmp_path: Path
) -> None:
    server = shop.server
    path, backup = server.data / FILE_NAME, tmp_path / "kept.db"
    await shop.hears("Before the backup")
    made = await asyncio.to_thread(run_command, "backup", str(backup), "--data", str(server.data))
    await shop.hears("After the backup")
    old_epoch = epoch(path)

    server.stop()
    done = run_command("restore", str(backup), "--data", str(server.data))
    server.start()
    texts = ask(path, "select group_concat(text) from events where kind = 'message'")

    assert (made.returncode, done.returncode) == (0, 0), made.stderr + done.stderr
    assert "Restored 1 chats with " in done.stdout
    assert texts == "Before the backup"
    assert epoch(path) != old_epoch
    former = server.data / "backups" / BEFORE_RESTORE
    assert 2 == ask(former, "select count(*) from events where kind = 'message'")
    assert [] == [file for file in (path, backup, former) if file.stat().st_mode & 0o077]


def test_a_restore_waits_for_the_server_to_stop(
    server: ServerProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = tmp_path / "kept.db"
    assert cli.main(["backup", str(backup), "--data", str(server.data)]) == 0
    capsys.readouterr()
    before = epoch(server.data / FILE_NAME)

    told = refusal(capsys, "restore", str(backup), "--data", str(server.data))

    assert "Another server already uses" in told
    assert before == epoch(server.data / FILE_NAME)


def test_a_file_that_is_no_good_backup_changes_nothing(
    server: ServerProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.stop()
    path = server.data / FILE_NAME
    before = path.read_bytes()
    text, other = tmp_path / "text.db", tmp_path / "other.db"
    text.write_text("no database")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table things (id)")
    spoiled = tmp_path / "spoiled.db"
    assert cli.main(["backup", str(spoiled), "--data", str(server.data)]) == 0
    spoil_table(spoiled, "operators")
    capsys.readouterr()

    for file, why in (
        (text, "is damaged or no database"),
        (other, "is no backup of a chat server"),
        (spoiled, "is damaged or no database"),
        (tmp_path / "absent.db", "There is no file"),
    ):
        told = refusal(capsys, "restore", str(file), "--data", str(server.data))
        assert why in told
        assert "Nothing was changed." in told
    assert before == path.read_bytes()


def test_a_backup_overwrites_nothing(
    server: ServerProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.db"
    kept.write_text("something else")

    told = refusal(capsys, "backup", str(kept), "--data", str(server.data))

    assert "exists already" in told
    assert kept.read_text() == "something else"


async def test_a_damaged_database_is_restored_with_a_new_epoch_and_said_in_the_log(
    shop: Shop,
) -> None:
    server = shop.server
    path = server.data / FILE_NAME
    await shop.hears("Still here?")
    old_epoch = epoch(path)
    server.stop()
    spoil_table(path, "visitors")

    server.start()
    lines = [json.loads(line) for line in server.log().splitlines()]
    (found,) = [line for line in lines if line["event"] == "database_restored"]
    await shop.hears("It goes on")

    assert found["level"] == "warning"
    assert "The server's database was damaged." in found["finding"]
    assert f"the damaged copy is at {path}.damaged-1" in found["finding"]
    assert 1 == ask(path, "select count(*) from events where text = 'Still here?'")
    assert epoch(path) != old_epoch


async def test_a_running_server_makes_a_backup_a_day(server: ServerProcess) -> None:
    async with asyncio.timeout(60):
        while not (made := backups_of(server.data / FILE_NAME)):
            await asyncio.sleep(0.1)

    assert len(made) == 1


def test_every_table_of_the_server_is_known_to_its_kind(server: ServerProcess) -> None:
    server.stop()
    with closing(sqlite3.connect(server.data / FILE_NAME)) as connection:
        names = {
            name
            for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")
        }
    known = set(server_file().tables)

    assert known <= names
    assert {name for name in names - known if not name.startswith(("events_text", "_sqlite"))} == (
        set()
    )
