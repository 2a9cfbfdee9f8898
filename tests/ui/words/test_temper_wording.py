"""The sentences about hostile visitors."""

from undivided.etiquette.coach.mood import CAPITALS
from undivided.ui.words import temper_wording as words


def test_heading_of_calm_responses_quotes_only_what_was_written() -> None:
    heard = words.for_calming("Dana", (CAPITALS, "idiots"))

    assert heard == "Calming, for Dana, who wrote “idiots”"
    assert words.for_calming("Dana", (CAPITALS,)) == "Calming, for Dana"
