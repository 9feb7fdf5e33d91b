/** Finds codes inside what a scanner delivers: GS1 elements, addresses, the text of a label. */

import { error } from "./findings.js";
import { codePoints } from "./texts.js";

const ADDRESS = /(?:https?:\/\/|www\.)[^\s]+/i;
const BRACKETED = /\(([0-9]{2,4})\)([^(]*)/g;
const IN_LINE = /\(([0-9]{2,4})\)[ \t]*([^\s()]+)/g;
const RUN = /[0-9A-Za-z][0-9A-Za-z-]{6,63}/g;
const SYMBOL = /^\][A-Za-z][0-9A-Za-z](?!\])/;
const GS1_SYMBOL = /^\](?:C1|e0|d2|Q3|J1)/;
const AI = /^[0-9]{2,4}$/;
// the key of a link, be it in its query
const KEYED = /[/?&;](?:0[01]|25[35]|4(?:0[12]|1[457])|80(?:0[346]|1[0378]))[/=]/;
const GAPS = /[\s,;|，；、。]+/;
const CAPTION = /[:：=＝]/;
const GS = "\x1d";
const KEYS = ["00", "01", "02"];
const LEAST = 8; // a piece of a label of fewer characters fits some code too easily
const MOST = 64;

/**
 * The pieces of a payload: `parts`, each with its text, where it stood (`inside`), and the
 * application identifier before it; `faults` of a message as a whole; `rest`, the text around an
 * address; or `behind`, what stands behind the identifier of a symbol, `broken` if that should be
 * elements and is none.
 */
export function payload(program, text) {
  const content = program.fold(text, ["trim"]);
  if (GS1_SYMBOL.test(content)) {
    const elements = elementsOf(program, content.slice(3));
    if (elements !== undefined) return { parts: parts(elements, false) };
  }
  if (SYMBOL.test(content)) {
    const behind = content.slice(3);
    return { parts: [], behind, broken: GS1_SYMBOL.test(content) && !ADDRESS.test(behind) };
  }
  const folded = program.fold(text, ["width", "trim"]);
  if (folded.startsWith("(")) {
    const elements = inBrackets(folded);
    return { parts: parts(elements, false), faults: faultsIn(program, folded, elements) };
  }
  if (content.includes(GS)) return { parts: parts(elementsOf(program, content) ?? [], false) };
  if (/^[0-9]/.test(folded)) {
    const elements = elementsOf(program, folded) ?? [];
    const bare = elements.some(([ai]) => KEYS.includes(ai)) && elements.length > 1;
    return { parts: bare ? parts(elements, true) : [] };
  }
  const found = ADDRESS.exec(content);
  if (found === null) return { parts: [] };
  const rest = `${content.slice(0, found.index)}\n${content.slice(found.index + found[0].length)}`;
  // what else a link of GS1 holds, and the words around an address, are not judged here
  const within = rest.trim() !== "" || KEYED.test(found[0]);
  const codes = fromAddress(found[0]).slice(0, MOST);
  return { parts: codes.map((each) => ({ ...each, within })), rest: rest.trim() };
}

/** The pieces of a label that may be codes: what follows a caption, words, runs of ASCII. */
export function labelPieces(program, text) {
  if (/^[\x00-\x7f]*$/.test(text) && !GAPS.test(text)) return [];
  const whole = [text, program.fold(text, ["width", "trim"])];
  const pieces = new Map();
  const add = (part) => {
    const key = JSON.stringify([part.text, part.ai]);
    if (!pieces.has(key)) pieces.set(key, part);
  };
  for (const line of linesOf(text)) {
    const address = ADDRESS.exec(line);
    const inner = address === null ? [] : fromAddress(address[0]);
    for (const part of [...inner, ...parts(inBrackets(line, IN_LINE), false)]) {
      add({ ...part, within: true }); // the words around it are not judged
    }
    const caption = CAPTION.exec(line);
    const words = line.replace(new RegExp(CAPTION, "g"), " ").split(GAPS);
    const behind = caption === null ? [] : [line.slice(caption.index + 1).trim()];
    for (const piece of [line, ...behind, ...words, ...(line.match(RUN) ?? [])]) {
      const known = whole.includes(piece) || codePoints(piece).length < LEAST;
      if (!known) add({ text: piece, inside: "text" });
    }
  }
  return [...pieces.values()].slice(0, MOST);
}

