"""Mibew: a YAML list of texts for each language, with no titles and no placeholders.

Source: its public import function.
"""

from collections.abc import Iterable, Iterator

from undivided.library.errors import FileRefused, ResponseRefused
from undivided.library.formats.fields import Fields, checked
from undivided.library.formats.source import Chosen, Source
from undivided.library.formats.told import Told, read_rows
from undivided.library.importing.rows import Parsed
from undivided.library.model.responses import Response

_CARRIED = frozenset({"body", "language"})


def read(chosen: Chosen) -> Parsed:
    """Return the texts; each is recognised again by itself, for Mibew gives them no ids."""
    found = list(enumerate(_texts(chosen.yaml), start=1))
    if not found:
        raise FileRefused("The file is YAML, but it holds no list of texts.")
    once = list(_each_once(found))
    twice = len(found) - len(once)
    told = [f"Texts that stand there more than once were kept once ({twice:,} left out)."]
    return read_rows(once, _response, _CARRIED, *chosen.notes, *(told if twice else []))


def _each_once(rows: Iterable[tuple[int, tuple[str, object]]]) -> Iterator[tuple[int, object]]:
    """Yield the rows without the texts that an earlier row has in the same language."""
    seen: set[tuple[str, str]] = set()
    for number, (language, text) in rows:
        if isinstance(text, str):
            key = (language, text.strip())
            if key in seen:
                continue
            seen.add(key)
        yield number, (language, text)


def _texts(documents: list[object]) -> Iterator[tuple[str, object]]:
    for document in documents:
        if isinstance(document, list):
            yield from (("", text) for text in document)
        elif isinstance(document, Fields):
            for language, texts in document.items():
                if isinstance(texts, list):
                    yield from ((language, text) for text in texts)
                else:
                    yield language, texts


def _response(item: object, _: Told) -> Response:
    language, body = item if isinstance(item, tuple) else ("", item)
    if not isinstance(body, str):
        raise ResponseRefused("The row is not a text.")
    # What stands in braces is text there.
    return Response(title="", body=checked(body), language=language.replace("_", "-"))


def _looks_like(chosen: Chosen) -> bool:
    if not chosen.looks_like_yaml:
        return False
    first = next(iter(chosen.yaml), None)
    lists = first.values() if isinstance(first, Fields) and "matches" not in first else [first]
    return any(isinstance(each, list) and any(isinstance(t, str) for t in each) for each in lists)


MIBEW = Source("mibew", "Mibew (YAML)", _looks_like, read)
