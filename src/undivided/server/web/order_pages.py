"""The words by which the server knows a page of an order: those of the app, of every language."""

from functools import cache

from undivided.etiquette.coach.buying import KINDS, ShopPages
from undivided.etiquette.coach.phrases import PhrasesBroken, phrases_from
from undivided.resources import ResourceMissing, coach_files
from undivided.server import log


@cache
def order_pages() -> ShopPages:
    """Return what knows the pages of orders; read once, at the start.

    A file that cannot be used costs its words, which the log says: chats go on without them.
    """
    languages, pages = [], ShopPages()
    try:
        for path in coach_files():
            try:
                languages.append(phrases_from(path.read_bytes(), path.name, KINDS))
            except (PhrasesBroken, OSError) as error:
                log.warn("order_pages_unread", file=path.name, error=type(error).__name__)
    except ResourceMissing as error:
        log.warn("order_pages_unread", file=error.name, error=type(error).__name__)
    pages.learn(languages)
    return pages
