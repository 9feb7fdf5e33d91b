/** Check characters, computed from tables of the rule program. */

import { codePoints } from "./texts.js";

const KINDS = { hybrid, sum };

/** The check texts of a body that are right, the computed one first; none: it has none. */
export function checkTexts(check, body) {
  const { kind } = check;
  if (!Object.hasOwn(KINDS, kind)) throw new Error(`the check ${kind} is not known to this reader`);
  return unfit(check, body) === undefined ? KINDS[kind](check, codePoints(body)) : [];
}

function sum({ values, weights, modulus, results, others }, chars) {
  let total = 0;
  for (const [i, char] of chars.reverse().entries()) {
    total += values[i % values.length][char] * weights[i % weights.length];
  }
  const at = total % modulus;
  return [results[at], others?.[at]].filter((text) => text);
}

function hybrid(check, chars) {
  const alphabet = codePoints(check.chars);
  const modulus = alphabet.length;
  let product = modulus;
  for (const char of chars) {
    const value = alphabet.indexOf(char);
    product = (2 * ((product + value) % modulus || modulus)) % (modulus + 1);
  }
  return [alphabet[(modulus + 1 - product) % modulus]];
}

/** Why a body has no check text, in both languages; undefined: it has one. */
export function unfit({ chars: alphabet, values, least = 0, most }, body) {
  const chars = codePoints(body);
  if (chars.length < least || chars.length > (most ?? chars.length)) {
    const span = least === most ? `${least}` : `${least}..${most ?? ""}`;
    return {
      zh: `校验针对 ${span} 个字符，实有 ${chars.length} 个`,
      en: `the check is over ${span} characters, not ${chars.length}`,
    };
  }
  const known = (char) =>
    alphabet?.includes(char) ?? values.every((table) => Object.hasOwn(table, char));
  const odd = chars.find((char) => !known(char));
  if (odd === undefined) return undefined;
  return { zh: `'${odd}' 在该校验规则中没有取值`, en: `'${odd}' has no value in this check rule` };
}
