"""Uploads under way: told in steps, stopped at once, their addresses kept before they are told."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from undivided.database.errors import DiskFull
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.events import Event
from undivided.protocol.ids import ChatId, CustomId
from undivided.runtime.errors import ServerForeign, ServerUnreachable
from undivided.runtime.file_post import Parcel
from undivided.runtime.uploads import Reports, Uploads
from undivided.runtime.watched_http import Watch
from undivided.session.commands import OutboxRow
from undivided.session.sentences import FILE_GONE, UPLOAD_FOREIGN

AT = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Slow:
    """A server that takes a file step by step, each when it is told to; or fails."""

    fault: Exception | None = None
    steps: tuple[int, ...] = (2, 40, 43, 100)
    may_end: threading.Event = field(default_factory=threading.Event)
    is_begun: threading.Event = field(default_factory=threading.Event)
    at_once: int = 0
    most: int = 0

    def upload(self, parcel: Parcel, watch: Watch, progress: Callable[[int], None]) -> str:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.is_begun.set()
        for percent in self.steps:
            progress(percent)
        while not self.may_end.wait(0.005):
            if watch.is_over:
                self.at_once -= 1
                raise ServerUnreachable("stopped")
        self.at_once -= 1
        if self.fault is not None:
            raise self.fault
        return f"https://x/{parcel.name}"


@dataclass
class Kept:
    """A file with copies, whose disk may be full."""

    folder: Path
    is_full: bool = False
    addresses: list[str | None] = field(default_factory=list)

    def path_of(self, digest: str) -> Path:
        return self.folder / digest

    async def readdress(self, custom_id: CustomId, event: Event) -> None:
        if self.is_full:
            what = "file"
            raise DiskFull(what, self.folder)
        self.addresses.append(event.url)


@dataclass
class Heard:
    """What was reported, in its order."""

    told: list[tuple[str, object]] = field(default_factory=list)

    def reports(self) -> Reports:
        return Reports(
            lambda _row, percent: self.told.append(("goes on", percent)),
            lambda _row, url: self.told.append(("done", url)),
            lambda _row, error: self.told.append(("failed", error and error.type)),
        )


def row(name: str = "a") -> OutboxRow:
    event = Event(type="file", name=name, content_type="image/png")
    return OutboxRow(CustomId(name), ChatId("C1"), event, AT, digest="d")


async def test_progress_is_told_in_steps_and_the_address_is_kept_first(tmp_path: Path) -> None:
    post, kept, heard = Slow(), Kept(tmp_path), Heard()
    post.may_end.set()

    await Uploads(post, kept).run(row(), heard.reports())

    assert kept.addresses == ["https://x/a"]
    assert heard.told == [("goes on", 40), ("goes on", 100), ("done", "https://x/a")]


@pytest.mark.parametrize(
    ("fault", "reported"),
    [
        (ServerUnreachable("It broke."), None),
        (ProtocolError(ErrorType.VALIDATION, "No."), ErrorType.VALIDATION),
        (FileNotFoundError(), FILE_GONE),
        (PermissionError(), None),
        (ServerForeign("A sign-in page of a hotel."), UPLOAD_FOREIGN),
    ],
)
async def test_each_end_is_reported_for_what_it_is(
    fault: Exception, reported: str | None, tmp_path: Path
) -> None:
    post, heard = Slow(fault, steps=()), Heard()
    post.may_end.set()

    await Uploads(post, Kept(tmp_path)).run(row(), heard.reports())

    assert heard.told == [("failed", reported)]


async def test_an_address_that_the_disk_does_not_take_is_no_address(tmp_path: Path) -> None:
    post, heard = Slow(steps=()), Heard()
    post.may_end.set()

    await Uploads(post, Kept(tmp_path, is_full=True)).run(row(), heard.reports())

    assert heard.told == [("failed", None)]


async def test_a_stopped_upload_ends_and_is_reported_no_more(tmp_path: Path) -> None:
    post, heard = Slow(steps=()), Heard()
    uploads = Uploads(post, Kept(tmp_path))
    running = asyncio.ensure_future(uploads.run(row(), heard.reports()))
    await asyncio.to_thread(post.is_begun.wait, 10)

    uploads.stop(CustomId("a"))
    await running

    assert post.at_once == 0
    assert heard.told == []


async def test_one_that_was_stopped_before_its_turn_never_begins(tmp_path: Path) -> None:
    post, heard = Slow(steps=()), Heard()
    uploads = Uploads(post, Kept(tmp_path))
    running = [asyncio.ensure_future(uploads.run(row(name), heard.reports())) for name in "abcdef"]
    await asyncio.to_thread(post.is_begun.wait, 10)

    uploads.stop(CustomId("f"))
    post.may_end.set()
    await asyncio.gather(*running)

    assert sorted(str(what) for _, what in heard.told) == [f"https://x/{name}" for name in "abcde"]
    assert post.most <= 3


async def test_at_the_end_every_upload_is_stopped(tmp_path: Path) -> None:
    post, heard = Slow(steps=()), Heard()
    uploads = Uploads(post, Kept(tmp_path))
    running = [asyncio.ensure_future(uploads.run(row(name), heard.reports())) for name in "abcd"]
    await asyncio.to_thread(post.is_begun.wait, 10)

    uploads.stop_all()
    await asyncio.gather(*running)

    assert heard.told == []
