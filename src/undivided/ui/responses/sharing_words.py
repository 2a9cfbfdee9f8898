"""The sentences about shared responses: how sharing stands, what came up, and the choices."""

from enum import Enum, auto

from undivided.etiquette.calm_text import one_line
from undivided.library.model.responses import Scope
from undivided.library.sharing.copies import Counts
from undivided.library.sharing.news import Choice, Told, What
from undivided.protocol.canned_responses import OpenPlace
from undivided.protocol.ids import EVERYBODY


class Kind(Enum):
    """How a response differs from the shared one."""

    CONFLICT = auto()
    BEHIND = auto()
    """An override whose shared response has changed since."""
    OVERRIDE = auto()
    REFUSED = auto()


WHO_HAS_IT = "Who has it"
SCOPES = {Scope.PERSONAL: "Only me", Scope.TEAM: "My team", Scope.SITE: "The whole site"}
"""With whom a response is shared, in the same words wherever it is said."""

TITLE = "Shared responses"
NO_MATTERS = "Nothing waits for a decision, and nothing of yours differs from the team's."
HELP = "What you changed and the others have not got, and what both sides changed."
NOT_OFFERED = (
    "This server keeps no shared responses, so yours stay on this computer. "
    "Everything else works as before."
)
DIFFERENCE = "What yours says instead of theirs"
NEVER_SHARED = "The others have none of it yet"
BUTTONS = {
    Choice.MINE: "Share mine",
    Choice.THEIRS: "Take theirs",
    Choice.BOTH: "Keep both",
}
KEEP_OVERRIDE = "Keep mine"
BACK = "Back to the team's"

_KINDS = {
    Kind.CONFLICT: "Changed on both sides",
    Kind.BEHIND: "Changed by the team since",
    Kind.OVERRIDE: "Your own wording",
    Kind.REFUSED: "Not taken by the server",
}
_EXPLAINED = {
    Kind.CONFLICT: "You and a colleague changed it. Both texts are kept until you choose.",
    Kind.BEHIND: "You use your own wording, and the team has changed theirs since.",
    Kind.OVERRIDE: "You use your own wording; the others have theirs.",
}
_EFFECTS = {
    Choice.MINE: "The others get your text in the place of theirs",
    Choice.THEIRS: "Your text goes into the history, and you have theirs",
    Choice.BOTH: "Theirs stays shared; yours stays beside it as your own response",
}


def matter_line(title: str, kind: Kind) -> str:
    """Return a line of the list."""
    return f"{title}\n{_KINDS[kind]}"


def explanation(kind: Kind, reason: str) -> str:
    """Return what happened to a response."""
    return _EXPLAINED.get(kind, reason)


def effect(kind: Kind, choice: Choice) -> str:
    """Return what a choice does."""
    if kind is Kind.BEHIND and choice is Choice.MINE:
        return "Your wording stays, and this change of theirs is not mentioned again"
    return _EFFECTS[choice]


def standing(counts: Counts, *, is_offered: bool | None) -> str:
    """Return how sharing stands in a few words; "" when there is nothing to say.

    Args:
        counts: Of the server that the operator is signed in to.
        is_offered: Whether the server keeps shared responses; None while that is not known.
    """
    if is_offered is False:
        return "Not shared by this server"
    if is_offered is None and not counts.shared and not counts.waiting:
        return ""
    if counts.choices:
        return f"{_count(counts.choices, 'shared response')} to decide on"
    rest = _unsettled(counts)
    if not counts.shared:
        return f"Shared responses: {rest}" if rest else ""
    rest = rest or ("up to date" if is_offered else "")
    return ", ".join(filter(None, (_count(counts.shared, "shared response"), rest)))


def own(*, is_behind: bool) -> str:
    """Return what a card says of an operator's own wording."""
    return "your own wording; the team’s changed since" if is_behind else "your own wording"


def help_with(files: int) -> str:
    """Return what the sheet is about.

    Args:
        files: How many files of shared responses have not come yet.
    """
    if not files:
        return HELP
    subject = "1 file is" if files == 1 else f"{files:,} files are"
    it = "it" if files == 1 else "they"
    return f"{HELP} {subject} not here yet; {it} will be fetched when connected."


def file_refused(name: str, reason: str) -> str:
    """Return what to say of a file that the server takes not.

    Args:
        reason: A sentence.
    """
    return f"“{one_line(name)}” stays on this computer. {reason} The rest is shared."


def place_name(place: OpenPlace) -> str:
    """Return what a team or site is called."""
    if place.name:
        return one_line(place.name)
    group = place.place.group_id
    return "Every operator" if group == EVERYBODY else f"Team {group}"


def calls(counts: Counts) -> bool:
    """Return whether something waits for the operator."""
    return bool(counts.choices or counts.behind or counts.refused)


def sentences(told: tuple[Told, ...]) -> tuple[str, ...]:
    """Return what to say about news: one sentence for each kind, however many there are."""
    kinds: dict[What, list[Told]] = {}
    for each in told:
        kinds.setdefault(each.what, []).append(each)
    return tuple(_sentence(what, news) for what, news in kinds.items())


def _sentence(what: What, news: list[Told]) -> str:
    titles = [each.title for each in news]
    name = f"“{titles[0]}”" if len(news) == 1 else f"{len(news):,} responses"
    was, is_, it = ("was", "is", "it") if len(news) == 1 else ("were", "are", "them")
    sentence = {
        What.CONFLICT: f"{name} {was} changed by you and by a colleague. "
        "Both texts are kept; choose.",
        What.KEPT_AS_OWN: f"{name} {was} deleted for all who shared it. "
        "What you changed stays as your own.",
        What.CAME_BACK: f"{name} {is_} back: the others still have {it}.",
        What.IS_OVERRIDE: f"Your change of {name} is for you alone; "
        "the shared text stays as it was.",
        What.OVERRIDE_BEHIND: f"The team changed {name}. "
        "You still use your own text; compare them.",
        What.FILES_STAY: f"{name} {is_} shared as text; this server keeps no files, "
        "so they stay on this computer.",
        What.REFUSED: f"{name} {is_} not shared. {news[0].reason}",
    }
    return sentence[what]


def _unsettled(counts: Counts) -> str:
    if counts.waiting:
        return f"{counts.waiting:,} to send"
    if counts.refused:
        return f"{counts.refused:,} not taken"
    return f"{counts.behind:,} changed by the team" if counts.behind else ""


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
