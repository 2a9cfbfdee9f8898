"""`undivided`: the words of the command line and what each of them starts."""

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from undivided import __version__
from undivided.app import canned_words, review_words
from undivided.protocol.errors import UndividedError
from undivided.storage.profile import default_profile_path

_Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0, or 1 after one sentence on stderr."""
    options = _parser().parse_args(arguments)
    command: _Command = options.command
    try:
        return command(options)
    except UndividedError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="undivided", description="Answer live chats with undivided attention."
    )
    parser.add_argument("--version", action="version", version=f"Undivided {__version__}")
    _add_profile(parser)
    parser.add_argument(
        "--ca-file",
        type=Path,
        metavar="PEM",
        help="certificate authorities to believe beside this computer's own",
    )
    parser.set_defaults(command=_desk)
    verbs = parser.add_subparsers(metavar="COMMAND")
    demo = verbs.add_parser("demo", help="server, demo shop and desk on this computer")
    _add_profile(demo)
    demo.add_argument("--no-browser", action="store_true", help="do not open the demo shop")
    demo.set_defaults(command=_demo)
    tour = verbs.add_parser("tour", help="drive the main job without a screen, with pictures")
    tour.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the pictures")
    tour.set_defaults(command=_tour)
    canned_words.add_parser(verbs)
    review_words.add_parser(verbs)
    return parser


def _add_profile(parser: argparse.ArgumentParser) -> None:
    # A word of the command wins over the same word before the command.
    parser.add_argument(
        "--profile",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the folder with your files (default: your own)",
    )


def _profile(options: argparse.Namespace) -> Path:
    chosen: Path | None = getattr(options, "profile", None)
    return chosen or default_profile_path()


def _desk(options: argparse.Namespace) -> int:
    return _run_desk(_profile(options), ca_file=options.ca_file)


def _demo(options: argparse.Namespace) -> int:
    return _run_desk(_profile(options), is_demo=True, opens_browser=not options.no_browser)


def _run_desk(
    profile: Path,
    *,
    is_demo: bool = False,
    opens_browser: bool = True,
    ca_file: Path | None = None,
) -> int:
    # What a start makes lives to the end, so the collector would look through it in vain, again
    # and again; `collect_on_this_thread` takes over as soon as the program is ready.
    gc.disable()
    try:
        from undivided.app.desktop import Start, run

        return run(Start(profile, is_demo=is_demo, opens_browser=opens_browser, ca_file=ca_file))
    finally:
        gc.enable()


def _tour(options: argparse.Namespace) -> int:
    from undivided.app.tour.visit import run

    return run(options.out)
