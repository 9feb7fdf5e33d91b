/** One part of a layout: its pattern, and what it takes of a text that does not fit. */

import { codePoints, escaped, label } from "./texts.js";

/** A part of a layout. */
export class Segment {
  constructor(data, place, layout) {
    Object.assign(this, { data, place, layout, program: layout.program });
    this.forms = data.texts?.map(codePoints);
  }

  /** The segment behind it. */
  get next() {
    return this.layout.segments[this.place + 1];
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

  /** The characters that it takes from a place on, and what is wrong with them. */
  take(chars, at) {
    const { texts, repeat, min, max } = this.data;
    if (texts !== undefined) return this.takeText(chars, at);
    if (repeat !== undefined) return this.takeRow(chars, at);
    return min === max ? this.takeFixed(chars, at) : this.takeVarying(chars, at);
  }

  takeText(chars, at) {
    const form = this.formAt(chars, at);
    if (form !== undefined) return [form, []];
    const { text } = this.data;
    const taken = chars.slice(at, at + codePoints(text).length);
    if (!taken.length && this.layout.fixed) return [taken, []]; // it ended: its length is told
    const found = taken.length > 1 ? this.layout.shown(taken.join("")) : taken.join("");
    return [taken, [this.fault("code.literal", at, found, text)]];
  }

  takeRow(chars, at) {
    const match = new RegExp(`^${this.pattern}`, "us").exec(chars.slice(at).join(""));
    const given = codePoints(match?.[0] ?? "");
    const { separator } = this.data.repeat;
    const inside = (char) => separator.includes(char) || this.holds(char);
    const stop = endOf(chars, at, chars.length, inside);
    const all = given.length > 0 && at + given.length === stop;
    if (all && (stop === chars.length || this.next !== undefined)) return [given, []];
    if (stop < chars.length && this.next?.formAt(chars, stop) === undefined) {
      return [given, [this.oddAt(stop, chars)]];
    }
    return [chars.slice(at, stop), [this.wrongLength(at, chars.slice(at, stop))]];
  }

  takeFixed(chars, at) {
    const { first, chars: others, max } = this.data;
    const taken = chars.slice(at, at + max);
    const faults = taken.flatMap((char, i) => {
      const allowed = (i === 0 && first) || others;
      if (this.program.belongs(char, allowed)) return [];
      return [this.fault("code.characters", at + i, char, label(allowed))];
    });
    return [taken, faults];
  }

  takeVarying(chars, at) {
    const { min, max, first } = this.data;
    const { next } = this;
    if (first !== undefined && at < chars.length && !this.program.belongs(chars[at], first)) {
      return [[], [this.fault("code.characters", at, chars[at], label(first))]];
    }
    const beforeChars = next?.data.chars !== undefined;
    const stop = chars.length - (beforeChars ? this.tail : 0);
    const end = endOf(chars, at, stop, (char) => this.holds(char));
    const taken = chars.slice(at, end);
    const ended = end >= stop || next?.formAt(chars, end) !== undefined;
    if (taken.length > max && beforeChars) return [taken.slice(0, max), []];
    if (taken.length > max || (taken.length < min && ended)) {
      return [taken, [this.wrongLength(at, taken)]];
    }
    const rest = chars.slice(end).join("");
    const later = next?.data.text !== undefined && rest.includes(next.data.text);
    const odd = !ended && (taken.length < min || next === undefined || later);
    return [taken, odd ? [this.oddAt(end, chars)] : []];
  }

  /** The number of characters behind it, if that is fixed; otherwise 0. */
  get tail() {
    const behind = this.layout.segments.slice(this.place + 1).map((segment) => segment.data);
    if (!behind.every(({ min, max }) => min === max)) return 0;
    return behind.reduce((sum, { max }) => sum + max, 0);
  }

  /** Whether it may have a character, be it not as its first. */
  holds(char) {
    return this.program.belongs(char, this.data.chars);
  }

  /** The form of its fixed text that stands at a place; undefined: none does, or it has none. */
  formAt(chars, at) {
    return this.forms?.find((form) => form.every((char, i) => chars[at + i] === char));
  }

  wrongLength(at, taken) {
    const { min, max } = this.data;
    return this.fault("code.length", at, { chars: taken }, this.program.span(min, max));
  }

  /** The fault of a character that stands where it cannot go on. */
  oddAt(place, chars) {
    const { chars: own, repeat } = this.data;
    const allowed = repeat ? `${label(own)} ${repeat.separator}` : label(own);
    return this.fault("code.characters", place, chars[place], allowed);
  }

  /** What is wrong behind so many characters of the text. */
  fault(id, before, found, allowed) {
    const { id: path, name, source } = this.data;
    return { id, path, position: before + 1, source, values: { name, found, allowed } };
  }
}

/** Where the characters from `at` on that are inside end, at `stop` at the latest. */
function endOf(chars, at, stop, isInside) {
  let end = at;
  while (end < stop && isInside(chars[end])) end += 1;
  return end;
}
