"""Two libraries, two desks and a real server: shared responses over real files and sockets."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.support.headless_desk import HeadlessDesk
from tests.support.plain_rtm_server import ANN, plain_server
from tests.support.server_process import AddedOperator, ServerProcess
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response, Scope
from undivided.library.sharing import files
from undivided.library.sharing.files import CarriedFile
from undivided.library.sharing.news import Choice, Told, What
from undivided.protocol.canned_responses import SITE, Place
from undivided.protocol.ids import OrganizationId
from undivided.runtime.addresses import ServerAddress
from undivided.runtime.errors import ServerUnreachable
from undivided.runtime.library_file import LibraryFile
from undivided.runtime.response_post import ResponsePost
from undivided.runtime.shared_files import FileListeners, SharedFiles
from undivided.runtime.shared_library import Listeners, SharedLibrary, Standing
from undivided.runtime.supervisor import Supervisor
from undivided.runtime.trust import Trust
from undivided.session.commands import Command
from undivided.storage.library.store import LibraryStore

PATIENCE_S = 60.0
STEP_S = 0.02


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    process = ServerProcess(tmp_path / "server")
    process.start()
    yield process
    process.kill()


class MeddledPost(ResponsePost):
    """Takes files there and back, unless it is told not to.

    Attributes:
        is_cut: Nothing is brought any more.
        lie: What comes instead of what was asked for.
    """

    is_cut = False
    lie: bytes | None = None

    def bring(self, carried: CarriedFile, data: bytes) -> None:
        if self.is_cut:
            raise ServerUnreachable("The connection is gone.")
        super().bring(carried, data)

    def fetch(self, file: Attachment) -> bytes:
        return super().fetch(file) if self.lie is None else self.lie


class Sharer:
    """One operator's library and connection, without a window."""

    def __init__(
        self, folder: Path, url: str, who: AddedOperator, profile: str = "profile"
    ) -> None:
        self.told: list[What] = []
        self.standing = Standing()
        self.library = LibraryFile(folder / "library.db")
        self.desk = HeadlessDesk(folder / profile, url, who.email, who.token)
        self.arrived: list[str] = []
        self.refused: list[str] = []
        self._url = url
        self.post = MeddledPost(ServerAddress(url), f"Bearer {who.token}", Trust())
        self._supervisor = Supervisor()
        self.files = SharedFiles(
            self.library,
            self._supervisor,
            FileListeners(
                lambda file: self.arrived.append(file.name),
                lambda file, reason: self.refused.append(f"{file.name}: {reason}"),
            ),
        )
        self.shared = SharedLibrary(
            self.library,
            self._supervisor,
            self._do,
            Listeners(lambda: None, self._tell, self._stand),
            self.files,
        )
        self.desk.on_notice = self.shared.noticed

    def _do(self, command: Command) -> None:
        self.desk.connection.do(command)

    async def start(self) -> None:
        self.shared.enter(self._url, self.post)
        await self.desk.start()

    async def aclose(self) -> None:
        self.shared.leave()
        await self.desk.aclose()
        await self._supervisor.aclose()
        await self.library.aclose()

    async def add(self, title: str, scope: Scope = Scope.TEAM) -> str:
        response = Response(title=title, body=f"The text of {title}.", scope=scope)
        kept = await self.library.ask(lambda store: store.add(response))
        self.shared.changed()
        return kept.id

    async def add_with(self, title: str, *files: tuple[str, bytes]) -> None:
        def add(store: LibraryStore) -> None:
            kept = tuple(store.add_file(data, name) for name, data in files)
            store.add(Response(title=title, body="Look.", scope=Scope.TEAM, attachments=kept))

        await self.library.ask(add)
        self.shared.changed()

    async def missing(self) -> frozenset[str]:
        """Return the names of the files whose bytes are not in this library."""

        def look(store: LibraryStore) -> frozenset[str]:
            named = {
                file.digest: file.name for row in store.everything() for file in row.attachments
            }
            files = [file for row in store.everything() for file in row.attachments]
            return frozenset(named[digest] for digest in store.missing(files))

        return await self.library.ask(look)

    async def retitle(self, before: str, after: str) -> None:
        def change(store: LibraryStore) -> None:
            row = next(each for each in store.everything() if each.title == before)
            store.update(Response(id=row.id, title=after, body=row.body, scope=row.scope))

        await self.library.ask(change)
        self.shared.changed()

    async def titles(self) -> list[str]:
        rows = await self.library.ask(LibraryStore.everything)
        return sorted(row.title for row in rows if row.scope is not Scope.PERSONAL)

    async def has(self, *titles: str) -> None:
        """Wait until the team's part of the library is this."""
        wanted = sorted(titles)
        try:
            async with asyncio.timeout(PATIENCE_S):
                while await self.titles() != wanted:
                    await asyncio.sleep(STEP_S)
        except TimeoutError:
            assert await self.titles() == wanted

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not is_so():
                await asyncio.sleep(STEP_S)

    async def has_shared(self, least: int) -> None:
        await self.until(lambda: self.standing.counts.shared >= least)

    def _tell(self, told: tuple[Told, ...]) -> None:
        self.told += [each.what for each in told]

    def _stand(self, standing: Standing) -> None:
        self.standing = standing


