"""In how many chats each step came before an order or thanks, and in how many others.

Chats are counted, not people; the steps keep their order, so that nothing is ranked. Source:
practice 57.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from undivided.etiquette.coach.playbooks import Reason
from undivided.etiquette.review.closing import Closing, End, Step

FEWEST_CHATS = 30
"""On each side; a share of fewer may well be off by 18 percentage points by chance alone."""


@dataclass(frozen=True, slots=True)
class StepCount:
    """In how many chats a step came.

    Attributes:
        well: Chats that ended well and had it.
        of_well: Chats that ended well in which it could be seen.
        others: Other chats that had it.
        of_others: Other chats in which it could be seen.
    """

    step: Step
    well: int
    of_well: int
    others: int
    of_others: int


@dataclass(frozen=True, slots=True)
class ClosingCount:
    """The chats of one topic.

    Attributes:
        topic: Why those visitors wrote, or None for all chats together.
        orders: Chats that ended with an order.
        thanks: Chats that ended with thanks.
        others: Chats that ended in another way.
        steps: In the order of `Step`; those that no chat could show are left out.
    """

    topic: Reason | None
    orders: int
    thanks: int
    others: int
    steps: tuple[StepCount, ...]

    @property
    def well(self) -> int:
        """How many chats ended well."""
        return self.orders + self.thanks

    @property
    def is_enough(self) -> bool:
        """Whether both sides have as many chats as it takes to compare them."""
        return min(self.well, self.others) >= FEWEST_CHATS


@dataclass(frozen=True, slots=True)
class ClosingReview:
    """All chats of some files.

    Attributes:
        counts: All chats together, then each topic that has one.
        left_out: Chats without a reply, or in a language whose words for an end are not known.
    """

    counts: tuple[ClosingCount, ...]
    left_out: int = 0


def closing_review(closings: Iterable[Closing | None]) -> ClosingReview:
    """Return what the ends of chats come to; None is a chat that was left out."""
    every = list(closings)
    known = [each for each in every if each is not None]
    topics = [(topic, [each for each in known if each.reason is topic]) for topic in Reason]
    counts = [_count(topic, chats) for topic, chats in ((None, known), *topics) if chats]
    return ClosingReview(tuple(counts), len(every) - len(known))


def _count(topic: Reason | None, chats: Sequence[Closing]) -> ClosingCount:
    ended = {end: [each for each in chats if each.end is end] for end in End}
    well = ended[End.ORDER] + ended[End.THANKS]
    steps = (_step_count(step, well, ended[End.OTHER]) for step in Step)
    return ClosingCount(
        topic=topic,
        orders=len(ended[End.ORDER]),
        thanks=len(ended[End.THANKS]),
        others=len(ended[End.OTHER]),
        steps=tuple(each for each in steps if each.of_well or each.of_others),
    )


def _step_count(step: Step, well: Sequence[Closing], others: Sequence[Closing]) -> StepCount:
    return StepCount(
        step,
        well=sum(step in each.done for each in well),
        of_well=sum(step in each.told for each in well),
        others=sum(step in each.done for each in others),
        of_others=sum(step in each.told for each in others),
    )
