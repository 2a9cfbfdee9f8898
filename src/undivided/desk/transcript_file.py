"""A chat's transcript as the text of a file: for people, for spreadsheets, for programs.

Only what the visitor may know leaves the desk: whispers of operators stay out, and so does what
the server has not confirmed. Texts are calmed, so that no control character reaches whoever opens
the file; lines that a visitor broke are indented, so that none looks like a line of ours.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from undivided.desk.call_request import CallState
from undivided.desk.values import Author, Delivery, Message
from undivided.etiquette.calm_text import calm, one_line
from undivided.etiquette.review.saved import Origin
from undivided.library.importing.cells import guarded
from undivided.protocol.moments import local

COLUMNS = ("at", "from", "name", "text", "late")
_CONFIRMED = frozenset({Delivery.NONE, Delivery.SENT, Delivery.SEEN})
_ROLES = {Author.VISITOR: "visitor", Author.ME: "operator", Author.COLLEAGUE: "operator"}
_OUTCOMES = {
    CallState.NO_ANSWER: "no answer",
    CallState.REACHED: "reached",
    CallState.PAID: "paid",
}
_NAME_CHARACTERS = 60
_POSING = re.compile(r"[*\u204e\u2217\uff0a:\u2236\ufe55\uff1a]")
"""What parts a name from words here, or begins a line of the program's own."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A chat to be written.

    Attributes:
        visitor: The visitor's shown name.
        me: The operator's own name.
        messages: In the desk's order.
        is_whole: The server has nothing before the first message.
        origins: What own messages were begun from, by their text, as far as it is known; only
            JSON Lines tell it, for `undivided review`. Source: practice 49.
    """

    visitor: str
    me: str
    messages: tuple[Message, ...]
    is_whole: bool = True
    origins: Mapping[str, Origin] = field(default_factory=dict)


def text_for(name: str, transcript: Transcript) -> str:
    """Return the text of a file; the end of its name decides: .csv, .jsonl, else plain text."""
    writers: dict[str, Callable[[Transcript], str]] = {
        ".csv": csv_text,
        ".jsonl": json_lines,
        ".ndjson": json_lines,
    }
    ending = f".{name.lower().rpartition('.')[2]}"
    return writers.get(ending, plain_text)(transcript)


def plain_text(transcript: Transcript) -> str:
    """Return the transcript for people; times are this computer's."""
    lines = [f"Chat with {one_line(transcript.visitor, _NAME_CHARACTERS)}"]
    lines += [reach_of(transcript), ""]
    for message in _public(transcript.messages):
        at = local(message.at).strftime("%Y-%m-%d %H:%M")
        late = " (sent later than written)" if message.is_late else ""
        first, *rest = _told(message, transcript).split("\n")
        who = _signature(message, transcript)
        lines.append(f"{at}  {who}{late}: {first}" if who else f"{at}  * {first}")
        lines += [f"                    {line}" for line in rest]
    return "\n".join(lines) + "\n"


def csv_text(transcript: Transcript) -> str:
    """Return the transcript for spreadsheets; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for message in _public(transcript.messages):
        role = _ROLES.get(message.author, "system")
        late = "late" if message.is_late else ""
        name, told = _name(message, transcript), _told(message, transcript)
        cells = (_instant(message.at), role, name, told, late)
        writer.writerow(map(guarded, cells))
    return out.getvalue()


def json_lines(transcript: Transcript) -> str:
    """Return what was said, a JSON object a line: author, text, at (RFC 3339) and what is known."""
    said = (
        {
            "author": _ROLES[message.author],
            "text": _words(message),
            "at": _instant(message.at),
            **_origin(message, transcript),
            **_facts(message),
            **_call(message),
        }
        for message in _public(transcript.messages)
        if message.author in _ROLES
    )
    return "".join(f"{json.dumps(each)}\n" for each in said)


def _origin(message: Message, transcript: Transcript) -> dict[str, str]:
    known = transcript.origins.get(message.text) if message.author is Author.ME else None
    return {} if known is None else {"origin": known.value}


def _facts(message: Message) -> dict[str, list[str] | str]:
    """Return what a reviewer is to know of a message. Source: practice 36, and B9 of the list."""
    facts = message.facts
    told: dict[str, list[str] | str] = {
        "unsourced": list(facts.unsourced),
        "sources": list(facts.sources),
        "after_no": facts.after_no,
    }
    return {name: words for name, words in told.items() if words}


def _call(message: Message) -> dict[str, dict[str, str | float]]:
    """Return what became of a wish to be called, and after how many seconds. Practice 61."""
    call = message.call
    if call is None:
        return {}
    told: dict[str, str | float] = {"outcome": call.state.name.lower()}
    if call.time_to_call is not None:
        told["after_s"] = call.time_to_call.total_seconds()
    return {"call": told}


def _call_words(message: Message, transcript: Transcript) -> str:
    """Return what became of a wish to be called, for people. Source: practice 61."""
    call = message.call
    if call is None:
        return ""
    if call.time_to_call is None:
        return "[nobody has called yet]"
    after = f"called after {round(call.time_to_call.total_seconds() / 60):,} min"
    outcome = _OUTCOMES.get(call.state)
    if outcome is None:
        return f"[{after}; to be called again]"
    who = one_line(transcript.me if call.is_mine else call.by, _NAME_CHARACTERS) or "Somebody"
    return f"[{who} {after}: {outcome}]"


def reach_of(transcript: Transcript) -> str:
    """Return how far back a transcript reaches, as a sentence."""
    public = _public(transcript.messages)
    first = next(iter(public), None)
    if first is None:
        return "Nothing was said yet."
    if transcript.is_whole:
        return "It is whole: the server has nothing older."
    since = local(first.at).strftime("%Y-%m-%d %H:%M")
    return f"It reaches back to {since}; the server has older messages that could not be fetched."


def file_name(visitor: str, at: datetime) -> str:
    """Return a name for the file that every system takes, without its ending."""
    letters = "".join(each if each.isalnum() else " " for each in visitor[:_NAME_CHARACTERS])
    name = "-".join(letters.split())[:40] or "visitor"
    return f"chat-{name}-{local(at):%Y-%m-%d}"


def _public(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple(each for each in messages if not each.is_whisper and each.delivery in _CONFIRMED)


def _name(message: Message, transcript: Transcript) -> str:
    names = {Author.VISITOR: transcript.visitor, Author.ME: transcript.me}
    if message.author is Author.SYSTEM:
        return ""
    name = names.get(message.author, message.author_name)
    return one_line(name, _NAME_CHARACTERS) or _ROLES[message.author].capitalize()


def _signature(message: Message, transcript: Transcript) -> str:
    """Return who speaks in a file for people, where no visitor's name may pass for another's."""
    name = _name(message, transcript)
    if message.author is not Author.VISITOR:
        return name
    plain = " ".join(_POSING.sub(" ", name).split()) or _ROLES[Author.VISITOR].capitalize()
    return f"{plain} ({_ROLES[Author.VISITOR]})"


def _told(message: Message, transcript: Transcript) -> str:
    """Return a message for people, with what became of it."""
    return "\n".join(filter(None, (_words(message), _call_words(message, transcript))))


def _words(message: Message) -> str:
    parts = [calm(message.text)]
    if message.file is not None:
        parts.append(f"[file {one_line(message.file.name)}: {one_line(message.file.url, 2_000)}]")
    parts += [
        f"[{'x' if choice.is_pressed else ' '}] {one_line(choice.text)}"
        for choice in message.choices
    ]
    return "\n".join(part for part in parts if part)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
