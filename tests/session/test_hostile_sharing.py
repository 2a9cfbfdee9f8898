"""A server that shares nonsense: nothing breaks, and nothing of the operator's is touched."""

import itertools
from pathlib import Path

import msgspec
import pytest
from msgspec import Raw

from tests.session.shared_desk import MemoryShelf
from tests.support.shapes import hostile, sample
from undivided.library.model.responses import Response, Scope
from undivided.protocol.canned_responses import (
    CannedChanged,
    CannedPage,
    CannedResponse,
    CannedResponseDeleted,
    OpenPlace,
    Place,
)
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.session.sharing import MOST_PAGES, Answer, Fetch, Inbox, Pause, Wait, Work
from undivided.session.sharing_out import sharing
from undivided.storage.library.store import LibraryStore

MINE = Response(id="mine", title="Mine", body="Personal")
PLACE = OpenPlace(place=Place(), may_edit=True)
STEPS = 60


class Victim:
    """A library whose server answers everything in its own way."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.shelf = MemoryShelf()
        self.shelf.put(MINE)
        self.inbox = Inbox()
        self.asked: list[str] = []
        self._answers = answers

    def live(self, steps: int = STEPS) -> None:
        """Follow the server for a while."""
        story = sharing(self.inbox, "ann@desk.test")
        want = next(story)
        for _ in range(steps):
            answer: object = None
            match want:
                case Work(rules):
                    answer = rules(self.shelf)
                case Fetch(action):
                    self.asked.append(action)
                    answer = self._answers.get(action)
                case Wait() if self.inbox.is_empty:
                    return
                case _:
                    pass
            want = story.send(answer)

    def is_well(self) -> bool:
        """Return whether the own response is as it was."""
        return self.shelf.rows[MINE.id] == MINE


def page(**fields: object) -> Raw:
    whole = {**sample(CannedPage), "next_page_id": None, **fields}
    return Raw(msgspec.json.encode(whole))


def test_no_page_breaks_the_story() -> None:
    good = {**sample(CannedPage), "next_page_id": None}
    for name, each in hostile(good):
        victim = Victim({"list_canned_responses": Raw(msgspec.json.encode(each))})
        victim.live()

        assert victim.is_well(), name


@pytest.mark.parametrize("kind", [CannedResponse, CannedResponseDeleted])
def test_no_push_breaks_the_story(kind: type[CannedResponse | CannedResponseDeleted]) -> None:
    for name, each in hostile(sample(kind)):
        try:
            push = msgspec.convert(each, kind)
        except msgspec.ValidationError:
            continue  # the session passes it over
        victim = Victim({"list_canned_responses": page(canned_responses=[])})
        victim.inbox.pushes.append(push)
        victim.live()

        assert victim.is_well(), name


def test_no_answer_to_a_change_breaks_the_story() -> None:
    desk = {"version": 1, "places": [msgspec.to_builtins(PLACE)]}
    empty = page(canned_responses=[], desk=desk)
    conflicts = (
        ProtocolError(ErrorType.CONFLICT, "", {"canned_response": each})
        for _, each in hostile(sample(CannedResponse))
    )
    oddities = (Raw(msgspec.json.encode(each)) for _, each in hostile(sample(CannedChanged)))
    for answer in itertools.chain(conflicts, oddities, (ProtocolError("strange", ""), None)):
        victim = Victim({"list_canned_responses": empty, "create_canned_response": answer})
        victim.shelf.put(Response(id="new", title="New", body="For all", scope=Scope.TEAM))
        victim.live()

        assert victim.is_well()
        assert victim.shelf.rows["new"].title == "New"


def test_a_list_without_an_end_is_given_up() -> None:
    victim = Victim({"list_canned_responses": page(canned_responses=[], next_page_id="more")})
    victim.live(steps=10 * MOST_PAGES)
    rounds = victim.asked.count("list_canned_responses")

    assert rounds >= MOST_PAGES
    assert victim.shelf.known().version == 0


def test_numbers_that_fit_no_file_are_passed_over(tmp_path: Path) -> None:
    huge = {**sample(CannedResponse), "text": "Hello", "id": "s1"}
    huge["desk"] = {"place": msgspec.to_builtins(Place()), "version": 2**63 - 1, "content": {}}
    library = LibraryStore(tmp_path / "library.db")
    before = library.count()
    story = sharing(Inbox(), "ann@desk.test")
    want = next(story)
    for _ in range(STEPS):
        match want:
            case Work(rules):
                answer: object = library.share("https://desk.example", rules)
            case Fetch():
                answer = page(canned_responses=[huge])
            case Wait():
                break
            case _:
                answer = None
        want = story.send(answer)
    after = library.count()
    library.close()

    assert isinstance(want, Wait | Pause)
    assert after == before
