"""Files of drafts and of unsent messages: a copy of each, as long as something names it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from undivided.database.errors import DiskFull
from undivided.library.model.parts import Attachment
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.storage import kept_files
from undivided.storage.desk.outbox_record import OutboxRecord
from undivided.storage.desk.store import DeskStore
from undivided.storage.kept_files import TooMuchKept
from undivided.storage.local_file import LocalFile

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
CHAT = ChatId("C1")
PNG = b"\x89PNG and so on"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DeskStore]:
    with closing(DeskStore(tmp_path / "desk.db", "mira@one")) as made:
        yield made


def attach(store: DeskStore, name: str = "shoe.png", data: bytes = PNG) -> Attachment:
    return store.attach(CHAT, LocalFile(name, "image/png", data), AT)


def record(file: Attachment, custom_id: str = "f1") -> OutboxRecord:
    event = Event(type="file", name=file.name, custom_id=CustomId(custom_id))
    return OutboxRecord(
        custom_id=CustomId(custom_id),
        chat_id=CHAT,
        event=event,
        written_at=AT,
        digest=file.digest,
    )


def text(custom_id: str) -> OutboxRecord:
    event = Event(type="message", text="hi", custom_id=CustomId(custom_id))
    return OutboxRecord(custom_id=CustomId(custom_id), chat_id=CHAT, event=event, written_at=AT)


def copies(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "desk.files").iterdir())


def test_attached_files_come_back_in_order_after_a_restart(tmp_path: Path) -> None:
    with closing(DeskStore(tmp_path / "desk.db", "mira@one")) as store:
        files = (attach(store), attach(store, "bill.pdf", b"%PDF"))

    with closing(DeskStore(tmp_path / "desk.db", "mira@one")) as store:
        assert store.draft_files() == {CHAT: files}
        assert [store.files.path(file.digest).read_bytes() for file in files] == [PNG, b"%PDF"]


def test_the_same_file_attached_twice_is_there_once(store: DeskStore, tmp_path: Path) -> None:
    assert attach(store) == attach(store)

    assert len(store.draft_files()[CHAT]) == 1
    assert len(copies(tmp_path)) == 1


def test_copies_are_private(store: DeskStore, tmp_path: Path) -> None:
    attach(store)

    assert (tmp_path / "desk.files").stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in copies(tmp_path)] == [0o600]


def test_a_copy_goes_when_its_message_was_sent_and_not_before(
    store: DeskStore, tmp_path: Path
) -> None:
    file = attach(store)

    store.add(record(file))
    assert store.draft_files() == {}
    assert len(copies(tmp_path)) == 1
    store.drop(CustomId("f1"))

    assert copies(tmp_path) == []


def test_a_copy_that_another_message_needs_stays(store: DeskStore, tmp_path: Path) -> None:
    file = attach(store)
    store.add(record(file, "f1"), record(file, "f2"))

    store.drop(CustomId("f1"))

    assert len(copies(tmp_path)) == 1


def test_a_copy_of_another_account_stays(store: DeskStore, tmp_path: Path) -> None:
    with closing(DeskStore(tmp_path / "desk.db", "mira@two")) as other:
        attach(other, data=b"of another")
    file = attach(store)

    store.detach(CHAT, file)

    assert [path.read_bytes() for path in copies(tmp_path)] == [b"of another"]


def test_a_file_that_was_attached_after_send_stays_with_the_draft(store: DeskStore) -> None:
    file = attach(store)
    later = attach(store, "later.png", b"later")

    store.add(text("u1"), record(file))

    assert store.draft_files() == {CHAT: (later,)}


def test_one_send_is_stored_whole_or_not_at_all(store: DeskStore, tmp_path: Path) -> None:
    file = attach(store)
    with closing(sqlite3.connect(tmp_path / "desk.db")) as raw:
        raw.execute(
            "create trigger full before insert on outbox when new.digest <> ''"
            " begin select raise(abort, 'no'); end"
        )

    with pytest.raises(Exception, match="no"):
        store.add(text("u1"), record(file))

    assert store.waiting() == ()
    assert store.draft_files() == {CHAT: (file,)}


def test_an_address_is_kept_over_a_restart(store: DeskStore, tmp_path: Path) -> None:
    file = attach(store)
    store.add(record(file))

    store.readdress(CustomId("f1"), Event(type="file", name="shoe.png", url="https://x/1"))

    with closing(DeskStore(tmp_path / "desk.db", "mira@one")) as again:
        assert [(row.event.url, row.digest) for row in again.waiting()] == [
            ("https://x/1", file.digest)
        ]


def test_halves_and_strays_are_removed_at_the_next_start(store: DeskStore, tmp_path: Path) -> None:
    file = attach(store)
    (tmp_path / "desk.files" / ("a" * 64 + ".new")).write_bytes(b"half")
    store.close()

    DeskStore(tmp_path / "desk.db", "mira@one").close()

    assert [path.name for path in copies(tmp_path)] == [file.digest]


def test_files_that_nobody_sent_are_let_go_after_their_time(
    store: DeskStore, tmp_path: Path
) -> None:
    old = attach(store)
    new = store.attach(CHAT, LocalFile("b.txt", "text/plain", b"new"), AT + timedelta(days=2))
    store.add(record(old, "f1"), clears_draft=False)

    store.forget_files(AT + timedelta(days=1))

    # A message that waits keeps its copy however old it is.
    assert store.draft_files() == {CHAT: (new,)}
    assert {path.name for path in copies(tmp_path)} == {old.digest, new.digest}


def test_more_than_the_bound_is_refused_in_a_sentence(
    store: DeskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "MOST_KEPT_BYTES", 20)
    attach(store)

    with pytest.raises(TooMuchKept, match="already fill"):
        attach(store, data=b"x" * 10)

    assert len(store.draft_files()[CHAT]) == 1


def test_a_full_disk_keeps_nothing_and_says_so(
    store: DeskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("undivided.storage.kept_files.os.fsync", full)

    with pytest.raises(DiskFull, match="copy of your file"):
        attach(store)

    assert store.draft_files() == {}
    assert copies(tmp_path) == []
