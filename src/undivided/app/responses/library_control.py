"""The canned library's controllers, put together: panel, insertion, editing, sharing, import."""

from undivided.app.chat_control import ChatControl
from undivided.app.responses.editing_control import EditingControl
from undivided.app.responses.export_control import ExportControl
from undivided.app.responses.import_control import ImportControl
from undivided.app.responses.insertion_control import InsertionControl
from undivided.app.responses.manager_control import ManagerControl
from undivided.app.responses.panel_control import PanelControl
from undivided.app.responses.proposal_count import ProposalCount
from undivided.app.responses.rewording_control import RewordingControl
from undivided.app.responses.sharing_control import SharingControl
from undivided.app.session_context import SessionContext
from undivided.app.settings_control import SettingsControl
from undivided.app.spelling.spelling_control import SpellingControl
from undivided.ui.responses.manager.places import Kind, Place
from undivided.ui.responses.match_view import Picked


class LibraryControl:
    """What keys and the program reach of the library."""

    def __init__(
        self, context: SessionContext, chats: ChatControl, settings: SettingsControl
    ) -> None:
        self.insertion = InsertionControl(context, chats)
        self.panel = PanelControl(
            context, self.insertion.facts, self.insertion.filling.note_changes
        )
        self.rewording = RewordingControl(context, chats, self.insertion)
        self.spelling = SpellingControl(context, settings)
        self.editing = EditingControl(
            context,
            self.insertion.filled,
            self.spelling,
            self._changed,
        )
        self.manager = ManagerControl(context, self.editing, self._changed)
        self.imports = ImportControl(context, self._changed)
        self.manager.undo_imports = self.imports.past.open
        self.proposals = ProposalCount(context)
        self.manager.proposals_changed = self.proposals.look
        self.rewording.typed = self.proposals.note_typed
        self.insertion.filling.library_changed.connect(self.proposals.look_once)
        self.sharing = SharingControl(context, self._show)
        self.editing.scopes = self.imports.scopes = self.sharing.scopes
        self.editing.places = self.imports.places = self.sharing.places
        self.editing.place = self.imports.place = self.sharing.place
        self.editing.keeps_files = self.sharing.keeps_files
        self.sharing.file_came.connect(self.editing.file_came)
        self.exports = ExportControl(context)
        cards = context.window.desk.panel.canned
        cards.manage_requested.connect(self.manager.open)
        cards.typed_requested.connect(lambda: self.manager.open_at(Place(Kind.TYPED)))
        cards.variant_requested.connect(
            lambda which, body: self.insertion.insert(Picked(which, body))
        )
        cards.delete_requested.connect(lambda which: self.editing.delete([which]))
        cards.undo_requested.connect(self.editing.ways_back.take_newest)
        settings.applied.connect(self.panel.follow_settings)

    async def _show(self) -> None:
        """Show the library as it is now, wherever it is shown."""
        await self.panel.show_library()
        await self.manager.refresh()

    async def _changed(self) -> None:
        """Show the library after it was changed here, and let the team have its part."""
        await self._show()
        self.proposals.look()
        self.sharing.library_changed()
