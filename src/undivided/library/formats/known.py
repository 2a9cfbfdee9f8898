"""Every source system and every export, in the order in which files are looked at."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from undivided.library.formats import (
    Format,
    chatwoot,
    espanso_export,
    livehelperchat,
    own_csv,
    own_json,
)
from undivided.library.formats.autokey import AUTOKEY
from undivided.library.formats.chatwoot import CHATWOOT
from undivided.library.formats.espanso import ESPANSO
from undivided.library.formats.frappe import FRAPPE
from undivided.library.formats.front import FRONT
from undivided.library.formats.helpscout import HELPSCOUT
from undivided.library.formats.intercom import INTERCOM
from undivided.library.formats.libredesk import LIBREDESK
from undivided.library.formats.livechat import LIVECHAT
from undivided.library.formats.livehelperchat import LIVEHELPERCHAT
from undivided.library.formats.mibew import MIBEW
from undivided.library.formats.own import OWN_CSV, OWN_JSON
from undivided.library.formats.rocketchat import ROCKETCHAT
from undivided.library.formats.source import Source
from undivided.library.formats.textexpander import TEXTEXPANDER
from undivided.library.formats.two_columns import TWO_COLUMNS
from undivided.library.formats.zammad import ZAMMAD
from undivided.library.formats.zendesk_chat import ZENDESK_CHAT
from undivided.library.formats.zendesk_macros import ZENDESK_MACROS
from undivided.library.model.responses import Response

SOURCES: MappingProxyType[str, Source] = MappingProxyType(
    {
        source.name: source
        # In the order of asking: a format with marks of its own comes before one with fewer.
        for source in (
            OWN_JSON,
            CHATWOOT,
            ROCKETCHAT,
            LIVECHAT,
            ZENDESK_MACROS,
            ZENDESK_CHAT,
            INTERCOM,
            LIBREDESK,
            FRONT,
            HELPSCOUT,
            ZAMMAD,
            FRAPPE,
            LIVEHELPERCHAT,
            OWN_CSV,
            ESPANSO,
            MIBEW,
            TWO_COLUMNS,
            TEXTEXPANDER,
            AUTOKEY,
        )
    }
)
"""What can be imported, by the word for it on the command line."""

Export: TypeAlias = Callable[[Iterable[Response], Mapping[str, bytes]], str]


def _without_files(write: Callable[[Iterable[Response]], str]) -> Export:
    return lambda responses, _files: write(responses)


EXPORTS: MappingProxyType[Format, Export] = MappingProxyType(
    {
        Format.JSON: own_json.write,
        Format.CSV: _without_files(own_csv.write),
        Format.CHATWOOT: _without_files(chatwoot.write),
        Format.ESPANSO: _without_files(espanso_export.write),
        Format.LHC: _without_files(livehelperchat.write),
    }
)
"""What writes each format."""
