"""`undivided-server`: the command line's words and what each of them runs."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from undivided.protocol.errors import UndividedError
from undivided.protocol.limits import CHATS_PER_OPERATOR
from undivided.server.accounts import admin_operators, admin_sites, admin_visitors
from undivided.server.accounts.operators import ROLES
from undivided.server.backup_files import back_up_to, restore_from
from undivided.server.directory import Role
from undivided.server.serve import run
from undivided.server.web.listening import (
    DEFAULT_PORT,
    LONGEST_HEAD_START_S,
    ORDER_HEAD_START_S,
    Options,
)

_Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0, or 1 after one sentence on stderr."""
    options = _parser().parse_args(arguments)
    command: _Command = options.command
    try:
        return command(options)
    except UndividedError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.strerror or error}: {error.filename}", file=sys.stderr)
        return 1


def _serve(options: argparse.Namespace) -> int:
    return run(
        Options(
            data=options.data,
            host=options.host,
            port=options.port,
            demo=options.demo,
            tls_cert=options.tls_cert,
            tls_key=options.tls_key,
            behind_proxy=options.behind_proxy,
            public_url=options.public_url,
            until_stdin_closes=options.until_stdin_closes,
            order_head_start_s=options.order_head_start,
        )
    )


def _backup(options: argparse.Namespace) -> int:
    print(back_up_to(options.file, options.data))
    return 0


def _restore(options: argparse.Namespace) -> int:
    print(restore_from(options.file, options.data))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="undivided-server", description="The chat server of Undivided, and its accounts."
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(verbs.add_parser("serve", help="run the server"))
    operators = verbs.add_parser("operator", help="add, list and revoke operators")
    _add_operator_verbs(operators)
    sites = verbs.add_parser("site", help="add, list and remove sites")
    _add_site_verbs(sites)
    visitors = verbs.add_parser("visitor", help="list who is kept out, and let them in again")
    _add_visitor_verbs(visitors)
    _add_file_verb(verbs, "backup", _backup, "copy the database, also while the server runs")
    _add_file_verb(verbs, "restore", _restore, "put a backup in place; the server must be stopped")
    return parser


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _add_data(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help="0 takes any free one (%(default)s)"
    )
    parser.add_argument("--demo", action="store_true", help="also serve a demo shop at /demo/")
    parser.add_argument("--tls-cert", type=Path, metavar="F", help="certificate chain, PEM")
    parser.add_argument("--tls-key", type=Path, metavar="F", help="its private key, PEM")
    parser.add_argument(
        "--behind-proxy",
        action="store_true",
        help="a reverse proxy encrypts and sets X-Forwarded-For and X-Forwarded-Proto",
    )
    parser.add_argument(
        "--public-url", metavar="URL", help="address that browsers use, such as a proxy's"
    )
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="end when standard input closes, as when the program that started it is gone",
    )
    parser.add_argument(
        "--order-head-start",
        type=_head_start,
        default=ORDER_HEAD_START_S,
        metavar="SECONDS",
        help="visitors in the queue who look at a cart, a checkout or a payment stand where they "
        "would had they come so much earlier; everybody is told the true place (%(default)s); "
        "0 keeps the order in which they came",
    )
    parser.set_defaults(command=_serve)


def _add_operator_verbs(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    add = _verb(verbs, "add", admin_operators.add, "add an operator and print a token once")
    add.add_argument("email")
    add.add_argument("--name", required=True, help="a person's name; visitors see it")
    add.add_argument("--title", default="", help="what the person does; visitors see it")
    add.add_argument("--photo", type=Path, metavar="FILE", help="PNG, JPEG, WebP or GIF")
    add.add_argument("--no-photo-reason", metavar="REASON", help="show initials instead")
    add.add_argument("--role", choices=ROLES, default=Role.NORMAL)
    add.add_argument(
        "--max-chats", type=int, default=3, metavar="N", help=f"1 to {CHATS_PER_OPERATOR}"
    )
    add.add_argument("--password-stdin", action="store_true", help="read a password")
    _verb(verbs, "list", admin_operators.list_all, "list operators and their tokens' ids")
    revoke = _verb(verbs, "revoke", admin_operators.revoke, "end all sign-ins of an operator")
    revoke.add_argument("email")
    revoke.add_argument("--token", metavar="ID", help="end this token only")
    token = _verb(verbs, "token", admin_operators.token, "print another token")
    token.add_argument("email")
    token.add_argument("--device", default="command line", help="what it is for")
    token.add_argument("--password-stdin", action="store_true", help="read a password too")
    invite = _verb(verbs, "invite", admin_operators.invite, "print a code to set a password with")
    invite.add_argument("email")
    photo = _verb(verbs, "photo", admin_operators.photo, "replace an operator's photo")
    photo.add_argument("email")
    which = photo.add_mutually_exclusive_group(required=True)
    which.add_argument("--photo", type=Path, metavar="FILE", help="PNG, JPEG, WebP or GIF")
    which.add_argument("--no-photo-reason", metavar="REASON", help="show initials instead")


def _add_site_verbs(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    add = _verb(verbs, "add", admin_sites.add, "add a site and print its embed snippet")
    add.add_argument("name")
    add.add_argument(
        "--origin", action="append", required=True, help="page origin; may be repeated"
    )
    add.add_argument("--url", metavar="URL", help="this server's address, for the snippet")
    _verb(verbs, "list", admin_sites.list_all, "list sites")
    remove = _verb(verbs, "remove", admin_sites.remove, "stop serving a site")
    remove.add_argument("site", help="its organization id or name")


def _add_visitor_verbs(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _verb(verbs, "banned", admin_visitors.list_banned, "list visitors who are kept out")
    allow = _verb(verbs, "allow", admin_visitors.allow, "let a visitor in again")
    allow.add_argument("visitor", help="its id, as `visitor banned` lists it")


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: _Command,
    what: str,
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=what)
    _add_data(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(command=command)
    return parser


def _add_file_verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: _Command,
    what: str,
) -> None:
    parser = verbs.add_parser(name, help=what)
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    _add_data(parser)
    parser.set_defaults(command=command)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="the server's data folder"
    )


def _head_start(text: str) -> int:
    if not text.isdecimal() or int(text) > LONGEST_HEAD_START_S:
        problem = f"a head start is a number of seconds from 0 to {LONGEST_HEAD_START_S}"
        raise argparse.ArgumentTypeError(problem)
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)
