// Which numbers can be card numbers; the twin of `etiquette/cards/brands.py`.

export const UATP = "1"; // The airlines' cards begin like many phone numbers, so these are never guessed at.
const ANY = [16, 17, 18, 19];
const MAESTRO = [13, 16, 18, 19];
/** First prefix, last prefix, lengths. */
const RANGES = [
  [UATP, UATP, [15]], ["4", "4", [13, 16, 19]], ["51", "55", [16]], ["2221", "2720", [16]], ["34", "34", [15]], ["37", "37", [15]],
  ["300", "305", [14, 16]], ["3095", "3095", [14, 16]], ["36", "36", [14, 16]], ["38", "39", [14, 16]],
  ["3528", "3589", ANY], ["60", "60", [16]], ["6011", "6011", ANY], ["644", "649", ANY], ["65", "65", ANY],
  ["62", "62", ANY], ["81", "82", ANY], ["2200", "2204", ANY], ["5018", "5018", MAESTRO], ["5019", "5020", [16, 18, 19]],
  ["5038", "5038", MAESTRO], ["504175", "504175", [16]], ["506099", "506198", [16, 18, 19]], ["506699", "506778", [16]], ["507865", "507964", [16, 18, 19]],
  ["508", "509", [16]], ["56", "58", MAESTRO], ["627780", "627780", [16]], ["6304", "6304", MAESTRO], ["636", "636", ANY],
  ["637", "639", [16, 18, 19]], ["67", "67", MAESTRO], ["8600", "8600", [16]],
  ["968200", "968211", [16]], ["9792", "9792", [16]], ["9860", "9860", [16]],
].map(([first, last, lengths]) => [Number(first.padEnd(6, "0")), Number(last.padEnd(6, "9")), lengths]);

/** The longest lengths first. */
export function lengthsOf(digits, at) {
  const start = Number(digits.slice(at, at + 6).padEnd(6, "0"));
  const found = at + 2 > digits.length ? [] : RANGES.filter(([low, high]) => low <= start && start <= high);
  return [...new Set(found.flatMap(([, , lengths]) => lengths))].sort((one, other) => other - one);
}

/** Whether a number that is being typed, and begins at this place, may become a card's. */
export function growsIntoCard(digits, at) {
  return !digits.startsWith(UATP, at) && lengthsOf(digits, at).length > 0;
}

/** Whether the check digit (Luhn) is right. */
export function passes(digits) {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const value = Number(digits[digits.length - 1 - place]);
    sum += place % 2 ? (value * 2 > 9 ? value * 2 - 9 : value * 2) : value;
  }
  return sum % 10 === 0;
}
