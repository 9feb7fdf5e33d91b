/** One arrangement of segments: it accepts texts, and says everything that is wrong with others. */

import { checkTexts, unfit } from "./checks.js";
import { days } from "./dates.js";
import { isError } from "./findings.js";
import { Segment, takeRow } from "./segment.js";
import { codePoints, label } from "./texts.js";

const DIGITS = /^[0-9]+$/;

/** One arrangement of segments. */
export class Layout {
  constructor(data, edition, owner) {
    Object.assign(this, { data, edition, owner, program: owner.program });
    this.id = `${edition.id}/${data.id}`;
    this.fixed = data.min === data.max;
    this.segments = data.segments.map((segment) => new Segment(segment, this.program));
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
    if (match === null) return this.diagnosed(text, reference, strict);
    const groups = match.slice(1);
    const findings = this.judged(groups, reference, strict);
    return { layout: this, fits: true, groups, findings, sound: () => true };
  }

  /** The places of the segments that a rule reads. */
  placesOf(rule) {
    const of = rule.into === undefined ? rule.of : [...rule.of, rule.into];
    return of.map((id) => this.places.get(id));
  }

  /** How improbable it is that a random text keeps the rules that a reading keeps, in bits. */
  held({ groups, sound }, reference) {
    const kept = (rule) =>
      this.placesOf(rule).every(sound) && this.holds(rule, groups, reference, false);
    const weighed = this.data.rules.filter((rule) => rule.bits !== undefined && kept(rule));
    return weighed.reduce((sum, rule) => sum + rule.bits, 0);
  }

  /** The findings of all rules whose segments are sound. */
  judged(groups, reference, strict, sound = () => true) {
    const findings = [];
    for (const rule of this.data.rules) {
      if (!this.placesOf(rule).every(sound)) continue;
      if (rule.id === "code.nested") {
        const inner = this.program.scheme(rule.scheme);
        for (const finding of inner.examine(this.text(rule, groups), reference, strict)) {
          findings.push(this.inside(finding, rule, groups));
        }
      } else if (!this.holds(rule, groups, reference, strict)) {
        findings.push(this.broken(rule, groups, reference));
      }
    }
    return findings;
  }

  /** A finding of a code that stands inside this one: no graver than the rule that holds it. */
  inside(finding, rule, groups) {
    const path = finding.path ? `${rule.of[0]}.${finding.path}` : rule.of[0];
    return {
      ...finding,
      path,
      at: finding.at && rule.of + finding.at,
      position: this.start(rule.of[0], groups) + (finding.position ?? 1),
      severity: isError(finding) ? rule.severity : finding.severity,
      evidence: rule.severity === "error" ? finding.evidence : rule.evidence,
    };
  }

  /** The finding of a rule that does not hold. */
  broken(rule, groups, reference) {
    const { severity, evidence, source, bits, ...demand } = rule;
    const text = this.text(rule, groups);
    const about = { id: rule.id, severity, evidence, source, at: JSON.stringify(demand) };
    if (rule.id === "code.unverified_layout") {
      return { ...about, position: 1, values: { reason: rule.reason } };
    }
    if (rule.into !== undefined) {
      const [check, place] = [this.program.data.checks[rule.check], this.places.get(rule.into)];
      const allowed = checkTexts(check, text)[0] ?? unfit(check, text);
      const { name } = this.segments[place].data;
      const named = rule.check.includes("/") ? "weighted-sum" : rule.check;
      const values = { name, found: groups[place], allowed, check: named };
      return { ...about, path: rule.into, position: this.start(rule.into, groups) + 1, values };
    }
    const names = rule.of.map((id) => this.segments[this.places.get(id)].data.name);
    const name = {
      zh: names.map((each) => each.zh).join("、"),
      en: names.map((each) => each.en).join(" + "),
    };
    const position = this.start(rule.of[0], groups) + (rule.part?.[0] ?? 1);
    const values = { name, found: this.shown(text), ...this.demand(rule, text, reference) };
    return { ...about, path: rule.of.join("."), position, values };
  }

  /** What a rule demands, for people. */
  demand(rule, text, reference) {
    switch (rule.id) {
      case "code.codelist": {
        const list = this.program.data.lists[rule.list];
        const codes = Object.keys(list.values);
        const few = codes.length <= 12;
        const hint = {
          zh: few ? `；可用：${codes.join("、")}` : "",
          en: few ? `; allowed: ${codes.join(", ")}` : "",
        };
        return { list: list.name, hint };
      }
      case "code.range":
        return { allowed: `${rule.min ?? "…"}..${rule.max ?? "…"}` };
      case "code.date":
        return { allowed: rule.date.join("") };
      case "code.date_range": {
        const lower = rule.not_before === undefined ? [] : [`>= ${rule.not_before}`];
        return { allowed: rule.not_after === "reference" ? [...lower, `<= ${reference}`] : lower };
      }
      case "code.characters": {
        const found = codePoints(text).find((char) => !this.program.belongs(char, rule.chars));
        return { found, allowed: label(rule.chars) };
      }
      default:
        return { allowed: label(rule.chars) };
    }
  }

