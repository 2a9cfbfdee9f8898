"""What is in a blank at first is one of its choices, or it is said."""

import pytest

from undivided.library.filling.odd_defaults import odd_defaults
from undivided.library.model.parts import Fill, SlotKind


def size(default: str = "", *choices: str, fill: Fill = Fill.CHOICE) -> SlotKind:
    return SlotKind(name="Size", fill=fill, default=default, choices=choices)


@pytest.mark.parametrize(
    ("body", "kind", "odd"),
    [
        ("A {{size}}.", size("M", "S", "M"), None),
        ("A {{size|M}}.", size("", "S", "M"), None),
        ("A {{size|}}.", size("", "S", "M"), None),
        ("A {{size}}.", size("XL", fill=Fill.TEXT), None),
        ("A {{size}}.", size("XL", "S", "M"), "XL"),
        ("A {{size}}.", size("m", "S", "M"), "m"),
        ("A {{SIZE| XL }}.", size("M", "S", "M"), "XL"),
        ("A {{size}}.", size("", fill=Fill.CHOICE), ""),
    ],
    ids=str,
)
def test_default_that_is_no_choice_is_found(body: str, kind: SlotKind, odd: str | None) -> None:
    found = odd_defaults(("Another {{day|Monday}}.", body), (kind,))

    assert [odd] * (odd is not None) == [each.default for each in found]
