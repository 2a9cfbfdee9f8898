"""The files of shared responses: brought by who may change them, had by who may read them."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import ClientSession
from msgspec.structs import replace

from tests.server.edge.test_configuration import act
from tests.server.edge.test_pictures import png
from tests.server.edge.test_uploads import form
from tests.support.server_process import AddedOperator, ServerProcess
from undivided.library.model.parts import Attachment
from undivided.protocol.canned_responses import CannedDesk, CannedResponse, OpenPlace, Place
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import OrganizationId
from undivided.protocol.moments import Moment
from undivided.protocol.response_files import PATH, LackingFiles
from undivided.server.data_folder import connection, open_data, response_files_folder
from undivided.server.web import response_file_store
from undivided.server.web.response_file_store import UNNAMED_LIFE, ResponseFileStore

TEAM = {"scope": "team", "group_id": "0", "organization_id": ""}


@pytest.fixture(scope="module")
def chief(shared_server: ServerProcess) -> AddedOperator:
    return shared_server.add_operator("keeper@desk.example", name="Carla Chief", role="owner")


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def attachment(data: bytes, name: str = "map.txt") -> dict[str, Any]:
    return {"name": name, "media_type": "text/plain", "size": len(data), "digest": digest_of(data)}


async def share(web: ClientSession, who: AddedOperator, *files: dict[str, Any]) -> str:
    desk = {"content": {"title": "The way", "attachments": list(files)}}
    status, made = await act(web, who.token, "create_canned_response", {"text": "x", "desk": desk})
    assert status == 200, made
    return str(made["id"])


async def bring(
    web: ClientSession,
    token: str,
    data: bytes,
    *,
    digest: str = "",
    name: str = "a.txt",
    place: dict[str, str] | None = None,
) -> tuple[int, dict[str, Any]]:
    path = f"{PATH}/{digest or digest_of(data)}"
    headers = {"Authorization": f"Bearer {token}"}
    sent = form(name, data)
    async with web.post(path, data=sent, headers=headers, params=place or TEAM) as answer:
        return answer.status, await answer.json()


async def had(web: ClientSession, token: str, digest: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"}
    async with web.get(f"{PATH}/{digest}", headers=headers) as answer:
        return answer.status, await answer.read()


async def lacking(web: ClientSession, token: str) -> set[str]:
    headers = {"Authorization": f"Bearer {token}"}
    async with web.get(PATH, headers=headers) as answer:
        found = msgspec.json.decode(await answer.read(), type=LackingFiles)
    return {each.digest for each in found.files}


async def test_what_a_response_names_is_lacking_until_its_bytes_are_brought(
    web: ClientSession, chief: AddedOperator, operator: AddedOperator
) -> None:
    data = b"Left at the church."
    digest = digest_of(data)
    early, _ = await bring(web, chief.token, data)
    await share(web, chief, attachment(data))
    before = await had(web, operator.token, digest)
    lacks = await lacking(web, chief.token)
    told_others = await lacking(web, operator.token)
    forbidden, _ = await bring(web, operator.token, data)
    brought, _ = await bring(web, chief.token, data)
    again, _ = await bring(web, chief.token, data)

    assert (early, before[0], forbidden, brought, again) == (404, 404, 403, 200, 200)
    assert digest in lacks
    assert digest not in told_others
    assert await had(web, operator.token, digest) == (200, data)
    assert digest not in await lacking(web, chief.token)


async def test_who_answers_for_a_response_brings_its_files(
    web: ClientSession, chief: AddedOperator, operator: AddedOperator
) -> None:
    data = b"My own picture of it"
    desk = {"content": {"title": "T", "owner": operator.email, "attachments": [attachment(data)]}}
    await act(web, chief.token, "create_canned_response", {"text": "x", "desk": desk})

    assert digest_of(data) in await lacking(web, operator.token)
    assert (await bring(web, operator.token, data))[0] == 200


async def test_wrong_bytes_programs_and_bombs_are_refused_and_nothing_stays(
    web: ClientSession, chief: AddedOperator, shared_server: ServerProcess
) -> None:
    data, program, bomb = b"What was announced", b"MZ\x90\0", png(9_000, 9_000)
    script = b"echo I am text"
    lie = {**attachment(b"four"), "size": 5}
    files = [attachment(each) for each in (data, program, bomb)]
    await share(web, chief, *files, attachment(script, "run.bat"), lie)
    answers = [
        await bring(web, chief.token, b"something else", digest=digest_of(data)),
        await bring(web, chief.token, program),
        await bring(web, chief.token, bomb),
        await bring(web, chief.token, script),
        await bring(web, chief.token, b"four"),
        await bring(web, chief.token, b"x" * (10 * 1024 * 1024 + 1), digest=digest_of(data)),
    ]
    folder = shared_server.data / "response-files"

    assert [status for status, _ in answers] == [400, 400, 400, 400, 400, 413]
    assert "not the bytes" in answers[0][1]["error"]["message"]
    assert list(folder.glob("*.part")) == []
    assert not any((folder / digest_of(each)).exists() for each in (data, program, bomb, script))


async def test_no_path_no_visitor_and_no_stranger_comes_to_a_file(
    web: ClientSession, chief: AddedOperator
) -> None:
    data = b"Nobody else's business"
    await share(web, chief, attachment(data))
    await bring(web, chief.token, data)
    paths = [
        "..%2f..%2fundivided-server.db",
        "%2e%2e",
        digest_of(data).upper(),
        digest_of(data)[1:],
    ]
    tricks = [(await had(web, chief.token, each))[0] for each in paths]
    nowhere = {"scope": "site", "group_id": "0", "organization_id": "../../x"}
    placed, _ = await bring(web, chief.token, data, place=nowhere)

    assert tricks == [404] * len(paths)
    assert placed == 404
    assert (await had(web, "none", digest_of(data)))[0] == 401
    assert (await bring(web, "none", data))[0] == 401


# The store alone

NOW = Moment.at(1_000_000)
LATER = NOW.plus(UNNAMED_LIFE + timedelta(seconds=1))
SHOP, OTHER = (
    OpenPlace(place=Place(scope="site", organization_id=OrganizationId(name)), may_edit=True)
    for name in ("shop", "other")
)
DATA = b"The bytes"
FILE = Attachment(name="a.txt", media_type="text/plain", size=len(DATA), digest=digest_of(DATA))


class Kept:
    """A store over a real folder, with responses written straight into its table."""

    def __init__(self, data: Path) -> None:
        self.folder = response_files_folder(data)
        self.connect = partial(connection, data)
        self.store = ResponseFileStore(self.folder, self.connect, os.urandom)

    def name(self, place: OpenPlace, *files: Attachment) -> None:
        """Let the one response of a place name these files and no others."""
        content = {"attachments": msgspec.to_builtins(files)} if files else {}
        desk = CannedDesk(place=place.place, content=content)
        key = place.place.organization_id
        row = {"id": key, "version": len(key), "is_deleted": 0}
        details = msgspec.json.encode(CannedResponse(id=key, text="x", desk=desk))
        with self.connect() as database:
            database.table("canned_responses").insert({**row, "details": details}, replace=True)

    def bring(self, place: OpenPlace) -> None:
        path = self.store.temporary()
        path.write_bytes(DATA)
        self.store.keep(path, FILE, place.place, NOW)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with closing(open_data(tmp_path)):
        yield Kept(tmp_path)


def test_the_digest_of_another_organizations_file_opens_nothing(kept: Kept) -> None:
    kept.name(SHOP, FILE)
    kept.bring(SHOP)
    kept.name(OTHER, FILE)

    assert kept.store.found(FILE.digest, [SHOP]) is not None
    assert kept.store.found(FILE.digest, [OTHER]) is None
    assert [each.place for each in kept.store.lacking("", [OTHER]).files] == [OTHER.place]

    kept.bring(OTHER)

    assert kept.store.found(FILE.digest, [OTHER]) is not None
    assert [path.name for path in kept.folder.iterdir()] == [FILE.digest]


def test_what_no_response_names_goes_after_a_day_where_no_other_place_needs_it(
    kept: Kept,
) -> None:
    for place in (SHOP, OTHER):
        kept.name(place, FILE)
        kept.bring(place)
    kept.name(SHOP)
    early, late = kept.store.forget_unnamed(NOW), kept.store.forget_unnamed(LATER)

    assert (early, late) == (0, 0)
    assert kept.store.found(FILE.digest, [SHOP]) is None
    assert kept.store.found(FILE.digest, [OTHER]) is not None

    kept.name(OTHER)

    assert kept.store.forget_unnamed(LATER) == 1
    assert list(kept.folder.iterdir()) == []


def test_a_place_has_its_bound(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_file_store, "MOST_BYTES", len(DATA))
    kept.name(SHOP, FILE)
    kept.bring(SHOP)

    # What is there already needs no more room.
    assert kept.store.wanted(FILE.digest, "", SHOP) == (FILE,)

    other = replace(FILE, digest=digest_of(b"Other byt"))
    kept.name(SHOP, FILE, other)

    with pytest.raises(ProtocolError, match="fill") as refusal:
        kept.store.wanted(other.digest, "", SHOP)
    assert refusal.value.type == ErrorType.LIMIT_REACHED


@pytest.mark.parametrize("harm", ["gone", "spoiled"])
def test_bytes_that_the_disk_lost_are_lacking_and_come_again(kept: Kept, harm: str) -> None:
    kept.name(SHOP, FILE)
    kept.bring(SHOP)
    path = kept.folder / FILE.digest
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"The bites")

    assert kept.store.found(FILE.digest, [SHOP]) is None
    assert [each.digest for each in kept.store.lacking("", [SHOP]).files] == [FILE.digest]

    kept.bring(SHOP)

    assert kept.store.found(FILE.digest, [SHOP]) == path


def test_a_server_that_was_killed_while_it_received_leaves_no_half(kept: Kept) -> None:
    kept.store.temporary()
    kept.store.forget_halves()

    assert list(kept.folder.iterdir()) == []
