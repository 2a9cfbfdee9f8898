"""Asks about words in a process of its own; blocking, for a one-thread worker."""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from undivided.storage.spelling.child import LANGUAGE, MISSPELT, NAMES, SUGGEST
from undivided.storage.spelling.dictionaries import Trouble

MOST_STARTS = 3
"""After so many ends of its own the process is not started again."""

log = logging.getLogger(__name__)

_HIDDEN: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a dictionary said.

    Attributes:
        wrong: The words that it does not know.
        trouble: Why it could not be asked, so that every word counts as right; or None.
    """

    wrong: tuple[str, ...] = ()
    trouble: Trouble | None = None


class SpellingProcess:
    """Started at the first question, and again where it ended by itself.

    Where it cannot run, every word counts as right: writing goes on without a check.

    Args:
        folders: Where dictionaries are, see `spelling.Dictionaries`.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = [str(folder) for folder in folders]
        self._process: subprocess.Popen[str] | None = None
        self._starts = 0
        self._is_over = False

    def names(self) -> tuple[str, ...]:
        """Return the dictionaries, such as "en_GB"."""
        return self._ask(NAMES, "").wrong

    def misspelt(self, words: Sequence[str], language: str) -> Checked:
        """Return those of `words` that the dictionary of the language does not know."""
        return self._ask(MISSPELT, language, *words)

    def suggestions(self, word: str, language: str) -> tuple[str, ...]:
        """Return what a misspelt word may be, best first."""
        return self._ask(SUGGEST, language, word).wrong

    def language_of(self, text: str) -> str:
        """Return the BCP 47 tag of the language that the text seems to be in, or ""."""
        return "".join(self._ask(LANGUAGE, "", text).wrong)

    def hurry(self) -> None:
        """End whatever the process is doing; from any thread, and before `close`.

        Nobody waits for a word any more when the program is quit.
        """
        self._is_over = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._is_over = True
        if process is not None:
            _end(process)

    def _ask(self, *question: str) -> Checked:
        while not self._is_over and (self._process is not None or self._starts < MOST_STARTS):
            try:
                process = self._process or self._start()
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(json.dumps(question) + "\n")
                process.stdin.flush()
                words, trouble = json.loads(process.stdout.readline())
                return Checked(tuple(words), Trouble(trouble) if trouble else None)
            except (OSError, ValueError) as error:
                # Without the words: they may be somebody's.
                if not self._is_over:
                    log.warning("spelling process ended", extra={"error": type(error).__name__})
                if self._process is not None:
                    _end(self._process)
                self._process = None
        return Checked(trouble=Trouble.ENDED)

    def _start(self) -> subprocess.Popen[str]:
        self._starts += 1
        self._process = subprocess.Popen(  # noqa: S603 - this program, no words from outside
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            creationflags=_HIDDEN,
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(self._folders) + "\n")
        return self._process


def _command() -> list[str]:
    # A frozen build has no interpreter to give a module to; it is the program itself.
    program = [] if getattr(sys, "frozen", False) else ["-m", "undivided"]
    return [sys.executable, *program, "spelling"]


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
