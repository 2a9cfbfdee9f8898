"""Which team or site the words of a command line mean, of all that the operator may add to."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from undivided.library.errors import LibraryError, PlaceUnclear, SharingRefused
from undivided.library.folding import fold
from undivided.library.model.responses import Scope
from undivided.protocol.canned_responses import SITE
from undivided.ui.responses.sharing_words import place_name

if TYPE_CHECKING:
    from undivided.storage.library.shared import ServerPlace


def chosen_place(places: Sequence["ServerPlace"], scope: str, wanted: str) -> "ServerPlace | None":
    """Return the only place that is meant, or None where none is meant.

    Args:
        places: Everywhere that the operator may add to.
        scope: As on the command line; empty leaves it to the file, or to `wanted`.
        wanted: A place's name or id, or its name "at" its server; empty for the only one.

    Raises:
        LibraryError: The two contradict each other.
        SharingRefused: The operator may add nowhere of that scope.
        PlaceUnclear: Several may be meant, or none. Nobody shall read what is others' because
            a place came first in a list.
    """
    if not wanted and scope in ("", Scope.PERSONAL):
        return None
    if scope == Scope.PERSONAL:
        raise LibraryError(
            "Nothing was imported, because --place is for what is shared and --scope personal is "
            "not. Leave one of the two out."
        )
    possible = [each for each in places if scope in ("", each.open.place.scope)]
    if not possible:
        raise SharingRefused(scope or "team or a site")
    meant = [each for each in possible if fold(wanted) in map(fold, _names(each))]
    if not wanted:
        meant = possible
    if len(meant) != 1:
        raise PlaceUnclear(_told_apart(possible))
    return meant[0]


def _names(place: "ServerPlace") -> tuple[str, str, str]:
    """Return what a place is called: by people, by its server, and among several servers."""
    name, where = place_name(place.open), place.open.place
    own_id = where.organization_id if where.scope == SITE else str(where.group_id)
    return name, own_id, f"{name} at {place.origin}"


def _told_apart(places: Sequence["ServerPlace"]) -> list[str]:
    """Return for each place the first of its names that no other one has."""
    all_names = [_names(each) for each in places]
    known = Counter(fold(name) for names in all_names for name in names)
    return [
        next((name for name in names if known[fold(name)] == 1), names[-1]) for names in all_names
    ]
