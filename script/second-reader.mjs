// Reads the lines of a conformance file with the JavaScript engine, and says where it differs.
//
//   node script/second-reader.mjs tracecode-codes.mjs codes.json conformance.ndjson
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, codes, file] = process.argv.slice(2);
const { Program, explain, identify } = await import(pathToFileURL(module));
const program = new Program(JSON.parse(readFileSync(codes, "utf8")));

const MOST_OTHERWISE = 0.01; // of the first answers of `identify`

function verdict({ scheme, text, on, mode, only }) {
  const found = program.read(scheme, text, { on, strict: mode === "strict", only });
  const layout = found.edition === undefined ? null : `${found.edition}/${found.layout}`;
  return JSON.stringify([found.verdict, found.errors, found.warnings, layout]);
}

/** The findings in no order. What may stand in place of a value outside a list is not compared. */
function findings(told) {
  const cut = (text) => text.replace(/(；可用：|；是否为|; allowed: |; did you mean).*$/s, "");
  const rows = told.map(([rule, severity, path, position, zh, en, ...rest]) => {
    const sentences = rule === "code.codelist" ? [cut(zh), cut(en)] : [zh, en];
    return JSON.stringify([rule, severity, path, position, ...sentences, ...rest]);
  });
  return JSON.stringify(rows.sort());
}

function sentences({ scheme, text, on, mode, only, moved }) {
  const told = explain(program, scheme, text, { on, strict: mode === "strict", only }).findings;
  return findings(
    told.map((each) => [
      each.rule,
      each.severity,
      each.path ?? null,
      moved ? null : (each.position ?? null),
      each.zh,
      each.en,
      each.source ?? null,
      each.evidence ?? null,
    ]),
  );
}

function first({ text, on }) {
  const [match] = identify(program, text, { on, near: true });
  return JSON.stringify(match === undefined ? null : [match.scheme, match.fits]);
}

/** What the library says of a line, and what the engine says. */
function both(line) {
  if (line.told !== undefined) return [findings(line.told), sentences(line)];
  if (line.first !== undefined) return [JSON.stringify(line.first), first(line)];
  const { verdict: wanted, errors, warnings, layout = null } = line;
  return [JSON.stringify([wanted, errors, warnings, layout]), verdict(line)];
}

let count = 0;
let wrong = 0;
let most = 0;
for (const text of readFileSync(file, "utf8").trimEnd().split("\n")) {
  const line = JSON.parse(text);
  const [library, engine] = both(line);
  count += 1;
  if (line.first !== undefined) most = count * MOST_OTHERWISE;
  if (library === engine) continue;
  wrong += 1;
  if (wrong <= 20)
    console.error(`line ${count}: ${text}\n  library ${library}\n  engine  ${engine}`);
}
console.log(`${count} lines, ${wrong} disagreements`);
process.exitCode = wrong > most || !count ? 1 : 0;
