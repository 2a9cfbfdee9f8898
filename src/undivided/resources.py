"""Finds icons, themes, the widget and other shipped files; opens none of them."""

import sys
from pathlib import Path

from undivided.protocol.errors import UndividedError

__all__ = ["ResourceMissing", "coach_files", "resource_path", "resource_roots"]


class ResourceMissing(UndividedError):
    """A file that ships with the program is not there: the installation is damaged.

    Args:
        name: The file's name below the resources folder, with forward slashes.
        searched: The folders that were looked into.
    """

    def __init__(self, name: str, searched: tuple[Path, ...]) -> None:
        self.name = name
        self.searched = searched
        places = " and ".join(str(root) for root in searched)
        super().__init__(
            f"The file {name}, which comes with Undivided, is missing from {places}. "
            "Install Undivided again."
        )


def resource_roots() -> tuple[Path, ...]:
    """Return the folders that may hold the resources, most likely first.

    A wheel carries them inside the package; a checkout keeps them at its top, two folders above
    the package; a frozen program unpacks them beside its modules.
    """
    package = Path(__file__).resolve().parent
    roots = [package / "resources", package.parents[1] / "resources"]
    unpacked = getattr(sys, "_MEIPASS", None)
    if unpacked is not None:
        roots.insert(0, Path(unpacked) / "undivided" / "resources")
    return tuple(roots)


def resource_path(*parts: str) -> Path:
    """Return where a shipped file or folder is, for example `resource_path("icons", "send.svg")`.

    Raises:
        ResourceMissing: No root holds it.
    """
    roots = resource_roots()
    for root in roots:
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise ResourceMissing("/".join(parts), roots)


def coach_files() -> tuple[Path, ...]:
    """Return the writing coach's file of every language; its name is the language's BCP 47 tag.

    Raises:
        ResourceMissing: There is none.
    """
    files = resource_path("coach", "en.toml").parent.glob("*.toml")
    return tuple(sorted(path for path in files if path.name != "glossary.toml"))
