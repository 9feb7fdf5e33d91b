/** Check characters, computed from tables of the rule program. */

import { codePoints } from "./texts.js";

/** The check texts of a body that are right, the computed one first; none: it has none. */
export function checkTexts(check, body) {
  const chars = codePoints(body);
  if (check.kind === "hybrid") return hybrid(codePoints(check.chars), chars);
  if (check.kind !== "sum") throw new Error(`the check ${check.kind} is not known to this reader`);
  if (chars.length < check.least || chars.length > (check.most ?? chars.length)) return [];
  let sum = 0;
  for (const [i, char] of chars.reverse().entries()) {
    const values = check.values[i % check.values.length];
    if (!Object.hasOwn(values, char)) return [];
    sum += values[char] * check.weights[i % check.weights.length];
  }
  const at = sum % check.modulus;
  return [check.results[at], check.others?.[at]].filter((text) => text);
}

function hybrid(alphabet, chars) {
  const modulus = alphabet.length;
  let product = modulus;
  for (const char of chars) {
    const value = alphabet.indexOf(char);
    if (value < 0) return [];
    product = (2 * ((product + value) % modulus || modulus)) % (modulus + 1);
  }
  return [alphabet[(((1 - product) % modulus) + modulus) % modulus]];
}

/** Why a body has no check text, in both languages. */
export function unfit(check, body) {
  const chars = codePoints(body);
  const { least, most } = check;
  if (check.kind === "sum" && (chars.length < least || chars.length > (most ?? chars.length))) {
    const span = least === most ? `${least}` : `${least}..${most ?? ""}`;
    return {
      zh: `校验针对 ${span} 个字符，实有 ${chars.length} 个`,
      en: `the check is over ${span} characters, not ${chars.length}`,
    };
  }
  const tables = check.values ?? [
    Object.fromEntries(codePoints(check.chars).map((char) => [char, 0])),
  ];
  const odd = chars.find((char) => tables.some((values) => !Object.hasOwn(values, char)));
  return { zh: `'${odd}' 在该校验规则中没有取值`, en: `'${odd}' has no value in this check rule` };
}
