"""Whether a chat stays on its topic: small talk is friendly, and in measure."""

from collections.abc import Iterator

from undivided.etiquette.coach.advice import Advice, Remedy
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import write_behind
from undivided.etiquette.coach.topic import all_words

_PLACE = "{topic}"
_MOST_REMEDIES = 3


def _off_topic(context: Context) -> Iterator[Advice]:
    drift = context.history.drift
    topic = all_words(context.reader.read(context.chat.topic))
    count = drift.off_topic(topic)
    if not count or drift.comes_back(context.reading, topic) or context.reading.has("goodbyes"):
        return
    yield Advice("off-topic", f"{count} exchanges off the topic: lead back.", _bridges(context))


def _bridges(context: Context) -> tuple[Remedy, ...]:
    """Return sentences that lead back, those that name the topic first."""
    sentences, topic = context.phrases.sentences, context.chat.topic.rstrip(" .")
    named = [each.replace(_PLACE, topic) for each in sentences.get("bridges_to", ()) if topic]
    found = [*named, *sentences.get("bridges", ())][:_MOST_REMEDIES]
    return tuple(write_behind(context, each, "Lead back") for each in found)


OFF_TOPIC = Rule(
    name="off-topic",
    practices=(80,),
    title="Back to the topic",
    why="Small talk is friendly in measure; after a while the visitor's matter waits too long.",
    check=_off_topic,
    needs=frozenset({"small_talk", "business", "common_words"}),
)
