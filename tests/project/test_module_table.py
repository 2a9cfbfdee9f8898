from pathlib import Path

import pytest

from installer.module_table import PACKAGE, PAGE, first_line, with_table

MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}


def test_the_table_on_the_page_is_what_the_docstrings_say() -> None:
    page = PAGE.read_text("utf-8")

    assert with_table(page) == page, "run: python3 -m installer.module_table"


@pytest.mark.parametrize("module", MODULES.values(), ids=MODULES.keys())
def test_a_module_says_in_one_line_what_it_does(module: Path) -> None:
    assert first_line(module).endswith(".")


def test_a_page_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks"):
        with_table("# Architecture")
