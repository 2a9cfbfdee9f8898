"""Colours, spaces, radii and type steps of the light, dark and high-contrast themes.

Values only: palette.py, stylesheet.py, fonts.py and the delegates turn them into Qt's types.
"""

from dataclasses import dataclass, replace

SMALLEST_TEXT_PERCENT = 90
LARGEST_TEXT_PERCENT = 150


@dataclass(frozen=True, slots=True)
class Space:
    """Distances in logical pixels; nothing is placed by another number without a reason."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - clothes sizes, read as `space.l`
    xl: int = 20
    xxl: int = 24
    huge: int = 32


@dataclass(frozen=True, slots=True)
class Radius:
    """Corner radii in logical pixels."""

    tag: int = 4
    button: int = 6
    row: int = 8
    bubble: int = 10
    dialog: int = 12
    bubble_foot: int = 3


@dataclass(frozen=True, slots=True)
class TypeStep:
    """A text size and the height of its line, in logical pixels at 100 %."""

    px: int
    line: int


@dataclass(frozen=True, slots=True)
class TypeScale:
    """The text sizes that the window uses."""

    stamp: TypeStep = TypeStep(11, 14)
    secondary: TypeStep = TypeStep(12, 16)
    base: TypeStep = TypeStep(13, 18)
    bubble: TypeStep = TypeStep(14, 20)
    head: TypeStep = TypeStep(15, 20)
    sheet_title: TypeStep = TypeStep(17, 24)
    page_title: TypeStep = TypeStep(20, 26)
    figure: TypeStep = TypeStep(26, 32)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Everything a painter, a palette or the stylesheet needs of one theme.

    Colours are `#RRGGBB` or, for the scrim, `#AARRGGBB`. Text keeps a contrast of 4.5 and marks
    of 3 on every ground that they are used on (WCAG 2.x); tests/ui/test_theme.py measures it.

    Attributes:
        ring_px: Width of the focus ring.
        text_percent: The operator's text size, 90 to 150.
    """

    name: str
    is_dark: bool
    window: str
    surface: str
    raised: str
    sunken: str
    hover: str
    selected: str
    bubble_visitor: str
    bubble_operator: str
    text: str
    text_2: str
    text_muted: str
    border: str
    strong: str
    accent: str
    accent_hover: str
    accent_text: str
    on_accent: str
    focus: str
    ok_text: str
    ok_mark: str
    ok_tint: str
    soon_text: str
    soon_mark: str
    soon_tint: str
    late_text: str
    late_fill: str
    late_tint: str
    late_edge: str
    hold_text: str
    hold_mark: str
    hold_tint: str
    whisper_text: str
    whisper_tint: str
    track: str
    scrim: str
    shadow: str
    segment_on: str
    ring_px: int = 2
    text_percent: int = 100
    space: Space = Space()
    radius: Radius = Radius()
    type: TypeScale = TypeScale()

    def px(self, at_100_percent: float) -> int:
        """Return a text size, line height or row height at the operator's text size."""
        return round(at_100_percent * self.text_percent / 100)

    def with_text_percent(self, percent: int) -> "Tokens":
        """Return these tokens at another text size; values outside 90 to 150 are clipped."""
        clipped = min(LARGEST_TEXT_PERCENT, max(SMALLEST_TEXT_PERCENT, percent))
        return replace(self, text_percent=clipped)


LIGHT = Tokens(
    name="light",
    is_dark=False,
    window="#F4F3F0",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#EAE8E3",
    hover="#ECEAE6",
    selected="#E2E7FA",
    bubble_visitor="#F0EEEA",
    bubble_operator="#E4E9FB",
    text="#1C1D21",
    text_2="#52535B",
    text_muted="#65666E",
    border="#DFDCD6",
    strong="#86847E",
    accent="#3A52C7",
    accent_hover="#2E44AE",
    accent_text="#334ABC",
    on_accent="#FFFFFF",
    focus="#3A52C7",
    ok_text="#1B6E45",
    ok_mark="#23875A",
    ok_tint="#E1F1E8",
    soon_text="#854F00",
    soon_mark="#B56900",
    soon_tint="#FBEFD9",
    late_text="#B0241C",
    late_fill="#C4312A",
    late_tint="#FBE5E3",
    late_edge="#C4312A",
    hold_text="#43596B",
    hold_mark="#5C7488",
    hold_tint="#E6ECF0",
    whisper_text="#66389F",
    whisper_tint="#F1E9FA",
    track="#D9D5CD",
    scrim="#571C1D21",
    shadow="#291C1D21",
    segment_on="#FFFFFF",
)

DARK = Tokens(
    name="dark",
    is_dark=True,
    window="#151618",
    surface="#1C1E21",
    raised="#24272B",
    sunken="#26292D",
    hover="#212327",
    selected="#2A3252",
    bubble_visitor="#282B2F",
    bubble_operator="#2B3353",
    text="#E9E8E4",
    text_2="#B6B7BC",
    text_muted="#9A9CA3",
    border="#303338",
    strong="#757880",
    accent="#4D63D8",
    accent_hover="#4359CC",
    accent_text="#A3B1FF",
    on_accent="#FFFFFF",
    focus="#8293F5",
    ok_text="#6FD3A0",
    ok_mark="#4DBE86",
    ok_tint="#1B3327",
    soon_text="#F0B459",
    soon_mark="#E0A03C",
    soon_tint="#3A2C12",
    late_text="#FF9C94",
    late_fill="#D03C34",
    late_tint="#401D1B",
    late_edge="#FF9C94",
    hold_text="#A9BED0",
    hold_mark="#7F97AB",
    hold_tint="#253039",
    whisper_text="#CDAEF5",
    whisper_tint="#32234A",
    track="#3A3D43",
    scrim="#94060708",
    shadow="#80000000",
    segment_on="#3A3E45",
)


_GROUNDS = (
    *(
        "window",
        "surface",
        "raised",
        "sunken",
        "hover",
        "bubble_visitor",
        "bubble_operator",
        "track",
    ),
    *("ok_tint", "soon_tint", "late_tint", "hold_tint", "whisper_tint", "segment_on"),
)
_TEXTS = (
    *("text", "text_2", "text_muted", "border", "strong", "ok_text", "ok_mark"),
    *("soon_text", "soon_mark", "late_text", "late_edge", "hold_text", "hold_mark", "whisper_text"),
)


def high_contrast(ground: str, text: str, accent: str, on_accent: str, *, is_dark: bool) -> Tokens:
    """Return tokens made of the system's own colours, for a system in high-contrast mode.

    Tints fall back to the ground, so that shapes, words and outlines carry every meaning.
    """
    base = DARK if is_dark else LIGHT
    grounds = dict.fromkeys(_GROUNDS, ground)
    texts = dict.fromkeys(_TEXTS, text)
    accents = {
        "accent": accent,
        "accent_hover": accent,
        "accent_text": text,
        "on_accent": on_accent,
        "focus": text,
        "selected": ground,
        "late_fill": accent,
    }
    return replace(base, name="contrast", ring_px=3, **grounds, **texts, **accents)  # type: ignore[arg-type] # all are colours
