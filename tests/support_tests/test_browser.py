import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.support.browser import Browser
from tests.support.devtools import DevToolsError

INNER = """<!doctype html><title>inner</title><style>body { margin: 40px } </style>
<input id=field><button id=send onclick="said.textContent = field.value">Send</button>
<p id=said></p>"""

OUTER = """<!doctype html><title>outer</title>
<style>@media (prefers-color-scheme: dark) { body { background: #000 } }</style>
<button id=count onclick="this.textContent = +this.textContent + 1">0</button>
<textarea id=note onkeydown="keys.textContent += event.key + (event.shiftKey ? '+' : '') + ' '">
</textarea><p id=keys></p>
<iframe src="%s/inner" width=400 height=300 style="margin: 100px"></iframe>"""


@contextlib.asynccontextmanager
async def serving(body_of: Callable[[str], str]) -> AsyncIterator[int]:
    """Answer each GET with the page for its path; yield the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Chromium also opens connections ahead of need and closes them unused.
        with contextlib.suppress(asyncio.IncompleteReadError):
            request = await reader.readuntil(b"\r\n\r\n")
            body = body_of(request.split()[1].decode()).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
            writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture
async def port() -> AsyncIterator[int]:
    def body_of(path: str) -> str:
        if path == "/inner":
            return INNER
        # A page on localhost is another site than 127.0.0.1, so its frame gets its own process.
        return OUTER % (f"http://127.0.0.1:{found[0]}" if path == "/apart" else "")

    async with serving(body_of) as number:
        found = [number]
        yield number


async def test_a_click_is_a_real_click(browser: Browser, port: int) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/")
    await page.click("#count")
    await page.click("#count")

    assert await page.text("#count") == "2"


async def test_a_click_follows_what_moved_away_and_presses_nothing_else(
    browser: Browser, port: int
) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/")
    await page.evaluate(
        """
        addEventListener('mousemove', () => count.insertAdjacentHTML('beforebegin',
          '<button id=late onclick="count.textContent = 9" style="display: block">Late</button>'
        ), {once: true})
        """
    )
    await page.click("#count")

    assert await page.text("#late") == "Late"
    assert await page.text("#count") == "1"


async def test_a_click_that_something_covers_says_what_it_hit(browser: Browser, port: int) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/")
    await page.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        " '<div id=cover style=\"position: fixed; inset: 0\"></div>')"
    )

    with pytest.raises(AssertionError, match="cover"):
        await page.click("#count")


async def test_keys_reach_the_focused_field(browser: Browser, port: int) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/")
    await page.click("#note")
    await page.type_text("héllo 🙂")
    await page.press("Enter", shift=True)
    await page.press("Backspace")

    assert (await page.evaluate("note.value")).strip() == "héllo 🙂"
    assert await page.text("#keys") == "Enter+ Backspace"


@pytest.mark.parametrize(
    "shop", ["http://127.0.0.1:{}/", "http://localhost:{}/apart"], ids=["same process", "apart"]
)
async def test_an_iframe_is_driven_like_a_page(browser: Browser, port: int, shop: str) -> None:
    page = await browser.page(shop.format(port))
    frame = await page.frame("/inner")
    await frame.click("#field")
    await frame.type_text("hi")
    await frame.click("#send")

    assert await frame.text("#said") == "hi"


async def test_waiting_goes_on_over_a_reload(browser: Browser, port: int) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/")
    await page.evaluate("setTimeout(() => location.assign('/?again'), 100)")

    assert await page.wait_for("location.search === '?again' && document.title") == "outer"


async def test_a_wait_that_ends_in_vain_shows_the_page(browser: Browser, port: int) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/inner")

    with pytest.raises(AssertionError, match="never"):
        await page.wait_for("window.never", timeout=0.1)


async def test_reload_forgets_what_scripts_did(browser: Browser, port: int) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/")
    await page.click("#count")
    await page.reload()

    assert await page.text("#count") == "0"


async def test_dark_phone_is_seen_by_the_page(browser: Browser, port: int, tmp_path: Path) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/")
    await page.set_dark()
    await page.set_device_metrics(390, 844, scale=2, mobile=True)
    await page.screenshot(tmp_path / "phone.png")

    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    assert await page.evaluate("screen.width") == 390
    header = (tmp_path / "phone.png").read_bytes()[16:24]
    assert int.from_bytes(header[:4]) == 780


async def test_offline_refuses_requests(browser: Browser, port: int) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/")
    await page.set_offline()
    refused = await page.evaluate(
        "fetch('/x').then(() => 'sent', () => 'refused')", await_promise=True
    )
    await page.set_offline(offline=False)

    assert refused == "refused"
    assert await page.evaluate("fetch('/x').then(() => 'sent')", await_promise=True) == "sent"


async def test_uncaught_exceptions_are_problems(browser: Browser, port: int) -> None:
    page = await browser.page(f"http://127.0.0.1:{port}/inner")
    await page.evaluate("setTimeout(() => { throw new Error('spilled') })")
    await page.evaluate("new Promise(resolve => setTimeout(resolve, 50))", await_promise=True)

    assert "spilled" in page.problems[0]


async def test_an_address_without_a_server_is_an_error(browser: Browser) -> None:
    async with serving(str) as port:
        pass

    with pytest.raises(DevToolsError, match="ERR_CONNECTION_REFUSED"):
        await browser.page(f"http://127.0.0.1:{port}/")
