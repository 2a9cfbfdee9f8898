"""Sites: whose visitors this server answers, from which page origins, and how to embed it."""

from collections.abc import Sequence
from html import escape

from sqlite_utils import Database

from undivided.protocol.ids import OrganizationId, opaque_id
from undivided.protocol.limits import NAME_CHARACTERS
from undivided.protocol.moments import Moment, to_wire
from undivided.server.accounts.account_errors import AdministrationError, UnknownSite
from undivided.server.accounts.account_store import changing
from undivided.server.accounts.hashing import Entropy
from undivided.server.accounts.real_names import normal_origin, origin_problem
from undivided.server.directory import Site

ORGANIZATION_ID_BYTES = 10
ORIGINS_PER_SITE = 50
DEMO_NAME = "Demo shop"


class Sites:
    """The sites of one database."""

    def __init__(self, database: Database, entropy: Entropy) -> None:
        self._database = database
        self._entropy = entropy

    def add(self, name: str, origins: Sequence[str], now: Moment) -> Site:
        """Store a site and return it with its new organization id.

        Raises:
            AdministrationError: A name or origin is unusable, or the name is taken.
        """
        name = name.strip()
        if not name or len(name) > NAME_CHARACTERS or not name.isprintable():
            raise AdministrationError(
                f"A site's name has between 1 and {NAME_CHARACTERS} printable characters."
            )
        wanted = _checked(origins)
        with changing(self._database):
            if self._database.table("sites").count_where("name = ?", [name]):
                raise AdministrationError(f"There is a site {name!r} already.")
            return self._insert(name, wanted, now, is_demo=False)

    def remove(self, which: str) -> Site:
        """Forget the site with this organization id or name; its chats stay stored.

        Raises:
            UnknownSite: There is none.
        """
        with changing(self._database):
            site = next(
                (site for site in self.all() if which in {site.organization_id, site.name}), None
            )
            if site is None:
                raise UnknownSite(which)
            self._database.table("site_origins").delete_where(
                "organization_id = ?", [site.organization_id]
            )
            self._database.table("sites").delete(site.organization_id)
        return site

    def all(self) -> tuple[Site, ...]:
        """Return every site, the oldest first."""
        rows = self._database.table("sites").rows_where(order_by="created_at, organization_id")
        return tuple(self._site(str(row["organization_id"]), str(row["name"])) for row in rows)

    def demo(self) -> Site | None:
        """Return the demo shop's site, or None when there never was one."""
        row = next(self._database.table("sites").rows_where("is_demo = 1"), None)
        return None if row is None else self._site(str(row["organization_id"]), str(row["name"]))

    def ensure_demo(self, origins: Sequence[str], now: Moment) -> Site:
        """Return the demo site, changed to these origins when the server's address changed."""
        site = self.demo()
        if site is not None and set(site.origins) == set(origins):
            return site
        with changing(self._database):
            if site is None:
                return self._insert(DEMO_NAME, origins, now, is_demo=True)
            self._database.table("site_origins").delete_where(
                "organization_id = ?", [site.organization_id]
            )
            self._insert_origins(site.organization_id, origins)
        return self._site(site.organization_id, site.name)

    def _insert(self, name: str, origins: Sequence[str], now: Moment, *, is_demo: bool) -> Site:
        key = OrganizationId(opaque_id(self._entropy(ORGANIZATION_ID_BYTES)).lower())
        self._database.table("sites").insert(
            {
                "organization_id": key,
                "name": name,
                "is_demo": is_demo,
                "created_at": to_wire(now.wall),
            }
        )
        self._insert_origins(key, origins)
        return self._site(key, name)

    def _insert_origins(self, key: OrganizationId, origins: Sequence[str]) -> None:
        self._database.table("site_origins").insert_all(
            ({"organization_id": key, "origin": origin} for origin in origins), ignore=True
        )

    def _site(self, key: str, name: str) -> Site:
        rows = self._database.table("site_origins").rows_where(
            "organization_id = ?", [key], order_by="rowid"
        )
        return Site(
            organization_id=OrganizationId(key),
            name=name,
            origins=tuple(str(row["origin"]) for row in rows),
        )


def snippet(server_url: str, organization_id: OrganizationId) -> str:
    """Return the one line that a page includes to show the widget."""
    return (
        f'<script src="{escape(server_url)}/widget/embed.js"'
        f' data-organization="{escape(organization_id)}" async></script>'
    )


def _checked(origins: Sequence[str]) -> tuple[str, ...]:
    if not origins or len(origins) > ORIGINS_PER_SITE:
        raise AdministrationError(
            f"A site has between 1 and {ORIGINS_PER_SITE} origins; give --origin https://..."
        )
    for origin in origins:
        if problem := origin_problem(origin):
            raise AdministrationError(problem)
    return tuple(dict.fromkeys(normal_origin(origin) for origin in origins))
