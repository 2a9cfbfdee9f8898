"""Guessing of passwords, tokens and codes: slowed, the same answer and time for every cause."""

import hashlib
import secrets
import statistics
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest import mock

from tests.endurance.outcome import Outcome
from tests.support.server_process import ServerProcess
from undivided.protocol.moments import Moment
from undivided.server.accounts.account_errors import SignInRefused, TooManyTries
from undivided.server.accounts.login_guard import FORGET_AFTER_S, LONGEST_WAIT_S
from undivided.server.accounts.sign_in import SignIn
from undivided.server.data_folder import connection

RULE = "guessing of passwords, tokens and codes is slowed and learns nothing"
ROUNDS = 1_000
"""Wrong tries of each kind."""
PASSWORD = "correct horse battery"
LOOKED_AT = 25
"""Most tries of a thousand, one a second, that are worth a look at the secret."""
RATIO = 1.2
TIME_GOAL = f"ratio below {RATIO}"
"""Only a quiet machine can tell; the suite looks at the work that is done instead."""
TIMED = 25
"""Of so many tries one is timed; each takes a whole hash."""

Try = Callable[[str, Moment], object]
"""A try from an address at a moment; raises when it is refused."""


class Lock:
    """A server's accounts: `ann` has a password, a token and a colleague who was invited."""

    def __init__(self, folder: Path) -> None:
        server = ServerProcess(folder / "data")
        self.folder = server.data
        self.token = server.add_operator("ann@example.com", password=PASSWORD).token
        server.add_operator("bo@example.com", name="Bo Ray", password=PASSWORD)
        gone = server.add_operator("cy@example.com", name="Cy Day", password=PASSWORD)
        server.admin("operator", "revoke", "cy@example.com")
        self.revoked = gone.token
        self.code = str(server.admin("operator", "invite", "bo@example.com")["code"])
        self.signs = SignIn(partial(connection, self.folder), secrets.token_bytes)

    def by_password(
        self, address: str, now: Moment, *, email: str = "ann@example.com", password: str = "guess"
    ) -> object:
        """Try a password."""
        return self.signs.by_password(email, password, "test", address, now)

    def by_token(self, address: str, now: Moment, *, token: str = "") -> object:
        """Try an operator's token; by default one that begins as a real one does."""
        return self.signs.by_token(f"Bearer {token or _guess(self.token)}", address, now)

    def by_code(self, address: str, now: Moment, *, code: str = "") -> object:
        """Try an invitation code."""
        return self.signs.by_invitation(
            code or _guess(self.code), "a new pass phrase", address, now
        )


