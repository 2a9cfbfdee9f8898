"""Responses of every kind for property tests, in their kept form."""

from datetime import UTC

from hypothesis import strategies as st

from undivided.library.errors import ResponseRefused
from undivided.library.responses import Response, Scope, cleaned

WORD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ["=1+1", "'=x", "''@", "-", '"', "a;b", "{{day}}", "\t=", "'", "+1\n=2"]
)
TIMES = st.datetimes(timezones=st.just(UTC))


def _kept(response: Response) -> Response | None:
    try:
        return cleaned(response)
    except ResponseRefused:
        return None


def _present(response: Response | None) -> bool:
    return response is not None


RESPONSES = st.lists(
    st.builds(
        Response,
        id=st.uuids().map(str),
        title=WORD,
        body=WORD,
        shortcuts=st.lists(WORD, max_size=3).map(tuple),
        folder=st.lists(WORD, max_size=3).map(tuple),
        tags=st.lists(WORD, max_size=3).map(tuple),
        scope=st.sampled_from(Scope),
        language=st.sampled_from(["", "en", "de-CH"]),
        source=WORD,
        source_id=WORD,
        starred=st.booleans(),
        uses=st.integers(0, 2**31 - 1),
        last_used=st.none() | TIMES,
    )
    .map(_kept)
    .filter(_present),
    max_size=5,
)
