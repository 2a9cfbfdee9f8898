// What stands beside a card number: expiry date and security code; the twin of `etiquette/cards/extras.py`.

import { BREAK, GAP, groupsOf, HIDDEN, inAscii, MASK, placesOf } from "./digits.js";

const NEAR = 80; // Around a number, in which its expiry date and its code are looked for.
const MASKED = new RegExp(`(?:${MASK}${BREAK}{0,${GAP}}){${HIDDEN},}(?:[0-9]${BREAK}{0,${GAP}}){0,3}[0-9]?`, "gu");
const EXPIRY = /(?:0?[1-9]|1[0-2])\s?[/.\-–]\s?(?:20)?[0-9]{2}(?![0-9])(?![/.\-–][0-9])/gu;
const NOT_EXPIRY = /[0-9][/.-]?$/u;
const CODE =
  /(?:\b(?:cvv|cvc|cvn|csc|cid|cve)2?|\bcv2|security\s?(?:code|number)|card\s?code|verification|sicherheitscode|sicherheitsnummer|prüf(?:ziffer|nummer|zahl)|cryptogramme|seguridad|bezpieczeństwa|\bpin)[^\p{L}\p{N}_*]{0,4}(?:(?:code|nr|no|number|is|ist|est|es|to|jest)\b[^\p{L}\p{N}_*]{0,4}){0,2}([0-9]{3,4})(?![0-9])/giu;
const BARE = new RegExp(`^${BREAK}{0,${GAP}}([0-9]{3,4})(?=\\s*(?:[,;.)]|$|\\n))(?![.,][0-9])`, "u");

/** Whether the groups behind a number read as an expiry date, a code, or both. */
export function isExtra(row, first, last) {
  let groups = groupsOf(row, first, last);
  if (groups.length > 0 && groups[0].length <= 2) {
    if (groups[0] < 1 || groups[0] > 12) return false;
    if (groups.length === 1) return true; // Its year follows, or was left out.
    if (![2, 4].includes(groups[1].length)) return false;
    groups = groups.slice(2);
  } else if (groups.length > 1 && groups[0].length === 4 && groups[0].slice(0, 2) >= 1 && groups[0].slice(0, 2) <= 12) {
    groups = groups.slice(1);
  }
  return groups.length === 0 || (groups.length === 1 && [3, 4].includes(groups[0].length));
}

/** The text without the dates and codes beside its masked numbers. */
export function withoutExtras(text) {
  if (text.split(MASK).length <= HIDDEN) return text;
  const plain = inAscii(text);
  const spans = [];
  const bare = (at) => {
    const found = BARE.exec(plain.slice(at));
    if (found) spans.push([at + found[0].length - found[1].length, at + found[0].length]);
  };
  for (const card of plain.matchAll(MASKED)) {
    const number = card[0].replace(/[^•0-9]+$/u, "");
    const end = card.index + number.length;
    bare(end);
    const [from, to] = [Math.max(0, end - 2 * NEAR), end + NEAR];
    for (const [start, stop] of expiriesIn(plain, from, to)) {
      spans.push([start, stop]);
      bare(stop);
    }
    for (const code of plain.slice(from, to).matchAll(CODE)) {
      const stop = from + code.index + code[0].length;
      spans.push([stop - code[1].length, stop]);
    }
  }
  const places = spans.flatMap(([start, stop]) => placesOf(text, start, stop));
  return hide(text, places, "*");
}

function* expiriesIn(text, from, to) {
  EXPIRY.lastIndex = from;
  for (let found = EXPIRY.exec(text); found && found.index < to; found = EXPIRY.exec(text)) {
    const isInside = NOT_EXPIRY.test(text.slice(Math.max(0, found.index - 2), found.index));
    if (isInside) EXPIRY.lastIndex = found.index + 1;
    else yield [found.index, found.index + found[0].length];
  }
}

/** The text with the digits at these places hidden. */
export function hide(text, places, sign) {
  const hidden = new Set(places);
  let at = 0;
  return [...text].map((letter) => {
    const isHidden = hidden.has(at);
    at += letter.length;
    return isHidden && /\p{Nd}/u.test(letter) ? sign : letter;
  }).join("");
}
