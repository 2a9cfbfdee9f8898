"""The words of `undivided review`, apart from what they do, so that the desk starts without it."""

import argparse


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `review`; `args.command` does what was asked."""
    review = subparsers.add_parser(
        "review", help="look through saved chats with the rules of the writing coach"
    )
    review.add_argument("file", metavar="FILE", nargs="*", help="a saved chat; - is standard input")
    review.add_argument("--format", choices=("text", "json", "html"), default="text")
    review.add_argument("--lang", default="", metavar="TAG", help="such as en; else it is guessed")
    review.add_argument("--visitor", default="", metavar="NAME", help="to look after their name")
    review.add_argument("--mask", action="store_true", help="print the chat, card numbers masked")
    review.add_argument("--rules", action="store_true", help="list the rules and their practices")
    review.set_defaults(command=_run)


def _run(args: argparse.Namespace) -> int:
    from undivided.app import review_cli

    return review_cli.run(args)
