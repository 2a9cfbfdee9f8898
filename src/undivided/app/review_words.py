"""The words of `undivided review`, apart from what they do, so that the desk starts without it."""

import argparse

_MORE = """\
Files may be JSON Lines ({"author": "visitor" or "operator", "text": ..., "at": ...}), transcripts
saved by Undivided, exports of Chatwoot, CSV with a line of names, and plain text whose lines begin
with Visitor: or Operator:. Line numbers count from 1; in JSON that is one document they count its
messages. A line that cannot be read is named in the report, or with --mask on standard error, and
stops nothing.

Every chat gets figures of its own: greeting, name, thanks and goodbye; turns that were short
without courtesy, or short beside a long question; prepared texts that were sent as they are, where
the file tells (JSON Lines with "origin": "own", "touched" or "untouched", as Undivided saves
them); and misspelt words, by the dictionaries of the composer. Names, links, codes and hidden card
numbers are never counted as misspelt. In JSON they are measures.by_chat.

--closing counts over all chats of all files which steps came before an order or thanks: questions,
listed options, facts with a source, links, summaries, words of care, offers, the name, prepared
responses. Chats are counted, by why the visitor wrote; nothing is ranked, and a warning says where
so few chats prove nothing. In JSON it is one object: replies_before, fewest_chats, left_out, and
topics, each with topic ("all", "complaint", "confused", "buying" or "other"), orders, thanks,
others, is_enough and steps; a step has its name, well (chats that ended well and had it), of_well
(those in which it could be seen), others and of_others.

The exit code is 0 when every file was read, whatever was found in it; 1 after a sentence about
each file that could not be read, the others are reported; and 2 when the words of the command are
wrong.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command `review`; `args.command` does what was asked."""
    review = subparsers.add_parser(
        "review",
        help="look through saved chats with the rules of the writing coach",
        description="Look through saved chats with the rules of the writing coach.",
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    review.add_argument("file", metavar="FILE", nargs="*", help="a saved chat; - is standard input")
    review.add_argument("--format", choices=("text", "json", "html"), default="text")
    review.add_argument("--lang", default="", metavar="TAG", help="such as en; else it is guessed")
    review.add_argument("--visitor", default="", metavar="NAME", help="to look after their name")
    unspelt = "count no misspelt words; it starts no dictionary"
    review.add_argument("--no-spelling", action="store_true", help=unspelt)
    masked = "print the chat as JSON Lines, card numbers masked"
    closing = "count what came before orders and thanks, over all files"
    instead = review.add_mutually_exclusive_group()
    instead.add_argument("--mask", action="store_true", help=masked)
    instead.add_argument("--closing", action="store_true", help=closing)
    review.add_argument("--rules", action="store_true", help="list the rules and their practices")
    review.set_defaults(command=_run)


def _run(args: argparse.Namespace) -> int:
    from undivided.app import review_cli

    return review_cli.run(args)
