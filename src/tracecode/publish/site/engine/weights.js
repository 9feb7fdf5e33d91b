/** How much a reading leaves to chance: how many texts would do as well, as binary logarithms. */

import { isError } from "./findings.js";
import { codePoints } from "./texts.js";

const AI = 3; // which application identifier stands there, or how long its value is
const KEY = 1; // that it is the one of a trade item or of a pallet
const DATE = 15.2; // a day of a century
const OPEN = 8000; // characters of an open class
const MOST_LENGTHS = 256;

/** How many messages would do as well around one element that nothing but digits announces. */
export function cost(part) {
  if (!part?.bare) return 0;
  let bits = 0;
  for (const [ai, value] of part.elements) {
    bits += ai === "00" || ai === "01" ? KEY : AI;
    if (ai !== part.ai) bits += /^[0-9]{6}$/.test(value) ? DATE : randomBits(value) + AI;
  }
  return bits;
}

/** What it rests on: `check` characters, `content` (fixed text, lists, dates), or `length`. */
export function basisOf({ data: { segments, rules } }) {
  const firm = rules.filter(isError);
  const bits = (rule) => rule.bits ?? 0;
  const checks = firm.some(({ id }) => id === "code.check_character");
  if (checks || firm.some((rule) => rule.id === "code.nested" && bits(rule) >= 3)) return "check";
  const fixed = segments.some(({ text, min }) => text !== undefined && min > 0);
  return fixed || rules.reduce((sum, rule) => sum + bits(rule), 0) >= 2 ? "content" : "length";
}

/** How many texts of these lengths a layout allows, before its rules. */
export function free({ layout, groups }) {
  let bits = 0;
  for (const [place, { data }] of layout.segments.entries()) {
    const text = groups[place];
    if (data.chars === undefined || text === "") continue;
    const size = sizeOf(data.chars);
    const long = codePoints(text).length;
    let own = typeof data.chars === "string" ? long * Math.log2(size) : randomBits(text);
    if (/^[0-9]+$/.test(text)) own = Math.min(own, long * Math.log2(10) + 4);
    bits += own + Math.log2(Math.min(data.max - data.min + 1, MOST_LENGTHS));
    if (data.first !== undefined) bits += Math.log2(sizeOf(data.first) / size);
  }
  return bits;
}

/** How improbable it is that a random text keeps the rules that a reading keeps, in bits. */
export function heldBits({ layout, groups, sound }, reference) {
  const kept = (rule) =>
    layout.placesOf(rule).every(sound) && layout.holds(rule, groups, reference, false);
  const weighed = layout.data.rules.filter((rule) => rule.bits !== undefined && kept(rule));
  return weighed.reduce((sum, rule) => sum + rule.bits, 0);
}

function sizeOf(chars) {
  return typeof chars === "string" ? codePoints(chars).length : OPEN;
}

/** How many texts of this length and kind of characters there are. */
export function randomBits(text) {
  const size = codePoints(text).length;
  if (/^[\x00-\x7f]*$/.test(text)) {
    const kinds = /^[0-9]+$/.test(text) ? 10 : /^[0-9A-Z]+$/.test(text) ? 36 : 95;
    return size * Math.log2(kinds);
  }
  const wide = codePoints(text).filter((char) => char > "\x7f").length;
  return wide * Math.log2(OPEN) + (size - wide) * Math.log2(95);
}