@asynccontextmanager
async def sharers(tmp_path: Path, url: str, *who: AddedOperator) -> AsyncIterator[list[Sharer]]:
    async with AsyncExitStack() as stack:
        found = [Sharer(tmp_path / each.email, url, each) for each in who]
        for each in found:
            stack.push_async_callback(each.aclose)
            await each.start()
        yield found


async def test_two_libraries_follow_each_other_and_the_third_overrides(
    server: ServerProcess, tmp_path: Path
) -> None:
    ann = server.add_operator("ann@example.com", role="owner")
    bob = server.add_operator("bob@example.com", name="Bob Ray", role="administrator")
    carl = server.add_operator("carl@example.com", name="Carl Orr")
    async with sharers(tmp_path, server.url, ann, bob, carl) as (anns, bobs, carls):
        await anns.add("Hours")
        for each in (bobs, carls):
            await each.has("Hours")
        await carls.retitle("Hours", "Hours, warmly")
        await bobs.retitle("Hours", "Opening hours")
        await anns.has("Opening hours")
        await carls.until(lambda: carls.standing.counts.behind == 1)

        assert await carls.titles() == ["Hours, warmly"]
        assert carls.told == [What.IS_OVERRIDE, What.OVERRIDE_BEHIND]
        assert bobs.standing.rights.place_for("team") is not None
        assert carls.standing.rights.place_for("team") is None
        assert anns.standing.is_offered


async def test_a_response_goes_to_the_one_of_several_sites_that_is_chosen(
    server: ServerProcess, tmp_path: Path
) -> None:
    server.add_site()
    other = server.add_site("Other shop").organization_id
    ann = server.add_operator("ann@example.com", role="owner")
    bob = server.add_operator("bob@example.com", name="Bob Ray", role="owner")
    place = Place(scope=SITE, organization_id=OrganizationId(other))
    async with sharers(tmp_path, server.url, ann, bob) as (anns, bobs):
        await anns.until(lambda: len(anns.standing.rights.open_to(SITE)) == 2)

        def add(store: LibraryStore) -> None:
            kept = store.add(Response(title="Hours", body="At nine.", scope=Scope.SITE))
            anns.shared.place(store, [kept.id], place)

        await anns.library.ask(add)
        anns.shared.changed()
        await bobs.has("Hours")
        (copy,) = await bobs.shared.share(lambda shelf: tuple(shelf.copies()))

        assert copy.place == place


