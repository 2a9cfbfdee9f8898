"""Rules about our source that no linter knows."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer.environment import ROOT

SOURCE = ROOT / "src" / "undivided"
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60

# Each call that may read words as markup, and what to use instead.
RICH_TEXT_CALLS = {
    "setHtml": "QTextCursor.insertText",
    "insertHtml": "QTextCursor.insertText",
    "appendHtml": "QTextCursor.insertText",
    "setMarkdown": "QTextCursor.insertText",
    "insertMarkdown": "QTextCursor.insertText",
    "fromHtml": "QTextCursor.insertText",
    "fromMarkdown": "QTextCursor.insertText",
    "QErrorMessage": "a sentence from ui/words/wording.py",
    "QInputDialog": "a sheet",
    "QMessageBox": "a sheet",
    "QProgressDialog": "a sheet",
}
RICH_TEXT_CLASSES = {"QErrorMessage", "QInputDialog", "QMessageBox", "QProgressDialog"}
TEXT_WIDGETS = {"browser", "document", "editor", "pane", "text_edit", "transcript"}
"""Names of text widgets, whose `append` and `setText` guess; those of lists and labels do not."""
TIPS = {"setToolTip", "setStatusTip", "setWhatsThis"}


def rich_text_uses(tree: ast.AST, *, is_plain_module: bool = False) -> Iterator[str]:
    """Yield calls that could show a visitor's text as HTML."""
    for call in calls(tree):
        name = called(call)
        if name in RICH_TEXT_CALLS:
            yield f"{call.lineno} {name}; use {RICH_TEXT_CALLS[name]}"
        if receiver(call) in RICH_TEXT_CLASSES:
            yield f"{call.lineno} {receiver(call)}.{name}; use {RICH_TEXT_CALLS[receiver(call)]}"
        yield from guessed_text(call)
        if name == "QLabel" and not all(is_widget(argument) for argument in call.args):
            yield f"{call.lineno} QLabel with a text; use plain_label"
        is_literal = bool(call.args) and isinstance(call.args[-1], ast.Constant)
        if name in TIPS and not is_literal and not is_plain_module:
            yield f"{call.lineno} {name}; use set_plain_tooltip"
        if receiver(call) == "QToolTip" and not is_plain_module:
            yield f"{call.lineno} QToolTip.{name}; use show_plain_tooltip"


def guessed_text(call: ast.Call) -> Iterator[str]:
    """Yield calls that let a text widget guess, or that ask for markup outright."""
    name = called(call)
    if name in {"append", "setText"} and receiver(call).lstrip("_") in TEXT_WIDGETS:
        yield f"{call.lineno} {name} of a text widget; use QTextCursor.insertText"
    argument = ast.unparse(call.args[0]) if call.args else ""
    if name == "setTextFormat" and not argument.endswith("PlainText"):
        yield f"{call.lineno} setTextFormat({argument}); use PlainText"
    if name == "setAcceptRichText" and argument != "False":
        yield f"{call.lineno} setAcceptRichText({argument}); use False"
    if name == "setOpenExternalLinks" and argument != "False":
        yield f"{call.lineno} setOpenExternalLinks({argument}); use a link sheet"


def focus_walks(tree: ast.AST) -> Iterator[str]:
    """Yield walks along the focus chain: PySide changes who owns the widgets it hands out."""
    for call in calls(tree):
        if called(call) in {"nextInFocusChain", "previousInFocusChain"}:
            yield f"{call.lineno} {called(call)}; keep the widgets in a list of your own"


def is_widget(argument: ast.expr) -> bool:
    """Return whether an argument is the parent of a new widget, by its name."""
    return isinstance(argument, ast.Name) and argument.id in {"self", "parent"}


def nested_loops(tree: ast.AST) -> Iterator[str]:
    """Yield calls that run a Qt loop inside Qt's loop; carrying a drag is the one that must."""
    for call in calls(tree):
        if called(call) in {"exec", "processEvents"} and "drag" not in receiver(call).lower():
            yield f"{call.lineno} {receiver(call)}.{called(call)}"


def loose_tasks(tree: ast.AST) -> Iterator[str]:
    """Yield tasks started on a loop by hand; nobody would notice how they end."""
    for call in calls(tree):
        if called(call) == "create_task" and "loop" in receiver(call):
            yield f"{call.lineno} create_task"


def waits_in_async_tests(tree: ast.AST) -> Iterator[str]:
    """Yield `qtbot.wait...` in coroutines: it stops the loop that the test runs on."""
    for function in ast.walk(tree):
        if isinstance(function, ast.AsyncFunctionDef):
            for call in calls(function):
                if receiver(call) == "qtbot" and called(call).startswith("wait"):
                    yield f"{call.lineno} qtbot.{called(call)}"


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def receiver(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
        case ast.Attribute(value=ast.Call() as inner):
            return called(inner)
    return ""


def parsed(folder: Path) -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(folder.rglob("*.py"))}


def test_widgets_show_text_as_plain_text() -> None:
    found = {
        path.name: uses
        for path, tree in {**parsed(SOURCE / "ui"), **parsed(SOURCE / "app")}.items()
        if (uses := list(rich_text_uses(tree, is_plain_module=path.name == "plain.py")))
    }

    assert found == {}


