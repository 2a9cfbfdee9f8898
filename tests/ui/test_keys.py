"""The shortcut table: no clashes, none of the keys that belong to others."""

import re

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from undivided.ui.keys import GROUPS, KEYS, actions, key_of


def test_no_key_means_two_things() -> None:
    sequences = [
        QKeySequence(text).toString() for key in KEYS if not key.is_local for text in key.keys
    ]

    assert len(sequences) == len(set(sequences))
    assert all(sequences)


def test_names_are_unique_and_groups_are_known() -> None:
    assert len({key.name for key in KEYS}) == len(KEYS)
    assert {key.group for key in KEYS} == set(GROUPS)


def test_keys_of_others_are_left_alone() -> None:
    taken = [text for key in KEYS if not key.is_local for text in key.keys]

    assert not [text for text in taken if "Alt" in text]
    assert not {"Ctrl+Shift+U", "Ctrl+Shift+E", "Ctrl+.", "Ctrl+;"} & set(taken)
    assert not [text for text in taken if re.fullmatch(r"(Shift\+)?.", text)]


def test_each_action_works_in_the_whole_window(qtbot: QtBot) -> None:
    parent = QObject()

    made = actions(parent)

    assert made["hold"].shortcut() == QKeySequence("F4")
    assert made["larger"].shortcuts() == [QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")]
    assert {action.shortcutContext() for action in made.values()} == {
        Qt.ShortcutContext.WindowShortcut
    }
    assert "send" not in made
    assert key_of("hold").words == "Ask to hold"