async def test_a_conflict_waits_for_a_choice(server: ServerProcess, tmp_path: Path) -> None:
    ann = server.add_operator("ann@example.com", role="owner")
    bob = server.add_operator("bob@example.com", name="Bob Ray", role="owner")
    async with sharers(tmp_path, server.url, ann, bob) as (anns, bobs):
        known = await anns.add("Hours")
        await bobs.has("Hours")
        anns.shared.leave()
        await anns.retitle("Hours", "By Ann")
        await bobs.retitle("Hours", "By Bob")
        await bobs.until(lambda: bobs.standing.counts.waiting == 0)
        anns.shared.enter(server.url, anns.post)
        await anns.desk.aclose()
        anns.desk = HeadlessDesk(tmp_path / "again", server.url, ann.email, ann.token)
        anns.desk.on_notice = anns.shared.noticed
        await anns.desk.start()
        await anns.until(lambda: anns.standing.counts.choices == 1)
        await anns.shared.decide(known, Choice.MINE)
        await bobs.has("By Ann")

        assert anns.told == [What.CONFLICT]


async def test_nothing_is_lost_or_doubled_when_the_server_is_killed_while_it_takes_changes(
    server: ServerProcess, tmp_path: Path
) -> None:
    ann = server.add_operator("ann@example.com", role="owner")
    bob = server.add_operator("bob@example.com", name="Bob Ray", role="owner")
    titles = [f"Response {number:02}" for number in range(12)]
    async with sharers(tmp_path, server.url, ann, bob) as (anns, bobs):
        await anns.until(lambda: bool(anns.standing.is_offered))
        for title in titles:
            await anns.add(title)
        for number in (2, 5):
            await anns.has_shared(number)
            server.restart()
        await bobs.has(*titles)
        await anns.until(lambda: anns.standing.counts.waiting == 0)

        assert await anns.titles() == titles
        assert anns.standing.counts.shared == len(titles)
        assert anns.told == bobs.told == []


async def test_bytes_of_shared_files_come_to_every_library_over_kills_and_tricks(
    server: ServerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LAST_WAIT_S", 0.2)
    map_, plan = b"The way to the shop. " * 20_000, b"Ground floor"
    ann = server.add_operator("ann@example.com", role="owner")
    bob = server.add_operator("bob@example.com", name="Bob Ray")
    async with sharers(tmp_path, server.url, ann, bob) as (anns, bobs):
        await anns.until(lambda: bool(anns.standing.is_offered))
        # The row comes through and the bytes do not: whoever brings them is killed first.
        anns.post.is_cut = True
        await anns.add_with("Map", ("map.txt", map_), ("run.txt", b"MZ a program"))
        await bobs.has("Map")
        server.restart()

        assert await bobs.missing() == {"map.txt", "run.txt"}

        # As after kill -9: nothing but the library's file knows of it.
        again = Sharer(tmp_path / ann.email, server.url, ann, "profile after a kill")
        await again.start()
        await bobs.until(lambda: bobs.arrived == ["map.txt"])
        await again.until(lambda: bool(again.refused))
        await again.aclose()

        assert await bobs.missing() == {"run.txt"}
        assert again.refused == ["run.txt: Programs and scripts cannot be sent."]
        assert anns.told == bobs.told == []

        # A server that gives other bytes gives nothing.
        anns.post.is_cut = False
        bobs.post.lie = b"Second floor"
        await anns.add_with("Plan", ("plan.txt", plan), ("map again.txt", map_))
        await bobs.has("Map", "Plan")
        folder = server.data / "response-files"
        await bobs.until(lambda: len(list(folder.iterdir())) == 2)

        assert await bobs.missing() == {"run.txt", "plan.txt"}

        bobs.post.lie = None
        await bobs.until(lambda: bobs.arrived == ["map.txt", "plan.txt"])

    assert not [token for token in (ann.token, bob.token) if token in server.log()]


async def test_a_server_without_sharing_is_said_to_be_one_and_the_library_stays(
    tmp_path: Path,
) -> None:
    async with plain_server() as plain:
        who = AddedOperator(ANN, "token")
        async with sharers(tmp_path, plain.url, who) as (anns,):
            await anns.add("Hours")
            await anns.until(lambda: anns.standing.is_offered is False)

            assert await anns.titles() == ["Hours"]
            assert anns.standing.counts.waiting == 0
