// Numbers that only look like a card number; the twin of `etiquette/cards/lookalikes.py` with its
// account numbers. When in doubt a number counts as a card.

import { UATP } from "./brands.js";
import { groupsOf } from "./digits.js";
import { isNamedBehind, labelBefore } from "./labels.js";

const CARD_SHAPES = ["4,4,4,4", "4,6,5", "4,6,4"];
const FORMS = ["3,7,7", "2,6,6,1", "2,6,6,2", "6,2,6,1", "6,2,6,2", "8,6,1"];
const PHONE_DIGITS = 17;
const PARCEL_DIGITS = [20, 22];
const GOODS_LENGTHS = [13, 14, 17, 18];
const PHONES = [9, 10]; // Digits of a phone number within Spain or Poland, and within France or Germany.
const IN_PATH = /:\/\/[^\s/?#]+\/[^\s?#]*$/u;
const NAMED_ACCOUNT = /(?<![\p{L}\p{N}_])iban[^\p{L}\p{N}_]{0,3}$/iu;
const POLISH = /(?<![0-9A-Za-z])[0-9]{2}(?:[ \u00a0\u202f.-]?[0-9]{4}){6}(?![0-9])/gu;
const POINTS = [".", ","];
const JOINTS = "-._/#";
const UUID = /[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Za-z])/gu;
const CODE_BEFORE = /(?:^|[^\p{L}\p{N}])(?:[0-9]{0,2}([A-Z]{1,6})[-_.#/]?|([A-Za-z]{1,12})_)$/u;
const NO_CODES = ["no", "nr", "num", "is", "number", "nummer", "ist", "n"];

const LENGTHS = {};
for (const [length, countries] of Object.entries({
  15: "NO", 16: "BE", 18: "DKFIFKFOGLNLSD", 19: "MKSI", 20: "ATBAEEKZLTLUMNXK", 21: "CHHRLILV", 22: "BGBHCRDEGBGEIEMERSVA",
  23: "AEGIILIQOMSOTL", 24: "ADCZESMDPKROSASESKTNVG", 25: "LYPTST", 26: "ISTR", 27: "BIDJFRGRITMCMRSM",
  28: "ALAZBYCYDOGTHNHULBNIPLSV", 29: "BREGPSQAUA", 30: "JOKWMUYE", 31: "MTSC", 32: "LC", 33: "RU",
})) {
  for (const country of countries.match(/../gu)) LENGTHS[country] = [Number(length)];
}
LENGTHS.RF = [25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15];

/** The sizes of the groups `first` up to `last`. */
export function shapeOf({ cuts }, first, last) {
  return String(cuts.slice(first, last).map((cut, place) => cuts[first + place + 1] - cut));
}

/** Whether groups of any sizes may be a number written carelessly; dates are not. */
export function isLoose(row, first, last) {
  const groups = groupsOf(row, first, last);
  const isDay = (group) => group.length <= 2 && group >= 1 && group <= 31;
  const isYear = (group) => group.length === 4 && /^(?:19|20)/u.test(group);
  return !groups.some((one, place) => {
    const [two, three] = [groups[place + 1], groups[place + 2]];
    return three !== undefined && isDay(two) && ((isYear(one) && isDay(three)) || (isDay(one) && isYear(three)));
  });
}

/** Where account numbers and UUIDs stand. */
export function referencesIn(text) {
  const found = [];
  for (const each of text.matchAll(UUID)) {
    if (!/[0-9A-Za-z]/u.test(text[each.index - 1] ?? "")) found.push([each.index, each.index + each[0].length]);
  }
  for (const each of text.matchAll(/([A-Za-z]{2})[0-9]{2}(?=[\s\-.]?[0-9A-Za-z])/gu)) {
    const lengths = LENGTHS[each[1].toUpperCase()];
    if (!lengths || /[0-9A-Za-z]/u.test(text[each.index - 1] ?? "")) continue;
    const [signs] = /^(?:[ \u00a0\u202f.-]?[0-9A-Za-z]){1,33}/u.exec(text.slice(each.index));
    const at = [...signs.matchAll(/[0-9A-Za-z]/gu)].map((sign) => sign.index);
    const isNamed = NAMED_ACCOUNT.test(text.slice(Math.max(0, each.index - 8), each.index)); // Mistyped, it is one too.
    const isRight = (one) => isNamed || isAccount(at.slice(0, one).map((place) => signs[place]).join(""));
    const length = lengths.find((one) => one <= at.length && isRight(one));
    if (length) found.push([each.index, each.index + at[length - 1] + 1]);
  }
  for (const each of text.matchAll(POLISH)) {
    if (isAccount(`PL${each[0].replace(/[^0-9]/gu, "")}`)) found.push([each.index, each.index + each[0].length]);
  }
  return found;
}

function isAccount(plain) {
  let rest = 0;
  for (const sign of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Whether the groups, as a whole, are a phone number, a parcel's, an order's or a phone's serial number. */
export function isSpared(text, row, first, last) {
  const { cuts, digits } = row;
  const start = cuts[first];
  const count = cuts[last] - start;
  if (count > 22) return false;
  if (count <= PHONE_DIGITS && isDialled(text, row, first)) return true;
  const shape = shapeOf(row, first, last);
  if (isPairOfPhones(row, first, shape.split(",").map(Number))) return true;
  const isParcel = PARCEL_DIGITS.includes(count) && "79".includes(digits[start]) && /^4(?:,4){4}/u.test(shape);
  return isParcel || FORMS.includes(shape);
}

/** Whether the groups are two phone numbers: ten digits each from a zero on, or nine each in threes. */
function isPairOfPhones({ cuts, digits, gaps }, first, sizes) {
  const half = Math.floor(sizes.length / 2);
  const size = sizes.slice(0, half).reduce((sum, one) => sum + one, 0);
  if (String(sizes.slice(0, half)) !== String(sizes.slice(half)) || !PHONES.includes(size)) return false;
  const starts = [digits[cuts[first]], digits[cuts[first] + size]];
  if (size === 10) return starts.every((digit) => digit === "0");
  const inner = gaps.slice(first + 1, first + sizes.length);
  const isApart = half === 1 || !inner.slice(0, half - 1).includes(inner[half - 1]);
  return isApart && starts.every((digit) => "56789".includes(digit));
}

/** Whether a group begins as a number dialled from abroad: +44, 0044. */
export function isDialled(text, { cuts, digits, at }, first) {
  const place = at[cuts[first]];
  const before = text.slice(Math.max(0, place - 2), place).replace(/[ (]+$/u, "");
  return /[+＋]$/u.test(before) || digits.startsWith("00", cuts[first]);
}

/** Whether form or words show that the groups are no card number. */
export function isExplained(text, row, first, last, references) {
  const { cuts, digits, at, gaps } = row;
  const [start, end] = [at[cuts[first]], at[cuts[last] - 1] + 1];
  if (references.some(([from, to]) => from < end && start < to)) return true;
  const label = labelBefore(text, start);
  if (label) return label === "other";
  const shape = shapeOf(row, first, last);
  if (digits.startsWith(UATP, cuts[first])) return true; // Too many other numbers begin like the airlines' cards.
  if (CARD_SHAPES.includes(shape)) return false;
  const places = gaps.slice(1, last).every((gap) => gap.length === 1 && JOINTS.includes(gap)) ? [start, at[0]] : [start];
  return (
    isNamedBehind(text, end) ||
    (!shape.includes(",") && IN_PATH.test(text.slice(Math.max(0, start - 96), start))) ||
    isFraction(row, first, last) ||
    isGoods(digits.slice(cuts[first], cuts[last]), shape) ||
    isAmount(row, first, last, shape) ||
    places.some((place) => isInCode(text, place))
  );
}

function isFraction({ cuts, gaps }, first, last) {
  if (!POINTS.includes(gaps[last - 1])) return false;
  const isShort = cuts[last - 1] - cuts[Math.max(0, last - 2)] <= 3;
  return isShort && (last - first === 1 || (last - first === 2 && cuts[last] - cuts[last - 1] > 9));
}

function isGoods(digits, shape) {
  if (!GOODS_LENGTHS.includes(digits.length) || (shape.includes(",") && shape !== "1,6,6")) return false;
  const sum = [...digits].reverse().reduce((total, digit, place) => total + digit * (place % 2 ? 3 : 1), 0);
  return sum % 10 === 0;
}

function isAmount({ gaps }, first, last, shape) {
  const inner = shape.split(",").slice(1);
  const isThousands = inner.length > 2 && inner.slice(0, -1).every((size) => size === "3");
  return isThousands && gaps.slice(first + 1, last).every((gap) => POINTS.includes(gap));
}

function isInCode(text, at) {
  const found = CODE_BEFORE.exec(text.slice(Math.max(0, at - 16), at));
  return found !== null && !NO_CODES.includes((found[1] ?? found[2]).toLowerCase());
}
