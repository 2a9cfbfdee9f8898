"""What visitors of a shop ask, each with the responses that answer it, and small talk.

Written by hand for this project: first 65 responses to go beside the starter set, as a shop
would write them, and then the messages as visitors write, in their words, with their errors,
without looking at the responses' texts. A message names the shortcuts of all responses that
would do; small talk names none. Only the messages in the odd rows were looked at while the
search was tuned; those in the even rows were held back.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from undivided.library import formats
from undivided.library.finding.search import Match
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore

_FOLDER = Path(__file__).parent / "help_desk"


@dataclass(frozen=True, slots=True)
class Asked:
    """A visitor's message.

    Attributes:
        text: As it was written.
        answers: Shortcuts of the responses that answer it; empty for small talk.
    """

    text: str
    answers: frozenset[str]

    def is_met_by(self, matches: list[Match]) -> bool:
        """Return whether one of the matches answers it."""
        return any(self.answers.intersection(match.response.shortcuts) for match in matches)


def messages() -> list[Asked]:
    """Return all messages in the order of their file."""
    return [
        Asked(row["message"], frozenset(filter(None, row["answers"].split(";"))))
        for row in _rows("messages.csv")
    ]


def messages_in(language: str) -> list[Asked]:
    """Return the messages of another language than English."""
    return [
        Asked(row["text"], frozenset(filter(None, [row["shortcut"]])))
        for row in _rows("languages.csv")
        if (row["language"], row["kind"]) == (language, "message")
    ]


def add_languages(store: LibraryStore) -> None:
    """Add responses in the other languages; before their first colon stands the title."""
    for row in _rows("languages.csv"):
        if row["kind"] == "response":
            title, body = re.split(r"\s*:\s", row["text"], maxsplit=1)
            shortcuts, language = (row["shortcut"],), row["language"]
            store.add(Response(title=title, body=body, shortcuts=shortcuts, language=language))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_help_desk(path: Path) -> LibraryStore:
    """Return a library of the starter set and the shop's own responses."""
    store = LibraryStore(path)
    text = (_FOLDER / "responses.csv").read_text(encoding="utf-8")
    store.import_responses(formats.read(text))
    return store
