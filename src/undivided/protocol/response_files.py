"""The files of shared responses on the wire: which a server lacks, and where they are had.

Plain HTTPS with the operator's token in its header, because a file does not fit into a frame:
`GET` of `PATH` says what is lacking, `POST` of a file's own address brings it, `GET` has it.
"""

from msgspec import Struct

from undivided.protocol.canned_responses import Place

PATH = "/v3.6/agent/response_files"
"""A file's own address is this, a slash, and its SHA-256 in hexadecimal."""
MOST_TOLD = 4_000
"""So many files are told at once."""
LIST_BYTES = 2 * 1024 * 1024
"""Of such a list."""


class LackingFile(Struct, frozen=True, kw_only=True):
    """A file that a shared response names and the server has not got.

    Attributes:
        digest: SHA-256 of its bytes in hexadecimal.
        size: Bytes.
        place: Whose it is; the same bytes in two places are lacking twice.
    """

    digest: str
    size: int
    place: Place


class LackingFiles(Struct, frozen=True, kw_only=True):
    """What an operator may bring; the first `MOST_TOLD` of it."""

    files: tuple[LackingFile, ...] = ()
