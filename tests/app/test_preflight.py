"""Rules of the checks before Qt starts."""

import sys

import pytest

from undivided.app import preflight

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems always have a display"
)


def test_no_display_is_said_before_qt_can_abort() -> None:
    with pytest.raises(preflight.NoDisplay, match="undivided tour"):
        preflight.check_screen({})


@pytest.mark.parametrize(
    "environment",
    [{"QT_QPA_PLATFORM": "offscreen"}, {"WAYLAND_DISPLAY": "wayland-0"}],
    ids=["offscreen", "wayland"],
)
def test_a_display_of_another_kind_needs_no_xcb(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "XCB_LIBRARIES", ("libnowhere.so.9",))

    preflight.check_screen(environment)


def test_a_missing_library_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "XCB_LIBRARIES", ("libnowhere.so.9",))
    with pytest.raises(preflight.LibrariesMissing, match=r"libnowhere\.so\.9.*apt install"):
        preflight.check_screen({"DISPLAY": ":0"})
