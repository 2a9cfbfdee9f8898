"""Changing one response or many: older versions are kept, and what was done can be undone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import replace

from undivided.library.errors import VersionGone
from undivided.library.folding import fold
from undivided.library.model.responses import Response, cleaned
from undivided.storage.library.history import UNSIGNED, LibraryHistory, Stamp, Version
from undivided.storage.library.opening import OpenLibrary
from undivided.storage.library.writer import new_id


@dataclass(frozen=True, slots=True)
class Undo:
    """What brings a change of many responses back.

    Attributes:
        moved: Responses as they were before their folder or tags changed.
        deleted: Responses as they were before they were deleted.
    """

    moved: tuple[Response, ...] = ()
    deleted: tuple[Response, ...] = ()

    @property
    def count(self) -> int:
        """How many responses the change was about."""
        return len(self.moved) + len(self.deleted)


class LibraryChanges(OpenLibrary):
    """Adds, changes and removes responses; all of a call is kept, or nothing."""

    def add(self, response: Response) -> Response:
        """Keep a new response and return it with its id and in its kept form.

        Raises:
            ResponseRefused: A field breaks a rule.
            ShortcutTaken: Another response has one of its shortcuts.
        """
        clean = replace(cleaned(response), id=response.id or new_id())
        with self._changing():
            self._writer.insert([clean])
        return clean

    def update(self, response: Response, stamp: Stamp = UNSIGNED) -> Response:
        """Replace what a response says and how it is found; its star and use stay.

        Raises:
            ResponseGone: It was deleted in the meantime.
            ResponseRefused, ShortcutTaken: As for `add`.
        """
        clean = cleaned(response)
        with self._changing():
            self._writer.replace(clean, stamp)
        return self.get(clean.id)

    def star(self, response_id: str, *, starred: bool) -> None:
        """Put a response at the top, or back."""
        with self._changing():
            self._writer.change(response_id, "starred = ?", int(starred))

    def record_use(self, response_id: str, at: datetime) -> None:
        """Count one insertion of a response.

        Args:
            response_id: Raises `ResponseGone` when it was deleted in the meantime.
            at: Aware time of the insertion.
        """
        used = at.astimezone(UTC).isoformat()
        with self._changing():
            self._writer.change(response_id, "uses = uses + 1, last_used = ?", used)

    def record_sent(self, response_id: str, *, touched: bool) -> None:
        """Count a message that was made of a response; one that is gone already is no error.

        Args:
            response_id: Which.
            touched: Whether the operator made it personal. Source: practice 49.
        """
        column = "sent_edited" if touched else "sent_untouched"
        with self._changing():
            self._db.execute(
                f"update responses set {column} = {column} + 1 where id = ?",  # noqa: S608 - our names
                (response_id,),
            )

    def change_many(
        self,
        ids: Iterable[str],
        *,
        move_to: tuple[str, ...] | None = None,
        add_tags: Sequence[str] = (),
        remove_tags: Sequence[str] = (),
        stamp: Stamp = UNSIGNED,
    ) -> Undo:
        """Move and tag responses at once; those that are gone already are left out.

        Args:
            ids: Which.
            move_to: The folder from the top, `()` for the top itself, or None to stay.
            add_tags: To have besides their own.
            remove_tags: To have no longer; case and accents do not matter.
            stamp: Who, and when.

        Raises:
            ResponseRefused: A folder's or tag's name is too long.
        """
        # Checked and tidied once, and not with every response.
        given = cleaned(Response(title="t", body="b", folder=move_to or (), tags=tuple(add_tags)))
        removed = {fold(tag) for tag in remove_tags}

        def changed(old: Response) -> Response:
            kept = {fold(tag): tag for tag in old.tags if fold(tag) not in removed}
            for tag in given.tags:
                kept.setdefault(fold(tag), tag)
            folder = old.folder if move_to is None else given.folder
            return replace(old, folder=folder, tags=tuple(kept.values()))

        with self._changing():
            return self._change_all(self._there(ids), changed, stamp)

    def move_folder(
        self, folder: tuple[str, ...], to: tuple[str, ...], stamp: Stamp = UNSIGNED
    ) -> Undo:
        """Rename a folder or move it elsewhere, with everything in it and below it.

        Args:
            folder: From the top.
            to: Its new path; where there is one of that name already, the two become one.
            stamp: Who, and when.

        Raises:
            ResponseRefused: A name is too long.
        """
        target = cleaned(Response(title="t", body="b", folder=to)).folder
        with self._changing():
            inside = [each for each in self.everything() if each.folder[: len(folder)] == folder]
            return self._change_all(
                inside,
                lambda old: replace(old, folder=target + old.folder[len(folder) :]),
                stamp,
            )

    def delete(self, response_id: str, stamp: Stamp = UNSIGNED) -> Undo:
        """Remove a response; one that is gone already is no error."""
        return self.delete_many([response_id], stamp)

    def delete_many(self, ids: Iterable[str], stamp: Stamp = UNSIGNED) -> Undo:
        """Remove responses; those that are gone already are left out."""
        with self._changing():
            deleted = [self._writer.delete(response_id, stamp) for response_id in ids]
            LibraryHistory(self._db).trim_deleted()
        return Undo(deleted=tuple(response for response in deleted if response is not None))

    def undo(self, done: Undo, stamp: Stamp = UNSIGNED) -> None:
        """Bring back folders and tags that were changed, and responses that were deleted.

        What was changed otherwise since then stays; a shortcut that another response has got
        since then is its own.
        """
        before = {response.id: response for response in done.moved}
        with self._changing():
            self._change_all(
                self._there(before),
                lambda now: replace(now, folder=before[now.id].folder, tags=before[now.id].tags),
                stamp,
            )
            for response in done.deleted:
                self._writer.bring_back(response)

    def versions(self, response_id: str) -> list[Version]:
        """Return the older versions of a response, newest first; also of a deleted one."""
        with self._reading():
            return LibraryHistory(self._db).versions(response_id)

    def restore(self, version: int, stamp: Stamp = UNSIGNED) -> Response:
        """Let a response say again what it said; what it says now becomes a version.

        It stays with those who have it: a version from before it was shared is its text alone.

        Args:
            version: The number of one of its `versions`.
            stamp: Who, and when.

        Raises:
            VersionGone: It is no longer kept.
            ShortcutTaken: Another response has got its shortcut since then.
        """
        with self._changing():
            kept = LibraryHistory(self._db).version(version)
            if kept is None:
                raise VersionGone
            there = self._there([kept.response.id])
            if there:
                self._writer.replace(replace(kept.response, scope=there[0].scope), stamp)
            else:
                self._writer.bring_back(kept.response)
        return self.get(kept.response.id)

    def _there(self, ids: Iterable[str]) -> list[Response]:
        """Return those of the responses that still exist."""
        found = [self._read("where id = ?", response_id) for response_id in dict.fromkeys(ids)]
        return [response for each in found for response in each]

    def _change_all(
        self, responses: Iterable[Response], changed: Callable[[Response], Response], stamp: Stamp
    ) -> Undo:
        before = [response for response in responses if changed(response) != response]
        for response in before:
            self._writer.replace(changed(response), stamp)
        return Undo(moved=tuple(before))
