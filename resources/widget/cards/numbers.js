// Finds card numbers before they leave the page and masks them; the twin of `etiquette/cards/numbers.py`.

import { rowsApart } from "./apart.js";
import { growsIntoCard, lengthsOf } from "./brands.js";
import { BREAK, GAP, HIDDEN, inAscii, isDigit, KEPT, LONGEST, MASK, rowsIn, withPlainDigits } from "./digits.js";
import { hide, withoutExtras } from "./extras.js";
import { labelBefore } from "./labels.js";
import { withoutLightWords } from "./light_words.js";
import { isDialled, isExplained, referencesIn } from "./lookalikes.js";
import { behind, cardOf, isPrinted, Search } from "./search.js";

const REACH = 128; // Characters at the end of a text in which a number may be unfinished.
const ROUNDS = 9;
const PRINTED_DIGITS = 16; // Of most cards; a row of fewer, of such a network, is not whole.
const TELLING = 8; // Digits of an unfinished number that say more of a card than its bank does.
const AND = `${BREAK}{0,${GAP}}`;
const HIDDEN_EXTRA = /(?:\p{L}[\p{L}\d]*[\s:.]{0,2})?\*{1,4}(?:\s?[/.\-–]\s?\*{2,4})?/gu;
const HIDDEN_NUMBER = new RegExp(`(?:${MASK}${AND}){${HIDDEN},}(?:\\p{Nd}${AND}){0,3}\\p{Nd}?|(?:${MASK}${AND})+`, "gu");

/** Where card numbers stand, from left to right, in UTF-16 units. */
export function cardsIn(text) {
  const plain = withPlainDigits(text);
  const found = [...cardsInRows(plain), ...cardsOverWords(plain), ...cardsApart(plain)];
  return found.sort((one, other) => one.start - other.start);
}

function* cardsInRows(text) {
  let references = null;
  for (const row of rowsIn(text)) {
    references ??= referencesIn(inAscii(text));
    yield* new Search(text, row, references).cards();
  }
}

/** The cards with light words between groups as cards print them, or halves of these. */
function* cardsOverWords(text) {
  const [plain, at] = withoutLightWords(text);
  if (plain === text) return;
  for (const card of cardsInRows(plain)) {
    const digits = card.digits.map((place) => at[place]);
    const hasWords = digits.at(-1) - digits[0] !== card.digits.at(-1) - card.digits[0];
    if (!hasWords || !isPrinted(plain, card.digits)) continue;
    yield { ...card, start: digits[0], end: behind(text, digits.at(-1)), digits };
  }
}

function* cardsApart(text) {
  for (const row of rowsApart(text)) {
    const last = row.cuts.length - 1;
    if (!isExplained(text, row, 0, last, referencesIn(inAscii(text)))) yield cardOf(text, row, 0, last);
  }
}

function hiddenNumbers(text) {
  const plain = withPlainDigits(text);
  const cards = cardsIn(plain);
  const whole = new Set(cards.flatMap((card) => card.digits));
  const short = [...rowsIn(plain)].filter((row) => lacksDigits(plain, row) && !row.at.some((place) => whole.has(place)));
  return hide(text, [...cards.flatMap((card) => card.digits.slice(0, -KEPT)), ...short.flatMap((row) => row.at)], MASK);
}

/** Whether a row is called a card's number and lacks a few digits of one: the last follows from the others. */
function lacksDigits(text, { digits, at }) {
  const [longest = 0] = lengthsOf(digits, 0);
  return digits.length < PRINTED_DIGITS && longest >= PRINTED_DIGITS && labelBefore(text, at[0]) === "card";
}

/** The text, as many letters as before, with card numbers but for their last four digits hidden. */
export function masked(text) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const hidden = withoutExtras(hiddenNumbers(text));
    if (hidden === text) return text;
    text = hidden; // Beside what is hidden now, a number may stand out that did not.
  }
  return [...text].map((letter) => (isDigit(letter) ? MASK : letter)).join("");
}

/** `masked(text)` for a text that is being typed: a number at its end that may grow is hidden already. */
export function maskedUnfinished(text) {
  const own = masked(text);
  const letters = [...own];
  const tail = withPlainDigits(letters.slice(-REACH).join(""));
  // Filled up with as many digits as may still come, the end of the text is always a row.
  const row = [...rowsIn(tail + "0".repeat(LONGEST - 1))].at(-1);
  const typed = row.at.filter((place) => place < tail.length);
  const group = row.cuts.find((cut) => growsIntoCard(row.digits, cut));
  if (group === undefined || typed.length - group < TELLING) return own;
  if (isDialled(tail, row, 0) || labelBefore(tail, row.at[group]) === "other") return own;
  return letters.slice(0, -REACH).join("") + hide(letters.slice(-REACH).join(""), typed.slice(group), MASK);
}

/** The masked text without its hidden numbers and what belonged to them, for the visitor to go on writing. */
export function withoutNumbers(hidden) {
  if (!hidden.includes(MASK)) return hidden;
  const rest = hidden.replace(HIDDEN_NUMBER, " ").replace(HIDDEN_EXTRA, " ").replace(/^[\s,;:.-]+|[\s,;:-]+$/gu, "");
  return rest.replace(/ {2,}/gu, " ").replace(/[ ,;:]+(?=[,;.\n])/gu, "").replace(/\n\s+/gu, "\n");
}
