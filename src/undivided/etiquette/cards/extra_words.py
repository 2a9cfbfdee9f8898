"""Words for a card's expiry date and its security code, and the months.

English, German, French, Spanish and Polish, as parts of regular expressions.
"""

CODES = (
    r"(?:cvv|cvc|cvn|csc|cid|cve)2?|cv2|pin|kod|kodu|back"
    r"|(?<!postal )(?<!post)(?<!zip )(?<!area )(?<!country )(?<!promo )(?<!discount )codes?"
    r"|security|verification|digits"
    r"|\w{0,16}sicherheitscode|\w{0,16}sicherheitsnummer|\w{0,16}pr\u00fcf(?:ziffer|nummer|zahl)"
    r"|ziffern|r\u00fcckseite"
    r"|cryptogramme|s\u00e9curit\u00e9|v\u00e9rification|chiffres|dos"
    r"|seguridad|d\u00edgitos|verificaci\u00f3n|c\u00f3digo|reverso"
    r"|zabezpieczaj\u0105cy|bezpiecze\u0144stwa|cyfry|odwrocie"
)
"""What a code is called, or where it stands."""
BETWEEN = (
    "code|codes|nr|no|number|is|on|the|of|my|back|card|are|last|three|four"
    "|nummer|ist|sind|der|die|auf|hinten|lautet|von"
    "|visuel|de|du|la|le|au|est|sont|seguridad|el|es|son|del"
    "|kod|to|jest|na|z|ty\u0142u"
)
"""Words between such a word and the code."""
ENDS = (
    r"exp\w{0,12}|valid\w{0,6}|good|g\u00fcltig\w{0,3}|ablauf\w{0,8}|verfall\w{0,8}|val\w{0,8}"
    r"|caduc\w{0,8}|vence|venc\w{0,8}|v\u00e1lid\w{0,3}|wa\u017cn\w{0,3}|wygasa|termin"
)
"""What is said before an expiry date."""
ENDS_BETWEEN = "date|thru|through|till|until|to|on|is|bis|am|datum|le|el|en|hasta|do|end"
MONTHS = (
    "jan|feb|m[a\u00e4]r|apr|ma[iyj]|jun|jul|aug|sep|o[ck]t|nov|de[czk]"
    "|f[e\u00e9]v|avr|jui|ao[u\u00fb]|d[e\u00e9]c|ene|abr|ago|dic"
    "|sty|lut|kwi|cze|lip|sie|wrz|pa\u017a|lis|gru"
)
"""How the names of months begin."""
