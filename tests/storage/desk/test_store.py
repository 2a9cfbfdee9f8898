"""Rules of the outbox and draft file."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from undivided.database.errors import StorageError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.storage import kept_files
from undivided.storage.desk import sent_pictures
from undivided.storage.desk.outbox_record import OutboxRecord
from undivided.storage.desk.store import DeskStore
from undivided.storage.local_file import LocalFile

WRITTEN = datetime(2026, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)
CHAT = ChatId("C1")


def record(custom_id: str, text: str = "hi") -> OutboxRecord:
    return OutboxRecord(
        custom_id=CustomId(custom_id),
        chat_id=CHAT,
        event=Event(type="message", text=text, custom_id=CustomId(custom_id)),
        written_at=WRITTEN,
    )


def test_a_stored_message_comes_back_whole_and_in_order(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    kept = store.add(record("u-1", "first 😊")) + store.add(record("u-2"))
    store.close()

    assert DeskStore(tmp_path / "desk.db", "mira@one").waiting() == tuple(kept)


def test_another_account_sees_none_of_it(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    store.add(record("u-1"))
    store.save_draft(CHAT, "half a word", WRITTEN)
    other = DeskStore(tmp_path / "desk.db", "mira@two")

    assert other.waiting() == ()
    assert other.drafts() == {}


def test_sending_a_draft_forgets_it_in_the_same_step(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    store.save_draft(CHAT, "hi", WRITTEN)

    store.add(record("u-1"))

    assert store.drafts() == {}


def test_sending_the_beginning_of_a_draft_keeps_its_rest_in_the_same_step(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    store.save_draft(CHAT, "First part. Second part.", WRITTEN)

    store.add(record("u-1", "First part."), draft_left="Second part.")

    assert store.drafts() == {CHAT: "Second part."}
    store.add(record("u-1", "First part."), draft_left="First part again.")
    assert store.drafts() == {CHAT: "Second part."}


def test_the_same_message_is_stored_once_and_takes_no_draft_with_it(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    store.add(record("u-1"))
    store.save_draft(CHAT, "hi", WRITTEN)

    again = store.add(record("u-1"))

    assert again == []
    assert store.drafts() == {CHAT: "hi"}
    assert len(store.waiting()) == 1


def test_an_empty_draft_is_no_draft(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    store.save_draft(CHAT, "hi", WRITTEN)
    store.save_draft(CHAT, "", WRITTEN)

    assert store.drafts() == {}


def test_a_failure_is_remembered_over_a_restart(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    store.add(record("u-1"))
    store.keep(CustomId("u-1"), attempts=3, failed="The chat was closed.")
    store.close()
    row = DeskStore(tmp_path / "desk.db", "mira@one").waiting()[0]

    assert (row.attempts, row.failed) == (3, "The chat was closed.")


def test_a_confirmed_message_is_gone(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    store.add(record("u-1"))
    store.drop(CustomId("u-1"))

    assert store.waiting() == ()


def test_a_full_disk_stores_nothing_and_the_next_success_needs_no_restart(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageError, match="disk is full"):
        store.add(record("u-1", "x" * 20_000))
    store._db.execute("PRAGMA max_page_count=100000")

    store.add(record("u-2"))

    assert [row.custom_id for row in store.waiting()] == ["u-2"]


def test_kill_minus_nine_loses_no_acknowledged_message(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    acknowledged = [child.stdout.readline().strip() for _ in range(30)]
    child.kill()
    acknowledged += child.stdout.read().split()
    child.wait()
    child.stdout.close()
    kept = {row.custom_id for row in DeskStore(path, "mira@one").waiting()}

    assert set(acknowledged) <= kept


CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from undivided.protocol.events import Event
from undivided.storage.desk.store import DeskStore
from undivided.storage.local_file import LocalFile
from undivided.storage import kept_files
from undivided.storage.desk import sent_pictures
from undivided.storage.desk.outbox_record import OutboxRecord
store = DeskStore(Path(sys.argv[1]), "mira@one")
for n in range(10_000):
    store.add(OutboxRecord(custom_id=f"u-{n}", chat_id="C1", event=Event(type="message", text="x"),
                           written_at=datetime(2026, 1, 1, tzinfo=UTC)))
    print(f"u-{n}", flush=True)
"""


def test_what_is_remembered_of_a_draft_goes_with_it(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    other = ChatId("C2")
    store.save_draft(CHAT, "on day", WRITTEN, '{"slots":[]}')
    store.save_draft(other, "typed", WRITTEN)
    before = store.draft_marks()
    store.save_draft(CHAT, "on Friday", WRITTEN)

    assert (before, store.draft_marks()) == ({CHAT: '{"slots":[]}'}, {})


def picture(custom_id: str, digest: str, size: int = 3) -> OutboxRecord:
    event = Event(type="file", name="a.png", content_type="image/png", size=size)
    return structs.replace(record(custom_id), event=event, digest=digest)


def sent(store: DeskStore, custom_id: str, data: bytes) -> str:
    file = LocalFile(name="a.png", media_type="image/png", data=data)
    kept = store.attach(CHAT, file, WRITTEN)
    store.add(picture(custom_id, kept.digest, len(data)))
    return kept.digest


def test_copy_of_a_sent_picture_stays_after_it_was_confirmed(tmp_path: Path) -> None:
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    digest = sent(store, "u-1", b"one")
    store.add(structs.replace(record("u-2"), digest=""))
    store.drop(CustomId("u-1"))
    store.close()
    again = DeskStore(tmp_path / "desk.db", "mira@one")

    assert again.sent_pictures() == {"u-1": digest}
    assert again.files.path(digest).read_bytes() == b"one"
    assert DeskStore(tmp_path / "desk.db", "mira@two").sent_pictures() == {}


def test_only_the_newest_sent_pictures_stay_within_their_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent_pictures, "MOST_PICTURES", 3)
    monkeypatch.setattr(sent_pictures, "MOST_BYTES", 7)
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    digests = {f"u-{n}": sent(store, f"u-{n}", b"%d" % n * n) for n in range(1, 5)}
    for custom_id in digests:
        store.drop(CustomId(custom_id))

    assert store.sent_pictures() == {key: digests[key] for key in ("u-3", "u-4")}
    assert sorted(path.name for path in (tmp_path / "desk.files").iterdir()) == sorted(
        store.sent_pictures().values()
    )


def test_sent_pictures_give_way_to_files_that_are_to_be_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "MOST_KEPT_BYTES", 10)
    store = DeskStore(tmp_path / "desk.db", "mira@one")
    sent(store, "u-1", b"12345678")
    store.drop(CustomId("u-1"))
    kept = store.attach(CHAT, LocalFile("b.txt", "text/plain", b"abcdefgh"), WRITTEN)

    assert store.sent_pictures() == {}
    assert [path.name for path in (tmp_path / "desk.files").iterdir()] == [kept.digest]
