/**
 * Says what a text may be: every scheme that it fits, the likeliest first.
 *
 * A text that fits a tight rule (a check character, fixed text, a list of values) fits it by
 * chance far more seldom than one that only counts digits. So each reading is weighed by how many
 * texts would do as well, against all others and against no code at all; what speaks for length
 * alone never reaches one half. Weights are in bits, as the library has them.
 */

import { localToday } from "./dates.js";
import { besideElements } from "./elements.js";
import { best, isError, warning } from "./findings.js";
import { labelPieces, linesOf, payload } from "./payload.js";
import { codePoints } from "./texts.js";
import { basisOf, cost, free, heldBits, randomBits } from "./weights.js";

const HINT = 12; // the item carries the scheme, or a GS1 application identifier says so
const CHECK_FAULT = 7;
const OTHER_FAULT = 16;
const WARNING = 10;
const NEAR = 24; // so much worse than chance a near miss is not worth telling
const NEAR_LENGTH = 400;
const NEAR_ERRORS = 3;
const LOOSE = 10;
const CARRIED = 4;
const EVIDENCE = 8;
const LEFT = 2;
const RIVAL = 7;
const TIGHT = 12;
const BARE = 12;
const MARK = 4;
const LEADING = 0.5;
const CONVINCING = 0.9;
const NARROW = 8;
const MARKS = { hyphens: "-", dots: "." };
const FOLDED = ["width", "trim", "spaces", "hyphens"];
const OUTLINE = ["code.characters", "code.length", "code.literal", "code.unverified_layout"];
const LEVELS = { sscc: 0, ginc: 2, gsin: 2, gln: 3, gsrn: 3 };
const PRECEDENCE = [
  "product",
  "unit",
  "batch",
  "logistic-unit",
  "package",
  "label",
  "licence",
  "certificate",
  "document",
  "party",
];

/**
 * Every scheme that a text fits, the likeliest first. Reads leniently.
 *
 * @param {Program} program
 * @param {string} text what was scanned or typed: a code, an address, GS1 elements, a label
 * @param {{item?: string, on?: string, near?: boolean, today?: string}} options
 *   `item`: on which it stands; `near`: also schemes that it nearly fits, with what is wrong
 * @returns {Match[]}
 */
export function identify(program, text, options = {}) {
  const matches = ranked(program, text, options);
  return matches.map(({ findings, reading, within, ai, elements, ...match }) => match);
}

/** As `identify`, with the findings and the reading of each match, and the elements beside it. */
export function ranked(program, text, { item, on, near = false, today = localToday() } = {}) {
  const matches = read(program, text, { item, on, near, today });
  const told = besideElements(program, matches, on ?? today);
  return near ? told : told.filter(({ fits }) => fits);
}

function read(program, text, { item, on, near, today }) {
  if (!text || codePoints(text).length > program.data.longest) return [];
  const ranking = new Ranking(program, item, on, near, today);
  const content = payload(program, text);
  if (content.behind !== undefined) {
    const again = read(program, content.behind, { item, on, near, today });
    const open = content.broken ? [warning("gs1.not_judged", { found: content.behind })] : [];
    return again.map(({ inside = "symbol", findings, ...match }) => {
      return { ...match, inside, findings: [...findings, ...open] };
    });
  }
  const bare = content.parts.filter((part) => part.bare);
  let whole = byLevel(ranking.matches([[text, undefined, bare]]));
  const inner = [
    ...(bare.length ? [] : content.parts),
    ...whole.flatMap((match) => ranking.labelled(match)),
  ];
  const found = ranking.matches(inner.map((part) => [part.text, part, []]));
  let inside = unrepeated(found);
  if (content.faults?.length)
    inside = near ? inside.map((match) => faulty(match, content.faults)) : [];
  if (whole.some(leads)) {
    if (!isList(program, ranking, text)) return [...whole, ...inside];
    whole = inside = [];
  }
  if (content.rest || !inside.length) {
    const pieces = labelPieces(program, content.rest || text);
    inside = unrepeated([...inside, ...pieces.flatMap((part) => ranking.proved(part))]);
  }
  return inside.length ? [...inside, ...whole.filter((match) => match.fits)] : whole;
}

