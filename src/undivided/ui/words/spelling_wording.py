"""The sentences of the spelling check: its menus, its languages, and why it is silent."""

from undivided.etiquette.calm_text import isolated
from undivided.etiquette.own_words import speech_of

LOOKING_UP = "Looking it up…"
NO_SUGGESTION = "No suggestion"
CHECKED_IN = "Language of the check"
IGNORE_HERE = "Ignore in this chat"
LANGUAGE_OF_CHAT = "Language of the chat"
AS_DETECTED = "As the visitor writes"
LANGUAGE_TIP = (
    "Spelling, the coach and the wording of responses follow the language of the chat. "
    "Press to choose another."
)

CHECK_SPELLING = "Check spelling"
CHECK_SPELLING_DETAIL = "in the language of the chat; never links, names and codes"
MY_WORDS = "My words"
MY_WORDS_DETAIL = "never underlined, in the language that you added them in"
FORGET = "Forget"
NO_OWN_WORDS = "You have added no words yet. The menu of an underlined word does it."
EVERY_LANGUAGE = "every language"

SPELLING_ENDED = (
    "The spelling check has stopped and words are not underlined. Everything else works; start "
    "Undivided again to have it back."
)

_LANGUAGES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "en_GB": "English (Britain)",
    "en_US": "English (United States)",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sr": "Serbian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def language_name(tag: str) -> str:
    """Return a language in words, or its tag where we have no word."""
    return _LANGUAGES.get(tag.replace("-", "_")) or _LANGUAGES.get(speech_of(tag), tag)


def as_detected(language: str) -> str:
    """Return the menu's words for following the visitor.

    Args:
        language: What the visitor seems to write, or "".
    """
    return f"{AS_DETECTED}: {language_name(language)}" if language else AS_DETECTED


def learn_word(word: str) -> str:
    """Return the menu's words for taking a word as right."""
    return f"Add “{isolated(word)}” to my words"


def no_dictionary(language: str) -> str:
    """Return that a language cannot be checked."""
    return (
        f"There is no dictionary for {language_name(language)}, so spelling is not checked in it. "
        "Everything else works."
    )


def broken_dictionary(language: str) -> str:
    """Return that a language's dictionary cannot be read."""
    return (
        f"The dictionary for {language_name(language)} cannot be read, so spelling is not checked "
        "in it. Everything else works; installing Undivided again brings it back."
    )
