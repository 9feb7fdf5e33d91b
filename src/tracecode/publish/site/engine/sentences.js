/** The sentences of findings, from those that stand in the rule program. */

import { codePoints } from "./texts.js";

const MOST = 200;
const MOST_UNSEEN = 8;
const HIDDEN = /(?! )[\p{C}\p{Z}\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/**
 * The sentence of a finding in `zh` or `en`, filled with its values.
 *
 * @param {Object<string, {zh: string, en: string}>} messages of the rule program
 */
export function sentence(messages, { id, values = {} }, lang) {
  return messages[id][lang].replace(/\{(\w+)\}/g, (_, name) => said(values[name], lang));
}

/** A value in a sentence: safe to look at, whatever it holds. */
function said(value, lang) {
  if (Array.isArray(value)) {
    return value.map((each) => said(each, lang)).join(lang === "zh" ? "、" : ", ");
  }
  if (Array.isArray(value?.chars)) return said(counted(value.chars), lang);
  if (typeof value === "object" && value !== null) return shown(value[lang]);
  const text = shown(String(value));
  const inner = text.replace(/^ +| +$/g, "");
  if (inner === text) return text;
  const left = text.length - text.replace(/^ +/, "").length;
  const right = text.length - inner.length - left;
  return "<U+0020>".repeat(Math.min(left, 3)) + inner + "<U+0020>".repeat(Math.min(right, 3));
}

/** How many characters there are, for a sentence: those that cannot be seen are named. */
function counted(chars) {
  const edged = chars[0] === " " || chars.at(-1) === " ";
  const isUnseen = (char) => (char === " " ? edged : shown(char) !== char);
  const unseen = [...new Set(chars)].filter(isUnseen);
  if (!unseen.length) return chars.length;
  const told = unseen.slice(0, MOST_UNSEEN).map(byNumber);
  if (unseen.length > MOST_UNSEEN) told.push("…");
  return {
    zh: `${chars.length}（含 ${told.join("、")}）`,
    en: `${chars.length} (with ${told.join(", ")})`,
  };
}

/** A piece of foreign text: shortened, and what cannot be seen by its number. */
export function shown(text) {
  const chars = codePoints(text);
  const cut = chars.length <= MOST ? text : `${chars.slice(0, MOST - 1).join("")}…`;
  return cut.replace(HIDDEN, byNumber);
}

function byNumber(char) {
  const number = char.codePointAt(0).toString(16).toUpperCase();
  return `<U+${number.padStart(4, "0")}>`;
}
