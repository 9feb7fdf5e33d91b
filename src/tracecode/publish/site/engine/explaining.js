/** What a code says: its edition, its segments with what they mean, its findings as sentences. */

import { days, localToday, when } from "./dates.js";
import { elementName } from "./elements.js";
import { isError, verdictOf, warning } from "./findings.js";
import { doubts, isWithin, ranked } from "./ranking.js";
import { sentence } from "./sentences.js";
import { codePoints, joined } from "./texts.js";

const STATES = ["current", "past", "future"];

/**
 * A text as a code of a scheme: `verdict`, `edition`, `layout`, `segments`, `findings`.
 *
 * @param {Program} program
 * @param {string} id of the scheme
 * @param {string} text
 * @param {{on?: string, strict?: boolean, today?: string}} options
 */
export function explain(program, id, text, options = {}) {
  const { on, today = localToday() } = options;
  const { data } = program.scheme(id);
  const { findings, reading } = program.examine(id, text, options);
  const about = {
    scheme: id,
    name: data.name,
    identifies: data.identifies,
    verdict: verdictOf(findings),
    findings: told(program, findings),
    segments: [],
  };
  if (reading === undefined) return about;
  const { edition, data: layout } = reading.layout;
  return {
    ...about,
    read: reading.given,
    edition: {
      id: edition.id,
      from: edition.from,
      to: edition.to,
      state: STATES[when(edition, on ?? today)],
      evidence: edition.evidence,
      source: edition.source,
    },
    layout: { id: layout.id, name: layout.name, evidence: layout.evidence, source: layout.source },
    segments: reading.fits ? segmentsOf(program, reading) : [],
  };
}

/**
 * What a text may be: matches as `identify` gives them, each with its explanation; and what is
 * doubtful about the first.
 *
 * @returns {{matches: object[], findings: object[]}} findings: of the text as a whole
 */
export function answer(program, text, options = {}) {
  const refused = program.refused(text);
  if (refused !== undefined) return { matches: [], findings: told(program, [refused]) };
  const matches = ranked(program, text, { near: true, ...options });
  if (!matches.length) return { matches, findings: told(program, [warning("code.no_scheme")]) };
  const { on, today } = options;
  const explained = matches.map((each, place) => {
    const { reading, findings: own, within, ai, elements, ...match } = each;
    const about = explain(program, match.scheme, match.text, { on, today });
    const beside = own.filter(({ id }) => id.startsWith("gs1."));
    if (place && isWithin(each)) beside.push(warning("code.within")); // of the first: `doubts`
    const findings = [...about.findings, ...told(program, beside)];
    const said = [about.verdict, verdictOf(beside)];
    const verdict = ["invalid", "not checked"].find((each) => said.includes(each)) ?? "valid";
    const shown = elements?.map(([id, value]) => ({ name: elementName(program, id), text: value }));
    return { ...match, ...about, findings, verdict, elements: shown };
  });
  const doubtful = doubts(program, matches);
  const [first] = explained;
  if (first.verdict === "valid") first.verdict = verdictOf(doubtful);
  return { matches: explained, findings: told(program, doubtful) };
}

/** Findings with their sentences, errors first. */
function told(program, findings) {
  const { messages } = program.data;
  return findings
    .map((finding) => ({
      rule: finding.id,
      severity: finding.severity,
      path: finding.path,
      position: finding.position,
      source: finding.source,
      evidence: finding.evidence,
      zh: sentence(messages, finding, "zh"),
      en: sentence(messages, finding, "en"),
    }))
    .sort((one, other) => isError(other) - isError(one));
}

/** The segments of a reading that fits: id, name, text, place, and what they mean. */
function segmentsOf(program, { layout, groups, reference, strict }) {
  const { personal } = layout.owner.data;
  const rows = layout.data.segments.map((segment, place) => {
    const text = personal ? "*".repeat(codePoints(groups[place]).length) : groups[place];
    const at = layout.start(segment.id, groups) + 1;
    return { id: segment.id, name: segment.name, role: segment.role, at, text };
  });
  if (personal) return rows;
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const rule of layout.data.rules) {
    if (rule.part !== undefined) continue;
    const meant = meaning(program, rule, layout.text(rule, groups), reference, strict);
    if (meant === undefined) continue;
    const own = rule.of.length === 1 ? byId.get(rule.of[0]) : undefined;
    if (own !== undefined) Object.assign(own, { ...meant, ...own });
    else rows.push(together(rule.of.map((id) => byId.get(id)), meant));
  }
  return rows;
}

/** What several segments mean together. */
function together(rows, meant) {
  return {
    id: rows.map((row) => row.id).join("+"),
    name: joined(rows.map((row) => row.name)),
    text: rows.map((row) => row.text).join(""),
    ...meant,
  };
}

function meaning(program, rule, text, reference, strict) {
  if (rule.id === "code.codelist") {
    const named = program.data.lists[rule.list].values[text];
    return named === undefined ? undefined : { meaning: named };
  }
  if (rule.id === "code.date" && rule.of !== undefined) {
    const first = days(text, rule, reference)?.first;
    return first === undefined ? undefined : { meaning: { zh: first, en: first } };
  }
  if (rule.id !== "code.nested") return undefined;
  const { name } = program.scheme(rule.scheme).data;
  const { reading } = program.examine(rule.scheme, text, { on: reference, strict });
  const inner = reading?.fits ? segmentsOf(program, reading) : [];
  return { meaning: name, scheme: rule.scheme, segments: inner };
}
