"""What becomes of a shared response when it is changed here, there, or on both sides.

Every rule reads and writes one `Shelf`, in the transaction of whoever calls: the row is as it is
at that moment, so an edit that was saved a moment ago is never written over. Nothing is lost
without a choice: what both sides changed is put together, and what cannot be waits for the
operator with both texts kept. Source: practice 48.
"""

from collections.abc import Collection, Iterable

from msgspec.structs import replace

from undivided.library.model.responses import Response, Scope
from undivided.library.sharing.copies import (
    Copy,
    Counts,
    Incoming,
    Rights,
    Shelf,
    Standing,
    own_text,
)
from undivided.library.sharing.form import says_the_same, with_shared
from undivided.library.sharing.news import Choice, Told, What, Wish
from undivided.library.sharing.three_way import merged
from undivided.protocol.canned_responses import Place

_NOTHING = Response(title="", body="")
"""What two sides have in common when neither knows what the other began from."""


class Sharing:
    """The rules over one library.

    Attributes:
        shelf: What they read and write.
        told: What came up and has to be said, oldest first.
    """

    def __init__(self, shelf: Shelf, rights: Rights) -> None:
        self.shelf = shelf
        self._rights = rights
        self.told: list[Told] = []

    # What the server says

    def receive(self, news: Incoming) -> None:
        """Take in a response as the server has it; what is older than the copy is passed over."""
        copy = self.shelf.copy(news.response.id)
        if copy is None:
            self._install(news)
            return
        is_known = copy.theirs is not None and news.version == copy.theirs_version
        if is_known or news.version < max(copy.version, copy.theirs_version):
            return
        row = self.shelf.row(copy.response_id)
        if row is None:
            self._receive_deleted_here(copy, news)
            return
        copy = self._seen(copy, row)
        mine = own_text(row, copy)
        theirs = news.response
        if says_the_same(mine, theirs):
            self._keep(_agreed(copy, news))
        elif copy.base is not None and says_the_same(theirs, copy.base):
            self._keep(replace(_behind(copy, None), version=news.version))
        elif copy.standing is Standing.OVERRIDE:
            self._tell(What.OVERRIDE_BEHIND, row)
            self._keep(_behind(copy, news))
        elif copy.is_as_shared(mine):
            self._show(_agreed(copy, news), with_shared(row, theirs))
        else:
            self._merge(copy, row, news)

    def receive_deletion(self, server_id: str, version: int) -> None:
        """Take in that a response is shared no more; what was changed here stays as own."""
        copy = self.shelf.copy(server_id)
        if copy is None or version < copy.version:
            return
        row = self.shelf.row(copy.response_id)
        self.shelf.drop(server_id)
        if row is None:
            return
        if copy.is_leaving and self._rights.may_edit(copy.place):
            # Deleted from here, and brought back here before that was known.
            self._begin(row, copy.place)
            return
        if self._seen(copy, row).standing is Standing.SAME:
            self.shelf.remove(row.id)
            return
        kept = self.shelf.put(replace(row, scope=Scope.PERSONAL))
        self._tell(What.KEPT_AS_OWN, kept)

    def receive_absence(self, present: Collection[str]) -> None:
        """Take in that the server listed everything, and what it did not list is gone."""
        for copy in self.shelf.copies():
            if copy.version and copy.server_id not in present:
                self.receive_deletion(copy.server_id, copy.version)

    def restart_versions(self) -> None:
        """Compare everything anew, because the server's history is another one (promise G6).

        What the server lost is sent again by those who may; what it has differently is a choice
        for them, and the server's for all others.
        """
        for copy in self.shelf.copies():
            base = None if self._rights.may_change(copy) else copy.base
            fresh = replace(copy, version=0, base=base, theirs=None, theirs_version=0)
            if base is None and copy.standing is Standing.SAME:
                fresh = replace(fresh, standing=Standing.EDITED)
            self._keep(fresh)

    # What happened here

    def look(self) -> None:
        """Find what was changed, added, moved and deleted in the library since the last look."""
        if not self._rights.me:
            return  # nobody has said yet what may be changed
        for copy in self.shelf.copies():
            row = self.shelf.row(copy.response_id)
            if row is None:
                self._deleted_here(copy)
            elif row.scope.value != copy.place.scope:
                self._moved_here(copy, row)
            elif copy.theirs is not None and says_the_same(own_text(row, copy), copy.theirs):
                self.decide(row.id, Choice.MINE)
            else:
                self._keep_changed(copy, self._seen(copy, row))
        for row in self.shelf.unlinked():
            place = self._rights.place_for(row.scope.value)
            if place is not None:
                self._begin(row, place)

    def begin(self, response_ids: Iterable[str], place: Place) -> None:
        """Let rows that are new to their scope go to this place; what is shared keeps its own."""
        if not self._rights.may_edit(place):
            return
        copies = {copy.response_id: copy for copy in self.shelf.copies()}
        for row in filter(None, map(self.shelf.row, response_ids)):
            if row.scope.value != place.scope:
                continue
            copy = copies.get(row.id)
            if copy is not None and copy.place.scope != place.scope:
                self._moved_here(copy, row)
                copy = self.shelf.copy_of(row.id)
            if copy is None:
                self._begin(row, place)

    def due(self) -> list[Wish]:
        """Return what has to be sent, and remember what it leaves open until the answer comes."""
        found = (self._wish(copy) for copy in self.shelf.copies())
        return [wish for wish in found if wish is not None]

    def _wish(self, copy: Copy) -> Wish | None:
        row = self.shelf.row(copy.response_id)
        if row is None:
            leaving = replace(copy, is_leaving=True)
            self._keep_changed(copy, leaving)
            return Wish(copy=leaving, response=None)
        if copy.standing is not Standing.EDITED or copy.theirs is not None:
            return None
        if self._is_refused(copy):
            return None
        mine = own_text(row, copy)
        if copy.base is None:
            # If the answer is lost and the text changes, this is what the server may have.
            first_sent = replace(copy, base=mine)
            self._keep(first_sent)
            return Wish(copy=first_sent, response=mine)
        return Wish(copy=copy, response=mine)

    def counts(self) -> Counts:
        """Return how everything stands since the last `look`."""
        copies = self.shelf.copies()
        overrides = [copy for copy in copies if copy.standing is Standing.OVERRIDE]
        choices = sum(copy.needs_choice for copy in copies)
        refused = sum(self._is_refused(copy) for copy in copies)
        edited = sum(copy.standing is Standing.EDITED for copy in copies)
        deleted = sum(self.shelf.row(copy.response_id) is None for copy in copies)
        return Counts(
            shared=sum(copy.version > 0 for copy in copies),
            waiting=max(0, edited + deleted - choices - refused),
            choices=choices,
            overrides=len(overrides),
            behind=sum(copy.theirs is not None for copy in overrides),
            refused=refused,
        )

    def overrides(self) -> dict[str, bool]:
        """Return which rows are the operator's own instead of the team's, since the last `look`.

        True where the shared response has changed since.
        """
        return {
            copy.response_id: copy.theirs is not None
            for copy in self.shelf.copies()
            if copy.standing is Standing.OVERRIDE
        }

    def _is_refused(self, copy: Copy) -> bool:
        row = self.shelf.row(copy.response_id)
        if row is None or copy.refused is None or copy.standing is not Standing.EDITED:
            return False
        return copy.theirs is None and says_the_same(own_text(row, copy), copy.refused)

    def decide(self, response_id: str, choice: Choice, shown: Response | None = None) -> None:
        """Carry out an operator's choice between the own text and the server's.

        Args:
            response_id: The row's.
            choice: Which.
            shown: The server's text as the operator saw it. When there is another one by now, he
                is told instead: he has not chosen about that one. None: there was nothing to see.
        """
        copy = self.shelf.copy_of(response_id)
        row = self.shelf.row(response_id)
        if copy is None or row is None or copy.newest is None:
            return
        theirs = copy.newest
        if shown is not None and not says_the_same(shown, theirs):
            self._tell(What.CONFLICT if copy.needs_choice else What.OVERRIDE_BEHIND, row)
            return
        news = Incoming(
            response=theirs, place=copy.place, version=max(copy.version, copy.theirs_version)
        )
        if choice is Choice.MINE:
            agreed = _agreed(copy, news)
            is_same = agreed.is_as_shared(own_text(row, agreed))
            self._keep(replace(agreed, standing=Standing.SAME if is_same else copy.standing))
            return
        self._show(_agreed(copy, news), with_shared(row, theirs))
        if choice is Choice.BOTH:
            own = replace(row, id=self.shelf.new_id(), scope=Scope.PERSONAL, source_id="")
            self.shelf.put(own)

    # What became of what was sent

    def confirmed(self, wish: Wish, version: int) -> None:
        """Take in that the server has what was sent."""
        copy = self.shelf.copy(wish.copy.server_id)
        if copy is None or version < copy.version:
            return
        if wish.response is None:
            self.shelf.drop(copy.server_id)
            return
        told_before = () if copy.base is None or not copy.version else copy.base.attachments
        has_new = bool(set(wish.response.attachments) - set(told_before))
        if has_new and not self._rights.keeps_files:
            self._tell(What.FILES_STAY, wish.response, copy.response_id)
        clean = replace(_settled(copy), version=version, base=wish.response)
        row = self.shelf.row(copy.response_id)
        is_same = row is not None and clean.is_as_shared(own_text(row, clean))
        self._keep(replace(clean, standing=Standing.SAME if is_same else Standing.EDITED))

    def refused(self, wish: Wish, reason: str, *, is_forbidden: bool) -> None:
        """Take in that the server does not take what was sent, now and again.

        Args:
            wish: What was sent.
            reason: Why, as a sentence.
            is_forbidden: The operator may not change it.
        """
        copy = self.shelf.copy(wish.copy.server_id)
        if copy is None:
            return
        if wish.response is None:
            self._bring_back(copy)
        elif is_forbidden and copy.version:
            self._tell(What.IS_OVERRIDE, wish.response, copy.response_id)
            self._keep(replace(copy, standing=Standing.OVERRIDE))
        else:
            self._tell(What.REFUSED, wish.response, copy.response_id, reason)
            self._keep(replace(copy, refused=wish.response, reason=reason))

    # Steps

    def _install(self, news: Incoming) -> None:
        is_free = self.shelf.row(news.response.id) is None
        response_id = news.response.id if is_free else self.shelf.new_id()
        copy = Copy(server_id=news.response.id, response_id=response_id, place=news.place)
        self._show(_agreed(copy, news), replace(news.response, id=response_id))

    def _receive_deleted_here(self, copy: Copy, news: Incoming) -> None:
        if copy.base is not None and says_the_same(news.response, copy.base):
            self._keep(replace(copy, version=news.version))
            return
        # Whoever deleted it here has not seen what it says now.
        self._bring_back(replace(copy, theirs=news.response, theirs_version=news.version))

    def _merge(self, copy: Copy, row: Response, news: Incoming) -> None:
        merge = merged(copy.base or _NOTHING, own_text(row, copy), news.response)
        if merge.conflicts:
            self._tell(What.CONFLICT, row)
            self._keep(_behind(copy, news))
            return
        is_theirs = says_the_same(merge.response, news.response)
        standing = Standing.SAME if is_theirs else Standing.EDITED
        self._show(replace(_agreed(copy, news), standing=standing), merge.response)

    def _seen(self, copy: Copy, row: Response) -> Copy:
        """Return the copy with the standing that the row now has."""
        is_same = copy.is_as_shared(own_text(row, copy))
        is_same = is_same and not copy.is_leaving
        if is_same and copy.theirs is None and copy.version:
            return replace(copy, standing=Standing.SAME)
        if not is_same and copy.standing is Standing.SAME:
            if self._rights.may_change(copy):
                return replace(copy, standing=Standing.EDITED)
            self._tell(What.IS_OVERRIDE, row)
            return replace(copy, standing=Standing.OVERRIDE)
        return copy

    def _deleted_here(self, copy: Copy) -> None:
        if copy.theirs is not None:
            # Whoever deleted it here has decided about his own text, and not about theirs.
            self._bring_back(copy)
        elif copy.version == 0 and copy.base is None:
            self.shelf.drop(copy.server_id)
        elif copy.version and not self._rights.may_edit(copy.place):
            self._bring_back(copy)

    def _bring_back(self, copy: Copy) -> None:
        theirs = copy.newest
        if theirs is None:
            self.shelf.drop(copy.server_id)
            return
        version = max(copy.version, copy.theirs_version)
        news = Incoming(response=theirs, place=copy.place, version=version)
        self._show(_agreed(copy, news), replace(theirs, id=copy.response_id))
        self._tell(What.CAME_BACK, theirs, copy.response_id)

    def _begin(self, row: Response, place: Place) -> None:
        fresh = Copy(server_id=self.shelf.new_id(), response_id=row.id, place=place)
        self._keep(replace(fresh, standing=Standing.EDITED))

    def _moved_here(self, copy: Copy, row: Response) -> None:
        """Let a row go that the operator made personal, or took to the other scope."""
        if row.scope is not Scope.PERSONAL and not self._rights.may_edit(copy.place):
            self.shelf.put(replace(row, scope=Scope(copy.place.scope)))
            return
        alone = replace(copy, response_id=self.shelf.new_id())
        self._keep(alone)
        if row.scope is Scope.PERSONAL:
            # The others keep theirs, and so does this library.
            self._reinstall(alone)

    def _reinstall(self, copy: Copy) -> None:
        theirs = copy.newest
        if theirs is None or copy.version == 0:
            self.shelf.drop(copy.server_id)
            return
        version = max(copy.version, copy.theirs_version)
        news = Incoming(response=theirs, place=copy.place, version=version)
        self._show(_agreed(copy, news), replace(theirs, id=copy.response_id))

    def _show(self, copy: Copy, response: Response) -> None:
        """Write a copy and its row, which is of the copy's scope."""
        wanted = replace(response, id=copy.response_id, scope=Scope(copy.place.scope))
        kept = self.shelf.put(wanted)
        left_out = tuple(each for each in wanted.shortcuts if each not in kept.shortcuts)
        self._keep(replace(copy, left_out=left_out))

    def _keep_changed(self, old: Copy, new: Copy) -> None:
        if old != new:
            self._keep(new)

    def _keep(self, copy: Copy) -> None:
        self.shelf.keep(copy)

    def _tell(
        self, what: What, response: Response, response_id: str = "", reason: str = ""
    ) -> None:
        self.told.append(Told(what, response.title, response_id or response.id, reason))


def _agreed(copy: Copy, news: Incoming) -> Copy:
    """Return the copy as one that says what the server says."""
    return replace(
        _settled(copy),
        version=news.version,
        base=news.response,
        standing=Standing.SAME,
        theirs=None,
        theirs_version=0,
    )


def _settled(copy: Copy) -> Copy:
    """Return the copy without what was open while nobody knew what the server has."""
    return replace(copy, refused=None, reason="", is_leaving=False)


def _behind(copy: Copy, news: Incoming | None) -> Copy:
    """Return the copy with the server's newer response beside it, or without one."""
    if news is None:
        return replace(copy, theirs=None, theirs_version=0)
    return replace(copy, theirs=news.response, theirs_version=news.version)
