"""The places of the window that show words from outside, by the names that the walk gives them.

A place that is missing here is a new surface: `test_hostile_text.py` says so, and whoever added it
decides that it is safe by adding its row.
"""

SURFACES = {
    "Button.accessibleDescription": "what a button does, spoken",
    "Button.accessibleName": "a sheet's buttons, spoken",
    "Button.text": "a sheet's buttons",
    "Button.toolTip": "what a button does",
    "CannedModel.AccessibleTextRole": "filled responses, spoken",
    "ChatListModel.AccessibleTextRole": "a chat's row, spoken",
    "ChatListModel.DisplayRole": "a chat's row when only the ring fits: its tooltip",
    "CloseSheet.accessibleName": "the close sheet, spoken",
    "ComposerEditor.accessibleName": "the composer, spoken",
    "ComposerEditor.placeholder": "the empty composer",
    "ElidedLabel.accessibleDescription": "session fields, spoken",
    "ElidedLabel.text": "session fields; the toast's name and page",
    "ElidedLabel.toolTip": "session fields",
    "ElidedLine.accessibleName": "head and hold bar, spoken",
    "HoldBar.accessibleName": "the hold bar, spoken",
    "HoldSheet.accessibleName": "the hold sheet, spoken",
    "IconButton.accessibleDescription": "the hold bar's buttons, spoken",
    "IconButton.accessibleName": "the hold bar's buttons, spoken",
    "IconButton.text": "the hold bar's buttons",
    "IconButton.toolTip": "the hold bar's buttons",
    "MainWindow.windowTitle": "the window's title",
    "NewChatToast.accessibleName": "the toast, spoken",
    "Notice.text": "the desktop's notification",
    "Notice.title": "the desktop's notification",
    "OperatorPhoto.accessibleName": "the operator's own name, spoken",
    "QLabel.text": "sheets, notices and the toast's text",
    "QLineEdit.text": "the read-back sheet's fields",
    "QPushButton.accessibleDescription": "tags in full, spoken",
    "QPushButton.accessibleName": "tags, spoken",
    "QPushButton.text": "tags",
    "QPushButton.toolTip": "tags in full",
    "QueueModel.AccessibleTextRole": "a queue row, spoken",
    "QueueModel.DisplayRole": "a queue row",
    "QWidget.accessibleName": "a call in the list of calls, spoken",
    "ReadBackSheet.accessibleName": "the read-back sheet, spoken",
    "TranscriptView.accessibleName": "the transcript, spoken",
    "TranscriptView.document": "bubbles, system lines, stamps, files, choices",
    "TransferSheet.accessibleName": "the transfer sheet, spoken",
    "Tray.toolTip": "the tray's tooltip",
    "QAction.text": "the tray's menu",
    "_Choice.accessibleName": "colleagues, spoken",
    "ValueLine.accessibleDescription": "what the chat is about, spoken",
    "ValueLine.text": "the visitor's name and address to correct, and what the chat is about",
    "ValueLine.toolTip": "what the chat is about",
    "PageLink.accessibleDescription": "visited pages, spoken",
    "PageLink.accessibleName": "visited pages, spoken",
    "PageLink.text": "visited pages",
    "PageLink.toolTip": "visited pages",
    "painted by Button._paint_content": "a sheet's buttons",
    "painted by ChatDelegate._paint_meta": "the page in a chat's row",
    "painted by ChatDelegate._text": "a chat's row at three densities",
    "painted by ElidedLabel.paintEvent": "session fields; the toast",
    "painted by ElidedLine.paintEvent": "head, hold bar, status bar",
    "painted by QueueDelegate._paint_words": "a queue row",
    "painted by _Choice.paintEvent": "colleagues in the transfer sheet",
}
"""Place -> what an operator sees there."""

NEVER_SHOWN = frozenset(
    {
        "referrer",
        "user agent",
        "file type",
        "custom event",
        "operator title",
        "call time",
        "writing time",
    }
)
"""Fields that are taken in and reach no surface."""
