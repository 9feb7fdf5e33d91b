/**
 * Reads codes by the rule program `codes.json`, as docs/program.md says. For browser and Node.
 *
 *   const program = new Program(JSON.parse(text));
 *   program.read("gtin", "6901234567892", { on: "2026-03-12", strict: true }).verdict; // "valid"
 */

import { distance, localToday, when } from "./dates.js";
import { best, error, isError, summary, warning } from "./findings.js";
import { Layout } from "./layout.js";
import { codePoints, escaped, span, translated, trimmed } from "./texts.js";

const FORMAT = 1;

/** All encoding rules of a standard. */
export class Program {
  /** @param {object} data what `codes.json` holds */
  constructor(data) {
    if (data.format !== FORMAT) {
      throw new Error(`the rule program has format ${data.format}; this reader knows ${FORMAT}`);
    }
    this.data = data;
    this.schemes = new Map();
    this.lists = new Map();
    const blank = data.blank.map(([first, last]) => span(first, last)).join("");
    this.blank = new RegExp(`^[${blank}]*$`, "u");
    this.control = data.control;
  }

  /** The ids of all schemes. */
  get ids() {
    return Object.keys(this.data.schemes);
  }

  /** The scheme of that id; its code lists and patterns are made when they are first needed. */
  scheme(id) {
    if (!this.schemes.has(id)) {
      if (!Object.hasOwn(this.data.schemes, id)) throw new Error(`there is no scheme ${id}`);
      this.schemes.set(id, new Scheme(id, this.data.schemes[id], this));
    }
    return this.schemes.get(id);
  }

  /** A code list: its values, and the beginnings for which it is complete. */
  list(id) {
    if (!this.lists.has(id)) {
      const { values, covers = [] } = this.data.lists[id];
      this.lists.set(id, { values: new Set(Object.keys(values)), covers });
    }
    return this.lists.get(id);
  }

  /**
   * Read a text under a scheme.
   *
   * @param {string} id of the scheme
   * @param {string} text
   * @param {{on?: string, strict?: boolean, only?: string, today?: string}} options
   *   `on`: the date for which it is read, `YYYY-MM-DD`; `only`: a layout, `edition/layout`
   * @returns {{verdict: "valid"|"invalid"|"not checked", errors: string[], warnings: string[],
   *   edition?: string, layout?: string, segments?: Object<string, string>}}
   */
  read(id, text, options = {}) {
    const { findings, reading } = this.examine(id, text, options);
    return summary(findings, reading);
  }

  /**
   * As `read`, with every finding and what fills its sentence.
   *
   * @returns {{findings: object[], reading?: object}} `reading.given`: the text after folding
   */
  examine(id, text, { on, strict = false, only, today = localToday() } = {}) {
    const scheme = this.scheme(id);
    if (this.blank.test(text)) return { findings: [error("code.empty")] };
    const found = codePoints(text).length;
    if (found > this.data.longest) {
      return { findings: [error("code.too_long", { found, allowed: this.data.longest })] };
    }
    const reference = on ?? today;
    const candidates = scheme.candidates(on, reference, only, strict);
    let given = text;
    if (!strict) {
      const folded = this.fold(text, scheme.lenient);
      const asItIs = scheme.candidates(on, reference, only, true);
      const accepted = () => asItIs.some((each) => each.accepts(text, reference, true));
      if (folded !== text && !accepted()) given = folded;
    }
    if (given === "") return { findings: [error("code.empty")] };
    const reading = best(candidates, given, reference, strict);
    const findings = toldOnce(reading.findings);
    const { edition } = reading.layout;
    if (on !== undefined && when(edition, on) !== 0) {
      const { evidence, source } = edition;
      findings.push(warning("code.edition", { on, edition: edition.id }, { evidence, source }));
    }
    if (!reading.fits && !findings.some(isError)) {
      findings.push(warning("code.unverified", { name: scheme.data.name }));
    }
    return { findings, reading: { ...reading, given, reference, strict } };
  }

