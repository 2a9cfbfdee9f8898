// Words for a card's expiry date and its security code; the twin of `etiquette/cards/extra_words.py`.

const ANY = "[\\p{L}\\p{N}_]";

export const CODES =
  "(?:cvv|cvc|cvn|csc|cid|cve)2?|cv2|pin|kod|kodu|back" +
  "|(?<!postal )(?<!post)(?<!zip )(?<!area )(?<!country )(?<!promo )(?<!discount )codes?|security|verification|digits" +
  `|${ANY}{0,16}sicherheitscode|${ANY}{0,16}sicherheitsnummer|${ANY}{0,16}prüf(?:ziffer|nummer|zahl)|ziffern|rückseite` +
  "|cryptogramme|sécurité|vérification|chiffres|dos|seguridad|dígitos|verificación|código|reverso" +
  "|zabezpieczający|bezpieczeństwa|cyfry|odwrocie";
export const BETWEEN =
  "code|codes|nr|no|number|is|on|the|of|my|back|card|are|last|three|four|nummer|ist|sind|der|die|auf|hinten|lautet|von" +
  "|visuel|de|du|la|le|au|est|sont|seguridad|el|es|son|del|kod|to|jest|na|z|tyłu";
export const ENDS =
  `exp${ANY}{0,12}|valid${ANY}{0,6}|good|gültig${ANY}{0,3}|ablauf${ANY}{0,8}|verfall${ANY}{0,8}|val${ANY}{0,8}` +
  `|caduc${ANY}{0,8}|vence|venc${ANY}{0,8}|válid${ANY}{0,3}|ważn${ANY}{0,3}|wygasa|termin`;
export const ENDS_BETWEEN = "date|thru|through|till|until|to|on|is|bis|am|datum|le|el|en|hasta|do|end";
export const MONTHS =
  "jan|feb|m[aä]r|apr|ma[iyj]|jun|jul|aug|sep|o[ck]t|nov|de[czk]|f[eé]v|avr|jui|ao[uû]|d[eé]c|ene|abr|ago|dic" +
  "|sty|lut|kwi|cze|lip|sie|wrz|paź|lis|gru";
