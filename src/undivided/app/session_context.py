"""What the controllers share: the window, the models, and the connection of the moment."""

import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

from undivided.app.draft_marks import DraftMarks
from undivided.etiquette.coach.buying import ShopPages
from undivided.etiquette.tongues import Tongues
from undivided.library.model.parts import Attachment
from undivided.protocol.errors import UndividedError
from undivided.protocol.ids import ENTROPY_BYTES, ChatId, CustomId, custom_id
from undivided.qtmodels.bridge import Bridge
from undivided.qtmodels.canned_model import CannedModel
from undivided.runtime.desk_connection import DeskConnection
from undivided.runtime.library_file import LibraryFile
from undivided.runtime.speller import Speller
from undivided.runtime.supervisor import Supervisor
from undivided.runtime.trust import Trust
from undivided.session.facts import Notice
from undivided.storage.profile import ProfileFolder
from undivided.storage.settings import Settings
from undivided.ui.window import MainWindow


@dataclass(slots=True)
class SessionContext:
    """The parts of a running program that every controller needs.

    Attributes:
        connection: The signed-in desk; None while nobody is signed in.
        listeners: Told every notice of the session, after the desk has taken in its facts.
        drafts: The text of every chat's composer, as it is on disk.
        draft_files: The files that go with each of them, as they are on disk.
        draft_marks: The slots and the insertions of each of them.
        troubled: Shows a sentence to the operator for a few seconds.
        undoable: Says what was done for a few seconds, and offers to undo it.
        offer: Shows a sentence with one act, named by a word, until it is taken or put away.
        profile: Where this program keeps its files.
        speller: Spelling for every place where text is written.
        tongues: Hears goodbyes and puzzled visitors; without words until they are read.
        shop_pages: Knows which pages are of an order or of prices; likewise.
        restored: Shows what was damaged and restored until the operator has put it away.
        trust: Whose certificates prove who a server is.
    """

    window: MainWindow
    bridge: Bridge
    canned: CannedModel
    library: LibraryFile
    supervisor: Supervisor
    settings: Settings
    profile: ProfileFolder
    troubled: Callable[[str], None]
    restored: Callable[[str], None]
    undoable: Callable[[str, Callable[[], None]], None]
    offer: Callable[[str, str, Callable[[], None]], None]
    speller: Speller
    tongues: Tongues = field(default_factory=Tongues)
    shop_pages: ShopPages = field(default_factory=ShopPages)
    trust: Trust = field(default_factory=Trust)
    connection: DeskConnection | None = None
    drafts: dict[ChatId, str] = field(default_factory=dict)
    draft_files: dict[ChatId, tuple[Attachment, ...]] = field(default_factory=dict)
    draft_marks: dict[ChatId, DraftMarks] = field(default_factory=dict)
    listeners: list[Callable[[Notice], None]] = field(default_factory=list)

    def start(self, name: str, work: Coroutine[object, object, None]) -> None:
        """Run `work`; a known error becomes a sentence, anything else is reported.

        While the program ends nothing new is begun.
        """
        if self.supervisor.is_closing:
            work.close()
            return
        self.supervisor.start(name, self._told(work))

    async def _told(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except UndividedError as error:
            self.troubled(error.sentence)


def new_custom_id() -> CustomId:
    """Return a label that no other message has."""
    return custom_id(secrets.token_bytes(ENTROPY_BYTES))
