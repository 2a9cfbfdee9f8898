"""One byte of a file is wrong: it opens, or is restored with a sentence, or is refused with one."""

import random
import shutil
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.server.core.hub_play import HubPlay
from undivided.database.backups import back_up
from undivided.database.errors import StorageError
from undivided.database.keeping import open_kept
from undivided.library.model.responses import Response
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.server.data_kind import server_file
from undivided.storage.desk.outbox_record import OutboxRecord
from undivided.storage.desk.store import DeskStore
from undivided.storage.library.store import LibraryStore

RULE = "one wrong byte anywhere in a file"
ROUNDS = 2_000

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PATIENCE_S = 60.0
SERVER = server_file()
ROWS = 60
NEWEST = frozenset({f"draft d{ROWS - 1}", f"r{ROWS - 1}", f"{ROWS - 1}"})

Rows = Mapping[str, str]


@dataclass(slots=True)
class Template:
    """A folder with a file, a backup of an earlier state, and maybe a left-over log.

    Attributes:
        rows: What the file holds, by key.
        backed_up: What its backup holds.
        newest: Keys of the last row of each table.
        read: Opens the file at a path and returns what it holds and what was found.
    """

    name: str
    folder: Path
    file: str
    rows: Rows
    backed_up: Rows
    newest: frozenset[str]
    read: Callable[[Path], tuple[Rows, str]]


