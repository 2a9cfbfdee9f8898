"""Colours keep their contrast, the stylesheet is complete, icons take their colour."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QImage, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

from undivided.resources import resource_path
from undivided.ui.look.fonts import font_for, load_shipped_fonts
from undivided.ui.look.icons import app_icon, icon, pixmap
from undivided.ui.look.palette import palette_for
from undivided.ui.look.stylesheet import stylesheet_for
from undivided.ui.look.theme import DARK, LIGHT, Tokens, high_contrast

BLACK_ON_WHITE = high_contrast("#FFFFFF", "#000000", "#0000AA", "#FFFFFF", is_dark=False)
WHITE_ON_BLACK = high_contrast("#000000", "#FFFFFF", "#FFFF00", "#000000", is_dark=True)
THEMES = [LIGHT, DARK, BLACK_ON_WHITE, WHITE_ON_BLACK]
themes = pytest.mark.parametrize("tokens", THEMES, ids=["light", "dark", "black", "white"])

TEXT_ON_GROUND = [
    *[("text", ground) for ground in ("window", "surface", "raised", "sunken", "hover")],
    *[("text", ground) for ground in ("selected", "bubble_visitor", "bubble_operator")],
    *[("text_2", ground) for ground in ("window", "surface", "hover", "selected", "sunken")],
    *[("text_muted", ground) for ground in ("window", "surface", "hover", "selected")],
    *[("accent_text", ground) for ground in ("window", "surface", "selected", "bubble_operator")],
    *[(f"{state}_text", f"{state}_tint") for state in ("ok", "soon", "late", "hold", "whisper")],
    *[("soon_text", "surface"), ("late_text", "surface"), ("hold_text", "window")],
    *[("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_accent", "late_fill")],
]
MARK_ON_GROUND = [
    (mark, ground)
    for mark in ("ok_mark", "soon_mark", "hold_mark", "late_edge", "focus")
    for ground in ("window", "surface", "selected")
] + [("strong", "surface"), ("strong", "window")]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@themes
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_keeps_a_contrast_of_four_and_a_half(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@themes
@pytest.mark.parametrize(("mark", "ground"), MARK_ON_GROUND)
def test_marks_keep_a_contrast_of_three(tokens: Tokens, mark: str, ground: str) -> None:
    assert contrast(getattr(tokens, mark), getattr(tokens, ground)) >= 3


@themes
def test_every_colour_is_a_colour(tokens: Tokens) -> None:
    names = [field.name for field in fields(tokens) if isinstance(getattr(tokens, field.name), str)]
    colours = [name for name in names if name != "name"]

    assert [name for name in colours if not QColor(getattr(tokens, name)).isValid()] == []


@themes
def test_the_stylesheet_leaves_no_name_open(tokens: Tokens) -> None:
    assert "$" not in stylesheet_for(tokens)


def test_qt_reads_the_stylesheet(qtbot: object) -> None:
    widget = QWidget()

    widget.setStyleSheet(stylesheet_for(LIGHT))  # a mistake would be a logged Qt warning

    assert widget.styleSheet()


def test_text_size_scales_type_and_is_clipped() -> None:
    assert LIGHT.with_text_percent(150).px(14) == 21
    assert LIGHT.with_text_percent(400).text_percent == 150
    assert LIGHT.with_text_percent(10).text_percent == 90


def test_palette_follows_the_theme() -> None:
    palette = palette_for(DARK)

    assert palette.color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == QColor(
        DARK.text_muted
    )


def colours_of(picture: QPixmap) -> set[str]:
    image: QImage = picture.toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    seen = (image.pixelColor(x, y) for x, y in points)
    return {colour.name() for colour in seen if colour.alpha() == 255}


def test_an_icon_takes_the_colour_and_the_screens_ratio(qapp: object) -> None:
    picture = pixmap("pause", "#ff0000", 16, 2.0)

    assert picture.width() == 32
    assert picture.devicePixelRatio() == 2.0
    assert colours_of(picture) == {"#ff0000"}


@pytest.mark.parametrize("path", sorted(resource_path("icons").glob("*.svg")), ids=lambda p: p.stem)
def test_every_shipped_icon_paints_something(qapp: object, path: object) -> None:
    name = path.stem  # type: ignore[attr-defined] # a Path

    assert colours_of(pixmap(name, "#102030", 32, 2.0))


def test_icons_for_buttons_and_the_program_exist(qapp: object) -> None:
    assert not icon("search", "#000000", disabled="#888888").isNull()
    assert not app_icon().isNull()


def test_shipped_fonts_are_found(qapp: object) -> None:
    assert load_shipped_fonts() == 3
    assert font_for(LIGHT, LIGHT.type.bubble).families()[0] == "Inter"
