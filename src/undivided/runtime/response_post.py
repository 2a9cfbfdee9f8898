"""Brings the files of shared responses to a server and has them from there.

Blocking: each question needs a thread. Only the operator's own server is asked, and its token
stands in a header only.
"""

import urllib.request
from io import BytesIO
from urllib.parse import urlencode

import msgspec

from undivided.library.model.parts import Attachment
from undivided.library.sharing.files import CarriedFile
from undivided.protocol.response_files import LIST_BYTES, PATH, LackingFile, LackingFiles
from undivided.runtime.addresses import ServerAddress
from undivided.runtime.file_post import WHOLE_S, exchanged, form_of
from undivided.runtime.trust import Trust
from undivided.runtime.watched_http import Watch
from undivided.runtime.web import LARGEST_ANSWER_BYTES, explained


class ResponsePost:
    """The files of one server's shared responses.

    Args:
        address: Of the server.
        authorization: Scheme and token; sent to this server only.
        trust: Whose certificates prove who it is.

    Each method raises `LinkError` when it did not get through, and `ProtocolError` when the
    server refused.
    """

    def __init__(self, address: ServerAddress, authorization: str, trust: Trust) -> None:
        self._address = address
        self._authorization = authorization
        self._trust = trust

    def lacking(self) -> tuple[LackingFile, ...]:
        """Return which files the server has not got and this operator may bring."""
        with Watch(WHOLE_S) as watch, explained(self._address.host, watch):
            body = self._had(PATH, watch, LIST_BYTES)
            return msgspec.json.decode(body, type=LackingFiles).files

    def bring(self, carried: CarriedFile, data: bytes) -> None:
        """Give the server the bytes of a file; the same ones twice do no harm."""
        file, place = carried.file, carried.place
        words = urlencode(
            {
                "scope": place.scope,
                "group_id": place.group_id,
                "organization_id": place.organization_id,
            }
        )
        form = form_of(file.name, file.media_type, BytesIO(data), len(data), lambda _: None)
        url = f"{self._address.base}{PATH}/{file.digest}?{words}"
        with Watch(WHOLE_S) as watch, explained(self._address.host, watch):
            request = form.request(url, self._authorization)
            exchanged(self._address, request, self._trust, watch, LARGEST_ANSWER_BYTES)

    def fetch(self, file: Attachment) -> bytes:
        """Return what the server gives for a file, at most a byte more than it should have.

        Whether these are the right bytes is for the caller to look at.
        """
        with Watch(WHOLE_S) as watch, explained(self._address.host, watch):
            return self._had(f"{PATH}/{file.digest}", watch, file.size + 1)

    def _had(self, path: str, watch: Watch, most_bytes: int) -> bytes:
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked by parse_address
            self._address.base + path, headers={"Authorization": self._authorization}
        )
        return exchanged(self._address, request, self._trust, watch, most_bytes)