/** Whether each of several lines has a code that its check characters prove: so many codes. */
function isList(program, ranking, text) {
  const lines = linesOf(text).filter(Boolean);
  const proves = (part) => ranking.proved(part).some(({ basis }) => basis === "check");
  const parts = (line) => [{ text: line, inside: "text" }, ...labelPieces(program, line)];
  return lines.length > 1 && lines.every((line) => parts(line).some(proves));
}

/** What speaks against taking the first match for what the text is, as findings. */
export function doubts(program, [match]) {
  const findings = [];
  if (match.rivals.length) {
    const others = match.rivals.map((id) => program.scheme(id).data.name);
    const id = match.basis === "check" ? "code.ambiguous" : "code.undecided";
    findings.push({ id, severity: "warning", values: { others } });
  }
  if (isWithin(match)) findings.push(warning("code.within"));
  if (match.basis === "length") {
    findings.push({ id: "code.length_only", severity: "warning", values: { name: match.name } });
  }
  return findings;
}

/** Whether a match was read out of a longer text. */
export function isWithin({ inside, within }) {
  return inside === "text" || Boolean(within);
}

/** A match inside a message that is wrong elsewhere. */
function faulty(match, faults) {
  return { ...match, fits: false, findings: [...match.findings, ...faults] };
}

/** Whether a match rests on more than length, and is likelier than all others together. */
function leads(match) {
  return match.fits && match.basis !== "length" && match.confidence > LEADING;
}

function level(match) {
  return match.inside === "gs1" ? (LEVELS[match.scheme] ?? 1) : 1;
}

/** Elements of a message in the order of what it is about: a pallet before what it holds. */
function byLevel(matches) {
  const elements = matches.filter((match) => match.inside === "gs1");
  elements.sort((one, other) => level(one) - level(other));
  return matches.map((match) => (match.inside === "gs1" ? elements.shift() : match));
}

/** The best match of each scheme and text. */
function unrepeated(matches) {
  const kept = new Map();
  const order = (one, other) => level(one) - level(other) || other.confidence - one.confidence;
  for (const match of [...matches].sort(order)) {
    const key = JSON.stringify([match.scheme, match.fits ? match.text : null]);
    if (!kept.has(key)) kept.set(key, match);
  }
  return [...kept.values()];
}

/** Reads texts under every scheme that they may belong to, and weighs the readings. */
class Ranking {
  constructor(program, item, on, near, today) {
    const items = Object.entries(program.data.items);
    Object.assign(this, { program, on, near, today, reference: on ?? today });
    this.favoured = new Set(item === undefined ? [] : program.data.items[item].carries);
    this.carried = new Set(items.flatMap(([, { carries }]) => carries));
  }

  /** The matches of each text. Near misses are looked for only where no fit convinces. */
  matches(texts) {
    const each = texts.map((given) => this.weigh(given, false));
    if (!this.near || each.some(convincing)) return each.flat();
    return texts.flatMap((given) => this.weigh(given, codePoints(given[0]).length <= NEAR_LENGTH));
  }

  /** The matches of a piece of a label that rest on more than length, if the likeliest does. */
  proved(part) {
    const ranked = this.weigh([part.text, part, []], false);
    if (!ranked.length || ranked[0].basis === "length") return [];
    return ranked.filter((match) => match.basis !== "length");
  }

  /** The codes inside a label that fits, as parts. */
  labelled({ fits, identifies, reading }) {
    if (!fits || identifies !== "label") return [];
    const { layout, groups } = reading;
    const nested = layout.data.rules.filter(
      ({ id, part }) => id === "code.nested" && part === undefined,
    );
    return nested.map((rule) => ({ text: layout.text(rule, groups), inside: "label" }));
  }

