"""Where dictionaries are: those that are shipped, and those that the computer keeps."""

from pathlib import Path

from undivided.resources import resource_path

_SYSTEM_FOLDERS = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling")


def dictionary_folders() -> tuple[Path, ...]:
    """Return the folders that may hold dictionaries; the first that has a language wins.

    Raises:
        ResourceMissing: The shipped ones are gone.
    """
    own = Path.home() / "Library" / "Spelling"
    return (resource_path("spelling"), *map(Path, _SYSTEM_FOLDERS), own)
