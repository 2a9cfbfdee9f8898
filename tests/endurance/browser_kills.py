"""A visitor's browser is killed with kill -9 while he writes; one profile goes through it all."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tests.endurance.outcome import Outcome
from tests.support.browser import Browser
from tests.support.devtools import DevToolsError
from tests.support.server_process import ServerProcess
from tests.widget.shop import ScriptedOperator, Shop, Visitor, organization_of

RULE = "a visitor's browser is killed while he writes; promises G2, G3, G4, G9"
ROUNDS = 40

BURST = 50
OUT_S = 60.0
"""Until everything that waits has been sent; 50 messages at once use up the allowance."""

_ALL_OUT = (
    "!['starting', undefined].includes(document.querySelector('main')?.dataset.situation)"
    " && !document.querySelector('.stamp.sending')"
)


class Moment(StrEnum):
    """When the browser is killed."""

    SHOWN = "when the message is shown"
    ENTER = "right after Enter"
    BURST = "during a burst"
    OFFLINE = "with messages that the server never saw"
    BOTH = "during a burst, with the server"


@dataclass
class Tally:
    """What went wrong, in the words of whoever has to mend it."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    reordered: list[str] = field(default_factory=list)
    false_ticks: list[str] = field(default_factory=list)
    shown: int = 0

    def judge(self, where: str, shown: dict[str, str], before: list[str], after: list[str]) -> None:
        """Compare what the visitor saw before the kill with what the server has, then and later."""
        counts = Counter(after)
        self.shown += len(shown)
        self.lost += [f"{where}: {text}" for text in shown if text not in counts]
        self.doubled += [f"{where}: {text}" for text, count in counts.items() if count > 1]
        ticked = [text for text, mark in shown.items() if mark in {"sent", "seen", "saved"}]
        self.false_ticks += [f"{where}: {text}" for text in ticked if text not in before]
        if after != sorted(after):
            self.reordered.append(f"{where}: {after}")


class Trial:
    """One shop, one operator who is always there, and one browser profile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = ServerProcess(folder / "data", demo=True).start()
        self._token = self._server.add_operator(name="Mira Lind").token
        self._operator: ScriptedOperator | None = None
        self.tally = Tally()

    async def kill_in(self, number: int) -> None:
        """Write, kill, start again, and judge."""
        chance = random.Random(number)
        moment = list(Moment)[number % len(Moment)]
        texts = [f"{_word(number)} {_word(place)}" for place in range(BURST)]
        await self._operator_is_there()
        browser, visitor = await self._visit()
        if moment in {Moment.SHOWN, Moment.ENTER}:
            texts = texts[:1]
        elif moment is Moment.OFFLINE:
            self._server.kill()
            texts = texts[:3]
        shown = await _write_until(visitor, texts, moment, chance)
        if moment is Moment.BOTH:
            self._server.kill()
        await browser.kill()
        if moment in {Moment.OFFLINE, Moment.BOTH}:
            self._server.start()
            await self._operator_is_there()
        before = await self._stored(number)
        browser, visitor = await self._visit()
        await visitor.frame.wait_for(_ALL_OUT, OUT_S)
        await browser.kill()
        self.tally.judge(f"{number}, {moment}", shown, before, await self._stored(number))

    async def end(self) -> None:
        """Stop everything."""
        if self._operator is not None:
            await self._operator.close()
        self._server.kill()

    async def _operator_is_there(self) -> None:
        if self._operator is not None:
            await self._operator.close()
        self._operator = await ScriptedOperator.sign_in(self._server, self._token)

    async def _visit(self) -> tuple[Browser, Visitor]:
        browser = await Browser.start(self._folder)
        shop = Shop(self._server, browser, await organization_of(self._server), self._server.url)
        visitor = await shop.visitor()
        await visitor.open()
        await visitor.frame.wait_for(_ALL_OUT, OUT_S)
        return browser, visitor

    async def _stored(self, number: int) -> list[str]:
        """Return this round's words in the order of the server, in all chats there are."""
        assert self._operator is not None
        chats = (await self._operator.ask("list_chats", limit=100))["chats_summary"]
        texts = [text for chat in chats for text in await self._operator.texts(chat["id"])]
        return [text for text in texts if text.startswith(f"{_word(number)} ")]


def _word(number: int) -> str:
    """Return a number in letters that sort like it; digits might be taken for those of a card."""
    return chr(ord("a") + number // 26) + chr(ord("a") + number % 26)


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Kill the browser `rounds` times and count what the promises forbid."""
    return asyncio.run(_endure(rounds, folder))


async def _endure(rounds: int, folder: Path) -> list[Outcome]:
    trial = Trial(folder)
    try:
        for number in range(rounds):
            await trial.kill_in(number)
    finally:
        await trial.end()
    tally = trial.tally
    wrong = [tally.lost, tally.doubled, tally.reordered, tally.false_ticks]
    names = ("lost", "doubled", "reordered", "false ticks")
    counts = [f"{len(each)} {name}" for each, name in zip(wrong, names, strict=True)]
    return [
        Outcome(
            what=f"{rounds} kill -9 of a visitor's browser, {tally.shown} messages shown before",
            reached=", ".join(counts),
            goal="0 lost, 0 doubled, 0 reordered, 0 false ticks",
            is_met=not any(wrong),
            detail=next((each[0] for each in wrong if each), ""),
        )
    ]


async def _write_until(
    visitor: Visitor, texts: list[str], moment: Moment, chance: random.Random
) -> dict[str, str]:
    """Write and return what was shown last, with the marks, before the moment to kill."""
    loop = asyncio.get_running_loop()
    writing = loop.create_task(_write(visitor, texts))
    shown: dict[str, str] = {}
    enough = chance.randint(1, BURST) if moment in {Moment.BURST, Moment.BOTH} else len(texts)
    patience_s = chance.uniform(0, 0.05) if moment is Moment.ENTER else OUT_S
    end = loop.time() + patience_s
    while loop.time() < end and len(shown) < enough:
        now = await visitor.shown()
        shown = {text: now[text] for text in texts if text in now}
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    return shown


async def _write(visitor: Visitor, texts: list[str]) -> None:
    try:
        await visitor.writes_quickly(texts)
    except DevToolsError:
        return  # Killed in the middle of it.
