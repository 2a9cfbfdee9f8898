"""Rules of uploading one file, against the real server and against bad ones."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import unquote
from urllib.request import urlopen

import pytest

from tests.support.server_process import ServerProcess, server
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.runtime.addresses import ServerAddress, parse_address
from undivided.runtime.errors import LinkError, ServerForeign, ServerUnreachable
from undivided.runtime.file_post import FilePost, Parcel
from undivided.runtime.trust import Trust
from undivided.runtime.watched_http import Watch

__all__ = ["server"]

TEXT = "für dich\n".encode() * 20_000


def parcel(folder: Path, name: str = "grüße.txt", data: bytes = TEXT) -> Parcel:
    path = folder / "copy"
    path.write_bytes(data)
    return Parcel(name, "text/plain", path)


def upload(
    address: ServerAddress, what: Parcel, *, seconds: float = 20, token: str = "none"
) -> tuple[str, list[int]]:
    told: list[int] = []
    with Watch(seconds) as watch:
        post = FilePost(address, f"Bearer {token}", Trust())
        return post.upload(what, watch, told.append), told


class Answering:
    """A web server that reads some of a request, says one thing and hangs up."""

    def __init__(self, answer: bytes, reads: int = 1 << 30) -> None:
        self._answer = answer
        self._reads = reads
        self.address = ServerAddress("http://127.0.0.1")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(min(length, self._reads))
        writer.write(self._answer)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def answering(answer: bytes, reads: int = 1 << 30) -> AsyncIterator[ServerAddress]:
    made = Answering(answer, reads)
    async with await asyncio.start_server(made.serve, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        yield ServerAddress(f"http://127.0.0.1:{port}")


def http(status: str, body: bytes = b"") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def test_a_file_arrives_whole_under_its_name(server: ServerProcess, tmp_path: Path) -> None:
    token = server.add_operator().token

    url, told = upload(parse_address(server.url), parcel(tmp_path), token=token)
    with urlopen(url) as answer:
        arrived = answer.read()

    assert arrived == TEXT
    assert unquote(url).endswith("/grüße.txt")
    assert told == sorted(told)
    assert told[-1] == 100


def test_a_hostile_name_stays_one_harmless_name(server: ServerProcess, tmp_path: Path) -> None:
    token = server.add_operator().token
    name = '../../x"; name="y\r\nX-Evil: 1\r\n\u202egpj.exe.png'

    url, _ = upload(parse_address(server.url), parcel(tmp_path, name), token=token)

    last = unquote(url).rpartition("/")[2]
    assert last.endswith(".png")
    assert set(last).isdisjoint('\u202e\r\n"\\')


def test_a_program_is_refused_with_the_servers_reason(
    server: ServerProcess, tmp_path: Path
) -> None:
    token = server.add_operator().token

    with pytest.raises(ProtocolError, match="Programs and scripts cannot be sent") as refusal:
        upload(parse_address(server.url), parcel(tmp_path, "a.exe", b"MZ"), token=token)

    assert refusal.value.type == ErrorType.VALIDATION


def test_a_token_that_is_not_good_is_said_so(server: ServerProcess, tmp_path: Path) -> None:
    with pytest.raises(ProtocolError) as refusal:
        upload(parse_address(server.url), parcel(tmp_path))

    assert refusal.value.type == ErrorType.AUTHENTICATION


@pytest.mark.parametrize(
    ("status", "type_"),
    [
        ("404 Not Found", ErrorType.NOT_FOUND),
        ("413 Content Too Large", ErrorType.ENTITY_TOO_LARGE),
        ("500 Oh", ErrorType.SERVICE_UNAVAILABLE),
        ("302 Found", ErrorType.NOT_FOUND),
    ],
)
async def test_a_server_without_a_reason_is_judged_by_its_status(
    status: str, type_: ErrorType, tmp_path: Path
) -> None:
    async with answering(http(status, b"<html>")) as address:
        with pytest.raises(ProtocolError) as refusal:
            await asyncio.to_thread(upload, address, parcel(tmp_path))

    assert refusal.value.type == type_


async def test_a_refusal_in_the_middle_of_the_file_is_heard(tmp_path: Path) -> None:
    large = parcel(tmp_path, data=b"x" * 8_000_000)
    async with answering(http("413 Content Too Large"), reads=20_000) as address:
        with pytest.raises((ProtocolError, LinkError)) as refusal:
            await asyncio.to_thread(upload, address, large)

    # A system that throws the answer away with the connection leaves no more than "it broke".
    assert isinstance(refusal.value, ProtocolError | ServerUnreachable)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b'{"url": ""}', b'{"url": 7}', b'{"url": "' + b"x" * 3_000 + b'"}', b"[" * 9_000],
    ids=["nothing", "no address", "an empty one", "a number", "a long one", "deep"],
)
async def test_an_answer_without_a_usable_address_is_no_upload(body: bytes, tmp_path: Path) -> None:
    async with answering(http("200 OK", body)) as address:
        with pytest.raises(ServerForeign):
            await asyncio.to_thread(upload, address, parcel(tmp_path))


async def test_a_server_that_takes_bytes_too_slowly_is_given_up(tmp_path: Path) -> None:
    given_up, ended = asyncio.Event(), asyncio.Event()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
        await given_up.wait()
        writer.close()
        ended.set()

    large = parcel(tmp_path, data=b"x" * 8_000_000)
    async with await asyncio.start_server(slow, "127.0.0.1", 0, limit=4096) as listening:
        port = listening.sockets[0].getsockname()[1]
        address = ServerAddress(f"http://127.0.0.1:{port}")
        with pytest.raises(ServerUnreachable, match="did not answer in time"):
            await asyncio.to_thread(upload, address, large, seconds=0.3)
        given_up.set()
        await ended.wait()


async def test_an_upload_can_be_stopped_from_outside(tmp_path: Path) -> None:
    began, ended = threading.Event(), asyncio.Event()

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        began.set()
        with suppress(ConnectionError):
            while not reader.at_eof():
                await reader.read(64)
        writer.close()
        ended.set()

    async with await asyncio.start_server(deaf, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        post = FilePost(ServerAddress(f"http://127.0.0.1:{port}"), "Bearer x", Trust())
        with Watch(20) as watch:
            sending = asyncio.ensure_future(
                asyncio.to_thread(post.upload, parcel(tmp_path), watch, lambda _: None)
            )
            await asyncio.to_thread(began.wait, 10)
            watch.stop()
            with pytest.raises(LinkError):
                await sending
        await ended.wait()


def test_a_copy_that_is_gone_is_no_fault_of_the_network(tmp_path: Path) -> None:
    gone = Parcel("a.txt", "text/plain", tmp_path / "gone")

    with pytest.raises(FileNotFoundError):
        upload(ServerAddress("http://127.0.0.1:9"), gone)
