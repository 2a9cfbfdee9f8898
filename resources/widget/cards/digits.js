// Rows of digits in a text as people break them up; the twin of `etiquette/cards/digits.py`.
//
// Positions are UTF-16 units here. The rules, and why, stand in Python; both are held to one set of examples.

export const SHORTEST = 13;
export const LONGEST = 19;
export const KEPT = 4;
export const MASK = "•";
export const GAP = 6;
export const HIDDEN = SHORTEST - KEPT;

const UNSEEN =
  "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u00ad\\u0300-\\u036f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890" +
  "\\u0891\\u08e2\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f" +
  "\\u20d0-\\u20ff\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffb\\u{110bd}\\u{110cd}" +
  "\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}";
export const BREAK =
  `[${UNSEEN}\\s\\x85\\u2800` +
  "\\-\\u058a\\u05be\\u1400\\u1806\\u2010-\\u2015\\u2043\\u2053\\u207b\\u208b\\u2212\\u2e17\\u2e1a\\u2e3a\\u2e3b" +
  "\\u2e40\\u2e5d\\u301c\\u3030\\u30a0\\ufe31\\ufe32\\ufe58\\ufe63\\uff0d\\u{10d6e}\\u{10ead}_~" +
  ".,\\u00b7\\u060c\\u066b\\u066c\\u2024\\u2027\\u2219\\u22c5\\u3001\\u3002\\u30fb\\uff0c\\uff0e\\uff61\\uff65" +
  "\\/\\\\|\\u2044\\u2215\\u29f8\\uff0f\\uff3c]";
const CIRCLES = [0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a]; // Each begins a run from one to nine.
const CIRCLED = /[\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792]/gu;
const ROW = new RegExp(`\\p{Nd}(?:${BREAK}{0,${GAP}}\\p{Nd}){${SHORTEST - 1},}`, "gu");
const RUN = /\p{Nd}+/gu;
const UNSEEN_SIGNS = new RegExp(`[${UNSEEN}]+`, "gu");
const MASKED_BEFORE = new RegExp(`(?:${MASK}${BREAK}{0,${GAP}}){${HIDDEN}}$`, "u");

/** Digits of every script stand in runs of ten, from their zero on. */
function valueOf(sign) {
  let code = sign.codePointAt(0);
  if (code < 0x1d7ce || code > 0x1d7ff) {
    const first = code;
    while (first - code < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) code -= 1;
    return first - code;
  }
  return (code - 0x1d7ce) % 10;
}

/** Whether a letter is a digit of any script, or one in a circle. */
export function isDigit(letter) {
  return /\p{Nd}/u.test(withPlainDigits(letter));
}

/** The text, as long as before, with digits in circles as plain ones. */
export function withPlainDigits(text) {
  return text.replace(CIRCLED, (sign) => CIRCLES.reduce((digit, one) => {
    const value = sign.charCodeAt(0) - one;
    return value >= 0 && value < 9 ? String(value + 1) : digit;
  }, "0"));
}

/** The text, as long as before, with the digits of every script in ASCII. */
export function inAscii(text) {
  return withPlainDigits(text).replace(/\p{Nd}/gu, (sign) => valueOf(sign) + "\u200b".repeat(sign.length - 1));
}

/** Yield the rows that are long enough to hold a card number. */
export function* rowsIn(text) {
  for (const found of text.matchAll(ROW)) {
    let start = found.index;
    const end = start + found[0].length;
    const before = text.slice(Math.max(0, start - HIDDEN * (GAP + 1)), start);
    if (MASKED_BEFORE.test(before)) start = placesOf(text, start, end)[KEPT]; // The kept ones belong to that number.
    const row = { digits: "", at: [], cuts: [], gaps: [] };
    let last = start;
    for (const run of text.slice(start, end).matchAll(RUN)) {
      const at = start + run.index;
      const gap = text.slice(last, at).replace(UNSEEN_SIGNS, "");
      if (gap || row.digits === "") {
        row.cuts.push(row.digits.length);
        row.gaps.push(gap);
      }
      row.at.push(...placesOf(text, at, at + run[0].length));
      row.digits += [...run[0]].map(valueOf).join("");
      last = at + run[0].length;
    }
    row.cuts.push(row.digits.length);
    if (row.digits.length >= SHORTEST) yield row;
  }
}

/** Where each digit between two places stands. */
export function placesOf(text, start, end) {
  return [...text.slice(start, end).matchAll(/\p{Nd}/gu)].map((digit) => start + digit.index);
}

/** The digits of each group from `first` up to `last`. */
export function groupsOf({ digits, cuts }, first, last) {
  return cuts.slice(first, last).map((cut, place) => digits.slice(cut, cuts[first + place + 1]));
}
