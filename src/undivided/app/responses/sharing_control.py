"""Sharing with the team: how it stands, who may edit, and the choices between two texts."""

from collections.abc import Awaitable, Callable, Iterable

from PySide6.QtCore import QObject, Signal

from undivided.app.session_context import SessionContext
from undivided.app.sign_in_control import Account
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Scope
from undivided.library.sharing.copies import Copy, Shelf, Standing
from undivided.library.sharing.news import Told
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.runtime.response_post import ResponsePost
from undivided.runtime.shared_files import FileListeners, SharedFiles
from undivided.runtime.shared_library import Listeners, SharedLibrary
from undivided.runtime.shared_library import Standing as HowItStands
from undivided.session.commands import Command, Configure
from undivided.session.facts import Configured
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses import sharing_words as words
from undivided.ui.responses.sharing_sheet import Matter, SharingSheet
from undivided.ui.responses.sharing_words import Kind


class SharingControl(QObject):
    """Connects the panel's foot and the sheet of choices with the shared library.

    Args:
        changed: Shows the library anew. Source: practice 48.
    """

    file_came = Signal(object)
    """The `Attachment` whose bytes are here now."""

    def __init__(self, context: SessionContext, changed: Callable[[], Awaitable[None]]) -> None:
        super().__init__(context.window)
        self._context = context
        self._changed = changed
        self._stands = HowItStands()
        self._panel = context.window.desk.panel.canned
        self._shared = SharedLibrary(
            context.library,
            context.supervisor,
            self._do,
            Listeners(self._show_library, self._tell, self._show_standing),
            SharedFiles(
                context.library,
                context.supervisor,
                FileListeners(self.file_came.emit, self._tell_refused),
            ),
        )
        context.listeners.append(self._shared.noticed)
        self._panel.sharing_requested.connect(self.show)
        self._panel.list.acts.compare_requested.connect(self.show)

    def enter(self, account: Account) -> None:
        """Follow an account's server from the next sign-in on."""
        self._stands = HowItStands()
        post = ResponsePost(account.address, account.authorization, self._context.trust)
        self._shared.enter(account.address.base, post)

    def leave(self) -> None:
        """Follow nobody; nobody is signed in."""
        self._shared.leave()

    def library_changed(self) -> None:
        """Take note that responses were changed on this computer."""
        self._shared.changed()

    def scopes(self) -> tuple[Scope, ...]:
        """Return with whom this operator may share a response, himself first."""
        return (Scope.PERSONAL, *filter(self.may_edit, (Scope.TEAM, Scope.SITE)))

    def may_edit(self, scope: Scope) -> bool:
        """Return whether this operator adds and changes responses of a scope.

        Without a connection it is as the server said last.
        """
        if scope is Scope.PERSONAL:
            return True
        is_there = self._stands.is_offered is not False
        return is_there and self._stands.rights.place_for(scope.value) is not None

    def keeps_files(self) -> bool:
        """Return whether the files of shared responses go to the others too.

        Without a connection it is as the server said last.
        """
        return self._stands.is_offered is not False and self._stands.rights.keeps_files

    def places(self) -> tuple[OpenPlace, ...]:
        """Return the teams and sites that the operator's new responses may go to."""
        rights = self._stands.rights
        return tuple(each for scope in self.scopes() for each in rights.open_to(scope.value))

    def place(self, store: LibraryStore, response_ids: Iterable[str], place: Place) -> None:
        """Let responses that are new to their team or site go to this one of several.

        On the library's thread.
        """
        self._shared.place(store, response_ids, place)

    def show(self, response_id: str = "") -> None:
        """Open the sheet of what differs from the shared responses.

        Args:
            response_id: What is compared first, or "".
        """
        self._context.start("shared responses", self._show(response_id))

    async def _show(self, response_id: str) -> None:
        if self._stands.is_offered is False:
            self._context.troubled(words.NOT_OFFERED)
            return
        matters = await self._shared.share(_matters)
        to_come = await self._shared.files_to_come()
        window = self._context.window
        sheet = SharingSheet(window, window.tokens, matters, words.help_with(to_come))
        shown = {matter.mine.id: matter.theirs for matter in matters}
        sheet.decided.connect(
            lambda which, choice: self._context.start(
                "choice", self._shared.decide(which, choice, shown[which])
            )
        )
        sheet.choose(response_id)
        sheet.open()

    def _do(self, command: Command) -> None:
        if self._context.connection is not None:
            self._context.connection.do(command)
        elif isinstance(command, Configure):
            self._shared.noticed(Configured(command.number, None))

    def _show_library(self) -> None:
        self._context.start("library", self._show_changed())

    async def _show_changed(self) -> None:
        await self._changed()

    def _tell(self, told: tuple[Told, ...]) -> None:
        for sentence in words.sentences(told):
            self._context.troubled(sentence)

    def _tell_refused(self, file: Attachment, reason: str) -> None:
        self._context.troubled(words.file_refused(file.name, reason))

    def _show_standing(self, stands: HowItStands) -> None:
        self._stands = stands
        text = words.standing(stands.counts, is_offered=stands.is_offered)
        self._panel.show_sharing(text, calls=words.calls(stands.counts))
        own = {key: words.own(is_behind=behind) for key, behind in stands.overrides.items()}
        self._context.canned.mark_own(own)


def _matters(shelf: Shelf) -> tuple[Matter, ...]:
    found = (_matter(shelf, copy) for copy in shelf.copies())
    return tuple(sorted(filter(None, found), key=lambda matter: matter.kind.value))


def _matter(shelf: Shelf, copy: Copy) -> Matter | None:
    """Return how a copy differs from the shared response, if it does and is not on its way."""
    row = shelf.row(copy.response_id)
    if row is None:
        return None
    if copy.needs_choice:
        return Matter(kind=Kind.CONFLICT, mine=row, theirs=copy.theirs)
    if copy.standing is Standing.OVERRIDE:
        kind = Kind.OVERRIDE if copy.theirs is None else Kind.BEHIND
        return Matter(kind=kind, mine=row, theirs=copy.newest)
    if copy.refused is not None and copy.standing is Standing.EDITED:
        theirs = copy.base if copy.version else None
        return Matter(kind=Kind.REFUSED, mine=row, theirs=theirs, reason=copy.reason)
    return None
