// Reads the lines of a conformance file with the JavaScript reader, and says where it differs.
//
//   node script/second-reader.mjs codes.json conformance.ndjson
import { readFileSync } from "node:fs";
import { Program } from "../src/tracecode/publish/site/reader.js";

const [codes, file] = process.argv.slice(2);
const program = new Program(JSON.parse(readFileSync(codes, "utf8")));
const shown = ({ verdict, errors, warnings, layout }) =>
  JSON.stringify([verdict, errors, warnings, layout ?? null]);
let count = 0;
let wrong = 0;
for (const line of readFileSync(file, "utf8").trimEnd().split("\n")) {
  const wanted = JSON.parse(line);
  const { scheme, text, on, mode, only } = wanted;
  const found = program.read(scheme, text, { on, strict: mode === "strict", only });
  if (found.edition !== undefined) found.layout = `${found.edition}/${found.layout}`;
  count += 1;
  if (shown(found) === shown(wanted)) continue;
  wrong += 1;
  if (wrong <= 20) console.error(`line ${count}: ${line}\n  but the reader says ${shown(found)}`);
}
console.log(`${count} lines, ${wrong} disagreements`);
process.exitCode = wrong || !count ? 1 : 0;
