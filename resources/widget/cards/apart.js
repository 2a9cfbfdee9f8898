// Card numbers whose printed groups are kept apart by any sign; the twin of `etiquette/cards/apart.py`.

import { lengthsOf, passes } from "./brands.js";
import { BREAK, GAP, inAscii, MASK, placesOf } from "./digits.js";

const SIGN = "(?:%[0-9A-Fa-f]{2}|&[a-z]{2,6};|</?[a-z]{1,6}>|[xX]|[^\\p{L}\\p{N}_])";
const APART = `(${SIGN}{1,8}?)`;
const D = "\\p{Nd}";
const PRINTED = new RegExp(
  `(?<!${D})${D}{4}${APART}${D}{4}\\1${D}{4}\\1${D}{4}(?:\\1${D}{3})?(?!${D})|` +
    `(?<!${D})${D}{4}${APART}${D}{6}\\2${D}{4,5}(?!${D})`, "gu",
);
const PLAIN = new RegExp(`^${BREAK}{1,${GAP}}$`, "u");
const HANGS_BEFORE = new RegExp(`[${D}${MASK}]$`, "u");

/** Yield the rows of digits that are one card number each, by their form and check digit. */
export function* rowsApart(text) {
  for (const found of text.matchAll(PRINTED)) {
    const sign = found[1] ?? found[2];
    const [start, end] = [found.index, found.index + found[0].length];
    if (PLAIN.test(sign) || goesOn(text, sign, start, end)) continue;
    const row = { digits: "", at: [], cuts: [], gaps: [] };
    let place = start;
    for (const group of found[0].split(sign)) {
      row.cuts.push(row.digits.length);
      row.gaps.push(row.gaps.length ? sign : "");
      row.at.push(...placesOf(text, place, place + group.length));
      row.digits += inAscii(group).replaceAll("\u200b", "");
      place += group.length + sign.length;
    }
    row.cuts.push(row.digits.length);
    if (lengthsOf(row.digits, 0).includes(row.digits.length) && passes(row.digits)) yield row;
  }
}

/** Whether further digits, or hidden ones, hang on by the same sign: no lone number. */
function goesOn(text, sign, start, end) {
  const isTail = text.slice(0, start).endsWith(sign) && HANGS_BEFORE.test(text.slice(0, start - sign.length));
  return isTail || (text.startsWith(sign, end) && /^[\p{L}\p{N}]/u.test(text.slice(end + sign.length)));
}
