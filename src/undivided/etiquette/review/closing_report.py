"""What came before an order or thanks, as text, as JSON and as a page."""

import json

from undivided.etiquette.coach.playbooks import Reason
from undivided.etiquette.review.closing import REPLIES_BEFORE, Step
from undivided.etiquette.review.closing_counts import (
    FEWEST_CHATS,
    ClosingCount,
    ClosingReview,
    StepCount,
)
from undivided.etiquette.review.figure_words import UNKNOWN
from undivided.etiquette.review.page import page_of, table

_TITLE = "What came before an order or thanks"
_BASE = (
    f"Chats are counted, by the last {REPLIES_BEFORE} replies before the visitor’s order or "
    f"thanks; other chats, by their last {REPLIES_BEFORE} replies."
)
_TOO_FEW = (
    f"So few chats prove nothing: comparing takes at least {FEWEST_CHATS} that ended well and "
    f"{FEWEST_CHATS} others."
)
_NO_CAUSE = "What came before an order or thanks need not have brought it about."
_TOPICS = {
    None: "All chats",
    Reason.COMPLAINT: "Complaints",
    Reason.CONFUSED: "Visitors who were lost or worried",
    Reason.BUYING: "Visitors who came to buy",
    Reason.OTHER: "Other matters",
}
_STEPS = {
    Step.QUESTION: "Asked a question",
    Step.OPTIONS: "Listed options",
    Step.FACT: "Gave a fact with its source",
    Step.LINK: "Gave a link",
    Step.SUMMARY: "Summed up what was agreed",
    Step.CARE: "Used words of care",
    Step.OFFER: "Offered more",
    Step.NAME: "Used the visitor’s name",
    Step.PREPARED: "Used a prepared response",
}
_HEADS = ("Step", "Chats that ended well", "Others")


def as_text(found: ClosingReview) -> str:
    """Return the counts, a line for each step."""
    lines = [f"{_TITLE}. {_BASE}"]
    width = max(map(len, _STEPS.values()))
    for count in found.counts:
        lines += ["", f"{_TOPICS[count.topic]}: {_ends(count)}", f"  {_caution(count)}"]
        for each in count.steps:
            lines.append(f"  {_STEPS[each.step]:<{width}}  in {_sides(each)}")
    if found.left_out:
        lines += ["", _left_out(found.left_out)]
    return "\n".join(lines) + "\n"


def as_json(found: ClosingReview) -> str:
    """Return one JSON object; the command's help tells its names."""
    made = {
        "replies_before": REPLIES_BEFORE,
        "fewest_chats": FEWEST_CHATS,
        "topics": [_object(count) for count in found.counts],
        "left_out": found.left_out,
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def as_html(found: ClosingReview) -> str:
    """Return a page that loads nothing; nothing that somebody wrote is in it."""
    parts = [f"<p>{_BASE}</p>", *map(_section, found.counts)]
    if found.left_out:
        parts.append(f"<p>{_left_out(found.left_out)}</p>")
    return page_of(_TITLE, "".join(parts))


def _object(count: ClosingCount) -> dict[str, object]:
    return {
        "topic": "all" if count.topic is None else count.topic.value,
        "orders": count.orders,
        "thanks": count.thanks,
        "others": count.others,
        "is_enough": count.is_enough,
        "steps": [
            {
                "step": each.step.value,
                "well": each.well,
                "of_well": each.of_well,
                "others": each.others,
                "of_others": each.of_others,
            }
            for each in count.steps
        ],
    }


def _section(count: ClosingCount) -> str:
    rows = [(_STEPS[each.step], *_cells(each)) for each in count.steps]
    return (
        f"<h2>{_TOPICS[count.topic]}</h2><p>{_ends(count)} {_caution(count)}</p>"
        f"{table('steps', rows, _HEADS)}"
    )


def _ends(count: ClosingCount) -> str:
    orders = f"{count.orders} with an order" if count.orders else ""
    thanks = f"{count.thanks} with thanks" if count.thanks else ""
    by_end = ", ".join(filter(None, (orders, thanks)))
    well = f"{count.well} ended well ({by_end})" if by_end else "0 ended well"
    return f"{well}, {count.others} ended otherwise."


def _caution(count: ClosingCount) -> str:
    return _NO_CAUSE if count.is_enough else _TOO_FEW


def _sides(each: StepCount) -> str:
    well = f"{each.well} of {each.of_well} chats that ended well" if each.of_well else ""
    others = f"{each.others} of {each.of_others} others" if each.of_others else ""
    return ", ".join(filter(None, (well, others)))


def _cells(each: StepCount) -> tuple[str, str]:
    well = f"{each.well} of {each.of_well}" if each.of_well else UNKNOWN
    return well, f"{each.others} of {each.of_others}" if each.of_others else UNKNOWN


def _left_out(count: int) -> str:
    chats = "1 chat was" if count == 1 else f"{count} chats were"
    return (
        f"{chats} left out: without a message of each side, or in a language whose words for "
        "orders and thanks are not known."
    )
