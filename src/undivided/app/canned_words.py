"""The words of `undivided canned`, apart from what they do, so that the desk starts without it."""

import argparse
from pathlib import Path

_PROFILE_HELP = "the folder with your files (default: your own)"
_WRITTEN = ("auto", "json", "csv", "chatwoot", "espanso", "lhc")
_SCOPES = ("personal", "team", "site")
# Spelt out here, so that the desk starts without the readers; a test compares.
_READ = (
    *("auto", "json", "chatwoot", "rocketchat", "livechat", "zendesk", "zendesk-chat"),
    *("intercom", "libredesk", "front", "helpscout", "zammad", "frappe", "lhc", "csv"),
    *("espanso", "mibew", "two-columns", "textexpander", "autokey"),
)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `canned` with its own commands; `args.command` does what was asked."""
    canned = subparsers.add_parser("canned", help="list, search, add, import, export responses")
    canned.set_defaults(command=_run)
    commands = canned.add_subparsers(dest="canned_command", required=True, metavar="COMMAND")

    listing = _command(commands, "list", "show all responses by folder")
    listing.add_argument("--folder", default="", help="only this folder, such as Delivery/Abroad")

    search = _command(commands, "search", "show the responses that answer to TEXT, best first")
    search.add_argument("text", metavar="TEXT", nargs="+")
    search.add_argument("--folder", default="", help="only in this folder and below")
    search.add_argument("--limit", type=_positive, default=20, help="how many (default: 20)")

    add = _command(commands, "add", "keep a new response")
    add.add_argument("--title", default="", help="default: the first words of the text")
    add.add_argument("--body", help="the text; without it the text is read from standard input")
    add.add_argument("--shortcut", action="append", default=[], help="such as /hello; repeatable")
    add.add_argument("--folder", default="", help="such as Delivery/Abroad")
    add.add_argument("--tag", action="append", default=[], help="a word to find it by; repeatable")
    add.add_argument("--language", default="", help="such as en")

    bringing = _command(commands, "import", "add and change what a file or folder says")
    bringing.add_argument(
        "file", metavar="FILE", help="of any known format, or a folder; - is standard input"
    )
    bringing.add_argument(
        "--scope",
        choices=_SCOPES,
        default="",
        metavar="WHO",
        help="who has all of it: personal (only you), team (your team) or site (the whole site); "
        "default: as the file says, else personal",
    )
    bringing.add_argument(
        "--place",
        default="",
        metavar="NAME",
        help="the team or site that has all of it, where you may add to several: a name or an id",
    )
    bringing.add_argument("--dry-run", action="store_true", help="change nothing, only tell")
    _format(bringing, _READ, "auto looks at what is in the file")

    export = _command(commands, "export", "write all responses to FILE")
    export.add_argument("file", metavar="FILE", help="overwritten; - is standard output")
    _format(export, _WRITTEN, "auto looks at the ending of the file's name")

    _command(commands, "formats", "show what can be imported, and what each of it loses")


def _run(args: argparse.Namespace) -> int:
    from undivided.app import canned_cli

    return canned_cli.run(args)


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what, description=what.capitalize() + ".")
    # Suppressed, so that a --profile in front of the command is not overwritten by nothing.
    parser.add_argument(
        "--profile", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=_PROFILE_HELP
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    return parser


def _format(parser: argparse.ArgumentParser, names: tuple[str, ...], auto: str) -> None:
    parser.add_argument(
        "--format",
        choices=names,
        default="auto",
        metavar="NAME",
        help=f"{auto}; or one of: {', '.join(names[1:])}",
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
