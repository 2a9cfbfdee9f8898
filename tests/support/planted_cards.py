"""Card numbers, one for each place that they are planted in, and the search for what is left."""

import re
from pathlib import Path

from tests.support.card_corpus import check_digit

_BANK = "40128888"
_GAP = rb"(?:%[0-9A-Fa-f]{2}|[^0-9]){0,6}"
_FOUND = re.compile(_GAP.join([*(digit.encode() for digit in _BANK), b"[0-9]", b"[0-9]"]))


class Planted:
    """Hands out numbers of one bank, and finds files that have more of one than the bank's part.

    A number that was masked shows none of its first twelve digits, so the bank's eight and two
    more are a leak, whether it was whole or a draft of it.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}

    def card(self, place: str) -> str:
        """Return the number for a place, in fours; the same one each time."""
        if place not in self.numbers:
            body = f"{_BANK}{len(self.numbers) + 11:02}00000"
            self.numbers[place] = body + check_digit(body)
        number = self.numbers[place]
        return " ".join(number[at : at + 4] for at in range(0, 16, 4))

    def leaks(self, *folders: Path) -> list[str]:
        """Return in which file which place's number, or most of it, was found."""
        files = (each for folder in folders for each in folder.rglob("*") if each.is_file())
        return sorted({leak for file in files for leak in self._in(file)})

    def _in(self, file: Path) -> list[str]:
        content = file.read_bytes()
        places = {number[8:10]: place for place, number in self.numbers.items()}
        found = []
        for match in _FOUND.finditer(content):
            digits = re.sub(r"%[0-9A-Fa-f]{2}|[^0-9]", "", match[0].decode("latin-1"))
            found.append(f"{places.get(digits[8:10], digits)} in {file.name}")
        if _BANK in file.name:
            found.append(f"name of {file.name}")
        return found
