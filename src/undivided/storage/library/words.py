"""The library's words of all languages, from the program's files; blocking when first asked."""

import logging
from functools import lru_cache

from undivided.library.finding.vocabulary import (
    Vocabulary,
    VocabularyBroken,
    together,
    vocabulary_from,
)
from undivided.resources import ResourceMissing, resource_path

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the words of every language that has a file; a broken file costs its language."""
    try:
        files = sorted(resource_path("library", "words").glob("*.toml"))
    except ResourceMissing as error:
        log.warning("%s", error)
        return Vocabulary()
    known = []
    for path in files:
        try:
            known.append(vocabulary_from(path.read_bytes(), path.name))
        except (VocabularyBroken, OSError) as error:
            log.warning("%s", error)
    return together(known)
