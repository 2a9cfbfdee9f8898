"""Writes the module table of src/ARCHITECTURE.md from the modules' first docstring lines."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "undivided"
PAGE = ROOT / "src" / "ARCHITECTURE.md"
START = "<!-- modules -->"
END = "<!-- /modules -->"


def first_line(module: Path) -> str:
    """Return the first line of a module's docstring, empty without one."""
    docstring = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    return docstring.partition("\n")[0]


def table() -> str:
    """Return the table: a row for each folder, followed by a row for each of its modules."""
    rows = ["| module | what it does |", "| --- | --- |"]
    for folder in sorted({path.parent for path in PACKAGE.rglob("*.py")}):
        name = folder.relative_to(PACKAGE.parent).as_posix()
        rows.append(f"| **{name}/** | {_cell(folder / '__init__.py')} |")
        rows += [
            f"| {module.name} | {_cell(module)} |"
            for module in sorted(folder.glob("*.py"))
            if module.name != "__init__.py"
        ]
    return "\n".join(rows)


def _cell(module: Path) -> str:
    return first_line(module).replace("|", "\\|") if module.exists() else ""


def with_table(page: str) -> str:
    """Return the page with the part between its two marks written anew.

    Raises:
        ValueError: The page lacks a mark.
    """
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"{PAGE.name} lacks {START} or {END}")
    return f"{before}{START}\n{table()}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Write the table, or with `--check` say whether it is up to date."""
    page = PAGE.read_text("utf-8")
    fresh = with_table(page)
    if arguments == ["--check"]:
        if page != fresh:
            print("The module table is out of date; run: python3 -m installer.module_table")
        return int(page != fresh)
    PAGE.write_text(fresh, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