/** The lines of a text, trimmed. */
export function linesOf(text) {
  return text.split(/[\n\v\f\r\u0085\u2028\u2029]+/).map((each) => each.trim());
}

/** Elements as parts; `bare`: nothing but their digits says that they are GS1's. */
function parts(elements, bare) {
  return elements.map(([ai, text]) => ({ text, inside: "gs1", ai, elements, bare }));
}

function inBrackets(text, pattern = BRACKETED) {
  return [...text.matchAll(pattern)].map(([, ai, value]) => [ai, value.trim()]);
}

/** What is wrong with elements in brackets as a whole. */
function faultsIn(program, text, elements) {
  const findings = [];
  let rest = text.replace(/\s+$/, "");
  for (const [ai, value] of elements) {
    const at = rest.indexOf(`(${ai})`);
    if (at > 0 && rest.slice(0, at).trim() !== "") break;
    rest = rest.slice(at).replace(/^\([0-9]+\)[^(]*/, "");
    const [width, fixed] = program.data.gs1[ai.slice(0, 2)] ?? [];
    const found = codePoints(value).length;
    if (width !== ai.length) findings.push(error("gs1.unknown_ai", { found: `(${ai})` }));
    else if (fixed !== undefined ? found !== fixed : found === 0) {
      findings.push(
        error("gs1.length", { name: `(${ai})`, allowed: String(fixed ?? "1.."), found }),
      );
    }
  }
  if (rest !== "") findings.push(error("gs1.bracket", { found: rest }));
  return findings;
}

/** The elements of a string without brackets, from end to end; undefined: it is none. */
function elementsOf(program, text) {
  const elements = [];
  let rest = text.replace(/^\x1d/, "");
  while (rest !== "") {
    const [width, fixed] = program.data.gs1[rest.slice(0, 2)] ?? [];
    if (width === undefined || !AI.test(rest.slice(0, width))) return undefined;
    const ai = rest.slice(0, width);
    const behind = rest.slice(width);
    const end = fixed ?? (behind.includes(GS) ? behind.indexOf(GS) : behind.length);
    const value = behind.slice(0, end);
    if (value.length < Math.max(end, 1) || value.includes(GS) || value.length > 90)
      return undefined;
    if (fixed !== undefined && !/^[0-9]+$/.test(value)) return undefined;
    elements.push([ai, value]);
    rest = behind.slice(end).replace(/^\x1d/, "");
  }
  return elements.length ? elements : undefined;
}

/** The parts of the path, the values of the query, and runs of letters and digits. */
function fromAddress(address) {
  const [beforeHash, hash = ""] = split(address.replace(/^[a-z]+:\/\//i, ""), "#");
  const [host, query = ""] = split(beforeHash, "?");
  const segments = host.split("/").slice(1).map(decoded).filter(Boolean);
  const found = segments.map((text, i) => part(text, i ? segments[i - 1] : ""));
  for (const pair of query.split(/[&;]/)) {
    const [key, value] = split(pair, "=");
    if (value) found.push(part(decoded(value), key));
  }
  const path = host.slice(host.includes("/") ? host.indexOf("/") : host.length);
  for (const run of decoded(`${path} ${query} ${hash}`).match(RUN) ?? []) found.push(part(run, ""));
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
}

function part(text, before) {
  return AI.test(before) ? { text, inside: "address", ai: before } : { text, inside: "address" };
}

function split(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a sign that is no escape
  }
}
