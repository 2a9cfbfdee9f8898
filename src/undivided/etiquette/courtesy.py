"""Whether a visitor's words close the conversation."""

import re

LONGEST = 80
"""More than this is no mere goodbye; something in it wants an answer."""

_GOODBYE = re.compile(
    r"""\b(
        (good\s?)?bye(\s?-?bye)? | cheerio | see\s+(you|ya) | so\s+long | farewell
        | have\s+a\s+(nice|good|great|lovely|wonderful)\s+(one|day|evening|night|weekend|week)
        | (that\s+is|that'?s|that\s+was|that\s+will\s+be|that'?ll\s+be)
          \s+(all|everything|it)(\s+(for\s+(now|today)|i\s+(need|needed|wanted)))?
        | nothing\s+else | good\s+night | take\s+care
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_OPEN = re.compile(r"\?|\b(but|except|wait|before)\b", re.IGNORECASE)


def is_goodbye(text: str) -> bool:
    """Return whether `text` says goodbye and asks for nothing more.

    Bare thanks are no goodbye: they often come before the next question.
    """
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip()
    if len(plain) > LONGEST or _OPEN.search(plain):
        return False
    return _GOODBYE.search(plain) is not None
