"""Drives a headless Chromium as a visitor would: real clicks, real keys, real pixels."""

import asyncio
import os
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Self

from tests.support.devtools import DevTools, DevToolsError
from tests.support.page import Page
from tests.support.parts import needs_program

START_LIMIT_S = 60
PORT_FILE = "DevToolsActivePort"

SWITCHES = (
    "--headless=new",
    "--no-sandbox",  # CI runs as root
    "--disable-dev-shm-usage",  # containers have a small /dev/shm
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--password-store=basic",
    "--remote-debugging-port=0",
)


class Browser:
    """A running Chromium with a profile of its own.

    Use it as `async with await Browser.start(folder) as browser:`.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", profile: Path) -> None:
        self._process = process
        self._profile = profile
        self._pages: list[Page] = []
        self._devtools: DevTools | None = None

    @classmethod
    async def start(cls, folder: Path) -> Self:
        """Start Chromium with its profile below this folder; one that was killed is used again."""
        program = needs_program("chromium", "chromium-browser", "google-chrome")
        profile = folder / "chromium"
        profile.mkdir(exist_ok=True)
        (profile / PORT_FILE).unlink(missing_ok=True)
        process = subprocess.Popen(
            [program, *SWITCHES, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        browser = cls(process, profile)
        try:
            port, path = await browser._address()
            browser._devtools = await DevTools.open(f"ws://127.0.0.1:{port}{path}", browser._event)
        except BaseException:
            await browser.close()
            raise
        return browser

    async def page(self, url: str = "about:blank") -> Page:
        """Open a new tab and return it after its first load."""
        assert self._devtools is not None
        target = await self._devtools.send("Target.createTarget", url="about:blank")
        attached = await self._devtools.send(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )
        page = Page(self._devtools, target["targetId"], attached["sessionId"])
        self._pages.append(page)
        await page.prepare()
        if url != "about:blank":
            await page.open(url)
        return page

    async def kill(self) -> None:
        """End Chromium and all its processes with kill -9; the profile stays as it was."""
        os.killpg(self._process.pid, signal.SIGKILL)
        await asyncio.to_thread(self._process.wait)
        if self._devtools is not None:
            await self._devtools.close()

    async def close(self) -> None:
        """End Chromium and remove its profile."""
        if self._devtools is not None:
            try:
                await self._devtools.send("Browser.close")
            except DevToolsError:
                self._process.terminate()
            await self._devtools.close()
        else:
            self._process.terminate()
        try:
            await asyncio.to_thread(self._process.wait, 10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
        shutil.rmtree(self._profile, ignore_errors=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def _address(self) -> tuple[str, str]:
        told = self._profile / PORT_FILE
        async with asyncio.timeout(START_LIMIT_S):
            while True:
                if self._process.poll() is not None:
                    raise DevToolsError(f"Chromium ended at once: {self._process.returncode}")
                lines = told.read_text().splitlines() if told.exists() else []
                if len(lines) == 2:
                    return lines[0], lines[1]
                await asyncio.sleep(0.02)

    def _event(self, name: str, session: str | None, parameters: dict[str, object]) -> None:
        for page in self._pages:
            page.hear(name, session, parameters)
