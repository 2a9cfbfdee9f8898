"""What the close sheet says of a chat."""

from undivided.etiquette.coach.ending import Ending, Farewell, Promise
from undivided.etiquette.coach.praise import ReviewOffer
from undivided.ui.words.closing_words import ClosePoint, close_points, review_point

FAREWELL = Farewell("Anything else?", "Bye, Elena!")


def test_what_is_done_comes_first_and_every_open_point_has_its_remedy() -> None:
    ending = Ending(
        asked=2,
        open_questions=("And a green one?",),
        promises=(Promise("I call by 5."),),
        is_greeted=False,
        is_named=True,
        is_thanked=False,
        has_goodbye=False,
        asked_more=False,
    )

    assert close_points(ending, FAREWELL) == (
        ClosePoint("Name used", is_done=True),
        ClosePoint("A question is still open", detail="“And a green one?”", act="Answer it"),
        ClosePoint(
            "You have not asked whether there is anything else",
            act="Ask it",
            remedy="Anything else?",
        ),
        ClosePoint("The chat began without a greeting"),
        ClosePoint("No thanks, no goodbye yet", act="Say goodbye", remedy="Bye, Elena!"),
        ClosePoint(
            "You promised something",
            detail="“I call by 5.”",
            act="It is done",
            settles="I call by 5.",
        ),
    )


def test_what_cannot_be_known_is_not_mentioned() -> None:
    assert close_points(Ending(), Farewell()) == ()
    done = Ending(
        asked=3,
        is_greeted=True,
        is_named=True,
        is_thanked=True,
        has_goodbye=True,
        asked_more=True,
    )
    assert [point.words for point in close_points(done, Farewell())] == [
        "All 3 questions are answered",
        "You asked “anything else?”",
        "Greeting said, name used, thanks said, goodbye said",
    ]


def test_a_very_happy_visitor_is_quoted_and_leaves_nothing_open() -> None:
    assert review_point(ReviewOffer("You are amazing!", "Rate us: {{address}}")) == ClosePoint(
        "The visitor is very happy",
        is_done=True,
        detail="“You are amazing!”",
        act="Ask for a review",
        remedy="Rate us: {{address}}",
        has_blanks=True,
    )
