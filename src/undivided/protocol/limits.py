"""Sizes, counts and spans that both ends of the wire keep."""

from datetime import timedelta

MESSAGE_CHARACTERS = 4_000
"""Longest message text; layout time grows with the square of one long word."""
FRAME_BYTES = 64 * 1024
UPLOAD_BYTES = 10 * 1024 * 1024
NESTING = 32
"""Deepest JSON nesting that is looked at."""
PENDING_REQUESTS = 10
"""Unanswered requests on one socket; our client keeps to `CLIENT_PENDING_REQUESTS`."""
CLIENT_PENDING_REQUESTS = 8
NAME_CHARACTERS = 200
TITLE_CHARACTERS = 500
URL_CHARACTERS = 2_000
CUSTOM_ID_CHARACTERS = 200
TAG_CHARACTERS = 100
TAGS_PER_THREAD = 50
SESSION_FIELDS = 100
PROPERTIES_BYTES = 16 * 1024
RICH_ELEMENTS = 10
RICH_BUTTONS = 13
READBACK_FIELDS = 6
"""Details that are read back to a visitor at once."""
READBACK_LABEL_CHARACTERS = 60
READBACK_VALUE_CHARACTERS = 300
CHATS_PER_OPERATOR = 20
SEND_BUFFER_BYTES = 1024 * 1024
"""A reader this far behind is closed and resumes later (promise G17)."""
ANSWER_BYTES = SEND_BUFFER_BYTES // 2
"""What one answer holds of a list or of a thread; the rest is asked for.

No client has to take in more at once, whatever visitors do (promise G5).
"""
PART_BYTES = SEND_BUFFER_BYTES // CLIENT_PENDING_REQUESTS
"""What our client asks for of one thread: its answers alone never put it too far behind."""
LARGEST_FRAME_BYTES = 4 * 1024 * 1024
"""A larger frame of a server is not taken in; ours sends none that comes near."""

HANDSHAKE = timedelta(seconds=10)
LOGIN = timedelta(seconds=5)
"""A socket that has not shown its token by then is closed."""
HEARTBEAT = timedelta(seconds=15)
DEAD_AFTER_HEARTBEATS = 2
RECONNECT_FIRST = timedelta(seconds=0.3)
RECONNECT_LAST = timedelta(seconds=30)
VISITOR_TOKEN_LIFE = timedelta(hours=8)
TYPING_SHOWN = timedelta(seconds=5)
"""How long one sneak peek or typing mark counts when nothing follows."""
