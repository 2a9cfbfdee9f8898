"""The widget in one tab of a real browser, used by mouse and keys."""

import json

from tests.support.frame import Frame
from tests.support.page import Page

LAUNCHER = "document.querySelector('body > div:last-of-type').shadowRoot.querySelector('button')"

_WRITE = """
(async () => {
  const field = document.querySelector('#message');
  for (const text of %s) {
    field.value = text;
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));
    while (field.value !== '') await new Promise(done => setTimeout(done, 1));
  }
})()
"""

_SHOWN = """
[...document.querySelectorAll('.said.visitor')].map(said => {
  const words = said.querySelector('.bubble').lastChild.textContent;
  while (said && !said.querySelector('.stamp')) said = said.nextElementSibling;
  return [words, said?.querySelector('.stamp').classList[1] ?? ''];
})
"""

_KEPT = """
(async () => {
  const done = (asked) => new Promise((then) => { asked.onsuccess = () => then(asked.result); });
  const [{name}] = await indexedDB.databases();
  const db = await done(indexedDB.open(name));
  const draft = () => done(db.transaction('kept').objectStore('kept').get('draft'));
  while (await draft() !== %s) await new Promise((then) => setTimeout(then, 15));
  db.close();
})()
"""


class Visitor:
    """The widget in a tab, used by mouse and keys."""

    def __init__(self, page: Page, frame: Frame) -> None:
        self.page = page
        self.frame = frame

    async def open(self) -> None:
        """Click the round button."""
        await self.page.wait_for(LAUNCHER)
        await self.page.evaluate(f"{LAUNCHER}.click()")

    async def sees(self, situation: str) -> None:
        """Wait for one of the widget's faces."""
        await self.frame.wait_for(
            f"document.querySelector('main').dataset.situation === '{situation}'"
        )

    async def write(self, text: str, into: str = "#message") -> None:
        """Click a field and type."""
        await self.frame.click(into)
        await self.frame.type_text(text)

    async def say(self, text: str) -> None:
        """Write a message and press Enter; return when the widget has taken or stopped it."""
        await self.write(text)
        written = json.dumps(await self.frame.evaluate("document.querySelector('#message').value"))
        await self.frame.press("Enter")
        # Until it is stored the next Enter would do nothing.
        await self.frame.wait_for(f"document.querySelector('#message').value !== {written}")

    async def says(self, *texts: str) -> None:
        """Write messages as fast as the widget takes them."""
        for text in texts:
            await self.say(text)
            await self.frame.wait_for("document.querySelector('#message').value === ''")

    async def writes_quickly(self, texts: list[str]) -> None:
        """Send one message after the other, each as soon as the field is free."""
        await self.frame.evaluate(_WRITE % json.dumps(texts), await_promise=True)

    async def is_told(self, text: str) -> None:
        """Wait until the line below the head says this."""
        await self.frame.wait_for(
            "!document.querySelector('.banner').hidden"
            f" && document.querySelector('.banner').textContent.includes({json.dumps(text)})"
        )

    async def shown(self) -> dict[str, str]:
        """Return every own text with its mark; neighbours of one state share the last one's."""
        found: list[tuple[str, str]] = await self.frame.evaluate(_SHOWN)
        return dict(found)

    async def bubbles(self) -> list[str]:
        """Return what the bubbles show, without the spoken names."""
        found: list[str] = await self.frame.evaluate(
            "[...document.querySelectorAll('.bubble')].map(bubble =>"
            " [...bubble.childNodes].filter(node => node.className !== 'spoken')"
            ".map(node => node.textContent).join(''))"
        )
        return found

    async def state_of(self, text: str, state: str) -> None:
        """Wait until the group of the bubble with this text is marked so."""
        await self.frame.wait_for(
            "[...document.querySelectorAll('.said')].some(said =>"
            f" said.innerText.includes({json.dumps(text)})"
            f" && said.querySelector('.stamp.{state}'))"
        )

    async def draft_is_kept(self, text: str) -> None:
        """Wait until the browser keeps this as the draft, so that it may go with the page."""
        await self.frame.evaluate(_KEPT % json.dumps(text), await_promise=True)

    async def reload(self) -> None:
        """Load the shop's page anew."""
        await self.page.reload()
        self.frame = await self.page.frame("/widget/frame")

    async def clear_storage(self) -> None:
        """Forget what the browser keeps of the shop, as its settings let a visitor do."""
        await self.page.send(
            "Storage.clearDataForOrigin",
            origin=await self.frame.evaluate("location.origin"),
            storageTypes="indexeddb",
        )

    async def comes_back(self, address: str) -> None:
        """Open the shop after having been elsewhere."""
        await self.page.open(address)
        self.frame = await self.page.frame("/widget/frame")
