"""Two slips in a chat are human; the coach speaks when more were sent. Source: practice 18."""

import pytest

from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.chat_view import ChatView, Draft, Misspelt
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import NO_PHRASES

TEXT = "\U0001f600 I recieve it, and yuor lamp too"
WORDS = (Misspelt(Span(4, 11), "receive"), Misspelt(Span(20, 24)))


def advice(sent: int, misspelt: tuple[Misspelt, ...]) -> list[Advice]:
    said = Coach(NO_PHRASES).advice(ChatView(misspelt_sent=sent), Draft(TEXT, misspelt=misspelt))
    return [one for one in said if one.rule == "misspelt"]


@pytest.mark.parametrize("sent", [0, 1, 2])
def test_up_to_two_misspelt_words_in_a_chat_are_passed_over(sent: int) -> None:
    assert [] == advice(sent, WORDS)


def test_from_the_third_on_the_first_misspelt_word_is_named_and_mended() -> None:
    remedy = Remedy(Act.REPLACE, "receive", Span(4, 11), "Write “receive”")

    assert [Advice("misspelt", "3 misspelt words sent, now “recieve”.", (remedy,))] == (
        advice(3, WORDS)
    )


def test_a_word_of_which_nothing_is_known_is_named_and_selected() -> None:
    (said,) = advice(4, WORDS[1:])
    remedy = Remedy(Act.SELECT, "", Span(20, 24), "Select it")

    assert ("4 misspelt words sent, now “yuor”.", (remedy,)) == (said.message, said.remedies)


def test_a_draft_without_slips_is_left_alone() -> None:
    assert [] == advice(9, ())
