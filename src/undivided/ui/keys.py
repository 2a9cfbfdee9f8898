"""Every shortcut as data: the actions, the menus and the key overview are made from this table.

No Ctrl+Alt (it is AltGr), no bare letters, none of the keys that input methods use. On macOS Qt
turns Ctrl into the command key by itself.
"""

import sys
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

CHATS, WRITING, RESPONSES, WINDOW = "Chats", "Writing", "Responses", "Window"
GROUPS = (CHATS, WRITING, RESPONSES, WINDOW)


@dataclass(frozen=True, slots=True)
class Key:
    """One action and its keys.

    Attributes:
        name: What code calls it.
        keys: As Qt writes them; the first one is shown.
        words: What it does, for menus and the overview.
        group: One of `GROUPS`.
        is_local: The focused part handles it itself, so no action is made for the window.
    """

    name: str
    keys: tuple[str, ...]
    words: str
    group: str
    is_local: bool = False

    @property
    def shown(self) -> str:
        """The first key as this system writes it."""
        return shown_key(self.keys[0])


_IS_MAC: bool = sys.platform.startswith("darwin")

# On macOS Command+Tab belongs to the system, so the real Control key switches chats.
_CONTROL = "Meta" if _IS_MAC else "Ctrl"

KEYS = (
    Key("accept_next", ("F2",), "Accept the next chat", CHATS),
    Key("not_now", ("Shift+F2",), "Not now", CHATS),
    Key("longest_wait", ("Ctrl+J",), "Go to the longest wait", CHATS),
    Key("next_chat", (f"{_CONTROL}+Tab",), "Next chat", CHATS),
    Key("previous_chat", (f"{_CONTROL}+Shift+Tab",), "Previous chat", CHATS),
    *(
        Key(f"chat_{number}", (f"Ctrl+{number}",), f"Chat {number}", CHATS)
        for number in range(1, 10)
    ),
    Key("hold", ("F4",), "Ask to hold", CHATS),
    Key("back_from_hold", ("Shift+F4",), "Back from hold", CHATS),
    Key("transfer", ("F7",), "Transfer", CHATS),
    Key("calm", ("Ctrl+F12",), "Calm an angry visitor, the next step", CHATS),
    Key("supervisor", ("F12",), "Call a supervisor into the chat", CHATS),
    Key("abuse_note", ("Shift+F12",), "Note for operators what the visitor wrote", CHATS),
    Key("said_no", ("F9",), "The visitor said no: no more offers", CHATS),
    Key("is_buying", ("Shift+F9",), "The visitor is buying: suggest offers", CHATS),
    Key("calls", ("F8",), "Calls to make", CHATS),
    Key("read_back", ("Ctrl+Shift+R",), "Have details confirmed…", CHATS),
    Key("topic", ("Ctrl+T",), "Say what the chat is about", CHATS),
    Key("letters", ("Ctrl+Shift+O",), "Calmed capitals as written, and back", CHATS),
    Key("save_transcript", ("Ctrl+S",), "Save the transcript…", CHATS),
    Key("close_chat", ("Ctrl+W",), "Close chat", CHATS),
    Key("send", ("Enter",), "Send", WRITING, is_local=True),
    Key("new_line", ("Shift+Enter",), "New line", WRITING, is_local=True),
    Key("next_blank", ("Tab",), "Next blank", WRITING, is_local=True),
    Key("previous_blank", ("Shift+Tab",), "Previous blank", WRITING, is_local=True),
    Key("take_advice", ("Tab",), "Do what the coach offers", WRITING, is_local=True),
    Key("why", ("Ctrl+Shift+W",), "Why the coach says it, and what else can be done", WRITING),
    Key("not_this_time", ("Esc",), "Pass over the coach’s advice", WRITING, is_local=True),
    Key("split", ("Ctrl+Enter",), "Split a long reply into blocks", WRITING, is_local=True),
    Key("first_block", ("Ctrl+Shift+Enter",), "Send the first block", WRITING, is_local=True),
    # Not Ctrl+D, which takes a letter away in text fields under X11.
    Key("tick_question", ("Ctrl+Shift+T",), "Tick the visitor’s next open question", WRITING),
    # Not Ctrl+U, which takes the line away in text fields under X11.
    Key("attach_files", ("Ctrl+O",), "Attach files…", WRITING),
    Key("undo", ("Ctrl+Z",), "Undo, a whole response at once", WRITING, is_local=True),
    # Not F7 alone, which transfers; the other two are the usual keys of a menu.
    Key(
        "spelling",
        ("Shift+F7", "Shift+F10", "Menu"),
        "What a misspelt word may be; the next one",
        WRITING,
        is_local=True,
    ),
    Key("composer", ("Esc",), "Close what is open, then write", WRITING, is_local=True),
    Key(
        "slash", ("/",), "Responses while writing, at the start of a word", RESPONSES, is_local=True
    ),
    Key("search_responses", ("Ctrl+L",), "Search responses", RESPONSES),
    Key("quick_insert", ("Ctrl+K",), "Insert a response, found over the window", RESPONSES),
    Key("put_differently", ("Ctrl+Shift+D",), "Put the last response differently", RESPONSES),
    Key("toggle_panel", ("Ctrl+Shift+L",), "Show or hide the panel", RESPONSES),
    Key("sum_up", ("Ctrl+Shift+G",), "Sum up what was agreed", WRITING),
    Key("new_response", ("Ctrl+Shift+N",), "Keep the draft as a response", RESPONSES),
    Key("manage_library", ("Ctrl+Shift+B",), "Look after the library", RESPONSES),
    Key("import_responses", ("Ctrl+Shift+I",), "Import responses…", RESPONSES),
    Key("export_responses", ("Ctrl+Shift+S",), "Export responses…", RESPONSES),
    Key("insert_card", ("Enter",), "Insert the chosen card", RESPONSES, is_local=True),
    Key(
        "replace_with_card",
        ("Shift+Enter",),
        "Replace the draft with the chosen card",
        RESPONSES,
        is_local=True,
    ),
    Key("edit_card", ("Ctrl+E",), "Edit the chosen card", RESPONSES, is_local=True),
    Key("star_card", ("Ctrl+B",), "Star the chosen card, or not", RESPONSES, is_local=True),
    Key("copy_card", ("Ctrl+C",), "Copy the chosen card’s text", RESPONSES, is_local=True),
    Key("delete_card", ("Del",), "Delete the chosen card", RESPONSES, is_local=True),
    Key("undo_change", ("Ctrl+Z",), "Take a change of the library back", RESPONSES, is_local=True),
    Key("visitor_panel", ("Ctrl+I",), "Visitor", WINDOW),
    Key("next_pane", ("F6",), "Next pane", WINDOW),
    Key("previous_pane", ("Shift+F6",), "Previous pane", WINDOW),
    Key("take_break", ("Ctrl+Shift+K",), "Take a short break", WINDOW),
    Key("accepting", ("Ctrl+Shift+A",), "Accepting on or off", WINDOW),
    Key("try_now", ("F5",), "Try the connection now", WINDOW),
    Key("larger", ("Ctrl++", "Ctrl+="), "Larger text", WINDOW),
    Key("smaller", ("Ctrl+-",), "Smaller text", WINDOW),
    Key("usual_size", ("Ctrl+0",), "Usual text size", WINDOW),
    Key("settings", ("Ctrl+,",), "Settings", WINDOW),
    Key("key_overview", ("F1",), "Keys", WINDOW),
    Key("quit", ("Ctrl+Q",), "Quit", WINDOW),
)


def key_of(name: str) -> Key:
    """Return the entry of an action.

    Raises:
        KeyError: No action has this name.
    """
    for key in KEYS:
        if key.name == name:
            return key
    raise KeyError(name)


def shown_key(portable: str) -> str:
    """Return a key as this system writes it, such as "⌘L" on macOS."""
    if _IS_MAC:
        return QKeySequence(portable).toString(QKeySequence.SequenceFormat.NativeText)
    return portable


def actions(parent: QObject) -> dict[str, QAction]:
    """Return one action per entry that is not local, by name, for `parent.addActions`.

    They work in the whole window; a key that writes text is claimed by the composer before.
    """
    made = {}
    for key in KEYS:
        if key.is_local:
            continue
        action = QAction(key.words, parent)
        action.setObjectName(key.name)
        action.setShortcuts([QKeySequence(text) for text in key.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(key.name in {"larger", "smaller", "next_chat", "previous_chat"})
        made[key.name] = action
    return made
