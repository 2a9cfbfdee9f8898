"""The process that knows words: one JSON line in, one JSON line out, until the end.

It is a process of its own because Hunspell holds the interpreter for up to half a second while
it looks for suggestions, and the model of languages takes longer than that to load; the window
would stand still. It ends when its input does.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from undivided.storage.language_guess import language_of
from undivided.storage.spelling.dictionaries import Dictionaries, DictionaryTrouble

FOLDERS = "folders"
NAMES, MISSPELT, SUGGEST, LANGUAGE = "names", "misspelt", "suggest", "language"


def main() -> int:
    """Answer until the input ends."""
    serve(sys.stdin, sys.stdout)
    return 0


def serve(lines: Iterable[str], out: TextIO) -> None:
    """Answer each line; the first one names the folders.

    An answer is a pair: the words, and the trouble with the dictionary or "".
    """
    questions = iter(lines)
    folders = json.loads(next(questions, "[]"))
    dictionaries = Dictionaries([Path(folder) for folder in folders])
    for line in questions:
        out.write(json.dumps(_answer(dictionaries, json.loads(line))) + "\n")
        out.flush()


def _answer(dictionaries: Dictionaries, question: list[str]) -> tuple[tuple[str, ...], str]:
    kind, language, *words = question
    try:
        if kind == MISSPELT:
            return dictionaries.misspelt(words, language), ""
        if kind == SUGGEST:
            return dictionaries.suggestions(words[0], language), ""
    except DictionaryTrouble as error:
        return (), error.trouble
    if kind == LANGUAGE:
        return (_guess(words[0]),), ""
    return dictionaries.names, ""


def _guess(text: str) -> str:
    try:
        return language_of(text)
    except Exception:  # noqa: BLE001 - a model that cannot be read must not cost the dictionaries
        return ""
