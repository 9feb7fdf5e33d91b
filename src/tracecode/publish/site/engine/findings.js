/** Findings: what is wrong with a text, as data. */

export function error(id, values = {}) {
  return { id, severity: "error", values };
}

export function warning(id, values = {}, about = {}) {
  return { id, severity: "warning", values, ...about };
}

export function isError(finding) {
  return finding.severity === "error";
}

/** The reading with the least to complain about. */
export function best(layouts, text, reference, strict) {
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

const UNCHECKED = [
  "code.length_only",
  "code.no_scheme",
  "code.several",
  "code.undecided",
  "code.unverified",
  "code.within",
  "gs1.no_key",
  "gs1.not_judged",
];

/** `valid`, `invalid` or `not checked`. */
export function verdictOf(findings) {
  if (findings.some(isError)) return "invalid";
  return findings.some(({ id }) => UNCHECKED.includes(id)) ? "not checked" : "valid";
}

/** What a conformance file says of a text. */
export function summary(findings, reading) {
  const found = (severity) => findings.filter((each) => each.severity === severity);
  const ids = (severity) => [...new Set(found(severity).map(({ id }) => id))].sort();
  const [verdict, errors, warnings] = [verdictOf(findings), ids("error"), ids("warning")];
  if (reading === undefined) return { verdict, errors, warnings };
  const { layout, fits, groups } = reading;
  const said = { verdict, errors, warnings, edition: layout.edition.id, layout: layout.data.id };
  if (verdict === "valid" && fits) {
    const texts = layout.data.segments.map(({ id, text }, place) => [id, text ?? groups[place]]);
    said.segments = Object.fromEntries(texts);
  }
  return said;
}
