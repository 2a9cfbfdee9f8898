// Finds card numbers before they leave the page and masks them; the twin of `etiquette/cards/numbers.py`.

import { lengthsOf, passes } from "./brands.js";
import { BREAK, GAP, HIDDEN, inAscii, KEPT, LONGEST, MASK, rowsIn, SHORTEST } from "./digits.js";
import { hide, isExtra, withoutExtras } from "./extras.js";
import { isDialled, isLabelled, isLoose, isSpared, labelBefore, referencesIn, shapeOf } from "./lookalikes.js";

const REACH = 128; // Characters at the end of earlier messages that a number may have begun in.
const ROUNDS = 8;
const NARROW = 4; // Smaller groups are a number's only when nothing else is in their row.
const EXTRA_GROUPS = 3;
const TELLING = 8; // Digits of an unfinished number that say more of a card than its bank does.
const DIGIT = /\p{Nd}/u;
const AND = `${BREAK}{0,${GAP}}`;
const HIDDEN_EXTRA = /(?:\p{L}[\p{L}\d]*[\s:.]{0,2})?\*{1,4}(?:\s?[/.\-–]\s?\*{2,4})?/gu;
const HIDDEN_NUMBER = new RegExp(`(?:${MASK}${AND}){${HIDDEN},}(?:\\p{Nd}${AND}){0,3}\\p{Nd}?|(?:${MASK}${AND})+`, "gu");
const BEGUN = new RegExp(`(?:\\p{Nd}${AND})+(?=${MASK})`, "gu");

const SHAPES = new Set(["4,6,5", "4,6,4", "6,13", "6,4,4,5", "4,4,4,4,3", "4,3,3,3", "4,5,4"]);
for (let total = SHORTEST; total <= LONGEST; total += 1) {
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, total]) {
    const groups = Array(Math.floor(total / size)).fill(size);
    SHAPES.add(String(total % size ? [...groups, total % size] : groups));
  }
}

/** Where card numbers stand, from left to right, in UTF-16 units. */
export function cardsIn(text) {
  const found = [];
  let references = null;
  for (const row of rowsIn(text)) {
    references ??= referencesIn(inAscii(text));
    found.push(...new Search(text, row, references).cards());
  }
  return found.sort((one, other) => one.start - other.start);
}

/** Looks through one row of digits; each piece between two finds is looked at on its own. */
class Search {
  constructor(text, row, references) {
    Object.assign(this, { text, row, references, last: row.cuts.length - 1 });
    this.groupAt = new Map(row.cuts.map((cut, group) => [cut, group]));
  }

  *cards() {
    const { text, row, last } = this;
    let first = 0;
    while (row.cuts[last] - row.cuts[first] >= SHORTEST && !isSpared(text, row, first, last)) {
      const found = this.#whole(first, last) ?? this.#part(first);
      if (!found) return;
      yield this.#card(...found);
      const before = this.#whole(first, found[0]);
      if (before) yield this.#card(...before);
      first = found[1];
    }
  }

  /** The piece itself, or what is left of it without an expiry date and a code. */
  #whole(first, stop) {
    const { row } = this;
    for (let end = stop; end > Math.max(first, stop - EXTRA_GROUPS - 1); end -= 1) {
      const count = row.cuts[end] - row.cuts[first];
      if (count < SHORTEST) return null;
      const isEnd = end === stop || isExtra(row, end, stop);
      if (count <= LONGEST && isEnd && this.#isCard(first, end) && isLoose(row, first, end)) return [first, end];
    }
    return null;
  }

  /** The first part of the piece that is written like a card number. */
  #part(first) {
    const { row, last } = this;
    for (let start = first; start < last; start += 1) {
      for (const length of lengthsOf(row.digits, row.cuts[start])) {
        const end = this.groupAt.get(row.cuts[start] + length);
        if (end === undefined || !this.#standsOut(start, end, first)) continue;
        if (SHAPES.has(shapeOf(row, start, end)) && this.#isCard(start, end)) return [start, end];
      }
    }
    return null;
  }

  #standsOut(start, end, first) {
    const { cuts, gaps } = this.row;
    if (start === first || end === this.last || end - start === 1) return true;
    const size = cuts[start + 1] - cuts[start];
    if (size < NARROW) return false;
    const gap = gaps[start + 1];
    const isOther = gaps[start] !== gap || gaps[end] !== gap;
    return isOther || cuts[start] - cuts[start - 1] !== size || cuts[end + 1] - cuts[end] !== size;
  }

