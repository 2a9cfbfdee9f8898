"""Slows down guessing: waits grow per account and per address after wrong secrets.

Pure: time is handed in. A wait is told alike for known and unknown accounts.
"""

from collections import OrderedDict
from dataclasses import dataclass

from undivided.protocol.moments import Moment

FREE_TRIES = 5
"""Wrong secrets for one account from one address before waiting begins."""
FREE_TRIES_PER_ADDRESS = 20
FREE_TRIES_PER_ACCOUNT = 50
"""From all addresses together; higher, so that a stranger cannot easily lock an operator out."""
LONGEST_WAIT_S = 900.0
FORGET_AFTER_S = 3_600.0
REMEMBERED = 20_000
"""Keys held at once; the least recently used is forgotten first."""

_FREE = {"pair": FREE_TRIES, "address": FREE_TRIES_PER_ADDRESS, "account": FREE_TRIES_PER_ACCOUNT}
_Key = tuple[str, str]


@dataclass(slots=True)
class _Record:
    failures: int = 0
    last: float = 0.0
    until: float = 0.0


class LoginGuard:
    """Counts wrong secrets and says how long the next try has to wait."""

    def __init__(self) -> None:
        self._records: OrderedDict[_Key, _Record] = OrderedDict()

    def wait_s(self, account: str, address: str, now: Moment) -> float:
        """Return the seconds before another try is looked at; 0 when it may be tried now."""
        untils = [
            record.until
            for key in _keys(account, address)
            if (record := self._records.get(key)) is not None
        ]
        return max(0.0, max(untils, default=0.0) - now.ticks)

    def tried(self, account: str, address: str, now: Moment) -> None:
        """Count a secret as wrong until `succeeded` says otherwise."""
        for key in _keys(account, address):
            record = self._fresh(key, now)
            record.failures += 1
            record.last = now.ticks
            beyond = record.failures - _FREE[key[0]]
            if beyond >= 0:
                # 1 s, 2 s, 4 s ... ; the exponent is bounded before it grows huge.
                record.until = now.ticks + min(2.0 ** min(beyond, 20), LONGEST_WAIT_S)
        while len(self._records) > REMEMBERED:
            self._records.popitem(last=False)

    def succeeded(self, account: str, address: str) -> None:
        """Take back one count and every wait: the secret was right after all."""
        pair, *wider = _keys(account, address)
        self._records.pop(pair, None)
        for key in wider:
            if (record := self._records.get(key)) is not None:
                record.failures -= 1
                record.until = 0.0

    def _fresh(self, key: _Key, now: Moment) -> _Record:
        record = self._records.setdefault(key, _Record(last=now.ticks))
        self._records.move_to_end(key)
        if now.ticks - record.last > FORGET_AFTER_S:
            record.failures = 0
        return record


def _keys(account: str, address: str) -> tuple[_Key, ...]:
    return ("pair", f"{account}\0{address}"), ("address", address), ("account", account)