def endure(rounds: int, folder: Path) -> list[Outcome]:
    """Guess `rounds` times in each way, and return what came of it."""
    ways: dict[str, Callable[..., object]] = {
        "password": Lock.by_password,
        "token": Lock.by_token,
        "invitation code": Lock.by_code,
    }
    guessed = [_guessing(name, Lock(folder / name), way, rounds) for name, way in ways.items()]
    lock = Lock(folder / "causes")
    answers = [_answers(lock), _work(lock), _times(lock, max(4, rounds // TIMED))]
    return [*guessed, *answers, _stored(lock)]


def _guessing(name: str, lock: Lock, way: Callable[..., object], rounds: int) -> Outcome:
    """Guess once a second from one address; then let honest people in."""
    guess: Try = partial(way, lock)
    told = Counter(_told(partial(guess, "192.0.2.66"), second) for second in range(rounds))
    wrong = []
    now = Moment.at(rounds)
    if _told(lambda at: lock.by_password("192.0.2.1", at, password=PASSWORD), now.ticks):
        wrong.append("the right password from elsewhere was refused")
    if _told(lambda at: lock.by_token("192.0.2.1", at, token=lock.token), now.ticks):
        wrong.append("the right token from elsewhere was refused")
    later = rounds + max(LONGEST_WAIT_S, FORGET_AFTER_S) + 1
    if _told(lambda at: lock.by_password("192.0.2.66", at, password=PASSWORD), later):
        wrong.append("the right password was refused when the wait was over")
    looked_at = told["SignInRefused"]
    return Outcome(
        f"{rounds:,} wrong tries of a {name}, one a second",
        f"{looked_at} looked at, {told['']} let in, {len(wrong)} honest people kept out",
        f"at most {LOOKED_AT} looked at, 0 let in, 0 honest people kept out",
        is_met=0 < looked_at <= LOOKED_AT and not told[""] and not wrong,
        detail=", ".join(wrong),
    )


def _answers(lock: Lock) -> Outcome:
    causes = _causes(lock)
    answers = set()
    for number, each in enumerate(causes.values()):
        try:
            each(f"198.51.100.{number}", Moment.at(0))
        except SignInRefused as refusal:
            answers.add((type(refusal).__name__, refusal.sentence))
    return Outcome(
        f"{len(causes)} causes of a refusal",
        f"{len(answers)} answer",
        "1 answer",
        is_met=len(answers) == 1,
    )


def _work(lock: Lock) -> Outcome:
    """Count the hashes that each cause costs, and how dear each hash is."""
    costs = {}
    for name, each in _causes(lock).items():
        with mock.patch("hashlib.scrypt", wraps=hashlib.scrypt) as hashed:
            _told(partial(each, f"{name} work"), 0.0)
        calls = [call.kwargs for call in hashed.call_args_list]
        costs[name] = tuple((call["n"], call["r"], call["p"]) for call in calls)
    least, most = (extreme(map(len, costs.values())) for extreme in (min, max))
    return Outcome(
        "hashes of a refusal by cause",
        f"{least} to {most}, {len(set(costs.values()))} price",
        "1 to 1, 1 price",
        is_met=least == most == 1 and len(set(costs.values())) == 1,
        detail=str(costs),
    )


def _times(lock: Lock, rounds: int) -> Outcome:
    """Time each cause in turn on this thread's own clock, each try from a new address."""
    causes = _causes(lock)
    taken: dict[str, list[float]] = {name: [] for name in causes}
    for number in range(rounds):
        for name, each in causes.items():
            began = time.thread_time()
            # Later than all before, so that no try waits for another.
            _told(partial(each, f"{name} {number}"), (number + 1) * 10_000.0)
            taken[name].append(time.thread_time() - began)
    medians = {name: statistics.median(values) for name, values in taken.items()}
    ratio = max(medians.values()) / min(medians.values())
    return Outcome(
        f"time of a refusal by cause, median of {rounds}",
        f"ratio {ratio:.2f}",
        TIME_GOAL,
        is_met=ratio < RATIO,
        detail="" if ratio < RATIO else str(medians),
    )


def _causes(lock: Lock) -> dict[str, Try]:
    return {
        "wrong password": lock.by_password,
        "unknown e-mail": partial(lock.by_password, email="nobody@example.com"),
        "revoked operator": partial(lock.by_password, email="cy@example.com", password=PASSWORD),
        "wrong token": lock.by_token,
        "unknown token": partial(lock.by_token, token=f"undv_{secrets.token_urlsafe(32)}"),
        "revoked token": partial(lock.by_token, token=lock.revoked),
        "wrong code": lock.by_code,
        "unknown code": partial(lock.by_code, code=f"undi_{secrets.token_urlsafe(32)}"),
    }


def _stored(lock: Lock) -> Outcome:
    words = [each.encode() for each in (lock.token, lock.revoked, lock.code, PASSWORD)]
    files = [path for path in lock.folder.rglob("*") if path.is_file()]
    hits = [path.name for path in files if any(word in path.read_bytes() for word in words)]
    return Outcome(
        f"secrets in {len(files)} files of the server's data",
        f"{len(hits)} found",
        "0 found",
        is_met=not hits and bool(files),
        detail=", ".join(hits),
    )


def _told(attempt: Callable[[Moment], object], second: float) -> str:
    """Return the name of the refusal; empty when the secret was taken."""
    try:
        attempt(Moment.at(second))
    except (SignInRefused, TooManyTries) as refusal:
        return type(refusal).__name__
    return ""


def _guess(secret: str) -> str:
    """Return a secret that begins like the right one, as an onlooker might know its beginning."""
    return secret[:-8] + secrets.token_urlsafe(6)
