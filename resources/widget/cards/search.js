// Looks for card numbers in one row of digits; the twin of `etiquette/cards/search.py`.

import { lengthsOf, passes } from "./brands.js";
import { KEPT, LONGEST, SHORTEST } from "./digits.js";
import { isExtra } from "./extras.js";
import { isExplained, isLoose, isSpared, shapeOf } from "./lookalikes.js";

const NARROW = 4; // Smaller groups are a number's only when nothing else is in their row.
const EXTRA_GROUPS = 3;
/** Where the groups of printed numbers end. */
const PRINTED = [
  [4, 8, 12, 16], [4, 10, 15], [4, 10, 14], [4, 8, 12, 16, 19], [4, 8, 12, 13], [4, 8, 12, 14], [4, 8, 12, 15],
];

const SHAPES = new Set(["4,6,5", "4,6,4", "6,13", "6,4,4,5", "4,4,4,4,3", "4,3,3,3", "4,5,4"]);
for (let total = SHORTEST; total <= LONGEST; total += 1) {
  for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, total]) {
    const groups = Array(Math.floor(total / size)).fill(size);
    SHAPES.add(String(total % size ? [...groups, total % size] : groups));
  }
}

/** Looks through one row of digits; each piece between two finds is looked at on its own. */
export class Search {
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
    return fits && !isExplained(text, row, start, end, references);
  }

  #card(start, end) {
    return cardOf(this.text, this.row, start, end);
  }
}

/** The card whose number is the groups `start` up to `end` of a row. */
export function cardOf(text, { cuts, at, digits }, start, end) {
  const places = at.slice(cuts[start], cuts[end]);
  return { start: places[0], end: behind(text, places.at(-1)), digits: places, lastFour: digits.slice(cuts[end] - KEPT, cuts[end]) };
}

/** Where the letter at this place ends. */
export function behind(text, place) {
  return place + String.fromCodePoint(text.codePointAt(place)).length;
}

/** Whether digits at these places stand in a card's printed groups, or in wholes of them. */
export function isPrinted(text, digits) {
  const ends = digits.flatMap((place, number) => (number && behind(text, digits[number - 1]) < place ? [number] : []));
  return PRINTED.some((cuts) => cuts.at(-1) === digits.length && ends.every((end) => cuts.includes(end)));
}
