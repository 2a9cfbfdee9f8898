"""The desk and its models, loaded when they are first needed: after the sign-in page is painted."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from undivided.qtmodels.bridge import Bridge
    from undivided.qtmodels.canned_model import CannedModel
    from undivided.ui.desk_page import DeskPage
    from undivided.ui.theme import Tokens


class LateDesk:
    """Makes one desk on one set of models."""

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

    def make(self, tokens: "Tokens") -> "DeskPage":
        """Return the desk."""
        from undivided.etiquette.pace import words_in
        from undivided.ui.desk_page import DeskPage

        return DeskPage(self.bridge, self.canned, tokens, words_in)
