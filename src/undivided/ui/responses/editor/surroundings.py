"""What the editor has to know of the library and the shown chat; its caller finds it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from undivided.etiquette.spelling_marks import Misspellings, Word
from undivided.library.filling.slots import Filled, fill
from undivided.library.model.responses import Response, Scope
from undivided.protocol.canned_responses import OpenPlace


def _unfilled(response: Response) -> Filled:
    return fill(response.body, {}, response.slots)


def _nothing(_text: str, _language: str) -> tuple[Word, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known when the editor opens.

    Attributes:
        folders: Known paths, offered while typing.
        tags: Known tags, offered while typing.
        nested: Names of other responses that may stand in this one.
        scopes: With whom the operator may share it.
        places: The teams and sites whose responses the operator may edit.
        keeps_files: The files of shared responses go to the others too.
        fill: Fills a response's body for the shown chat.
        visitor: The name of who would read it, or "" where no chat is open.
        misspelt: What to underline.
    """

    folders: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    nested: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = (Scope.PERSONAL,)
    places: tuple[OpenPlace, ...] = ()
    keeps_files: bool = False
    fill: Callable[[Response], Filled] = _unfilled
    visitor: str = ""
    misspelt: Misspellings = _nothing


@dataclass(frozen=True, slots=True)
class Conflicts:
    """What else is in the library that speaks against a response as it is written.

    Attributes:
        taken: Its shortcuts that belong to others, each with the other's title.
        alike: Titles of responses that say nearly the same, nearest first.
        missing: Names of nested responses that nothing answers to.
        loop: The sentence why a nested response cannot stand there, or "".
        nested: The responses that are nested in it, by the names that it gives them.
        left_without: Its saved shortcuts that it has no longer, each with the titles of those that
            have it inside by that name.
    """

    taken: tuple[tuple[str, str], ...] = ()
    alike: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    loop: str = ""
    nested: Mapping[str, Response] = field(default_factory=dict)
    left_without: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
