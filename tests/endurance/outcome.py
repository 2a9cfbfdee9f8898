"""What a trial showed, as rows of one table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure of a trial.

    Attributes:
        what: What was done and counted, with the number of rounds, in the words of the README.
        reached: The figure with its unit, such as "0 lost, 0 doubled".
        goal: What was promised, in the same words.
        is_met: Whether it holds in this run.
        detail: What failed first, for whoever has to mend it.
    """

    what: str
    reached: str
    goal: str
    is_met: bool
    detail: str = ""


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as Markdown; what was not met is marked and explained below."""
    lines = ["| what | reached | promised | |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {each.what} | {each.reached} | {each.goal} | {'met' if each.is_met else '**missed**'} |"
        for each in outcomes
    ]
    details = [f"{each.what}: {each.detail}" for each in outcomes if each.detail]
    return "\n".join([*lines, *([""] if details else []), *details])
