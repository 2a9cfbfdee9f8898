"""Responses that stand above all others for a while, in the panel and while writing."""

from dataclasses import dataclass

from msgspec.structs import replace

from undivided.library.finding.search import Filters, Match, Situation
from undivided.storage.library.store import LibraryStore

MOST_PREFERRED = 3


@dataclass(frozen=True, slots=True)
class Preferred:
    """Responses that stand above all others for a while.

    Attributes:
        heading: Why, above them.
        labels: Tags, or names of folders, of which they have one; case and accents do not matter.
        language: BCP 47 tag; those that are written in it are taken if there are any.
    """

    heading: str
    labels: tuple[str, ...]
    language: str = ""


def preferred_of(
    store: LibraryStore, preferred: Preferred | None, situation: Situation
) -> list[Match]:
    """Return the responses of a label, in the chat's language if there are any; few at most."""
    if preferred is None:
        return []
    for language in dict.fromkeys((preferred.language, "")):
        found: dict[str, Match] = {}
        for label in preferred.labels:
            for place in (Filters(tag=label), Filters(folder=(label,))):
                wanted = replace(place, language=language)
                near = store.search("", filters=wanted, situation=situation, limit=MOST_PREFERRED)
                found.update({match.response.id: match for match in near})
        if found:
            return list(found.values())[:MOST_PREFERRED]
    return []
