"""A typed /word and the popup with what it finds: keys go from the text to the popup."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.editor_keys import PopupKey
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.slash_popup import SlashPopup


class ResponseQuery(QObject):
    """Connects the text field with the popup above it.

    Signals:
        wanted: What stands behind a typed / or #; answer with `popup.show_matches`.

    Args:
        anchor: The frame that the popup stands above.
    """

    wanted = Signal(str)

    def __init__(self, editor: ComposerEditor, tokens: Tokens, anchor: QWidget) -> None:
        super().__init__(editor)
        self._editor = editor
        self.popup = SlashPopup(tokens, anchor)
        editor.query.changed.connect(self.wanted)
        editor.query.ended.connect(self.popup.close_popup)
        editor.popup_key_pressed.connect(self._steer)
        editor.focus_changed.connect(self._follow_focus)
        self.popup.opened.connect(self._follow_popup)

    def start(self) -> None:
        """Type a / as the operator would."""
        self._editor.start_query()

    def _steer(self, key: PopupKey) -> None:
        if key is PopupKey.UP:
            self.popup.step(-1)
        elif key is PopupKey.DOWN:
            self.popup.step(+1)
        elif key is PopupKey.CLOSE:
            self._editor.query.dismiss()
            self.popup.close_popup()
        else:
            self.popup.pick(replace_draft=key is PopupKey.REPLACE)

    def _follow_popup(self, is_open: bool) -> None:
        self._editor.is_popup_open = is_open

    def _follow_focus(self, has_focus: bool) -> None:
        if not has_focus:
            self.popup.close_popup()
