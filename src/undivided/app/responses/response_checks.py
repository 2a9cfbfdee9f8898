"""What the rest of the library says about a response: conflicts, loops, a free shortcut."""

from collections.abc import Iterable

from undivided.library.errors import ResponseGone, ResponseRefused
from undivided.library.filling.nesting import cycle_in, expanded
from undivided.library.finding.search import Situation
from undivided.library.folding import fold
from undivided.library.growing.duplicates import alike
from undivided.library.growing.templating import People, template_from
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore
from undivided.storage.library.words import vocabulary
from undivided.ui.responses.editor.surroundings import Conflicts

_NEAREST = 8


def conflicts_of(store: LibraryStore, response: Response) -> Conflicts:
    """Return what to say about a response while it is written; blocking."""
    owners = [(name, store.by_shortcut(name)) for name in response.shortcuts]
    taken = [(name, owner.title) for name, owner in owners if owner and owner.id != response.id]
    nested: dict[str, Response] = {}

    def look_up(name: str) -> Response | None:
        found = named(store, name)
        if found is not None:
            nested[name] = found
        return found

    whole = expanded(response.body, look_up, response.slots, outer=response)
    return Conflicts(
        taken=tuple(taken),
        alike=_alike(store, response),
        missing=(*whole.missing, *_no_alternatives(store, response)),
        loop=cycle_in(response, look_up) or whole.problem,
        nested=nested,
        left_without=left_without(store, response),
    )


def left_without(store: LibraryStore, response: Response) -> dict[str, tuple[str, ...]]:
    """Return the saved shortcuts that a response gives up, with the titles of those naming it."""
    try:
        saved = store.get(response.id)
    except ResponseGone:
        return {}
    kept = {fold(name) for name in response.shortcuts}
    found = {
        name: tuple(each.title for each in store.holding([name]) if each.id != response.id)
        for name in saved.shortcuts
        if fold(name) not in kept
    }
    return {name: titles for name, titles in found.items() if titles}


def holders_of(store: LibraryStore, gone: Iterable[Response]) -> tuple[str, ...]:
    """Return the titles of those that have deleted responses inside."""
    names = (name for response in gone for name in (response.id, *response.shortcuts))
    return tuple(holder.title for holder in store.holding(names))


def refuse_loops(store: LibraryStore, response: Response) -> None:
    """Raise `ResponseRefused` where a response would stand inside itself."""
    loop = cycle_in(response, lambda name: named(store, name))
    if loop:
        raise ResponseRefused(loop)


def response_from(store: LibraryStore, text: str, people: People) -> Response:
    """Return a message as a new response, with a shortcut that nothing else has."""
    taken: set[str] = set()
    draft = template_from(text, people, vocabulary())
    while draft.shortcut and store.by_shortcut(draft.shortcut):
        taken.add(draft.shortcut)
        draft = template_from(text, people, vocabulary(), taken)
    return Response(
        title=draft.title,
        body=draft.body,
        shortcuts=(draft.shortcut,) if draft.shortcut else (),
        slots=draft.slots,
    )


def named(store: LibraryStore, name: str) -> Response | None:
    """Return the response that `{{> name}}` means: by its shortcut, or else by its id."""
    found = store.by_shortcut(name)
    if found is not None:
        return found
    try:
        return store.get(name)
    except ResponseGone:
        return None


def _no_alternatives(store: LibraryStore, response: Response) -> tuple[str, ...]:
    """Return the names of what is to be had instead that no response has. Source: practice 53."""
    alternatives = response.fact.alternatives if response.fact is not None else ()
    names = (each.name.strip().lstrip("/#") for each in alternatives)
    return tuple(name for name in names if name and named(store, name) is None)


def _alike(store: LibraryStore, response: Response) -> tuple[str, ...]:
    if not response.body.strip():
        return ()
    nearest = store.suggest(Situation(message=response.body), limit=_NEAREST)
    others = [match.response for match in nearest if match.response.id != response.id]
    same_words = [each for each in others if fold(each.body) == fold(response.body)]
    groups = alike([response, *others])
    near = groups[0][1:] if groups and groups[0][0] is response else ()
    return tuple(dict.fromkeys(each.title for each in (*same_words, *near)))
