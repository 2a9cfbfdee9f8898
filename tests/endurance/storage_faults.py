"""The n-th write of a file fails: nothing accepted is lost, nothing half, and work goes on."""

import itertools
import logging
import shutil
import sqlite3
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import structs

from tests.endurance.outcome import Outcome
from tests.server.core.hub_play import HubPlay
from tests.support.faulty_disk import Fault, FaultyDisk
from undivided.database.checking import complaints
from undivided.database.errors import StorageError
from undivided.library.model.responses import Response
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.storage.desk.outbox_record import OutboxRecord
from undivided.storage.desk.store import DeskStore
from undivided.storage.library.store import LibraryStore

RULE = "the n-th write or sync fails, three kinds of fault"
ROUNDS = 300

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CHECKPOINT_PAGES = 24
"""Small, so that copying the log into the file falls among the failing writes too."""
GOES_ON = 3
"""Writes that have to work after the fault, without opening the file again."""


T = TypeVar("T")


class Work(Protocol):
    """A file in use."""

    def write(self, number: int) -> bool:
        """Write something; return whether it was accepted."""

    def kept(self) -> set[int]:
        """Return everything that the file holds."""

    def close(self) -> None:
        """Close the file."""


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Let each of the first `rounds` writes fail once in each way, for each file."""
    works: list[tuple[str, Callable[[Path], Work]]] = [
        ("desk.db", DeskWork),
        ("library.db", LibraryWork),
        ("hub.db", ServerWork),
    ]
    # The server logs every batch that it could not save; here that is the point.
    logging.getLogger("undivided.server.hub.hub").setLevel(logging.CRITICAL)
    failures: Counter[str] = Counter()
    first, faults = "", 0
    for file, make in works:
        template = folder / f"template-{file}"
        template.mkdir()
        make(template).close()
        for nth, kind in itertools.product(range(1, rounds + 1), Fault):
            here = folder / "here"
            shutil.copytree(template, here)
            came, how = _one(here, file, make, nth, kind)
            faults += came
            failures[how] += 1
            if how:
                first = first or f"{file}, {kind.name} {nth}: {how}"
            shutil.rmtree(here)
    counted = (failures["crashed"], failures["lost"], failures["stuck"], failures["damaged"])
    return [
        Outcome(
            f"Files of drafts and messages, responses and the server: write 1 to {rounds} fails as"
            f" full, as unwritten, as unsynced ({faults} faults came)",
            "{} crashes, {} accepted but lost, {} needed a restart, {} damaged".format(*counted),
            "0 crashes, 0 accepted but lost, 0 needed a restart, 0 damaged",
            is_met=not any(counted),
            detail=first,
        )
    ]


def _one(
    here: Path, file: str, make: Callable[[Path], Work], nth: int, kind: Fault
) -> tuple[bool, str]:
    """Return whether the fault came, and what went wrong, or nothing."""
    accepted: set[int] = set()
    with FaultyDisk(here) as disk:
        disk.fail_write(nth, kind)
        try:
            work = _opened(make, here)
            went_on = 0
            for number in range(4 * nth + 40):
                had_failed = disk.has_failed
                if work.write(number):
                    accepted.add(number)
                elif had_failed:
                    return True, "stuck"
                went_on += had_failed
                if went_on == GOES_ON:
                    break
            lost = accepted - work.kept()
            disk.kill()
            work.close()
            work = make(here)
            lost |= accepted - work.kept()
            work.close()
        except Exception:  # noqa: BLE001 - that is what is counted
            traceback.print_exc()
            return disk.has_failed, "crashed"
        came = disk.has_failed
    if is_damaged(here / file):
        return came, "damaged"
    return came, "lost" if lost else ""


def is_damaged(path: Path) -> bool:
    """Return whether a check finds anything wrong with the file."""
    with closing(sqlite3.connect(path)) as connection:
        return bool(complaints(connection))


def _opened(make: Callable[[Path], Work], here: Path) -> Work:
    try:
        return make(here)
    except StorageError:
        return make(here)


class DeskWork:
    """Messages accepted at Send, and drafts."""

    def __init__(self, folder: Path) -> None:
        self._store = DeskStore(folder / "desk.db", "mira@one")
        self._store._db.execute(f"pragma wal_autocheckpoint={CHECKPOINT_PAGES}")

    def write(self, number: int) -> bool:
        label, chat = CustomId(f"u-{number}"), ChatId(f"c{number % 3}")
        event = Event(type="message", text=f"message {number} " * 9, custom_id=label)
        try:
            self._store.add(
                OutboxRecord(custom_id=label, chat_id=chat, event=event, written_at=NOW)
            )
        except StorageError:
            return False
        return True

    def kept(self) -> set[int]:
        return {int(row.custom_id.removeprefix("u-")) for row in self._store.waiting()}

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._store.close()


class LibraryWork:
    """Responses that the operator adds, each with a file, and corrects once."""

    def __init__(self, folder: Path) -> None:
        self._store = LibraryStore(folder / "library.db")
        self._store._db.execute(f"pragma wal_autocheckpoint={CHECKPOINT_PAGES}")

    def write(self, number: int) -> bool:
        try:
            file = self._store.add_file(f"file {number} ".encode() * 9, "file.txt")
            response = Response(
                id=f"own-{number}",
                title=f"Own {number}",
                body=f"Body {number} " * 9,
                attachments=(file,),
            )
            self._store.add(response)
            self._store.update(structs.replace(response, body="Corrected."))
        except StorageError:
            return False
        return True

    def kept(self) -> set[int]:
        own = [each for each in self._store.everything() if each.id.startswith("own-")]
        return {
            int(each.id.removeprefix("own-"))
            for each in own
            if each.body == "Corrected."
            and self._store.file_bytes(each.attachments[0].digest)
            and self._store.versions(each.id)
        }

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._store.close()


class ServerWork:
    """Messages that the hub confirms to a visitor; an operator must not see any other."""

    def __init__(self, folder: Path) -> None:
        self._play = HubPlay(folder)
        self._play.connection.real.execute(f"pragma wal_autocheckpoint={CHECKPOINT_PAGES}")
        self._operator = self._again(lambda: self._play.operator("ann"))
        self._visitor = self._again(lambda: self._play.visitor("eve"))
        self._chat = self._again(self._chat_of_visitor)

    def write(self, number: int) -> bool:
        seen = len(self._operator.pushes("incoming_event"))
        event = {"type": "message", "text": f"{number}", "custom_id": f"u-{number}"}
        answer = self._visitor.try_("send_event", {"chat_id": self._chat, "event": event})
        accepted = bool(answer["success"])
        # Told to the operator if and only if it was confirmed to the visitor.
        assert accepted == (len(self._operator.pushes("incoming_event")) > seen)
        return accepted

    def kept(self) -> set[int]:
        rows = self._play.archive.connection.execute("select text from events")
        return {int(text) for (text,) in rows if text and text.isdecimal()}

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._play.close()

    def _chat_of_visitor(self) -> str:
        chats = self._visitor.ask("list_chats")["chats_summary"]
        if chats:
            chat = str(chats[0]["id"])
            if not chats[0]["active"]:
                self._visitor.ask("resume_chat", {"chat": {"id": chat}})
            return chat
        return self._visitor.start()[0]

    def _again(self, act: Callable[[], T]) -> T:
        """Do what may meet the fault, and then do it once more, as people do."""
        try:
            return act()
        except AssertionError:
            return act()
