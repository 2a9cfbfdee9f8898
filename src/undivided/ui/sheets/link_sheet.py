"""Shows where a link really leads before it is opened."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QWidget

from undivided.ui.look.addresses import ascii_host, spelled_out
from undivided.ui.look.plain import plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import wording


class LinkSheet(Sheet):
    """Host first, then the whole address; only web addresses can be opened.

    Args:
        url: As the visitor wrote it.
        is_file: It was sent as a file, so what happens is a download.
    """

    open_confirmed = Signal(str)

    def __init__(self, window: QWidget, tokens: Tokens, url: str, *, is_file: bool = False) -> None:
        host = ascii_host(url)
        super().__init__(
            window,
            tokens,
            wording.open_link(is_file=is_file) if host else "This link cannot be opened",
            confirm="Open in the browser" if host else "",
            keep="Do not open",
            key="Enter",
            width=520,
        )
        self._url = url
        self.host = host
        self.confirm_button.setEnabled(bool(host))
        if host:
            self.body.addWidget(plain_label(wording.LEADS_TO, "secondary"))
            self.body.addSpacing(4)
            self.body.addWidget(wrapped_label(host, "head"))
            self.body.addSpacing(10)
            warning = wording.host_warning(host, url)
            if warning:
                self.add_words(warning, "soon", gap=8)
        else:
            self.add_words(wording.NOT_A_WEB_ADDRESS, gap=8)
        self.add_words(spelled_out(url), "muted")

    def confirmed(self) -> None:
        """Tell that the link may be opened, fully encoded."""
        parsed = QUrl(self._url, QUrl.ParsingMode.StrictMode)
        self.open_confirmed.emit(parsed.toString(QUrl.ComponentFormattingOption.FullyEncoded))