  weigh([whole, part, bare], near) {
    const chance = -randomBits(this.program.fold(whole, FOLDED));
    let scored = this.readings(whole, part, chance, near);
    for (const element of bare) scored.push(...this.readings(element.text, element, chance, near));
    const fits = scored.filter((read) => read.fits).map((read) => read.score);
    const floor = Math.max(chance - NEAR, Math.max(chance - NEAR, ...fits) - TIGHT);
    scored = scored.filter((read) => read.fits || read.score > floor);
    if (bare.length && scored.some((read) => read.fits && read.part)) {
      scored = scored.filter((read) => read.fits);
    }
    const rounded = (read) => Math.round(read.score * 1000);
    scored.sort(
      (one, other) =>
        rounded(other) - rounded(one) ||
        precedence(one) - precedence(other) ||
        (one.scheme.id < other.scheme.id ? -1 : 1),
    );
    const top = Math.max(chance, ...scored.map((read) => read.score));
    const total = scored.reduce((sum, read) => sum + 2 ** (read.score - top), 2 ** (chance - top));
    return scored.map((read) => this.match(read, 2 ** (read.score - top) / total, scored));
  }

  /** The readings of a text under every scheme that it may belong to. */
  readings(text, part, chance, near) {
    const found = [];
    for (const scheme of this.candidates(text, part, near)) {
      if (!near && !scheme.accepts(text, this.reference, false)) continue;
      const { on, today } = this;
      const { findings, reading: taken } = this.program.examine(scheme.id, text, { on, today });
      if (taken === undefined) continue;
      const errors = findings.filter(isError);
      const fits = !errors.length;
      if (fits && (!taken.fits || isAnother(taken.layout))) continue;
      if (!fits && (!near || errors.length > NEAR_ERRORS)) continue;
      const named = part?.ai !== undefined && (scheme.data.gs1_ai ?? []).includes(part.ai);
      if (scheme.data.hint_only && !this.favoured.has(scheme.id) && !named) continue;
      const folded = this.program.fold(text, scheme.data.lenient);
      const reading =
        folded === text
          ? taken
          : best(scheme.candidates(on, this.reference), folded, this.reference, false);
      const held = heldBits(reading, this.reference);
      const untold = held < EVIDENCE && !this.carried.has(scheme.id);
      const oneFault = errors.length === 1 && errors[0].id === "code.check_character";
      if (!fits && untold && !oneFault) continue;
      let score = this.score(reading, held, part, text, folded) - cost(part);
      if (fits && score < chance - LOOSE && basisOf(reading.layout) === "length") score -= LOOSE;
      found.push({ score, scheme, reading, findings, fits, text, part });
    }
    return found;
  }

  /** Schemes by length; for near misses by a length that is one off, or a fixed beginning. */
  candidates(text, part, near) {
    const known = this.program.ids.map((id) => this.program.scheme(id));
    const hinted = (scheme) =>
      !scheme.data.hint_only || part?.ai !== undefined || this.favoured.has(scheme.id);
    const candidates = known.filter((scheme) => hinted(scheme) && this.may(scheme, text, near));
    if (part?.ai === undefined) return candidates;
    const meant = candidates.filter((scheme) => (scheme.data.gs1_ai ?? []).includes(part.ai));
    return meant.length || part.inside === "gs1" ? meant : candidates;
  }

  may(scheme, text, near) {
    const folded = this.program.fold(text, scheme.data.lenient);
    if (folded === "") return false;
    const size = codePoints(folded).length;
    const own = codePoints(text).length;
    return scheme.layouts.some(({ data: { min, max, segments } }) => {
      if ((min <= size && size <= max) || (!near && min <= own && own <= max)) return true;
      if (!near) return false;
      const begins = segments[0].text ?? "";
      const close = max - min <= NARROW && min - 1 <= size && size <= max + 1;
      return close || (codePoints(begins).length > 1 && folded.startsWith(begins));
    });
  }

