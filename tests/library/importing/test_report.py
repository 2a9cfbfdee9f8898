"""The report of an import says what became of every row."""

from undivided.library.importing.merging import Fate, Outcome
from undivided.library.importing.report import report_text
from undivided.library.model.responses import Response

OUTCOMES = (
    Outcome(2, Fate.NEW, Response(title="Hello\u202e", body="b")),
    Outcome(3, Fate.REFUSED, reason="The text is empty."),
    Outcome(4, Fate.CONFLICT, Response(title="Twin", body="b"), reason="It is taken."),
)


def test_it_counts_then_names_what_was_left_out_then_every_row() -> None:
    text = report_text("canned.json", "Chatwoot", OUTCOMES, ("Bold letters were lost.",))

    assert text.splitlines() == [
        "Import of canned.json, read as Chatwoot",
        "1 new, 0 changed, 0 the same, 2 left out.",
        "",
        "Left out",
        "Row 3: The text is empty.",
        "Row 4: It is taken.",
        "",
        "What did not come along",
        "Bold letters were lost.",
        "",
        "Every row",
        "Row 2: new, Hello",
    ]


def test_an_import_without_losses_names_none() -> None:
    text = report_text("a.csv", "CSV", OUTCOMES[:1], ())

    assert "did not come along" not in text
    assert "Left out" not in text
