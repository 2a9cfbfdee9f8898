"""What was accepted, confirmed and shown, and what is wrong with it; it looks at nothing else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Lane = tuple[str, str]
"""An author and a chat: texts of one lane have an order."""
NEWEST = 50
"""An operator's window keeps 100 lines of a chat, with those of the system among them."""


@dataclass(slots=True)
class Histories:
    """Everything that people were promised and what they were shown.

    Texts are unique, so one that is shown twice was doubled.

    Attributes:
        accepted: Texts by author and chat, in the order of Send.
        maybe: Texts whose Send did not return before the program was killed: once, or not at all.
        confirmed: Texts that somebody was told are sent.
        failed: Texts that somebody was told are not sent.
        views: Who shows which texts of a chat, in which order, at the end; a view may hold the
            newest texts only, but `NEWEST` at least.
    """

    accepted: dict[Lane, list[str]] = field(default_factory=dict)
    maybe: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    views: dict[str, dict[str, Sequence[str]]] = field(default_factory=dict)

    def accept(self, author: str, chat: str, text: str) -> None:
        """Note that an author was told: this is kept."""
        self.accepted.setdefault((author, chat), []).append(text)
        self.maybe.discard(text)

    def show(self, who: str, chat: str, texts: Iterable[str]) -> None:
        """Note what somebody shows at the end."""
        self.views.setdefault(who, {})[chat] = tuple(texts)

    @property
    def count(self) -> int:
        """How many texts were accepted."""
        return sum(map(len, self.accepted.values()))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every broken promise; all lists are empty when none is."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    reordered: tuple[str, ...]
    falsely_sent: tuple[str, ...]
    falsely_failed: tuple[str, ...]
    unlike: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every promise was kept."""
        return not any(self._counts().values())

    def __str__(self) -> str:
        """Return the figures of the table."""
        broken = {name: count for name, count in self._counts().items() if count}
        known = {"lost": len(self.lost), "doubled": len(self.doubled)}
        return ", ".join(f"{count} {name}" for name, count in {**known, **broken}.items())

    def first(self) -> str:
        """Return the first example of each kind, for whoever has to mend it."""
        kinds = ((name.replace("_", " "), getattr(self, name)) for name in self.__slots__)
        return "; ".join(f"{name}: {found[0]}" for name, found in kinds if found)

    def _counts(self) -> dict[str, int]:
        return {name.replace("_", " "): len(getattr(self, name)) for name in self.__slots__}


def united(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on several worlds together."""
    every = list(verdicts)
    kinds = Verdict.__slots__
    return Verdict(*(tuple(t for one in every for t in getattr(one, kind)) for kind in kinds))


def judge(histories: Histories, reference: str) -> Verdict:
    """Compare what was promised with what is shown.

    Args:
        histories: All that was noted; read only.
        reference: Whose view holds every text of every chat; the others are compared with it.
    """
    truth = histories.views[reference]
    everything = [text for texts in truth.values() for text in texts]
    accepted = {text for texts in histories.accepted.values() for text in texts}
    return Verdict(
        lost=tuple(sorted(accepted - set(everything) - histories.failed)),
        doubled=tuple(_doubled(histories)),
        reordered=tuple(_reordered(histories, truth)),
        falsely_sent=tuple(sorted(histories.confirmed - set(everything))),
        falsely_failed=tuple(sorted(histories.failed & set(everything))),
        unlike=tuple(_unlike(histories, truth)),
        foreign=tuple(sorted(set(everything) - accepted - histories.maybe)),
    )


def _doubled(histories: Histories) -> list[str]:
    found = []
    for who, chats in histories.views.items():
        counts = Counter(text for texts in chats.values() for text in texts)
        found += [f"{text} x{count} at {who}" for text, count in counts.items() if count > 1]
    return found


def _reordered(histories: Histories, truth: dict[str, Sequence[str]]) -> list[str]:
    found = []
    for (author, chat), texts in histories.accepted.items():
        place = {text: number for number, text in enumerate(truth.get(chat, ()))}
        shown = [text for text in texts if text in place]
        found += [
            f"{later} of {author} before {text}"
            for text, later in pairwise(shown)
            if place[later] < place[text]
        ]
    return found


def _unlike(histories: Histories, truth: dict[str, Sequence[str]]) -> list[str]:
    found = []
    for who, chats in histories.views.items():
        for chat, texts in chats.items():
            whole = truth.get(chat, ())
            is_enough = len(texts) >= min(len(whole), NEWEST)
            if not is_enough or tuple(whole[len(whole) - len(texts) :]) != tuple(texts):
                found.append(f"{who} shows {chat} otherwise: {_difference(whole, texts)}")
    return found


def _difference(whole: Sequence[str], shown: Sequence[str]) -> str:
    missing, extra = set(whole) - set(shown), set(shown) - set(whole)
    return f"{len(shown)} of {len(whole)}, without {sorted(missing)[:3]}, with {sorted(extra)[:3]}"