  /** Binary logarithm of how well a reading explains the text. */
  score(reading, held, part, text, folded) {
    const { owner } = reading.layout;
    const { lenient } = owner.data;
    const size = codePoints(text).length;
    const taken = reading.groups.reduce((sum, group) => sum + codePoints(group).length, 0);
    const left = Math.max(0, codePoints(folded).length - taken);
    let score = -Math.max(0, free(reading) - held) - left * (randomBits(text) / size + LEFT);
    for (const [step, mark] of Object.entries(MARKS)) {
      if (lenient.includes(step)) score -= MARK * (text.split(mark).length - 1);
    }
    for (const finding of reading.findings) {
      if (!isError(finding)) {
        score -= WARNING;
        continue;
      }
      score -= finding.id === "code.check_character" ? CHECK_FAULT : OTHER_FAULT;
      if (finding.id === "code.characters") score -= randomBits(text) / size;
    }
    if (this.favoured.has(owner.id) || behindAi(owner, part)) return score + HINT;
    const bare = part?.bare && basisOf(reading.layout) === "check";
    return this.carried.has(owner.id) || bare ? score + CARRIED : score;
  }

  match(read, confidence, scored) {
    const { scheme, reading, findings, fits, text, part } = read;
    let basis = basisOf(reading.layout);
    const doubted = findings.some(
      ({ id, severity }) => severity === "warning" && OUTLINE.includes(id),
    );
    if (basis === "content" && doubted) basis = "length";
    const hinted = this.favoured.has(scheme.id) || behindAi(scheme, part);
    const share = basis === "length" && !hinted ? Math.min(confidence, 0.5) : confidence;
    const rivals = [...new Set([...rivalsOf(read, scored), ...this.unmarked(read)])];
    const { name, identifies } = scheme.data;
    const rounded = Math.round(share * 10000) / 10000;
    return {
      scheme: scheme.id,
      name,
      identifies,
      text,
      fits,
      confidence: rounded,
      basis,
      findings,
      reading,
      inside: part?.inside,
      ai: part?.ai,
      elements: part?.elements,
      within: part?.within,
      rivals,
    };
  }

  /** Schemes whose code the text is without the words with which every one begins. */
  unmarked({ fits, reading, scheme, text }) {
    const begins = reading.layout.data.segments[0].text ?? "";
    if (!fits || basisOf(reading.layout) !== "content" || begins) return [];
    const size = codePoints(text).length;
    return this.program.ids.filter((id) => {
      const other = this.program.scheme(id);
      const marked = ({ data: { min, max, segments } }) => {
        const mark = segments[0].text ?? "";
        const long = codePoints(mark).length;
        if (long < 2 || /^[\x00-\x7f]*$/.test(mark)) return false;
        if (min > size + long || size + long > max) return false;
        return other.accepts(mark + text, this.reference, false);
      };
      return id !== scheme.id && other.layouts.some(marked);
    });
  }
}

/** The schemes whose reading is about as likely; of one by length also a tight rule nearly kept. */
function rivalsOf(read, scored) {
  const loose = basisOf(read.reading.layout) === "length";
  const close = read.part?.bare ? BARE : RIVAL;
  const isRival = (other) =>
    !beside(read.part, other.part) &&
    ((other.score > read.score - close && (other.fits || !read.fits)) ||
      (loose && other.score > read.score - TIGHT && basisOf(other.reading.layout) === "check"));
  return scored
    .filter(isRival)
    .map(({ scheme }) => scheme.id)
    .filter((id) => id !== read.scheme.id);
}

/** Whether two pieces are elements of one message, each of which says something else. */
function beside(part, other) {
  return (
    part !== undefined && other !== undefined && Boolean(part.elements) && part.ai !== other.ai
  );
}

/** Whether nobody would ask for near misses beside these matches. */
function convincing(matches) {
  const sound = matches.filter(
    ({ basis, findings }) =>
      basis !== "length" && findings.every((each) => each.severity !== "warning"),
  );
  return sound.reduce((sum, { confidence }) => sum + confidence, 0) > CONVINCING;
}

function precedence({ scheme }) {
  const place = PRECEDENCE.indexOf(scheme.data.identifies);
  return place < 0 ? PRECEDENCE.length : place;
}

function behindAi(scheme, part) {
  return part?.ai !== undefined && !part.bare && (scheme.data.gs1_ai ?? []).includes(part.ai);
}

/** Whether a layout is nothing but a code of another scheme. */
function isAnother({ data: { segments, rules } }) {
  return segments.length === 1 && rules.some((rule) => rule.id === "code.nested" && !rule.part);
}