  /** The number of characters before a segment. */
  start(id, groups) {
    return codePoints(groups.slice(0, this.places.get(id)).join("")).length;
  }

  /** A part of a code as a sentence may show it: a personal number not at all. */
  shown(text) {
    return this.owner.data.personal ? "*".repeat(codePoints(text).length) : text;
  }

  /** What a rule reads. */
  text(rule, groups) {
    const text = rule.of.map((id) => groups[this.places.get(id)]).join("");
    if (rule.part === undefined) return text;
    return codePoints(text)
      .slice(rule.part[0] - 1, rule.part[1])
      .join("");
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
    const length = () => {
      const values = {
        name: this.data.name,
        found: chars.length,
        allowed: this.program.span(min, max),
      };
      return { id: "code.length", values };
    };
    const causes = [];
    if (chars.length < min || chars.length > max) causes.push(length());
    const groups = this.segments.map(() => "");
    const sound = new Set();
    let at = 0;
    let stopped = false;
    for (const [place, segment] of this.segments.entries()) {
      const [taken, faults] = this.take(segment, place, chars, at);
      causes.push(...faults);
      if (!faults.length || segment.forms === undefined) groups[place] = taken.join("");
      at += taken.length;
      if (!faults.length && taken.length >= segment.data.min) {
        sound.add(place);
        continue;
      }
      const other = (each) => each.id !== "code.characters" || each.position === at + 1;
      stopped = !this.fixed && faults.some(other);
      if (stopped) break;
    }
    if (!stopped && !causes.length) causes.push(length());
    if ((this.fixed && chars.length !== max) || severity !== "error") sound.clear();
    const { evidence, source } = this.data;
    const own = causes.map((each) => {
      const { found } = each.values;
      const hides = typeof found === "string" && codePoints(found).length > 1;
      const values = { ...each.values, found: hides ? this.shown(found) : found };
      return { source, ...each, severity, evidence, values };
    });
    const isSound = (place) => sound.has(place);
    const findings = [...own, ...this.judged(groups, reference, strict, isSound)];
    return { layout: this, fits: false, groups, findings, sound: isSound };
  }

  /** The characters that a segment takes, and what is wrong with them. */
  take(segment, place, chars, at) {
    if (segment.data.texts !== undefined) return this.takeText(segment, chars, at);
    if (segment.data.repeat !== undefined) return takeRow(segment, chars, at);
    if (segment.data.min === segment.data.max) {
      const taken = chars.slice(at, at + segment.data.max);
      const places = [...taken.keys()].filter((i) => !segment.holds(taken[i], i));
      const allowed = (i) => label((i === 0 && segment.data.first) || segment.data.chars);
      const faults = places.map((i) =>
        segment.fault("code.characters", at + i, taken[i], allowed(i)),
      );
      return [taken, faults];
    }
    return this.takeVarying(segment, place, chars, at);
  }

  takeText(segment, chars, at) {
    const form = segment.formAt(chars, at);
    if (form !== undefined) return [form, []];
    const taken = chars.slice(at, at + codePoints(segment.data.text).length);
    if (!taken.length && this.fixed) return [taken, []];
    return [taken, [segment.fault("code.literal", at, taken.join(""), segment.data.text)]];
  }

  takeVarying(segment, place, chars, at) {
    const { min, max, first } = segment.data;
    const next = segment.next;
    if (first !== undefined && at < chars.length && !segment.holds(chars[at], 0)) {
      return [[], [segment.fault("code.characters", at, chars[at], label(first))]];
    }
    const beforeChars = next !== undefined && next.data.chars !== undefined;
    const stop = chars.length - (beforeChars ? this.tail(place) : 0);
    let end = at;
    while (end < stop && segment.belongs(chars[end])) end += 1;
    const taken = chars.slice(at, end);
    const ended = end >= stop || next?.formAt(chars, end) !== undefined;
    if (taken.length > max && beforeChars) return [taken.slice(0, max), []];
    if (taken.length > max || (taken.length < min && ended)) {
      return [taken, [segment.fault("code.length", at, taken.length, segment.span)]];
    }
    const rest = chars.slice(end).join("");
    const later = next?.data.text !== undefined && rest.includes(next.data.text);
    if (!ended && (taken.length < min || next === undefined || later)) {
      return [taken, [segment.fault("code.characters", end, chars[end], segment.allowed)]];
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
