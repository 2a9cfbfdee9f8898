"""What is made of texts once: kept while they are met, let go when others came."""

from undivided.etiquette.coach.kept_texts import KeptTexts
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.reading import Reader


class Making:
    """Notes what it is asked to make."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, text: str) -> str:
        self.made.append(text)
        return text.upper()


def test_it_is_made_once_while_the_text_is_met_again() -> None:
    making = Making()
    kept = KeptTexts(making, most_kept=8)

    for text in ("abc", "abc", "d", "abc", "ef", "abc", "g", "h", "abc"):
        assert kept.of(text) == text.upper()

    assert making.made == ["abc", "d", "ef", "g", "h"]


def test_a_text_that_is_met_no_more_is_let_go() -> None:
    making = Making()
    kept = KeptTexts(making, most_kept=8)

    for text in ("once", "12345", "67890", "once"):
        kept.of(text)

    assert making.made == ["once", "12345", "67890", "once"]


def test_a_message_is_read_once_and_a_text_with_blanks_as_it_stands() -> None:
    reader = Reader(NO_PHRASES)
    text = "Is it red? It is."

    assert reader.read(text) is reader.read(text)
    skipped = reader.read(text, [(0, 2)])
    assert skipped is not reader.read(text)
    assert skipped.parts == reader.read(text).parts
