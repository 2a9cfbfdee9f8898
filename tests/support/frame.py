"""One document in a browser tab: waits, clicks, keys and scripts."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Protocol

from tests.support.devtools import DevToolsError

WAIT_S = 60.0
"""How long a page may take to become what a test waits for; a busy machine is slow."""

KEYS = {
    "Enter": (13, "\r"),
    "Tab": (9, ""),
    "Escape": (27, ""),
    "Backspace": (8, ""),
    "Space": (32, " "),
    "ArrowUp": (38, ""),
    "ArrowDown": (40, ""),
}
"""Name of a key -> its Windows code and the text that it types."""

SHIFT = 8

CLICK_TRIES = 5
"""How often a click may land beside an element that moved just then."""

_POLL = """
new Promise(resolve => {
  const end = performance.now() + %d;
  const look = () => {
    let value = null;
    try { value = (%s); } catch { value = null; }
    if (value instanceof Node) value = true;
    if (value || performance.now() > end) resolve(value || null); else setTimeout(look, 15);
  };
  look();
})
"""

# Where it stands when it has stopped moving: a slide-in must not be clicked half-way.
_SETTLED = """
new Promise(resolve => {
  const element = %s;
  element.scrollIntoView({block: 'nearest', inline: 'nearest'});
  let last = '';
  const look = () => {
    const now = JSON.stringify(element.getBoundingClientRect());
    if (now === last) resolve(true); else { last = now; setTimeout(look, 40); }
  };
  look();
})
"""

# Notes what the next press and click really meet. What lands beside the element does nothing, so
# that it can be tried again; a press that slid off before its release made no click.
_ARMED = """
(() => {
  const wanted = %s;
  if (!wanted) return false;
  const told = element => element.outerHTML.slice(0, 200);
  const note = (window.clickNote = {clicked: false, hit: 'nothing in this document'});
  const heed = event => {
    if (wanted.contains(event.target)) {
      note.hit = 'what was wanted';
      note.clicked = event.type === 'click';
      return;
    }
    note.hit = told(event.target);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
  for (const kind of kinds) addEventListener(kind, heed, {capture: true});
  note.disarm = () => {
    for (const kind of kinds) removeEventListener(kind, heed, {capture: true});
    return {clicked: note.clicked, hit: note.hit};
  };
  return true;
})()
"""


@dataclass(frozen=True)
class Context:
    """Where a frame's scripts run: a session (one for each process) and a number in it."""

    session: str
    number: int


class Tab(Protocol):
    """What a frame needs of the tab that it is in."""

    async def send(self, method: str, session: str | None = None, **parameters: object) -> Any:
        """Send a command to the tab, or to one of the processes of its frames."""

    def context(self, frame_id: str) -> Context:
        """Return where a frame's scripts run now."""

    async def offset_of(self, session: str) -> tuple[float, float]:
        """Return where in the tab a frame of another process begins, in CSS pixels."""


class Frame:
    """One document: the tab's own, or an iframe's."""

    def __init__(self, page: Tab, frame_id: str) -> None:
        self.page = page
        self.id = frame_id

    async def evaluate(self, expression: str, *, await_promise: bool = False) -> Any:
        """Return the value of a JavaScript expression, as JSON would carry it.

        Raises:
            DevToolsError: The script threw, or the document is gone.
        """
        answer = await self._evaluate(expression, await_promise=await_promise, by_value=True)
        return answer.get("value")

    async def wait_for(self, condition: str, timeout: float = WAIT_S) -> Any:
        """Return the first truthy value of a JavaScript expression, looked at inside the page.

        Raises:
            AssertionError: It was not truthy within the time, in seconds; shows the page's text.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while (left := end - loop.time()) > 0:
            try:
                poll = _POLL % (int(left * 1000), condition)
                if value := await self.evaluate(poll, await_promise=True):
                    return value
            except DevToolsError:
                # The document was replaced meanwhile; the next one may fulfil it.
                await asyncio.sleep(0.02)
        raise AssertionError(f"not within {timeout} s: {condition}\n{await self._visible_text()}")

    async def text(self, selector: str) -> str:
        """Return the visible text of the first element that matches, once it exists."""
        await self.wait_for(_element(selector))
        return str(await self.evaluate(f"{_element(selector)}.innerText"))

    async def wait_for_text(self, text: str, timeout: float = WAIT_S) -> None:
        """Wait until the document shows this text."""
        await self.wait_for(f"document.body.innerText.includes({json.dumps(text)})", timeout)

    async def click(self, selector: str) -> None:
        """Click the middle of the first visible match, again when it moved away meanwhile.

        Raises:
            AssertionError: Something else lay there each time; says what was hit.
        """
        hits = []
        for _ in range(CLICK_TRIES):
            x, y = await self._middle(selector)
            await self._mouse("mouseMoved", x, y)
            if not await self.evaluate(_ARMED % _element(selector)):
                continue
            await self._mouse("mousePressed", x, y)
            await self._mouse("mouseReleased", x, y)
            hit = await self._noted()
            if hit is None:
                return
            hits.append(hit)
        raise AssertionError(f"a click on {selector} hit instead: {hits}")

    async def _mouse(self, kind: str, x: float, y: float) -> None:
        moved = kind == "mouseMoved"
        await self.page.send(
            "Input.dispatchMouseEvent",
            type=kind,
            x=x,
            y=y,
            button="none" if moved else "left",
            clickCount=0 if moved else 1,
        )

    async def _noted(self) -> str | None:
        """Return what the click hit instead of what was wanted, or None when it did."""
        try:
            note = await self.evaluate("window.clickNote?.disarm()")
        except DevToolsError:
            return None  # The click took the document away: it did what it was for.
        return None if note is None or note["clicked"] else str(note["hit"])

    async def type_text(self, text: str) -> None:
        """Type into what has the focus, as an input method would, all at once."""
        context = self.page.context(self.id)
        await self.page.send("Input.insertText", session=context.session, text=text)

    async def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release one key of `KEYS` where the focus is."""
        code, text = KEYS[key]
        facts = {
            "key": " " if key == "Space" else key,
            "code": key,
            "windowsVirtualKeyCode": code,
            "modifiers": SHIFT if shift else 0,
        }
        session = self.page.context(self.id).session
        down = "keyDown" if text else "rawKeyDown"
        await self.page.send(
            "Input.dispatchKeyEvent", session=session, type=down, text=text, **facts
        )
        await self.page.send("Input.dispatchKeyEvent", session=session, type="keyUp", **facts)

    async def _middle(self, selector: str) -> tuple[float, float]:
        element = _element(selector)
        await self.wait_for(f"{element}?.getClientRects().length")
        await self.evaluate(_SETTLED % element, await_promise=True)
        handle = await self._evaluate(element, await_promise=False, by_value=False)
        context = self.page.context(self.id)
        answer = await self.page.send(
            "DOM.getContentQuads", session=context.session, objectId=handle["objectId"]
        )
        quad = answer["quads"][0]
        left, top = await self.page.offset_of(context.session)
        return left + sum(quad[0::2]) / 4, top + sum(quad[1::2]) / 4

    async def _evaluate(
        self, expression: str, *, await_promise: bool, by_value: bool
    ) -> dict[str, Any]:
        context = self.page.context(self.id)
        answer = await self.page.send(
            "Runtime.evaluate",
            session=context.session,
            contextId=context.number,
            expression=expression,
            awaitPromise=await_promise,
            returnByValue=by_value,
            userGesture=True,
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            thrown = details.get("exception", {}).get("description", details["text"])
            raise DevToolsError(f"{expression}\n{thrown}")
        result: dict[str, Any] = answer["result"]
        return result

    async def _visible_text(self) -> str:
        try:
            return str(await self.evaluate("location.href + '\\n' + document.body.innerText"))
        except DevToolsError as error:
            return f"(no document: {error})"


def _element(selector: str) -> str:
    return f"document.querySelector({json.dumps(selector)})"
