/**
 * Reads codes by the rule program `codes.json`, as docs/program.md says. For browser and Node.
 *
 *   const program = new Program(JSON.parse(text));
 *   program.read("gtin", "6901234567892", { on: "2026-03-12", strict: true }).verdict; // "valid"
 */

const FORMAT = 1;
const DIGITS = /^[0-9]+$/;

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
      this.schemes.set(id, new Scheme(this.data.schemes[id], this));
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
  read(id, text, { on, strict = false, only, today = localToday() } = {}) {
    const scheme = this.scheme(id);
    if (this.blank.test(text)) return summary([error("code.empty")]);
    if (codePoints(text).length > this.data.longest) return summary([error("code.too_long")]);
    const reference = on ?? today;
    const candidates = scheme.candidates(on, reference, only, strict);
    let given = text;
    if (!strict) {
      const folded = this.fold(text, scheme.lenient);
      const asItIs = scheme.candidates(on, reference, only, true);
      const accepted = () => asItIs.some((each) => each.accepts(text, reference, true));
      if (folded !== text && !accepted()) given = folded;
    }
    if (given === "") return summary([error("code.empty")]);
    const reading = best(candidates, given, reference, strict);
    const graverLast = [...reading.findings].sort((one, other) => isError(one) - isError(other));
    const findings = [...new Map(graverLast.map((each, i) => [each.at ?? i, each])).values()];
    if (on !== undefined && when(reading.layout.edition, on) !== 0)
      findings.push(warning("code.edition"));
    if (!reading.fits && !findings.some(isError)) findings.push(warning("code.unverified"));
    return summary(findings, reading);
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

  /** What lenient reading makes of a text. */
  fold(text, steps) {
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

/** An encoding rule. */
class Scheme {
  constructor(data, program) {
    this.lenient = data.lenient;
    this.editions = data.editions;
    this.layouts = data.editions.flatMap((edition) =>
      edition.layouts.map((layout) => new Layout(layout, edition, program)),
    );
    this.program = program;
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

/** One arrangement of segments. */
class Layout {
  constructor(data, edition, program) {
    Object.assign(this, { data, edition, program });
    this.id = `${edition.id}/${data.id}`;
    this.fixed = data.min === data.max;
    this.segments = data.segments.map((segment) => new Segment(segment, program));
    this.segments.forEach((segment, place) => {
      segment.next = this.segments[place + 1];
    });
    this.places = new Map(data.segments.map((segment, place) => [segment.id, place]));
  }

  /** Cuts a text into its segments, if it fits. */
  get pattern() {
    const groups = () => this.segments.map((segment) => segment.pattern).join("");
    this.compiled ??= new RegExp(`^(?:${groups()})$`, "us");
    return this.compiled;
  }

  accepts(text, reference, strict) {
    const match = this.pattern.exec(text);
    if (match === null) return false;
    const groups = match.slice(1);
    return this.data.rules.every(
      (rule) => rule.severity !== "error" || this.holds(rule, groups, reference, strict),
    );
  }

  /** The findings of a text, and whether it fits. */
  reading(text, reference, strict) {
    const match = this.pattern.exec(text);
    const groups = match?.slice(1);
    const findings = match
      ? this.judged(groups, reference, strict)
      : this.diagnosed(text, reference, strict);
    return { layout: this, fits: match !== null, groups, findings };
  }

  /** The findings of all rules whose segments are sound. */
  judged(groups, reference, strict, sound = () => true) {
    const findings = [];
    for (const rule of this.data.rules) {
      const of = rule.into === undefined ? rule.of : [...rule.of, rule.into];
      if (!of.every((id) => sound(this.places.get(id)))) continue;
      if (rule.id === "code.nested") {
        const inner = this.program.scheme(rule.scheme);
        for (const finding of inner.examine(this.text(rule, groups), reference, strict)) {
          const inside = { ...finding, at: finding.at && rule.of + finding.at };
          findings.push(isError(finding) ? { ...inside, severity: rule.severity } : inside);
        }
      } else if (!this.holds(rule, groups, reference, strict)) {
        const { severity, evidence, source, ...demand } = rule;
        findings.push({ id: rule.id, severity, at: JSON.stringify(demand) });
      }
    }
    return findings;
  }

  /** What a rule reads. */
  text(rule, groups) {
    const text = rule.of.map((id) => groups[this.places.get(id)]).join("");
    if (rule.part === undefined) return text;
    return codePoints(text).slice(rule.part[0] - 1, rule.part[1]).join("");
  }

  holds(rule, groups, reference, strict) {
    const text = this.text(rule, groups);
    switch (rule.id) {
      case "code.codelist": {
        const { values, covers } = this.program.list(rule.list);
        if (values.has(text)) return true;
        return covers.length > 0 && !covers.some((begin) => text.startsWith(begin));
      }
      case "code.range": {
        if (!DIGITS.test(text)) return false;
        const number = BigInt(text);
        return !(number < (rule.min ?? number)) && !(number > (rule.max ?? number));
      }
      case "code.date":
        return days(text, rule, reference) !== null;
      case "code.date_range": {
        const found = days(text, rule, reference);
        if (found === null) return true;
        if (rule.not_before !== undefined && found.last < rule.not_before) return false;
        return rule.not_after !== "reference" || found.first <= reference;
      }
      case "code.characters":
        return codePoints(text).every((char) => this.program.belongs(char, rule.chars));
      case "code.contains":
        return codePoints(text).some((char) => this.program.belongs(char, rule.chars));
      case "code.nested":
        return this.program.scheme(rule.scheme).accepts(text, reference, strict);
      case "code.check_character": {
        const given = groups[this.places.get(rule.into)];
        return checkTexts(this.program.data.checks[rule.check], text).includes(given);
      }
      case "code.unverified_layout":
        return false;
      default:
        throw new Error(`the rule ${rule.id} is not known to this reader`);
    }
  }

  /** Why a text does not fit. */
  diagnosed(text, reference, strict) {
    const { min, max, severity } = this.data;
    const chars = codePoints(text);
    const findings = [];
    if (chars.length < min || chars.length > max) findings.push({ id: "code.length" });
    const groups = [];
    const sound = new Set();
    let at = 0;
    let stopped = false;
    for (const [place, segment] of this.segments.entries()) {
      const [taken, faults] = this.take(segment, place, chars, at);
      findings.push(...faults);
      groups.push(taken.join(""));
      at += taken.length;
      if (!faults.length && taken.length >= segment.data.min) {
        sound.add(place);
        continue;
      }
      const other = (each) => each.id !== "code.characters" || each.position === at + 1;
      stopped = !this.fixed && faults.some(other);
      if (stopped) break;
    }
    if (!stopped && !findings.length) findings.push({ id: "code.length" });
    if ((this.fixed && chars.length !== max) || severity !== "error") sound.clear();
    return [
      ...findings.map((each) => ({ ...each, severity })),
      ...this.judged(groups, reference, strict, (place) => sound.has(place)),
    ];
  }

  /** The characters that a segment takes, and what is wrong with them. */
  take(segment, place, chars, at) {
    if (segment.data.texts !== undefined) return this.takeText(segment, chars, at);
    if (segment.data.repeat !== undefined) return takeRow(segment, chars, at);
    if (segment.data.min === segment.data.max) {
      const taken = chars.slice(at, at + segment.data.max);
      const places = [...taken.keys()].filter((i) => !segment.holds(taken[i], i));
      return [taken, places.map((i) => fault("code.characters", at + i))];
    }
    return this.takeVarying(segment, place, chars, at);
  }

  takeText(segment, chars, at) {
    const form = segment.formAt(chars, at);
    if (form !== undefined) return [form, []];
    const taken = chars.slice(at, at + codePoints(segment.data.text).length);
    return [taken, !taken.length && this.fixed ? [] : [fault("code.literal", at)]];
  }

  takeVarying(segment, place, chars, at) {
    const { min, max, first } = segment.data;
    const next = segment.next;
    if (first !== undefined && at < chars.length && !segment.holds(chars[at], 0)) {
      return [[], [fault("code.characters", at)]];
    }
    const beforeChars = next !== undefined && next.data.chars !== undefined;
    const stop = chars.length - (beforeChars ? this.tail(place) : 0);
    let end = at;
    while (end < stop && segment.belongs(chars[end])) end += 1;
    const taken = chars.slice(at, end);
    const ended = end >= stop || next?.formAt(chars, end) !== undefined;
    if (taken.length > max && beforeChars) return [taken.slice(0, max), []];
    if (taken.length > max || (taken.length < min && ended)) {
      return [taken, [fault("code.length", at)]];
    }
    const rest = chars.slice(end).join("");
    const later = next?.data.text !== undefined && rest.includes(next.data.text);
    if (!ended && (taken.length < min || next === undefined || later)) {
      return [taken, [fault("code.characters", end)]];
    }
    return [taken, []];
  }

  /** The number of characters behind a segment, if that is fixed; otherwise 0. */
  tail(place) {
    const behind = this.segments.slice(place + 1).map((segment) => segment.data);
    if (!behind.every(({ min, max }) => min === max)) return 0;
    return behind.reduce((sum, { max }) => sum + max, 0);
  }
}

/** A part of a layout. */
class Segment {
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

function takeRow(segment, chars, at) {
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
    return [given, [fault("code.characters", stop)]];
  }
  return [chars.slice(at, stop), [fault("code.length", at)]];
}

// --- characters ----------------------------------------------------------------------------------

function codePoints(text) {
  return Array.from(text);
}

function escaped(text) {
  return codePoints(text)
    .map((char) => `\\u{${char.codePointAt(0).toString(16)}}`)
    .join("");
}

function span(first, last) {
  return `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`;
}

function translated(text, map, drop) {
  const into = (char) => (Object.hasOwn(map, char) ? map[char] : char);
  const dropped = (code) => drop.some(([first, last]) => first <= code && code <= last);
  const kept = codePoints(text).filter((char) => !dropped(char.codePointAt(0)));
  return kept.map(into).join("");
}

function trimmed(text, trim) {
  const chars = codePoints(text);
  let [begin, end] = [0, chars.length];
  while (begin < end && trim.includes(chars[begin])) begin += 1;
  while (end > begin && trim.includes(chars[end - 1])) end -= 1;
  return chars.slice(begin, end).join("");
}

// --- findings ------------------------------------------------------------------------------------

function error(id) {
  return { id, severity: "error" };
}

function warning(id) {
  return { id, severity: "warning" };
}

function fault(id, before) {
  return { id, position: before + 1 };
}

function isError(finding) {
  return finding.severity === "error";
}

/** The reading with the least to complain about. */
function best(layouts, text, reference, strict) {
  const readings = layouts.map((layout) => layout.reading(text, reference, strict));
  const firm = readings.filter((each) => each.fits || each.layout.data.severity === "error");
  const rest = firm.length ? firm : readings;
  return rest.reduce((least, each) => (lighter(weight(each), weight(least)) ? each : least));
}

function weight({ findings }) {
  const errors = findings.filter(isError);
  const structural = errors.filter(({ id }) => id === "code.length" || id === "code.literal");
  return [structural.length, errors.length, findings.length];
}

function lighter(one, other) {
  const place = one.findIndex((number, i) => number !== other[i]);
  return place >= 0 && one[place] < other[place];
}

function summary(findings, reading) {
  const ids = (severity) => [
    ...new Set(findings.filter((each) => each.severity === severity).map((each) => each.id)),
  ];
  const errors = ids("error").sort();
  const warnings = ids("warning").sort();
  const judged = warnings.includes("code.unverified") ? "not checked" : "valid";
  const verdict = errors.length ? "invalid" : judged;
  if (reading === undefined) return { verdict, errors, warnings };
  const { layout, fits, groups } = reading;
  const found = { verdict, errors, warnings, edition: layout.edition.id, layout: layout.data.id };
  if (verdict === "valid" && fits) {
    found.segments = Object.fromEntries(
      layout.data.segments.map((segment, place) => [segment.id, segment.text ?? groups[place]]),
    );
  }
  return found;
}

// --- dates ---------------------------------------------------------------------------------------

function localToday() {
  const now = new Date();
  return day(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

/** 0: the edition is in force on the date; 1: it ended before; 2: it begins later. */
function when(edition, on) {
  if (edition.from !== undefined && edition.from > on) return 2;
  return edition.to !== undefined && edition.to < on ? 1 : 0;
}

/** Days between a date and the nearer end of an edition. */
function distance({ from = "0001-01-01", to = "9999-12-31" }, on) {
  return Math.min(Math.abs(number(from) - number(on)), Math.abs(number(to) - number(on)));
}

/** The number of a day. */
function number(text) {
  return Math.round(Date.parse(`${text}T00:00:00Z`) / 86400000);
}

function day(year, month, date) {
  const pad = (value, size) => String(value).padStart(size, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

function monthDays(year) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
}

/** First and last day that a text stands for; null: no such date exists. */
function days(text, { date, century }, reference) {
  const width = date.reduce((sum, piece) => sum + piece.length, 0);
  if (text.length !== width || !DIGITS.test(text)) return null;
  const parts = {};
  let at = 0;
  for (const piece of date) {
    parts[piece] = Number(text.slice(at, at + piece.length));
    at += piece.length;
  }
  if ((parts.hh ?? 0) > 23 || (parts.mm ?? 0) > 59 || (parts.ss ?? 0) > 59) return null;
  const year = Number(reference.slice(0, 4));
  if (parts.YYYY !== undefined) return within(parts.YYYY, parts);
  if (parts.YY !== undefined) {
    if (century !== undefined) return within(century + parts.YY, parts);
    const far = (each) => Math.abs(each - year);
    const years = [2100, 2000, 1900].map((each) => each + parts.YY);
    return within(years.reduce((near, each) => (far(each) < far(near) ? each : near)), parts);
  }
  for (let each = year; each >= year - 10; each -= 1) {
    const found = each % 10 === parts.Y ? within(each, parts) : null;
    if (found === null || found.first > reference) continue;
    if (day(each + 10, ...found.first.split("-").slice(1)) > reference) return found;
  }
  return null;
}

/** The days of a year that the other parts of a date leave. */
function within(year, parts) {
  if (year < 1 || year > 9999) return null;
  const lengths = monthDays(year);
  if (parts.DDD !== undefined) {
    let rest = parts.DDD;
    for (const [month, length] of lengths.entries()) {
      if (rest >= 1 && rest <= length) {
        const only = day(year, month + 1, rest);
        return { first: only, last: only };
      }
      rest -= length;
    }
    return null;
  }
  if (parts.MM === undefined) return { first: day(year, 1, 1), last: day(year, 12, 31) };
  if (parts.MM < 1 || parts.MM > 12) return null;
  const length = lengths[parts.MM - 1];
  if (parts.DD === undefined) {
    return { first: day(year, parts.MM, 1), last: day(year, parts.MM, length) };
  }
  if (parts.DD < 1 || parts.DD > length) return null;
  const only = day(year, parts.MM, parts.DD);
  return { first: only, last: only };
}

// --- check characters ----------------------------------------------------------------------------

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
