/** One arrangement of segments: it accepts texts, and says everything that is wrong with others. */

import { checkTexts, unfit } from "./checks.js";
import { days } from "./dates.js";
import { isError } from "./findings.js";
import { Segment } from "./segment.js";
import { codePoints, joined, label } from "./texts.js";

/** One arrangement of segments. */
export class Layout {
  constructor(data, edition, owner) {
    Object.assign(this, { data, edition, owner, program: owner.program });
    this.id = `${edition.id}/${data.id}`;
    this.fixed = data.min === data.max;
    this.segments = data.segments.map((segment, place) => new Segment(segment, place, this));
    this.firm = data.rules.filter(isError);
    this.places = new Map(data.segments.map((segment, place) => [segment.id, place]));
  }

  /** The texts of the segments; undefined: the text does not fit. */
  cut(text) {
    this.pattern ??= new RegExp(`^${this.segments.map((each) => each.pattern).join("")}$`, "us");
    return this.pattern.exec(text)?.slice(1);
  }

  accepts(text, reference, strict) {
    const groups = this.cut(text);
    const kept = (rule) => this.holds(rule, groups, reference, strict);
    return groups !== undefined && this.firm.every(kept);
  }

  /** The findings of a text, and whether it fits. */
  reading(text, reference, strict) {
    const groups = this.cut(text);
    if (groups === undefined) return this.diagnosed(text, reference, strict);
    const findings = this.judged(groups, reference, strict);
    return { layout: this, fits: true, groups, findings, sound: () => true };
  }

  /** The places of the segments that a rule reads. */
  placesOf(rule) {
    const of = rule.into === undefined ? rule.of : [...rule.of, rule.into];
    return of.map((id) => this.places.get(id));
  }

  /** The findings of all rules whose segments are sound. */
  judged(groups, reference, strict, sound = () => true) {
    const findings = [];
    for (const rule of this.data.rules) {
      if (!this.placesOf(rule).every(sound)) continue;
      if (rule.id === "code.nested") {
        const inner = this.program.scheme(rule.scheme);
        const found = inner.examine(this.text(rule, groups), reference, strict);
        findings.push(...found.map((each) => this.inside(each, rule, groups)));
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
    const about = { id: rule.id, severity, evidence, source, at: JSON.stringify(demand) };
    if (rule.id === "code.unverified_layout") {
      return { ...about, position: 1, values: { reason: rule.reason } };
    }
    const ids = rule.into === undefined ? rule.of : [rule.into];
    const name = joined(ids.map((id) => this.segments[this.places.get(id)].data.name));
    const text = this.text(rule, groups);
    const demanded = this.demand(rule, text, groups, reference);
    const values = { name, found: this.shown(text), ...demanded };
    const position = this.start(ids[0], groups) + (rule.part?.[0] ?? 1);
    return { ...about, path: ids.join("."), position, values };
  }

  /** What a rule demands, for people. */
  demand(rule, text, groups, reference) {
    switch (rule.id) {
      case "code.check_character": {
        const check = this.program.data.checks[rule.check];
        const allowed = unfit(check, text) ?? checkTexts(check, text)[0];
        const named = rule.check.includes("/") ? "weighted-sum" : rule.check;
        return { found: groups[this.places.get(rule.into)], allowed, check: named };
      }
      case "code.codelist": {
        const { name: list, values } = this.program.data.lists[rule.list];
        const codes = Object.keys(values);
        if (codes.length > 12) return { list, hint: { zh: "", en: "" } };
        const hint = { zh: `；可用：${codes.join("、")}`, en: `; allowed: ${codes.join(", ")}` };
        return { list, hint };
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
    const [first, last] = rule.part;
    return codePoints(text).slice(first - 1, last).join("");
  }

  holds(rule, groups, reference, strict) {
    const text = this.text(rule, groups);
    switch (rule.id) {
      case "code.codelist": {
        const { values, covers = [] } = this.program.data.lists[rule.list];
        if (Object.hasOwn(values, text)) return true;
        return covers.length > 0 && !covers.some((begin) => text.startsWith(begin));
      }
      case "code.range": {
        if (!/^[0-9]+$/.test(text)) return false;
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
    const { name, min, max, severity, evidence, source } = this.data;
    const chars = codePoints(text);
    const values = { name, found: { chars }, allowed: this.program.span(min, max) };
    const length = { id: "code.length", values };
    const causes = chars.length < min || chars.length > max ? [length] : [];
    const groups = this.segments.map(() => "");
    const sound = new Set();
    let at = 0;
    for (const [place, segment] of this.segments.entries()) {
      const [taken, faults] = segment.take(chars, at);
      causes.push(...faults);
      if (!faults.length || segment.forms === undefined) groups[place] = taken.join("");
      at += taken.length;
      if (!faults.length && taken.length >= segment.data.min) sound.add(place);
      const other = (each) => each.id !== "code.characters" || each.position === at + 1;
      if (!this.fixed && faults.some(other)) break;
    }
    if (!causes.length) causes.push(length);
    if ((this.fixed && chars.length !== max) || severity !== "error") sound.clear();
    const about = (each) => ({ severity, evidence, source: each.source ?? source });
    const own = causes.map((each) => ({ ...each, ...about(each) }));
    const isSound = (place) => sound.has(place);
    const findings = [...own, ...this.judged(groups, reference, strict, isSound)];
    return { layout: this, fits: false, groups, findings, sound: isSound };
  }
}