@dataclass(slots=True)
class Tally:
    """What happened, over all rounds."""

    ends: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    first: str = ""

    def failed(self, how: str, where: str) -> None:
        """Count a broken promise and keep the first one."""
        self.failures[how] += 1
        self.first = self.first or f"{how}: {where}"


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Damage copies of real files, one byte each, and open them."""
    templates = [
        *make_templates(folder, "desk.db", write_desk, read_desk),
        *make_templates(folder, "library.db", write_library, read_library),
        *make_templates(folder, "hub.db", write_server, read_server),
    ]
    tally = Tally()
    for seed in range(rounds):
        _one(templates[seed % len(templates)], random.Random(seed), folder / f"{seed}", tally, seed)
    ends = ", ".join(f"{count} {end}" for end, count in sorted(tally.ends.items()))
    broken = sum(tally.failures.values())
    counted = [tally.failures[how] for how in ("crashed", "stalled", "lost", "said nothing")]
    return [
        Outcome(
            f"One wrong byte in the files of drafts and messages, responses and the server,"
            f" {rounds} times ({ends})",
            "{} crashed, {} stalled, {} lost what a backup had, {} lost rows unsaid".format(
                *counted
            ),
            "0 crashed, 0 stalled, 0 lost what a backup had, 0 lost rows unsaid",
            is_met=broken == 0,
            detail=tally.first,
        )
    ]


def make_templates(
    folder: Path,
    file: str,
    write: Callable[[Path, Iterable[int]], Callable[[], None]],
    read: Callable[[Path], tuple[Rows, str]],
) -> list[Template]:
    """Return the file as a clean end leaves it, and as a kill leaves it."""
    made = []
    for name in ("closed", "killed"):
        live, kept = folder / f"live-{file}-{name}", folder / f"{file}-{name}"
        live.mkdir()
        write(live / file, range(ROWS // 2))()
        backed_up, _ = read(live / file)
        back_up(live / file, "file", NOW)
        close = write(live / file, range(ROWS // 2, ROWS))
        if name == "closed":
            close()
            close = lambda: None  # noqa: E731
        shutil.copytree(live, kept)
        close()
        rows, _ = read(live / file)
        made.append(Template(name, kept, file, rows, backed_up, NEWEST, read))
    return made


def _one(template: Template, rng: random.Random, folder: Path, tally: Tally, seed: int) -> None:
    shutil.copytree(template.folder, folder)
    victims = [path for path in folder.glob(f"{template.file}*") if path.suffix != ".db-shm"]
    victim = rng.choice(sorted(path for path in victims if not path.name.endswith("-shm")))
    offset = rng.randrange(victim.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[offset] ^= rng.randrange(1, 256)
    victim.write_bytes(data)
    where = f"seed {seed}, {template.name} {victim.name} at {offset}"
    began = time.monotonic()
    try:
        rows, finding = template.read(folder / template.file)
    except StorageError:
        tally.ends["refused"] += 1
        rows, finding = {}, "refused"
        if template.backed_up:
            tally.failed("lost", where)
    except Exception:  # noqa: BLE001 - that is what is counted
        tally.failed("crashed", f"{where}\n{traceback.format_exc()}")
        return
    else:
        tally.ends["restored" if finding else "fine"] += 1
    if time.monotonic() - began > PATIENCE_S:
        tally.failed("stalled", where)
    if missing := template.backed_up.keys() - rows.keys():
        tally.failed("lost", f"{where}: {sorted(missing)[:3]} {finding}")
    said = template.rows.keys() - rows.keys() if not finding else set()
    # The end of a log may also be a write that power loss cut short before it was acknowledged.
    if victim.name.endswith("-wal"):
        said -= template.newest
    if missing := said:
        tally.failed("said nothing", f"{where}: {sorted(missing)[:3]}")
    shutil.rmtree(folder)


def write_desk(path: Path, numbers: Iterable[int]) -> Callable[[], None]:
    """Add messages and drafts; return what closes the file."""
    store = DeskStore(path, "mira@one")
    for number in numbers:
        event = Event(
            type="message", text=f"message {number} " * 8, custom_id=CustomId(f"u-{number}")
        )
        store.add(
            OutboxRecord(
                custom_id=CustomId(f"u-{number}"),
                chat_id=ChatId(f"c{number}"),
                event=event,
                written_at=NOW,
            )
        )
        store.save_draft(ChatId(f"d{number}"), f"draft {number} " * 12, NOW)
    return store.close


def read_desk(path: Path) -> tuple[Rows, str]:
    """Return all messages and drafts by key."""
    with closing(DeskStore(path, "mira@one")) as store:
        rows = {f"message {row.custom_id}": f"{row.event.text}" for row in store.waiting()}
        rows |= {f"draft {chat}": text for chat, text in store.drafts().items()}
        store.save_draft(ChatId("after"), "works", NOW)
        store.save_draft(ChatId("after"), "", NOW)
        return dict(rows), store.finding


def write_library(path: Path, numbers: Iterable[int]) -> Callable[[], None]:
    """Add responses; return what closes the file."""
    store = LibraryStore(path)
    for number in numbers:
        store.add(
            Response(
                id=f"r{number}",
                title=f"Response {number}",
                body=f"Body {number} " * 20,
                shortcuts=(f"short{number}",),
            )
        )
    return store.close


def read_library(path: Path) -> tuple[Rows, str]:
    """Return all responses by id, after searching and changing the library once."""
    with closing(LibraryStore(path)) as store:
        rows = {response.id: response.title for response in store.everything()}
        store.search("response", limit=60)
        added = store.add(Response(title="After", body="Works."))
        store.delete(added.id)
        return rows, store.finding


def write_server(path: Path, numbers: Iterable[int]) -> Callable[[], None]:
    """Let a visitor say things; return what closes the file."""
    open_kept(path, SERVER).connection.close()
    play = HubPlay(path.parent)
    play.operator("ann")
    visitor = play.visitor("eve")
    known = visitor.ask("list_chats")["chats_summary"]
    chat = str(known[0]["id"]) if known else visitor.start()[0]
    for number in numbers:
        visitor.say(chat, f"{number}", custom_id=f"u-{number}")
    return play.close


def read_server(path: Path) -> tuple[Rows, str]:
    """Return all messages by text, after the hub has read its history and said one more."""
    kept = open_kept(path, SERVER)
    kept.connection.close()
    play = HubPlay(path.parent)
    play.operator("ann")
    visitor = play.visitor("eve")
    chats = visitor.ask("list_chats")["chats_summary"]
    if chats and chats[0]["active"]:
        visitor.say(str(chats[0]["id"]), "Works.")
    events = play.connection.real.execute("select text, body from events").fetchall()
    play.close()
    return {text: str(body) for text, body in events if text != "Works."}, kept.finding
