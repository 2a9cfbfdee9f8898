"""The pages, their theme and their models, loaded when they are first needed: after the paint."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from undivided.qtmodels.bridge import Bridge
    from undivided.qtmodels.canned_model import CannedModel
    from undivided.ui.desk_page import DeskPage
    from undivided.ui.look.theme import Tokens
    from undivided.ui.sign_in import SignIn


class LateDesk:
    """Makes one window's pages on one set of models."""

    def __init__(self) -> None:
        self._has_shipped_parts = False

    @cached_property
    def bridge(self) -> "Bridge":
        """The models of chats, queue and transcripts."""
        from undivided.qtmodels.bridge import Bridge

        return Bridge()

    @cached_property
    def canned(self) -> "CannedModel":
        """The model of the canned responses."""
        from undivided.qtmodels.canned_model import CannedModel

        return CannedModel()

    def dress(self, tokens: "Tokens") -> None:
        """Lay a theme on the whole application."""
        from undivided.ui.look.palette import palette_for
        from undivided.ui.look.stylesheet import stylesheet_for

        application = QApplication.instance()
        assert isinstance(application, QApplication)
        if not self._has_shipped_parts:
            self._load_shipped_parts(application)
        application.setPalette(palette_for(tokens))
        application.setStyleSheet(stylesheet_for(tokens))

    def make_sign_in(self, tokens: "Tokens", parent: QWidget) -> "SignIn":
        """Return the sign-in page."""
        from undivided.ui.sign_in import SignIn

        return SignIn(tokens, parent)

    def make_desk(self, tokens: "Tokens", parent: QWidget) -> "DeskPage":
        """Return the desk."""
        from undivided.etiquette.pace import words_in
        from undivided.ui.desk_page import DeskPage

        return DeskPage(self.bridge, self.canned, tokens, words_in, parent)

    def _load_shipped_parts(self, application: QApplication) -> None:
        from undivided.ui.look.fonts import load_shipped_fonts
        from undivided.ui.look.icons import app_icon

        self._has_shipped_parts = True
        load_shipped_fonts()
        application.setWindowIcon(app_icon())
