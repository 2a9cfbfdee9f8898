"""The hub's view of accounts and sites: a copy in memory, read again when they changed."""

from sqlite_utils import Database

from undivided.protocol.ids import OrganizationId, UserId
from undivided.server.accounts.account_store import revision
from undivided.server.accounts.hashing import Entropy
from undivided.server.accounts.operators import operator_of
from undivided.server.accounts.sites import Sites
from undivided.server.directory import Operator, Site


class AccountDirectory:
    """Implements `Directory` over the tables of `account_schema`.

    Args:
        database: A connection that is used in the calling thread only.
        entropy: Handed on to `Sites`, which this class only reads.
        photos_url: What goes before a picture's id.

    Attributes:
        revision: Grows with what was read; anybody may have called `refresh` meanwhile.
    """

    def __init__(self, database: Database, entropy: Entropy, photos_url: str) -> None:
        self._database = database
        self._sites_table = Sites(database, entropy)
        self._photos_url = photos_url
        self.revision = -1
        self._operators: dict[UserId, Operator] = {}
        self._sites: dict[OrganizationId, Site] = {}
        self._live_tokens: frozenset[str] = frozenset()
        self.refresh()

    def refresh(self) -> bool:
        """Read everything again if anything changed since the last time; return whether it did."""
        number = revision(self._database)
        if number == self.revision:
            return False
        rows = self._database.table("operators").rows_where(
            "revoked_at IS NULL", order_by="created_at, email"
        )
        found = (operator_of(row, self._photos_url) for row in rows)
        self._operators = {operator.email: operator for operator in found}
        self._sites = {site.organization_id: site for site in self._sites_table.all()}
        lookups = self._database.conn.execute("SELECT lookup FROM operator_tokens")
        self._live_tokens = frozenset(str(lookup) for (lookup,) in lookups)
        self.revision = number
        return True

    def operator(self, email: UserId) -> Operator | None:
        """Return the operator, or None when unknown or removed."""
        return self._operators.get(email)

    def operators(self) -> tuple[Operator, ...]:
        """Return all operators that may sign in."""
        return tuple(self._operators.values())

    def site(self, organization_id: OrganizationId) -> Site | None:
        """Return the site, or None when unknown."""
        return self._sites.get(organization_id)

    def sites(self) -> tuple[Site, ...]:
        """Return all sites, the oldest first."""
        return tuple(self._sites.values())

    def is_token_live(self, lookup: str) -> bool:
        """Return whether the token with this public part still signs somebody in."""
        return lookup in self._live_tokens
