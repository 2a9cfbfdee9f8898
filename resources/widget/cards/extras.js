// What stands beside a card number: expiry date and security code; the twin of `etiquette/cards/extras.py`.

import { BREAK, GAP, groupsOf, HIDDEN, inAscii, isDigit, MASK } from "./digits.js";
import { BETWEEN, CODES, ENDS, ENDS_BETWEEN, MONTHS } from "./extra_words.js";

const NEAR = 80; // Around a number, in which its expiry date and its code are looked for.
const MASKED = new RegExp(`(?:${MASK}${BREAK}{0,${GAP}}){${HIDDEN},}(?:[0-9]${BREAK}{0,${GAP}}){0,3}[0-9]?`, "gu");
const IS_BREAK = new RegExp(BREAK, "u");
const ANY = "[\\p{L}\\p{N}_]";
const SIGNS = "[^\\p{L}\\p{N}_*]{1,4}";
const MMYY = "(?:0[1-9]|1[0-2])[2-4][0-9]";
const LONE = "(?<![0-9])(?<![0-9][/.\\-])";
const AGAINST_DATES = "(?![0-9])(?![/.\\-–][0-9])";
const EXPIRY = new RegExp(
  `${LONE}(?:0?[1-9]|1[0-2])\\s?[/.\\-–]\\s?(?:20)?[0-9]{2}(?![0-9])(?![/.\\-–][0-9](?![0-9]{2}(?![0-9])))|` + // A code may hang on.
    `${LONE}20[2-4][0-9][/.\\-](?:0[1-9]|1[0-2])${AGAINST_DATES}|` +
    `(?<!${ANY})(?:${MONTHS})\\p{L}{0,9}[^\\p{L}\\p{N}_*]{1,3}(?:20)?[2-4][0-9]${AGAINST_DATES}|` +
    `(?<!${ANY})(?:${ENDS})(?!${ANY})(?:${SIGNS}(?:${ENDS_BETWEEN})(?!${ANY})){0,2}${SIGNS}${MMYY}(?![0-9])`, "giu",
);
const CODE = new RegExp(
  `(?:(?<!${ANY})(?:${CODES})|security\\s?number)(?:${SIGNS}(?:${BETWEEN})(?!${ANY})){0,5}[^\\p{L}\\p{N}_*]{0,4}([0-9]{3,4})(?![0-9])`, "giu",
);
const BETWEEN_DIGITS = `[;:]?${BREAK}{0,${GAP}}[;:]?${BREAK}{0,${GAP}}`;
const BARE = new RegExp( // A date without a sign in it comes first: 1227 123.
  `^${BETWEEN_DIGITS}((?:${MMYY}${BETWEEN_DIGITS}(?=[0-9]{3,4}(?![0-9])))?[0-9]{3,4})(?=\\s*(?:[,;.)|]|$|\\n))(?![.,][0-9])`, "u",
);

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
  const letters = [...text];
  const plain = letters.map(oneUnit).join("");
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
    for (const expiry of matchesIn(EXPIRY, plain, from, to)) {
      const stop = expiry.index + expiry[0].length;
      spans.push([expiry.index, stop]);
      bare(stop);
    }
    for (const code of matchesIn(CODE, plain, from, to)) {
      const stop = code.index + code[0].length;
      spans.push([stop - code[1].length, stop]);
    }
  }
  const isBeside = (at) => spans.some(([start, stop]) => start <= at && at < stop);
  return letters.map((letter, at) => (isDigit(letter) && isBeside(at) ? "*" : letter)).join("");
}

/** A sign of one unit that counts like the letter, so that places are letters, as in Python. */
function oneUnit(letter) {
  if (isDigit(letter)) return inAscii(letter)[0];
  if (letter.length === 1) return letter;
  return /[\p{L}\p{N}]/u.test(letter) ? "a" : IS_BREAK.test(letter) ? "\u200b" : "\ufffc";
}

function matchesIn(pattern, text, from, to) {
  pattern.lastIndex = from;
  return [...text.slice(0, to).matchAll(pattern)];
}

/** The text with the digits at these places hidden. */
export function hide(text, places, sign) {
  const hidden = new Set(places);
  let at = 0;
  return [...text].map((letter) => {
    const isHidden = hidden.has(at);
    at += letter.length;
    return isHidden && isDigit(letter) ? sign : letter;
  }).join("");
}
