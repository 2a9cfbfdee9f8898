"""Which files of shared responses are fetched, which are brought, and when it is tried again."""

from hashlib import sha256

import pytest

from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response, Scope
from undivided.library.sharing.copies import Copy, Rights
from undivided.library.sharing.files import (
    LAST_WAIT_S,
    CarriedFile,
    Tries,
    carried,
    is_whole,
    to_bring,
    wanted,
)
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.protocol.ids import GroupId
from undivided.protocol.limits import UPLOAD_BYTES
from undivided.protocol.response_files import LackingFile

HERE = Place()
ELSEWHERE = Place(group_id=GroupId(7))
EDITOR = Rights(me="ann@example.com", places=(OpenPlace(place=HERE, may_edit=True),))
READER = Rights(me="carl@example.com", places=(OpenPlace(place=HERE),))


def file(data: bytes = b"map", size: int | None = None) -> Attachment:
    digest = sha256(data).hexdigest()
    size = len(data) if size is None else size
    return Attachment(name="map.png", media_type="image/png", size=size, digest=digest)


def response(*files: Attachment) -> Response:
    return Response(title="T", body="B", scope=Scope.TEAM, attachments=files)


def found(
    rights: Rights, *, base: Response | None = None, version: int = 1, here: bool = True
) -> CarriedFile:
    copy = Copy(server_id="s", response_id="r", place=HERE, version=version, base=base)
    digests = frozenset({file().digest}) if here else frozenset()
    (one,) = carried(response(file()), copy, rights, digests)
    return one


def test_a_file_is_brought_by_who_may_change_its_response_once_the_server_has_that() -> None:
    known = response(file())

    assert found(EDITOR, base=known).may_bring
    assert not found(READER, base=known).may_bring
    assert not found(EDITOR, base=response()).may_bring
    assert not found(EDITOR, base=known, version=0).may_bring


def test_only_what_the_server_lacks_there_and_is_here_is_brought() -> None:
    mine = found(EDITOR, base=response(file()))
    away = found(EDITOR, base=response(file()), here=False)
    lacking = [
        LackingFile(digest=file().digest, size=3, place=place) for place in (HERE, ELSEWHERE)
    ]

    assert to_bring([mine, mine], lacking) == (mine,)
    assert to_bring([mine], lacking[1:]) == ()
    assert to_bring([away], lacking) == ()


@pytest.mark.parametrize(
    ("size", "is_wanted"), [(3, True), (0, False), (UPLOAD_BYTES, True), (UPLOAD_BYTES + 1, False)]
)
def test_what_is_missing_is_wanted_once_unless_it_is_too_large(size: int, is_wanted: bool) -> None:
    one = CarriedFile(file=file(size=size), place=HERE, is_here=False, may_bring=False)

    assert wanted([one, one]) == ((one.file,) if is_wanted else ())


@pytest.mark.parametrize("data", [b"", b"mao", b"map!", b"ma"])
def test_other_bytes_than_the_named_ones_are_not_it(data: bytes) -> None:
    assert is_whole(file(), b"map")
    assert not is_whole(file(), data)
    assert not is_whole(file(size=4), b"map")


def test_what_fails_is_tried_later_and_later_and_at_last_every_five_minutes() -> None:
    tries = Tries()
    waits = []
    for _ in range(12):
        tries.failed("a", 100.0)
        waits.append(tries.wait(100.0))

    assert waits[:3] == [2.0, 4.0, 8.0]
    assert waits[-1] == LAST_WAIT_S
    assert not tries.is_due("a", 100.0 + LAST_WAIT_S - 1)
    assert tries.is_due("a", 100.0 + LAST_WAIT_S)
    assert tries.is_due("b", 100.0)


def test_nothing_is_waited_for_that_worked_or_is_wanted_no_more() -> None:
    tries = Tries()
    for what in "abc":
        tries.failed(what, 0.0)
    tries.worked("a")
    tries.only("b")

    assert tries.wait(1.0) == 1.0
    tries.only(())
    assert tries.wait(1.0) is None
