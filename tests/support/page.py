"""A browser tab and the frames inside it, in the same process or in another."""

import asyncio
import base64
from pathlib import Path
from typing import Any

from tests.support.devtools import DevTools, DevToolsError
from tests.support.frame import WAIT_S, Context, Frame

__all__ = ["Frame", "Page"]


class Page(Frame):
    """A tab; as a frame it is the tab's own document.

    Attributes:
        problems: Uncaught exceptions, console errors and refused loads, in the page's words.
        requests: Every address that the tab or one of its frames has asked for.
        dialogs: What alerts and questions of the page said.
    """

    def __init__(self, devtools: DevTools, target: str, session: str) -> None:
        super().__init__(self, target)
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self._devtools = devtools
        self._session = session
        self._sessions: dict[str, str] = {session: target}
        self._contexts: dict[str, Context] = {}
        self._loads = 0
        self._emulated: dict[str, dict[str, object]] = {}
        self._chores: set[asyncio.Task[None]] = set()

    async def send(self, method: str, session: str | None = None, **parameters: object) -> Any:
        """Send a command to the tab, or to one of the processes of its frames."""
        return await self._devtools.send(method, session or self._session, **parameters)

    async def prepare(self) -> None:
        """Switch on what the driver listens to; the browser calls it."""
        await self.send("Page.enable")
        await self._enable(self._session)

    async def open(self, url: str) -> None:
        """Go to an address and wait until it has loaded.

        Raises:
            DevToolsError: Nothing could be loaded from there.
        """
        before = self._loads
        answer = await self.send("Page.navigate", url=url)
        if answer.get("errorText"):
            raise DevToolsError(f"{url}: {answer['errorText']}")
        await self._loaded_after(before)

    async def reload(self) -> None:
        """Load the tab anew, as F5 does, and wait for it."""
        before = self._loads
        await self.send("Page.reload")
        await self._loaded_after(before)

    async def frame(self, address_part: str, timeout: float = WAIT_S) -> Frame:
        """Return the iframe whose address contains this text, once it is there."""
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while loop.time() < end:
            for frame_id in list(self._contexts):
                frame = Frame(self, frame_id)
                if frame_id != self.id and address_part in await self._address_of(frame):
                    return frame
            await asyncio.sleep(0.03)
        raise AssertionError(f"no frame with {address_part} within {timeout} s")

    async def screenshot(self, path: Path) -> None:
        """Write what the tab shows as a PNG file."""
        answer = await self.send("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(answer["data"]))

    async def set_device_metrics(
        self, width: int, height: int, *, scale: float = 1.0, mobile: bool = False
    ) -> None:
        """Give the tab the size of a device, in CSS pixels."""
        await self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=mobile,
        )

    async def set_dark(self, dark: bool = True) -> None:
        """Prefer dark or light colours, as the visitor's system would tell the page."""
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        await self._emulate("Emulation.setEmulatedMedia", features=features)

    async def set_offline(self, offline: bool = True) -> None:
        """Cut the tab off from the network, or connect it again. Open sockets may stay open."""
        await self._emulate(
            "Network.emulateNetworkConditions",
            offline=offline,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    async def set_blocked(self, *addresses: str) -> None:
        """Refuse to load what has one of these addresses; `*` stands for anything."""
        await self._emulate("Network.setBlockedURLs", urls=list(addresses))

    async def close(self) -> None:
        """Close the tab."""
        await self._devtools.send("Target.closeTarget", targetId=self.id)

    def context(self, frame_id: str) -> Context:
        """Return where a frame's scripts run now.

        Raises:
            DevToolsError: The frame has no document at this moment.
        """
        if frame_id not in self._contexts:
            raise DevToolsError("the frame has no document")
        return self._contexts[frame_id]

    async def offset_of(self, session: str) -> tuple[float, float]:
        """Return where in the tab a frame of another process begins, in CSS pixels."""
        if session == self._session:
            return 0.0, 0.0
        owner = await self.send("DOM.getFrameOwner", frameId=self._sessions[session])
        box = await self.send("DOM.getBoxModel", backendNodeId=owner["backendNodeId"])
        left, top, *_ = box["model"]["content"]
        return float(left), float(top)

    def hear(self, name: str, session: str | None, parameters: dict[str, Any]) -> None:
        """Take one event of the browser; events of other tabs are left alone."""
        if session not in self._sessions:
            return
        if name == "Target.attachedToTarget" and parameters["targetInfo"]["type"] == "iframe":
            self._sessions[parameters["sessionId"]] = parameters["targetInfo"]["targetId"]
            chore = asyncio.create_task(self._enable(parameters["sessionId"]))
            self._chores.add(chore)
            chore.add_done_callback(self._chores.discard)
        elif name == "Target.detachedFromTarget":
            self._forget(parameters["sessionId"])
        elif name == "Runtime.executionContextCreated":
            self._remember(session, parameters["context"])
        elif name in {"Runtime.executionContextDestroyed", "Runtime.executionContextsCleared"}:
            self._forget_contexts(session, parameters.get("executionContextId"))
        elif name == "Page.loadEventFired" and session == self._session:
            self._loads += 1
        elif name in {"Network.requestWillBeSent", "Network.webSocketCreated"}:
            self.requests.append((parameters.get("request") or parameters)["url"])
        elif name == "Page.javascriptDialogOpening":
            self.dialogs.append(parameters["message"])
        else:
            self._note_problem(name, parameters)

    def _remember(self, session: str, context: dict[str, Any]) -> None:
        if context.get("auxData", {}).get("isDefault"):
            self._contexts[context["auxData"]["frameId"]] = Context(session, context["id"])

    def _forget(self, session: str) -> None:
        self._sessions.pop(session, None)
        self._forget_contexts(session, None)

    def _forget_contexts(self, session: str, number: int | None) -> None:
        self._contexts = {
            frame_id: context
            for frame_id, context in self._contexts.items()
            if context.session != session or number not in {None, context.number}
        }

    def _note_problem(self, name: str, parameters: dict[str, Any]) -> None:
        if name == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description", details["text"]))
        elif name == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.problems.append(parameters["entry"]["text"])
        elif name == "Runtime.consoleAPICalled" and parameters["type"] == "error":
            self.problems.append(" ".join(str(part.get("value")) for part in parameters["args"]))

    async def _enable(self, session: str) -> None:
        try:
            for domain in ("Runtime", "DOM", "Network", "Log"):
                await self.send(f"{domain}.enable", session=session)
            await self.send(
                "Target.setAutoAttach",
                session=session,
                autoAttach=True,
                waitForDebuggerOnStart=False,
                flatten=True,
            )
            for method, parameters in self._emulated.items():
                await self.send(method, session=session, **parameters)
        except DevToolsError:
            # A frame may be gone before it has been looked at; the tab itself may not.
            if session == self._session:
                raise

    async def _emulate(self, method: str, **parameters: object) -> None:
        self._emulated[method] = parameters
        for session in list(self._sessions):
            await self.send(method, session=session, **parameters)

    async def _loaded_after(self, loads: int) -> None:
        async with asyncio.timeout(WAIT_S):
            while self._loads == loads or self.id not in self._contexts:
                await asyncio.sleep(0.01)

    @staticmethod
    async def _address_of(frame: Frame) -> str:
        try:
            return str(await frame.evaluate("location.href"))
        except DevToolsError:
            return ""
