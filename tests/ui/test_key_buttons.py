"""Buttons with an icon and a key: what is left out where there is little room."""

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from undivided.ui.controls.key_buttons import Button, Kind, Room
from undivided.ui.look.theme import LIGHT


def inked_columns(button: Button) -> list[int]:
    """Return the columns of its picture, counted from 0, in which something is painted."""
    picture = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = picture.pixel(0, 0)
    return [
        x
        for x in range(picture.width())
        if any(picture.pixel(x, y) != ground for y in range(picture.height()))
    ]


def test_an_icon_alone_stands_in_the_middle(qtbot: QtBot) -> None:
    button = Button("", LIGHT, kind=Kind.FLAT, icon="globe", name="Language")
    qtbot.addWidget(button)
    button.resize(button.sizeHint())

    columns = inked_columns(button)

    assert abs(columns[0] - (button.width() - 1 - columns[-1])) <= 1


def test_the_key_is_left_out_first_and_then_the_word(qtbot: QtBot) -> None:
    with_icon = Button("Split", LIGHT, key="Ctrl+Enter", icon="text-align-start")
    with_short = Button("/ Responses", LIGHT, short="/", key="Ctrl+L")
    bare = Button("Send", LIGHT, key="Enter")
    for button in (with_icon, with_short, bare):
        qtbot.addWidget(button)
        widths = [button.width_in(room) for room in Room]

        assert widths[0] > widths[1] >= widths[2]
        button.set_room(Room.NO_KEY)
        assert button.sizeHint().width() == widths[1]
    assert with_icon.width_in(Room.LEAST) == with_icon.sizeHint().height()
    assert with_short.width_in(Room.LEAST) < with_short.width_in(Room.NO_KEY)
    assert bare.width_in(Room.LEAST) == bare.width_in(Room.NO_KEY)