@pytest.mark.parametrize(
    "name",
    ["QErrorMessage", "QInputDialog", "QMessageBox", "QProgressDialog", "QToolTip", "QWhatsThis"],
)
def test_ruff_refuses_the_widgets_that_guess(name: str) -> None:
    words = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--select",
        "TID251",
        "--output-format",
        "concise",
    ]
    place = str(SOURCE / "ui" / "example.py")
    bad = f"from PySide6.QtWidgets import {name}\n"
    run = subprocess.run(
        [*words, "--stdin-filename", place, "-"],
        input=bad,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert f"`PySide6.QtWidgets.{name}` is banned: It guesses rich text; " in run.stdout


def test_nobody_walks_the_focus_chain() -> None:
    found = {p.name: uses for p, tree in parsed(SOURCE).items() if (uses := [*focus_walks(tree)])}

    assert found == {}


def test_the_rule_sees_walks_along_the_focus_chain() -> None:
    tree = ast.parse(
        "self.nextInFocusChain()\nself.button.previousInFocusChain()\nself.nextChild()"
    )

    assert len(list(focus_walks(tree))) == 2


def test_no_loop_runs_inside_the_loop() -> None:
    found = {p.name: uses for p, tree in parsed(SOURCE).items() if (uses := [*nested_loops(tree)])}

    # desktop.py waits for the first paint before any loop exists.
    assert {name: len(uses) for name, uses in found.items()} == {"desktop.py": 1}


def test_the_supervisor_starts_all_tasks() -> None:
    found = {p.name: uses for p, tree in parsed(SOURCE).items() if (uses := [*loose_tasks(tree)])}

    assert set(found) <= {"supervisor.py"}


def test_async_tests_wait_for_events_and_not_for_qtbot() -> None:
    trees = parsed(ROOT / "tests")
    found = {p.name: uses for p, tree in trees.items() if (uses := [*waits_in_async_tests(tree)])}

    assert found == {}


def test_modules_can_be_read_in_one_sitting() -> None:
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in parsed(SOURCE)}

    assert {name: n for name, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_functions_fit_on_a_screen() -> None:
    found = [
        f"{path.name}:{node.lineno} {node.name}"
        for path, tree in parsed(SOURCE).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]

    assert found == []


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("view.setHtml(text)", "insertText"),
        ("cursor.insertHtml(text)", "insertText"),
        ("self._editor.appendHtml(text)", "insertText"),
        ("document.setMarkdown(text)", "insertText"),
        ("cursor.insertMarkdown(text)", "insertText"),
        ("QTextDocumentFragment.fromHtml(text)", "insertText"),
        ("QTextDocumentFragment.fromMarkdown(text)", "insertText"),
        ("self._transcript.append(text)", "insertText"),
        ("browser.setText(text)", "insertText"),
        ("QErrorMessage(self)", "wording"),
        ("QMessageBox(self)", "a sheet"),
        ("QMessageBox.warning(self, title, text)", "a sheet"),
        ("QInputDialog.getText(self, title, label)", "a sheet"),
        ("QProgressDialog(label, stop, 0, 9)", "a sheet"),
        ("QToolTip.showText(place, chat.name)", "show_plain_tooltip"),
        ("self.name.setToolTip(chat.name)", "set_plain_tooltip"),
        ("item.setToolTip(0, chat.name)", "set_plain_tooltip"),
        ("self.setStatusTip(chat.name)", "set_plain_tooltip"),
        ("self.setWhatsThis(chat.name)", "set_plain_tooltip"),
        ("QLabel(chat.name, self)", "plain_label"),
        ("label.setTextFormat(Qt.TextFormat.AutoText)", "PlainText"),
        ("editor.setAcceptRichText(True)", "False"),
        ("browser.setOpenExternalLinks(True)", "a link sheet"),
    ],
)
def test_the_rule_sees_rich_text_and_names_what_to_use(line: str, instead: str) -> None:
    (found,) = rich_text_uses(ast.parse(line))

    assert instead in found.partition(";")[2]


@pytest.mark.parametrize(
    "line",
    [
        "self.setToolTip('Send')",
        "QLabel(self)",
        "box.setText(text)",
        "logger.warning(text)",
        "found.append(text)",
        "label.setTextFormat(Qt.TextFormat.PlainText)",
        "editor.setAcceptRichText(False)",
        "cursor.insertText(text)",
    ],
)
def test_the_rule_leaves_plain_text_alone(line: str) -> None:
    assert list(rich_text_uses(ast.parse(line))) == []


@pytest.mark.parametrize(
    ("line", "uses"),
    [
        ("dialog.exec()", 1),
        ("QApplication.processEvents()", 1),
        ("drag.exec(action)", 0),
        ("dialog.open()", 0),
    ],
)
def test_the_rule_sees_nested_loops(line: str, uses: int) -> None:
    assert len(list(nested_loops(ast.parse(line)))) == uses


def test_the_rule_sees_waits_in_coroutines_only() -> None:
    tree = ast.parse("async def a():\n  qtbot.waitUntil(x)\ndef b():\n  qtbot.waitUntil(x)")

    assert list(waits_in_async_tests(tree)) == ["2 qtbot.waitUntil"]


def test_the_rule_sees_loose_tasks() -> None:
    tree = ast.parse("asyncio.get_running_loop().create_task(x)\nself._loop.create_task(x)")

    assert len(list(loose_tasks(tree))) == 2
