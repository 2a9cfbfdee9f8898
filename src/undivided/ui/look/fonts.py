"""The window's fonts: the family list, the shipped Inter, and one font per type step."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from undivided.resources import ResourceMissing, resource_path
from undivided.ui.look.theme import Tokens, TypeStep

FAMILIES = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "DejaVu Sans",
    "Noto Color Emoji",
)
"""First the shipped face, then each system's own; the last one only for emoji."""

SHIPPED = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")

NORMAL = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold
BOLD = QFont.Weight.Bold


def load_shipped_fonts() -> int:
    """Make the shipped faces known to Qt and return how many were; the system's serve the rest."""
    loaded = 0
    _shared_font.cache_clear()
    for name in SHIPPED:
        try:
            path = resource_path("fonts", name)
        except ResourceMissing:
            continue
        loaded += QFontDatabase.addApplicationFont(str(path)) != -1
    return loaded


def font_for(
    tokens: Tokens,
    step: TypeStep,
    weight: QFont.Weight = NORMAL,
    *,
    tabular: bool = False,
) -> QFont:
    """Return the font of a type step at the operator's text size.

    Args:
        tabular: Figures keep one width, so that a running number does not wobble.
    """
    return sized_font(tokens.px(step.px), weight, tabular=tabular)


def sized_font(pixels: float, weight: QFont.Weight = NORMAL, *, tabular: bool = False) -> QFont:
    """Return the window's font at a size in logical pixels, for marks that scale as a whole."""
    return QFont(_shared_font(max(1, round(pixels)), weight, tabular=tabular))


@cache
def _shared_font(pixels: int, weight: QFont.Weight, *, tabular: bool) -> QFont:
    # Copies of one font share the face that Qt has looked up; a new font has it looked up anew.
    font = QFont(list(FAMILIES))
    font.setPixelSize(pixels)
    font.setWeight(weight)
    # Kerning and hinting off the grid keep spacing even when the screen scales by 1.25 or 1.5.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