  #isCard(start, end) {
    const { text, row, references } = this;
    const number = row.digits.slice(row.cuts[start], row.cuts[end]);
    const fits = lengthsOf(row.digits, row.cuts[start]).includes(number.length) && passes(number);
    return fits && !isLabelled(text, row, start, end, references);
  }

  #card(start, end) {
    const { cuts, at, digits } = this.row;
    const places = at.slice(cuts[start], cuts[end]);
    const behind = places.at(-1) + String.fromCodePoint(this.text.codePointAt(places.at(-1))).length;
    return { start: places[0], end: behind, digits: places, lastFour: digits.slice(cuts[end] - KEPT, cuts[end]) };
  }
}

/** The text, as many letters as before, with card numbers but for their last four digits hidden. */
export function masked(text) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const shown = hide(text, cardsIn(text).flatMap((card) => card.digits.slice(0, -KEPT)), MASK);
    const hidden = withoutExtras(shown);
    if (hidden === shown) return shown;
    text = hidden;
  }
  return text.replace(/\p{Nd}/gu, MASK);
}

/** `masked(text)`, also where a number began in the visitor's earlier messages; no digit of that stays. */
export function maskedAfter(before, text) {
  const own = masked(text);
  const earlier = [...before.join("\n")].slice(-REACH).join("");
  if (!DIGIT.test(earlier) || !DIGIT.test([...own].slice(0, LONGEST).join(""))) return own;
  const letters = [...own];
  const whole = `${earlier}\n${letters.slice(0, 2 * REACH).join("")}`;
  const border = earlier.length + 1;
  const split = cardsIn(whole).filter(({ start, end }) => start < border && border < end);
  // What belongs to a number that was split before stands near its hidden half.
  const begun = earlier.replace(BEGUN, (digits) => digits.replace(/\p{Nd}/gu, MASK));
  const shown = masked(`${begun}\n${letters.slice(0, 2 * REACH).join("")}`);
  // Hiding keeps the number of letters, not of units: digits of some scripts have two.
  const places = new Set(split.flatMap(({ digits }) => digits.map((at) => [...whole.slice(0, at)].length)));
  const from = [...earlier].length + 1;
  const joined = [...shown].map((letter, at) => (places.has(at) ? MASK : letter)).slice(from);
  return [...joined, ...letters.slice(2 * REACH)].join("");
}

/** `masked(text)` for a text that is being typed: a number at its end that may grow is hidden already. */
export function maskedUnfinished(text) {
  const own = masked(text);
  const letters = [...own];
  const tail = letters.slice(-REACH).join("");
  // Filled up with as many digits as may still come, the end of the text is always a row.
  const row = [...rowsIn(tail + "0".repeat(LONGEST - 1))].at(-1);
  const typed = row.at.filter((place) => place < tail.length);
  const group = row.cuts.find((cut) => lengthsOf(row.digits, cut).length > 0);
  if (group === undefined || typed.length - group < TELLING) return own;
  if (isDialled(tail, row, 0) || labelBefore(tail, row.at[group]) === "other") return own;
  return letters.slice(0, -REACH).join("") + hide(tail, typed.slice(group), MASK);
}

/** The masked text without its hidden numbers and what belonged to them, for the visitor to go on writing. */
export function withoutNumbers(hidden) {
  if (!hidden.includes(MASK)) return hidden;
  const rest = hidden.replace(HIDDEN_NUMBER, " ").replace(HIDDEN_EXTRA, " ").replace(/^[\s,;:.-]+|[\s,;:-]+$/gu, "");
  return rest.replace(/ {2,}/gu, " ").replace(/[ ,;:]+(?=[,;.\n])/gu, "").replace(/\n\s+/gu, "\n");
}
