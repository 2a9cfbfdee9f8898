"""What was chosen to import, and the record that every source system gives of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from undivided.library.errors import FileRefused
from undivided.library.formats import tables
from undivided.library.formats.decoding import Decoded, decoded
from undivided.library.formats.fields import Fields
from undivided.library.formats.json_text import read_json
from undivided.library.importing.rows import Parsed

_LOOKED_AT = 20
"""Objects of a list that tell which system it is from."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was found.

    Attributes:
        name: Below the chosen folder, with `/` between the parts; or the file's own name.
        data: Its bytes.
    """

    name: str
    data: bytes

    @property
    def ending(self) -> str:
        """What follows the last dot of its name, in lower case."""
        return self.name.rpartition("/")[2].rpartition(".")[2].casefold()


class Chosen:
    """One file or one folder, taken apart once however many formats look at it.

    Args:
        files: The only file, or those of a folder in the order of their names.
        is_folder: Whether a folder was chosen.
    """

    def __init__(self, files: tuple[File, ...], *, is_folder: bool = False) -> None:
        self.files = files
        self.is_folder = is_folder

    @property
    def text(self) -> str:
        """The only file's text, or `FileRefused`."""
        return self._decoded.text

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be assumed to read it."""
        return (self._decoded.note,) if self._decoded.note else ()

    @cached_property
    def _decoded(self) -> Decoded:
        if self.is_folder:
            raise FileRefused("This format is one file. Choose the file instead of its folder.")
        return decoded(self.files[0].data)

    @cached_property
    def json(self) -> object:
        """The only file as JSON, or `FileRefused`."""
        return read_json(self.text)

    @cached_property
    def yaml(self) -> list[object]:
        """The documents of the only file as YAML, or `FileRefused`."""
        # Slow to import, and rarely needed.
        from undivided.library.formats.yaml_text import read_yaml  # noqa: PLC0415

        return read_yaml(self.text)

    @cached_property
    def header(self) -> list[str]:
        """The first record of the only file as a table, or `FileRefused`."""
        return tables.first_record(self.text)

    @property
    def table(self) -> frozenset[str]:
        """The names in the first record in lower case; none for what is no table."""
        if self.is_folder or self.looks_like_json or self.looks_like_yaml:
            return frozenset()
        return frozenset(name.casefold() for name in self.header)

    def items(self, *keys: str) -> list[object]:
        """Return the list that the JSON is, or that it has under one of the keys.

        Raises:
            FileRefused: There is none.
        """
        found = self.json
        for key in keys:
            if isinstance(found, Fields) and isinstance(found.get(key), list | Fields):
                found = found[key]
        if isinstance(found, Fields):
            # The answer to a question about one response only.
            return [found]
        if not isinstance(found, list):
            raise FileRefused("The file is JSON, but it holds no list of responses.")
        return found

    def sample(self, *keys: str) -> Fields:
        """Return what the first objects of the list that `items` gives hold; the first one counts.

        One object may lack what tells its system from others, so a few are looked at.
        """
        if not self.looks_like_json:
            return Fields()
        try:
            found = [item for item in self.items(*keys)[:_LOOKED_AT] if isinstance(item, Fields)]
        except FileRefused:
            return Fields()
        together = Fields()
        for item in reversed(found):
            together.update(
                (name, value)
                for name, value in item.items()
                if value is not None or name not in together
            )
        return together

    @cached_property
    def looks_like_json(self) -> bool:
        """Whether the only file begins as JSON does."""
        return not self.is_folder and self.text.lstrip()[:1] in {"{", "["}

    @cached_property
    def looks_like_yaml(self) -> bool:
        """Whether the only file has a name of YAML, or lines that YAML has and a table has not."""
        if self.is_folder or self.looks_like_json:
            return False
        if self.files[0].ending in {"yml", "yaml"}:
            return True
        return not self.files[0].ending and self.text.lstrip().startswith(("matches:", "---", "- "))


@dataclass(frozen=True, slots=True)
class Source:
    """A format that responses are read from.

    Attributes:
        name: The word for it on the command line.
        label: What people call it.
        looks_like: Whether what was chosen is of this format; raises nothing but `FileRefused`.
        read: The rows; raises nothing but `FileRefused`.
        loses: Sentences about what it holds and a response cannot, known before it is read.
    """

    name: str
    label: str
    looks_like: Callable[[Chosen], bool]
    read: Callable[[Chosen], Parsed]
    loses: tuple[str, ...] = ()
