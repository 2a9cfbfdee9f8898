"""`undivided-server site ...`: what each verb does and prints."""

import argparse
import secrets

from undivided.server.accounts.account_errors import AdministrationError
from undivided.server.accounts.account_store import public_url
from undivided.server.accounts.admin_telling import told
from undivided.server.accounts.real_names import normal_origin, origin_problem
from undivided.server.accounts.sites import Sites, snippet
from undivided.server.data_folder import accounts_data
from undivided.server.serve import read_clock
from undivided.server.web.listening import DEFAULT_PORT

_FALLBACK_URL = f"http://127.0.0.1:{DEFAULT_PORT}"


def add(options: argparse.Namespace) -> int:
    """Add a site."""
    if options.url and (problem := origin_problem(options.url)):
        raise AdministrationError(problem)
    with accounts_data(options.data, make=True) as database:
        site = Sites(database, secrets.token_bytes).add(options.name, options.origin, read_clock())
        known_url = public_url(database)
    url = normal_origin(options.url) if options.url else known_url or _FALLBACK_URL
    line = snippet(url, site.organization_id)
    facts: dict[str, object] = {
        "organization_id": site.organization_id,
        "name": site.name,
        "origins": site.origins,
        "snippet": line,
    }
    lines = [
        f"Added {site.name}; organization id {site.organization_id}.",
        "Put this line into every page that shall show the chat:",
        line,
    ]
    return told(options, facts, lines)


def list_all(options: argparse.Namespace) -> int:
    """List sites."""
    with accounts_data(options.data) as database:
        found = Sites(database, secrets.token_bytes).all()
        url = public_url(database) or _FALLBACK_URL
    facts = [
        {
            "organization_id": site.organization_id,
            "name": site.name,
            "origins": site.origins,
            "snippet": snippet(url, site.organization_id),
        }
        for site in found
    ]
    lines = [f"{site.organization_id}  {site.name}  {' '.join(site.origins)}" for site in found]
    return told(options, {"sites": facts}, lines or ["There are no sites yet."])


def remove(options: argparse.Namespace) -> int:
    """Stop serving a site."""
    with accounts_data(options.data) as database:
        site = Sites(database, secrets.token_bytes).remove(options.site)
    facts: dict[str, object] = {"organization_id": site.organization_id}
    return told(options, facts, [f"Removed {site.name}; its chats stay stored."])
