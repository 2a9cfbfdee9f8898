"""Reads the words that every server reads at its start, once for all copies of one process."""

from undivided.server.web.order_pages import order_pages

order_pages()
