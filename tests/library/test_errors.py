"""Errors carry facts besides their sentence."""

from undivided.library.errors import ResponseGone, ShortcutTaken


def test_taken_shortcut_names_its_owner() -> None:
    error = ShortcutTaken("hi", "Hello")

    assert (error.shortcut, error.title) == ("hi", "Hello")
    assert error.sentence == "The shortcut /hi already belongs to “Hello”. Choose another one."


def test_missing_response_keeps_its_id() -> None:
    assert ResponseGone("a").response_id == "a"
