"""What must hold whatever comes in: one check for each place where foreign input is read.

A check raises when its promise is broken; any other error is a crash and counts as well.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.fuzz import files, foreign_files, texts, wire


@dataclass(frozen=True, slots=True)
class Target:
    """A reader of foreign input, what to feed it with, and what must hold."""

    feed: st.SearchStrategy[object]
    check: Callable[[object], None]


TARGETS: dict[str, Target] = {
    "frames": Target(wire.frames, wire.frame_is_read_or_refused),
    "messages": Target(wire.messages, wire.message_survives_the_wire),
    "times": Target(wire.times, wire.time_is_read_or_refused),
    "response files": Target(files.responses, files.every_bad_row_has_a_reason),
    "files of other systems": Target(foreign_files.chosen, foreign_files.file_is_read_or_refused),
    "settings files": Target(files.settings, files.settings_are_read_or_put_aside),
    "pictures": Target(files.pictures, files.picture_is_measured_or_none),
    "file names": Target(texts.any_text, files.file_name_is_harmless),
    "links": Target(texts.any_text, texts.links_are_plain_and_apart),
    "cards": Target(texts.numbers, texts.cards_are_masked_once),
    "split cards": Target(texts.two_numbers, texts.split_cards_are_masked_in_the_second),
    "planted cards": Target(texts.planted, texts.planted_card_is_found),
    "slots": Target(texts.bodies, texts.values_are_never_expanded),
    "searches": Target(texts.any_text, texts.any_query_is_answered),
    "addresses": Target(texts.any_text, texts.address_is_safe_or_refused),
}
