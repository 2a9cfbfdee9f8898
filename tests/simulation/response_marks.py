"""Responses of the world: every word is a mark that one person wrote once, so that none hides.

The first line of the body says where a response began, and stays.
"""

from collections.abc import Callable, Iterable
from random import Random

from msgspec.structs import replace

from undivided.library.model.responses import Response

Change = Callable[[Response, str], Response]


def marks_of(response: Response) -> tuple[str, ...]:
    """Return everything that was written into a response: title, lines and tags, in this order."""
    return (response.title, *response.body.splitlines(), *response.tags)


def birth_of(response: Response) -> str:
    """Return the mark with which a response began."""
    return response.body.partition("\n")[0]


def born(mark: str, response: Response) -> Response:
    """Return a new response that begins with a mark."""
    return replace(response, title=f"titled {mark}", body=mark)


def without(marks: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Return the marks that the others have not got."""
    known = set(others)
    return tuple(mark for mark in marks if mark not in known)


def some_change(chance: Random) -> Change:
    """Return one of the ways to change a response."""
    return chance.choice((_retitled, _retitled, _tagged, _continued, _begun_anew))


def _retitled(response: Response, mark: str) -> Response:
    return replace(response, title=mark)


def _tagged(response: Response, mark: str) -> Response:
    return replace(response, tags=(*response.tags, mark))


def _continued(response: Response, mark: str) -> Response:
    return replace(response, body=f"{response.body}\n{mark}")


def _begun_anew(response: Response, mark: str) -> Response:
    """Put a line below the first one, and let the last go if there are many."""
    first, *others = response.body.splitlines()
    return replace(response, body="\n".join((first, mark, *others[:3])))
