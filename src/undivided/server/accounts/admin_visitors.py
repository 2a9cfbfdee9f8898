"""`undivided-server visitor ...`: who is kept out, and letting somebody in again."""

import argparse

from undivided.protocol.moments import to_wire
from undivided.server.accounts.account_errors import AdministrationError
from undivided.server.accounts.admin_telling import told
from undivided.server.data_folder import accounts_data
from undivided.server.hub.records import VisitorRecord
from undivided.server.serve import read_clock
from undivided.server.store import bans


def list_banned(options: argparse.Namespace) -> int:
    """List the visitors who are kept out, the next to come back first."""
    with accounts_data(options.data) as database:
        facts = [_facts(each) for each in bans.banned(database.conn, read_clock().wall)]
    facts.sort(key=lambda each: each["until"])
    lines = [f"{each['id']}  {each['name']}  until {each['until']}" for each in facts]
    return told(options, {"visitors": facts}, lines or ["Nobody is kept out."])


def allow(options: argparse.Namespace) -> int:
    """Let a visitor in again."""
    with accounts_data(options.data) as database:
        found = bans.banned(database.conn, read_clock().wall)
        visitor = next((each for each in found if each.id == options.visitor), None)
        if visitor is None:
            raise AdministrationError(
                f"No visitor {options.visitor} is kept out. `visitor banned` lists who is."
            )
        bans.lift(database.conn, visitor)
    return told(options, {"id": visitor.id}, [f"Visitor {visitor.id} may write again."])


def _facts(visitor: VisitorRecord) -> dict[str, str]:
    until = visitor.banned_until
    return {
        "id": visitor.id,
        "name": visitor.name or "",
        "until": "" if until is None else to_wire(until),
    }
