"""The one folder that holds everything of one operator's workstation."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from undivided.database.errors import ReadOnly
from undivided.database.rights import PRIVATE_FOLDER


@dataclass(frozen=True, slots=True)
class ProfileFolder:
    """Where the files of a profile lie; the folder is readable by its owner only."""

    path: Path

    @property
    def desk_file(self) -> Path:
        """Outbox and drafts."""
        return self.path / "desk.db"

    @property
    def library_file(self) -> Path:
        """The canned library."""
        return self.path / "library.db"

    @property
    def settings_file(self) -> Path:
        """Settings, as JSON."""
        return self.path / "settings.json"

    @property
    def habits_file(self) -> Path:
        """What the operator made of the writing coach's rules, as JSON."""
        return self.path / "coach.json"

    @property
    def glossary_file(self) -> Path:
        """The operator's own jargon with what to say instead, as TOML."""
        return self.path / "glossary.toml"

    @property
    def chat_writing_file(self) -> Path:
        """The languages of chats and what spelling knows of them, as JSON."""
        return self.path / "chat-writing.json"

    @property
    def visitor_notes_file(self) -> Path:
        """Who wants no offers, as JSON."""
        return self.path / "visitor-notes.json"

    @property
    def lock_file(self) -> Path:
        """Held by the one running program of this profile (promise G9)."""
        return self.path / "running.lock"

    @property
    def log_file(self) -> Path:
        """What the program did, without message text and secrets."""
        return self.path / "undivided.log"

    @property
    def demo_server_folder(self) -> Path:
        """The data of the bundled server that "Try it on this computer" starts."""
        return self.path / "demo-server"


def default_profile_path() -> Path:
    """Return the user's own data folder for this program."""
    return Path(platformdirs.user_data_dir("undivided", appauthor=False))


def open_profile(path: Path) -> ProfileFolder:
    """Return the profile at `path`, made private (0700) and writable.

    Raises:
        ReadOnly: The folder cannot be made or written.
    """
    try:
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.chmod(PRIVATE_FOLDER)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        what = "profile folder"
        raise ReadOnly(what, path) from error
    return ProfileFolder(path)
