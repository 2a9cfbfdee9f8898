"""Filters of a search as conditions of SQL, for rows and for the text indexes."""

from dataclasses import dataclass

from undivided.library.finding.search import Filters
from undivided.library.folding import fold

# "0" follows "/" in every ordering of SQLite, so this is the folder with all below it.
_FOLDER = " and (folder = ? or folder between ? || '/' and ? || '0')"
_TAG = " and instr(tag_names, ?)"
_SCOPE = " and scope = ?"
_STARRED = " and starred"
_LANGUAGE = " and instr(language_names, ?)"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a search is restricted to.

    Attributes:
        folder: Part of it, about the folder.
        others: The other part.
        given: What the marks of both stand for.
    """

    folder: str = ""
    others: str = ""
    given: tuple[str, ...] = ()

    @property
    def on_rows(self) -> str:
        """The condition for a select of responses."""
        return self.folder + self.others

    def on_index(self, index: str) -> str:
        """Return the condition for a select of a text index, by its row ids.

        A folder is looked up first, because an index finds what is in it. The rest is asked of
        each hit, so that the query still stops as soon as it has enough.
        """
        parts = ""
        if self.folder:
            inside = "select place from responses where true" + self.folder  # noqa: S608 - constants
            parts += f" and rowid in ({inside})"
        if self.others:
            hit = f"select 1 from responses where place = {index}.rowid"  # noqa: S608 - our names
            parts += f" and exists ({hit}{self.others})"
        return parts


def condition(filters: Filters) -> Condition:
    """Return what the filters mean for the rows of the library."""
    folder, others, given = "", "", list[str]()
    if filters.folder:
        folder, given = _FOLDER, ["/".join(filters.folder)] * 3
    if filters.tag:
        others += _TAG
        given.append(f",{fold(filters.tag)},")
    if filters.scope is not None:
        others += _SCOPE
        given.append(filters.scope.value)
    if filters.is_starred:
        others += _STARRED
    if filters.language:
        others += _LANGUAGE
        given.append(f" {fold(filters.language)} ")
    return Condition(folder, others, tuple(given))
