"""What an administration verb prints: sentences, or one JSON object for a program."""

import argparse
import json


def told(options: argparse.Namespace, facts: dict[str, object], lines: list[str]) -> int:
    """Print what a verb did, and return the exit code of success.

    Args:
        options: With `json`, whether a program asks.
        facts: For a program.
        lines: For a person.
    """
    print(json.dumps(facts) if options.json else "\n".join(lines))
    return 0
