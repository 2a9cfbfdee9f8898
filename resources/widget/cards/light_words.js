// Light words between the parts of a card number; the twin of `etiquette/cards/light_words.py`.

import { MASK } from "./digits.js";

const WORDS =
  "and then the rest is of it now next last first second third half part remaining other ends ending with goes on continues following are digits numbers number four plus " +
  "und dann der die das ist kommt noch weiter geht zweite hälfte teil letzten restlichen ziffern zahlen jetzt " +
  "et puis ensuite la le les suite reste est fin deuxième moitié partie derniers chiffres voici " +
  "y luego después el los resto es sigue segunda mitad parte últimos dígitos ahora " +
  "i potem dalej reszta to jest druga połowa część ostatnie cyfry teraz a";
const SIGNS = `[^\\p{L}\\p{N}_${MASK}]{1,4}`;
const TOLD = `[\\p{Nd}${MASK}]`;
const BETWEEN = new RegExp(
  `(?<=${TOLD})${SIGNS}(?:(?:${[...new Set(WORDS.split(" "))].sort().join("|")})${SIGNS}){1,5}(?=${TOLD})`, "giu",
);

/** The text with a space for each row of light words between digits, and the place of each of its units in the text. */
export function withoutLightWords(text) {
  const places = [];
  let plain = "";
  let behind = 0;
  const keep = (end) => {
    plain += text.slice(behind, end);
    for (let place = behind; place < end; place += 1) places.push(place);
  };
  for (const found of text.matchAll(BETWEEN)) {
    keep(found.index);
    plain += " ";
    places.push(found.index);
    behind = found.index + found[0].length;
  }
  keep(text.length);
  return [plain, places];
}
