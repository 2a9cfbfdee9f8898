// Card numbers that a visitor writes over several messages; the twin of `etiquette/cards/split.py`.
//
// What was sent before can no longer be changed here; the server does that.

import { BREAK, GAP, HIDDEN, isDigit, KEPT, MASK, withPlainDigits } from "./digits.js";
import { cardsIn, masked } from "./numbers.js";

export const REMEMBERED = 6; // Earlier messages that a number may have begun in: 19 digits in fours, and talk.
const REACH = 128; // Characters at the end of an earlier message that a number may have begun in.
const TALK = 48; // Characters without a digit, between two parts of a number, that are passed over.
const TOLD = new RegExp(`[\\p{Nd}${MASK}]`, "u");
const BEGUN = new RegExp(`(?:\\p{Nd}${BREAK}{0,${GAP}})+(?=${MASK})`, "gu");
const WHOLE = MASK.repeat(HIDDEN) + "0".repeat(KEPT); // Stands for a number of which no digit was kept.

/** `masked(text)`, also where a number began in the visitor's earlier messages; no digit of that stays. */
export function maskedAfter(before, text) {
  const own = masked(text);
  const earlier = before.slice(-REMEMBERED);
  const letters = [...own];
  const isTold = (text) => TOLD.test(withPlainDigits(text));
  if (!isTold(letters.slice(0, TALK).join("")) || !earlier.some(isTold)) return own;
  const digits = splitDigits(earlier.map(withPlainDigits), [...withPlainDigits(own)]);
  let last = letters.map((letter, at) => (digits.has(at) && isDigit(letter) ? MASK : letter));
  if (digits.size > 0) last = withoutExtrasBeside(last, Math.max(...digits) + 1);
  return withoutExtrasBehind(earlier, last).join("");
}

/** The places, in letters, of the digits with which a number from before goes on in the last message. */
function splitDigits(earlier, letters) {
  let joined = "";
  for (const part of earlier) {
    const signs = [...part];
    const start = Math.max(0, signs.length - REACH);
    const end = signs.findLastIndex((sign, at) => at >= start && TOLD.test(sign)) + 1;
    const isTalk = end === 0;
    if (isTalk ? signs.length > TALK : signs.length - end > TALK) joined = "";
    else if (!isTalk) joined += `${signs.slice(start, end).join("")}\n`;
  }
  const whole = joined + letters.slice(0, 2 * REACH).join("");
  const split = cardsIn(whole).filter(({ start, digits }) => start < joined.length && digits.at(-1) >= joined.length);
  const own = split.flatMap(({ digits }) => digits.filter((place) => place >= joined.length));
  return new Set(own.map((place) => [...whole.slice(joined.length, place)].length));
}

function withoutExtrasBeside(letters, end) {
  const shown = [...masked([...letters.slice(0, end), WHOLE, ...letters.slice(end)].join(""))];
  return [...shown.slice(0, end), ...shown.slice(end + WHOLE.length)];
}

function withoutExtrasBehind(before, letters) {
  const joined = [...before.join("\n")].slice(-REACH).join("");
  let earlier = joined.replace(BEGUN, (digits) => digits.replace(/\p{Nd}/gu, MASK));
  const end = earlier.lastIndexOf(MASK) + 1;
  if (end === 0) return letters;
  const isWhole = earlier.split(MASK).length > HIDDEN;
  if (isWhole && !/\p{Nd}/u.test(earlier.slice(end))) earlier = earlier.slice(0, end) + WHOLE + earlier.slice(end);
  const shown = [...masked(`${earlier}\n${letters.slice(0, 2 * REACH).join("")}`)];
  return [...shown.slice([...earlier].length + 1), ...letters.slice(2 * REACH)];
}
