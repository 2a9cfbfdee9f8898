"""The report of an import as the text of a file."""

from collections import Counter
from collections.abc import Iterator, Sequence

from undivided.etiquette.calm_text import one_line
from undivided.library.importing.merging import Fate, Outcome


def report_text(name: str, label: str, outcomes: Sequence[Outcome], losses: Sequence[str]) -> str:
    """Return what became of every row, the ones that were left out first.

    Args:
        name: Of the file that was imported.
        label: What people call its format.
        losses: Sentences about what did not come along.
    """
    return "\n".join(_lines(name, label, outcomes, losses)) + "\n"


def _lines(
    name: str, label: str, outcomes: Sequence[Outcome], losses: Sequence[str]
) -> Iterator[str]:
    counts = Counter(outcome.fate for outcome in outcomes)
    left_out = [outcome for outcome in outcomes if outcome.reason]
    yield f"Import of {one_line(name)}, read as {label}"
    yield (
        f"{counts[Fate.NEW]} new, {counts[Fate.CHANGED]} changed, {counts[Fate.SAME]} the same, "
        f"{len(left_out)} left out."
    )
    if left_out:
        yield ""
        yield "Left out"
        yield from (f"Row {each.row}: {one_line(each.reason)}" for each in left_out)
    if losses:
        yield ""
        yield "What did not come along"
        yield from map(one_line, losses)
    yield ""
    yield "Every row"
    for each in outcomes:
        if each.response is not None and not each.reason:
            yield f"Row {each.row}: {each.fate.value}, {one_line(each.response.title)}"
