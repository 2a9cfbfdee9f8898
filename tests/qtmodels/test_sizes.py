"""Sizes of files are said as people say them."""

from undivided.qtmodels.sizes import size_words


def test_sizes_are_said_in_the_unit_that_fits() -> None:
    assert [size_words(size) for size in (0, 1, 740, 12_300, 3_400_000)] == [
        "0 bytes",
        "1 byte",
        "740 bytes",
        "12 KB",
        "3.4 MB",
    ]
