"""The process that asks the dictionaries: one JSON line in, one JSON line out, until the end.

It is a process of its own because Hunspell holds the interpreter for up to half a second while
it looks for suggestions; the window would stand still. It ends when its input does.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from undivided.storage.spelling.dictionaries import Dictionaries

FOLDERS = "folders"
NAMES, MISSPELT, SUGGEST = "names", "misspelt", "suggest"


def main() -> int:
    """Answer until the input ends."""
    serve(sys.stdin, sys.stdout)
    return 0


def serve(lines: Iterable[str], out: TextIO) -> None:
    """Answer each line; the first one names the folders."""
    questions = iter(lines)
    folders = json.loads(next(questions, "[]"))
    dictionaries = Dictionaries([Path(folder) for folder in folders])
    for line in questions:
        out.write(json.dumps(_answer(dictionaries, json.loads(line))) + "\n")
        out.flush()


def _answer(dictionaries: Dictionaries, question: list[str]) -> tuple[str, ...]:
    kind, language, *words = question
    if kind == MISSPELT:
        return dictionaries.misspelt(words, language)
    if kind == SUGGEST:
        return dictionaries.suggestions(words[0], language)
    return dictionaries.names
