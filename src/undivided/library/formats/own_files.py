"""The files of responses inside our own JSON: `"files": {SHA-256: base64}`, each once."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256

from undivided.library.importing.rows import Row
from undivided.library.model.responses import Response
from undivided.protocol.limits import UPLOAD_BYTES


def files_as_object(responses: Iterable[Response], files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the files that the responses name, of those that are there, as JSON keeps them."""
    named = {file.digest for response in responses for file in response.attachments}
    return {
        digest: b64encode(files[digest]).decode("ascii")
        for digest in sorted(named.intersection(files))
    }


def files_in(document: object) -> dict[str, bytes]:
    """Return the files of a JSON document by digest; what does not fit its digest is none."""
    kept = document.get("files") if isinstance(document, dict) else None
    if not isinstance(kept, dict):
        return {}
    found = ((digest, _bytes(text)) for digest, text in kept.items())
    return {
        digest: data
        for digest, data in found
        if data is not None and sha256(data).hexdigest() == digest
    }


def left_behind(rows: Iterable[Row], files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return a sentence for each file that a row names and the document does not hold."""
    return tuple(
        f"Row {row.number}: the file “{file.name}” did not come along. "
        "It is there again once somebody adds it."
        for row in rows
        for file in row.response.attachments
        if file.digest not in files
    )


def _bytes(text: object) -> bytes | None:
    if not isinstance(text, str) or len(text) > UPLOAD_BYTES * 4 // 3 + 4:
        return None
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None
