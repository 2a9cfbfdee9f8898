"""What an operator made of the coach's rules, kept as JSON in the profile. Blocking."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import DecodeError, json

from undivided.etiquette.coach.habits import Habit
from undivided.storage.whole_file import put_aside, replace_whole

WHAT = "file of the writing coach"


class HabitsFile:
    """Reads and writes one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[dict[str, Habit], str]:
        """Return the habits by rule, and a sentence when the file could not be used.

        A damaged file is put aside, never deleted, and every rule is as at the beginning.
        """
        try:
            return json.decode(self._path.read_bytes(), type=dict[str, Habit]), ""
        except FileNotFoundError:
            return {}, ""
        except OSError as error:
            return {}, (
                f"What you chose for the writing coach at {self._path} cannot be read "
                f"({error.strerror}). Its rules are as at the beginning; nothing was changed."
            )
        except (DecodeError, ValueError, RecursionError):
            return {}, (
                "What you chose for the writing coach could not be read and was put aside as "
                f"{put_aside(self._path)}. Its rules are as at the beginning."
            )

    def save(self, habits: Mapping[str, Habit]) -> None:
        """Replace the file in one step.

        Raises:
            DiskFull, ReadOnly: The old file is still there.
        """
        replace_whole(self._path, json.format(json.encode(habits), indent=2), WHAT)
