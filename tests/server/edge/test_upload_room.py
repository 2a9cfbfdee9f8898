"""Files that no message uses have a limit, of each address and of all: an identity is free."""

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.limits import UPLOAD_BYTES
from undivided.protocol.moments import Moment
from undivided.server.data_folder import connection, open_data, uploads_folder
from undivided.server.web.file_kinds import FileKind
from undivided.server.web.upload_room import LOOK_EVERY, RoomLimits, UploadRoom
from undivided.server.web.upload_store import UNUSED_LIFE, Upload, UploadStore

T = TypeVar("T")
NOW = Moment.at(1_000_000)
LIMITS = RoomLimits(per_address=2 * UPLOAD_BYTES, in_all=3 * UPLOAD_BYTES)


async def away(work: Callable[[], T]) -> T:
    return work()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UploadStore]:
    with closing(open_data(tmp_path)) as reader:
        yield UploadStore(
            uploads_folder(tmp_path),
            reader,
            partial(connection, tmp_path),
            os.urandom,
            "https://chat.example",
        )


async def upload(room: UploadRoom, store: UploadStore, address: str, now: Moment = NOW) -> str:
    """Keep one of the largest files, of a visitor whom nobody knows; return its URL."""
    async with room.claimed(address, store, away, now) as claim:
        temporary = store.temporary()
        kind = FileKind("text/plain")
        kept = Upload(
            temporary=temporary, name="a.txt", kind=kind, size_bytes=UPLOAD_BYTES, uploader="v-1"
        )
        stored = store.keep(kept, now)
        claim.keep(stored)
    return stored.url


async def refusal(room: UploadRoom, store: UploadStore, address: str, now: Moment = NOW) -> str:
    with pytest.raises(ProtocolError) as refused:
        await upload(room, store, address, now)
    assert refused.value.type == ErrorType.LIMIT_REACHED
    return str(refused.value)


def use(store: UploadStore, url: str) -> None:
    database = store._reader
    database.conn.execute("PRAGMA foreign_keys=OFF")
    database.conn.execute(
        "INSERT INTO events (chat_id, thread_id, number, kind, is_whisper, body)"
        " VALUES ('c', 't', 1, 'file', 0, ?)",
        [f'{{"url":"{url}"}}'.encode()],
    )


async def test_an_address_and_all_together_have_a_limit(store: UploadStore) -> None:
    room = UploadRoom(LIMITS)
    for _ in range(2):
        await upload(room, store, "192.0.2.1")

    assert "Send those first" in await refusal(room, store, "192.0.2.1")
    await upload(room, store, "192.0.2.2")
    assert "no room" in await refusal(room, store, "192.0.2.3")


async def test_a_file_that_a_message_uses_counts_no_more(store: UploadStore) -> None:
    room = UploadRoom(LIMITS)
    urls = [await upload(room, store, "192.0.2.1") for _ in range(2)]
    await refusal(room, store, "192.0.2.1")
    use(store, urls[0])

    later = NOW.plus(LOOK_EVERY)
    await upload(room, store, "192.0.2.1", later)

    await refusal(room, store, "192.0.2.1", later)


async def test_files_that_come_at_once_count_before_they_are_there(store: UploadStore) -> None:
    room = UploadRoom(LIMITS)

    async with (
        room.claimed("192.0.2.1", store, away, NOW),
        room.claimed("192.0.2.1", store, away, NOW),
    ):
        await refusal(room, store, "192.0.2.1")

    assert await asyncio.gather(*(upload(room, store, "192.0.2.1") for _ in range(2)))


async def test_a_file_that_was_not_kept_takes_no_room(store: UploadStore) -> None:
    room = UploadRoom(LIMITS)

    for _ in range(4):
        with pytest.raises(ValueError, match="cut"):
            async with room.claimed("192.0.2.1", store, away, NOW):
                raise ValueError("cut")

    assert await upload(room, store, "192.0.2.1")


async def test_what_lay_there_before_a_restart_counts_among_all(store: UploadStore) -> None:
    before = UploadRoom(LIMITS)
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        await upload(before, store, address)

    assert "no room" in await refusal(UploadRoom(LIMITS), store, "192.0.2.4")


async def test_after_a_day_the_room_is_free_again(store: UploadStore) -> None:
    room = UploadRoom(LIMITS)
    for _ in range(2):
        await upload(room, store, "192.0.2.1")
    later = NOW.plus(UNUSED_LIFE + timedelta(seconds=1))
    store.forget_unused(later)

    assert await upload(room, store, "192.0.2.1", later)