  /** A span of lengths, for people. */
  span(low, high) {
    if (low === high) return String(low);
    return high >= this.data.longest ? `≥ ${low}` : `${low}..${high}`;
  }

  /** Whether a character belongs to a class. */
  belongs(char, chars) {
    if (typeof chars === "string") return chars.includes(char);
    const code = char.codePointAt(0);
    const control = this.control.some(([first, last]) => first <= code && code <= last);
    return !control && !chars.except.includes(char);
  }

  /** A class as regular expressions write it. */
  pattern(chars) {
    if (typeof chars === "string") return `[${escaped(chars)}]`;
    const control = this.control.map(([first, last]) => span(first, last)).join("");
    return `[^${escaped(chars.except)}${control}]`;
  }

  /** What lenient reading makes of a text; of the last text kept, as many schemes fold alike. */
  fold(text, steps) {
    if (this.folded?.text !== text) this.folded = { text, by: new Map() };
    const { by } = this.folded;
    const key = steps.join();
    if (!by.has(key)) by.set(key, this.foldedBy(text, steps));
    return by.get(key);
  }

  foldedBy(text, steps) {
    let folded = text;
    for (const { step, map = {}, drop = [], trim = "", bare = "", ...ends } of this.data.folding) {
      if (step !== undefined && !steps.includes(step)) continue;
      folded = translated(folded, map, drop);
      folded = trimmed(folded, trim) || trimmed(folded, bare);
      while (folded.length > 1 && folded[0] === ends.lead && ends.before.includes(folded[1]))
        folded = folded.slice(1);
    }
    return folded;
  }
}

/** The findings without those that say again, less gravely, what another says. */
function toldOnce(findings) {
  const graverLast = [...findings].sort((one, other) => isError(one) - isError(other));
  return [...new Map(graverLast.map((each, i) => [each.at ?? i, each])).values()];
}

/** An encoding rule. */
class Scheme {
  constructor(id, data, program) {
    Object.assign(this, { id, data, program });
    this.lenient = data.lenient;
    this.editions = data.editions;
    this.layouts = data.editions.flatMap((edition) =>
      edition.layouts.map((layout) => new Layout(layout, edition, this)),
    );
  }

  /** The layouts that a reading takes, in the order of their editions for a date. */
  ordered(reference, strict) {
    const order = (layout) => when(layout.edition, reference);
    const begin = (layout) => layout.edition.from ?? "0001-01-01";
    return this.layouts
      .filter((layout) => !(strict && layout.data.lenient_only))
      .sort((a, b) => order(a) - order(b) || begin(b).localeCompare(begin(a)));
  }

  /** The layouts that may be meant; one that is asked for by name is taken in any reading. */
  candidates(on, reference, only, strict) {
    if (only !== undefined) return this.layouts.filter((layout) => layout.id === only);
    const layouts = this.ordered(reference, strict);
    if (on === undefined) return layouts;
    const inForce = layouts.filter((layout) => when(layout.edition, on) === 0);
    if (inForce.length) return inForce;
    const distances = layouts.map((layout) => distance(layout.edition, on));
    const nearest = layouts[distances.indexOf(Math.min(...distances))].edition;
    return layouts.filter((layout) => layout.edition === nearest);
  }

  /** Whether one of all layouts accepts a text that stands inside another code. */
  accepts(text, reference, strict) {
    const layouts = this.ordered(reference, strict);
    const some = (each) => layouts.some((layout) => layout.accepts(each, reference, strict));
    return some(text) || (!strict && some(this.program.fold(text, this.lenient)));
  }

  /** The findings of a text that stands inside another code. */
  examine(text, reference, strict) {
    let given = text;
    if (!strict && !this.layouts.some((layout) => layout.accepts(text, reference, strict)))
      given = this.program.fold(text, this.lenient);
    return best(this.ordered(reference, strict), given, reference, strict).findings;
  }
}
