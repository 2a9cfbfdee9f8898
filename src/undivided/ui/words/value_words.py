"""What the values of a chat are called, in menus, lists and sentences."""

from undivided.library.filling.day_words import DayWord, day_word

_WORDS = {
    "visitor.name": "Visitor’s name",
    "visitor.first_name": "Visitor’s first name",
    "visitor.email": "Visitor’s e-mail address",
    "visitor.phone": "Visitor’s phone number",
    "visitor.language": "Visitor’s language",
    "need.budget": "Visitor’s budget",
    "need.day": "Day by which they need it",
    "need.quantity": "How many they need",
    "operator.name": "Your name",
    "operator.first_name": "Your first name",
    "operator.title": "Your title",
    "chat.id": "Chat number",
    "page.title": "Page title",
    "page.url": "Page address",
    "site.name": "Name of the site",
    "clipboard": "What you copied last",
    "today": "Today’s date",
    "tomorrow": "Tomorrow’s date",
    "yesterday": "Yesterday’s date",
    "weekday": "Day of the week",
    "time": "Time of day",
}
_BASES = {
    "today": "Date",
    "tomorrow": "Date from tomorrow",
    "yesterday": "Date from yesterday",
    "weekday": "Day of the week",
    "time": "Time",
}
_UNITS = {
    "d": "day",
    "w": "week",
    "m": "month",
    "y": "year",
    "workday": "workday",
    "min": "minute",
    "h": "hour",
}


def value_words(name: str) -> str:
    """Return what a value is called, such as "Date 3 days later"; a blank keeps its name."""
    words = _WORDS.get(name.casefold())
    if words is not None:
        return words
    word = day_word(name)
    return name if word is None else _sum_words(word)


def _sum_words(word: DayWord) -> str:
    if not word.unit:
        return _WORDS[word.base]
    count, unit = abs(word.steps), _UNITS[word.unit]
    way = "earlier" if word.steps < 0 else "later"
    return f"{_BASES[word.base]} {count} {unit if count == 1 else f'{unit}s'} {way}"
