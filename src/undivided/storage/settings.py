"""Settings of a profile: each stated once, kept as JSON, replaced in one step."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from undivided.storage.whole_file import put_aside, replace_whole

WHAT = "settings file"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything an operator can set; unknown keys of a later version are ignored.

    Each has its place in the settings, in the coach's sheet or where it is used; only the last two
    are notes of the program to itself, which nobody would look for.

    Attributes:
        theme: "system", "light" or "dark".
        text_size_percent: 90 to 150.
        enter_sends: Enter sends and Shift+Enter starts a line; false swaps them.
        close_to_tray: Closing the window keeps the program in the tray, where one exists.
        focus_soon_s: Seconds of waiting until a timer turns amber. Source: practice 1.
        focus_late_s: Seconds of waiting until it turns red. Source: practice 1.
        block_words: Words after which a reply should be split. Source: practice 5.
        hold_minutes: Minutes that the hold question offers first. Source: practice 9.
        calm_capitals: A visitor's capitals are shown in small letters. Source: practice 71.
        break_minutes: How long a break between chats is. Source: practice 30.
        shift_check_in: A shift begins with a question about oneself. Source: practice 30.
        abuse_lines: Hostile lines after calm words, or after a warning, until the next step is
            offered. Source: practice 72.
        no_sales_days: How long a visitor's no to a sale counts. Source: practice 55.
        suggest_responses: Responses that fit the visitor's last message stand at the top of the
            panel. Source: practice 46.
        order_steps: The steps of the site's order, each a line as `library.model.order_steps`
            reads it; empty for the usual ones. Source: practice 52.
        check_spelling: Misspelt words are underlined. Source: practice 18.
        spelling_language: A dictionary such as "en_GB" for texts that name no language; empty
            for the computer's own.
        own_words: What the operator taught the speller, as `etiquette.own_words` writes it.
        server_url, email: Who signed in last.
        stay_signed_in: The token may be kept in the keyring.
        said_no_tray: It was said once that this desktop has no tray.
        geometry: The window's place, as base64 text of Qt's own format.
    """

    theme: str = "system"
    text_size_percent: int = 100
    enter_sends: bool = True
    close_to_tray: bool = True
    notifications: bool = True
    sounds: bool = True
    focus_soon_s: int = 30
    focus_late_s: int = 45
    block_words: int = 30
    hold_minutes: int = 2
    calm_capitals: bool = True
    break_minutes: int = 5
    shift_check_in: bool = False
    abuse_lines: int = 2
    no_sales_days: int = 30
    suggest_responses: bool = True
    order_steps: str = ""
    check_spelling: bool = True
    spelling_language: str = ""
    own_words: str = ""
    server_url: str = ""
    email: str = ""
    stay_signed_in: bool = True
    said_no_tray: bool = False
    geometry: str = ""

    def changed(self, changes: Mapping[str, Any]) -> "Settings":
        """Return these settings with some of them set to other values."""
        return replace(self, **changes)


class SettingsFile:
    """Reads and writes one settings file. Blocking, but a few hundred bytes only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[Settings, str]:
        """Return the settings, and a sentence when the file could not be used.

        A damaged file is put aside, never deleted, and the defaults are returned.
        """
        try:
            return _read(self._path.read_bytes()), ""
        except FileNotFoundError:
            return Settings(), ""
        except OSError as error:
            return Settings(), (
                f"The settings at {self._path} cannot be read ({error.strerror}). "
                "The usual settings are in use; nothing was changed."
            )
        except (ValueError, TypeError, RecursionError):
            return Settings(), self._put_aside()

    def save(self, settings: Settings) -> None:
        """Replace the file in one step; a power cut leaves the old or the new one whole.

        Raises:
            DiskFull, ReadOnly: The old settings are still there.
        """
        data = json.dumps(asdict(settings), ensure_ascii=False, indent=2).encode()
        replace_whole(self._path, data, WHAT)

    def _put_aside(self) -> str:
        return (
            f"The settings could not be read and were put aside as {put_aside(self._path)}. "
            "The usual settings are in use."
        )


def _read(data: bytes) -> Settings:
    """Return the settings written in `data`; what is not in it has its usual value.

    Raises:
        ValueError, TypeError: They are no settings. This is read before the first paint, and so
            without msgspec, which takes longer to load than all else that is done with them.
    """
    written = json.loads(data)
    if not isinstance(written, dict):
        message = "settings are an object"
        raise TypeError(message)
    known = {field.name: field.default for field in fields(Settings) if field.name in written}
    for name, usual in known.items():
        if type(written[name]) is not type(usual):
            message = f"{name} is no {type(usual).__name__}"
            raise TypeError(message)
        if type(usual) is int and written[name] < 1:
            message = f"{name} is below 1"
            raise ValueError(message)
    return Settings(**{name: written[name] for name in known})
