/** One part of a layout: its pattern, and what it takes of a text that does not fit. */

import { fault } from "./findings.js";
import { codePoints, escaped, label } from "./texts.js";

/** A part of a layout. */
export class Segment {
  constructor(data, program) {
    this.data = data;
    this.program = program;
    this.forms = data.texts?.map(codePoints);
  }

  /** Its group in the pattern of the layout. */
  get pattern() {
    const { texts, chars, first, min, max, repeat } = this.data;
    if (texts !== undefined) return `(${texts.map(escaped).join("|")})`;
    const own = this.program.pattern(chars);
    if (repeat !== undefined) {
      const { separator, item, leading_zeros: zeros } = repeat;
      const each = zeros
        ? `${own}{${item.min},${item.max}}`
        : `(?:0|[1-9]${own}{0,${item.max - 1}})`;
      return `(${each}(?:${escaped(separator)}${each}){${repeat.min - 1},${repeat.max - 1}})`;
    }
    if (first === undefined) return `(${own}{${min},${max}})`;
    return `(${this.program.pattern(first)}${own}{${Math.max(min - 1, 0)},${max - 1}})`;
  }

  /** The characters that may stand here, for people. */
  get allowed() {
    const { chars, repeat } = this.data;
    return repeat ? `${label(chars)} ${repeat.separator}` : label(chars);
  }

  /** A fault of its characters, lengths or text. */
  fault(id, before, found, allowed) {
    return fault(id, this.data, { found, allowed }, before);
  }

  /** The allowed numbers of characters, for people. */
  get span() {
    return this.program.span(this.data.min, this.data.max);
  }

  belongs(char) {
    return this.program.belongs(char, this.data.chars);
  }

  /** Whether a character may stand at a place of the segment, from 0. */
  holds(char, place) {
    return this.program.belongs(char, (place === 0 && this.data.first) || this.data.chars);
  }

  /** The form of a fixed text that stands at a place; undefined: none does. */
  formAt(chars, at) {
    return this.forms?.find((form) => form.every((char, i) => chars[at + i] === char));
  }
}

export function takeRow(segment, chars, at) {
  const { separator } = segment.data.repeat;
  const inside = (char) => segment.belongs(char) || separator.includes(char);
  const match = new RegExp(`^${segment.pattern}`, "us").exec(chars.slice(at).join(""));
  const given = match === null ? [] : codePoints(match[0]);
  let stop = at;
  while (stop < chars.length && inside(chars[stop])) stop += 1;
  const next = segment.next;
  const all = given.length > 0 && at + given.length === stop;
  if (all && (stop === chars.length || next !== undefined)) return [given, []];
  if (stop < chars.length && next?.formAt(chars, stop) === undefined) {
    return [given, [segment.fault("code.characters", stop, chars[stop], segment.allowed)]];
  }
  const found = segment.fault("code.length", at, stop - at, segment.span);
  return [chars.slice(at, stop), [found]];
}
