"""Rules about our source that no linter knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer.environment import ROOT

SOURCE = ROOT / "src" / "undivided"
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60

RICH_TEXT_CALLS = {"setHtml", "insertHtml", "setMarkdown", "insertMarkdown", "QErrorMessage"}
RICH_TEXT_DIALOGS = {"about", "critical", "information", "question", "warning"}
TIPS = {"setToolTip", "setStatusTip", "setWhatsThis"}


def rich_text_uses(tree: ast.AST, *, is_plain_module: bool = False) -> Iterator[str]:
    """Yield calls that could show a visitor's text as HTML."""
    for call in calls(tree):
        name = called(call)
        if name in RICH_TEXT_CALLS:
            yield f"{call.lineno} {name}"
        if receiver(call) == "QMessageBox" and name in RICH_TEXT_DIALOGS:
            yield f"{call.lineno} QMessageBox.{name}"
        if name == "QLabel" and not all(is_widget(argument) for argument in call.args):
            yield f"{call.lineno} QLabel with a text; use plain_label"
        is_literal = bool(call.args) and isinstance(call.args[-1], ast.Constant)
        if name in TIPS and not is_literal and not is_plain_module:
            yield f"{call.lineno} {name}"


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
        for path, tree in parsed(SOURCE / "ui").items()
        if (uses := list(rich_text_uses(tree, is_plain_module=path.name == "plain.py")))
    }

    assert found == {}


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
    "line",
    [
        "view.setHtml(text)",
        "cursor.insertHtml(text)",
        "QErrorMessage(self)",
        "QMessageBox.warning(self, title, text)",
        "self.name.setToolTip(chat.name)",
        "item.setToolTip(0, chat.name)",
        "QLabel(chat.name, self)",
    ],
)
def test_the_rule_sees_rich_text(line: str) -> None:
    assert len(list(rich_text_uses(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line", ["self.setToolTip('Send')", "QLabel(self)", "box.setText(text)", "logger.warning(text)"]
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
