/**
 * Reads codes by the rule program `codes.json`, as docs/program.md says. For browser and Node.
 *
 *   const program = new Program(JSON.parse(text));
 *   program.read("gtin", "6901234567892", { on: "2026-03-12", strict: true }).verdict; // "valid"
 */

import { distance, localToday, when } from "./dates.js";
import { best, error, isError, summary, warning } from "./findings.js";
import { Layout } from "./layout.js";
import { codePoints, escaped, spans, translated, trimmed, within } from "./texts.js";

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
    this.blank = new RegExp(`^[${spans(data.blank)}]*$`, "u");
  }

  /** The ids of all schemes. */
  get ids() {
    return Object.keys(this.data.schemes);
  }

  /** The scheme of that id; its code lists and patterns are made when they are first needed. */
  scheme(id) {
    if (!Object.hasOwn(this.data.schemes, id)) throw new Error(`there is no scheme ${id}`);
    if (!this.schemes.has(id)) this.schemes.set(id, new Scheme(id, this.data.schemes[id], this));
    return this.schemes.get(id);
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
    const refused = this.refused(text);
    if (refused !== undefined) return { findings: [refused] };
    const reference = on ?? today;
    const candidates = scheme.candidates(on, reference, only, strict);
    const asItIs = scheme.candidates(on, reference, only, true);
    const kept = strict || asItIs.some((each) => each.accepts(text, reference, true));
    const given = kept ? text : this.fold(text, scheme.data.lenient);
    if (given === "") return { findings: [error("code.empty")] };
    const reading = best(candidates, given, reference, strict);
    const findings = toldOnce(reading.findings);
    const { id: edition, evidence, source } = reading.layout.edition;
    if (on !== undefined && when(reading.layout.edition, on) !== 0) {
      findings.push(warning("code.edition", { on, edition }, { evidence, source }));
    }
    if (!reading.fits && !findings.some(isError)) {
      findings.push(warning("code.unverified", { name: scheme.data.name }));
    }
    return { findings, reading: { ...reading, given, reference, strict } };
  }

  /** The error of a text that is read under no scheme; undefined: it may be read. */
  refused(text) {
    if (this.blank.test(text)) return error("code.empty");
    const { longest: allowed } = this.data;
    const found = codePoints(text).length;
    return found > allowed ? error("code.too_long", { found, allowed }) : undefined;
  }

  /** A span of lengths, for people. */
  span(low, high) {
    if (low === high) return String(low);
    return high >= this.data.longest ? `≥ ${low}` : `${low}..${high}`;
  }

  /** Whether a character belongs to a class. */
  belongs(char, chars) {
    if (typeof chars === "string") return chars.includes(char);
    return !within(char, this.data.control) && !chars.except.includes(char);
  }

  /** A class as regular expressions write it. */
  pattern(chars) {
    if (typeof chars === "string") return `[${escaped(chars)}]`;
    return `[^${escaped(chars.except)}${spans(this.data.control)}]`;
  }

  /** What lenient reading makes of a text; of the last text kept, as many schemes fold alike. */
  fold(text, steps) {
    if (this.folded?.text !== text) this.folded = { text, by: {} };
    const { by } = this.folded;
    const key = steps.join();
    by[key] ??= this.foldedBy(text, steps);
    return by[key];
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
    const far = (layout) => distance(layout.edition, on);
    const [nearest] = [...layouts].sort((one, other) => far(one) - far(other));
    return layouts.filter((layout) => layout.edition === nearest.edition);
  }

  /** Whether one of all layouts accepts a text that stands inside another code. */
  accepts(text, reference, strict) {
    const layouts = this.ordered(reference, strict);
    const some = (each) => layouts.some((layout) => layout.accepts(each, reference, strict));
    return some(text) || (!strict && some(this.program.fold(text, this.data.lenient)));
  }

  /** The findings of a text that stands inside another code. */
  examine(text, reference, strict) {
    const kept = strict || this.layouts.some((layout) => layout.accepts(text, reference, strict));
    const given = kept ? text : this.program.fold(text, this.data.lenient);
    return best(this.ordered(reference, strict), given, reference, strict).findings;
  }
}
