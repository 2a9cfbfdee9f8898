"""One running server for tests that only ask, and clients for it."""

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from tests.support.server_process import AddedOperator, AddedSite, ServerProcess, server

__all__ = ["server"]

ORIGIN = "https://shop.example"


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """Give a server with a demo shop that several tests use."""
    process = ServerProcess(tmp_path_factory.mktemp("edge") / "data", demo=True)
    process.start()
    yield process
    process.kill()


@pytest.fixture(scope="session")
def site(shared_server: ServerProcess) -> AddedSite:
    """Give a site of the shared server, reachable from `ORIGIN`."""
    return shared_server.add_site("Shop", [ORIGIN])


@pytest.fixture(scope="session")
def operator(shared_server: ServerProcess) -> AddedOperator:
    """Give an operator of the shared server."""
    return shared_server.add_operator()


@pytest.fixture
async def web(shared_server: ServerProcess) -> AsyncIterator[aiohttp.ClientSession]:
    """Give an HTTP client of the shared server."""
    async with aiohttp.ClientSession(shared_server.url) as session:
        yield session
