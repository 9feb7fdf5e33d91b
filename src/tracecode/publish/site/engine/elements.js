/** Judges what GS1 elements say beside codes: of each value what the rule program tells. */

import { days } from "./dates.js";
import { error, isError, warning } from "./findings.js";
import { codePoints } from "./texts.js";

/** How an application identifier is called. */
export function elementName(program, ai) {
  return program.data.gs1_values?.[ai]?.name ?? `(${ai})`;
}

/**
 * The matches with what is to be said of the elements beside each: errors of their values, or
 * which were not judged. An element that was read as a code is judged.
 */
export function besideElements(program, matches, reference) {
  const key = (ai, text) => `${ai} ${text}`;
  const read = new Set(matches.filter(({ fits }) => fits).map(({ ai, text }) => key(ai, text)));
  return matches.map((match) => {
    const { elements = [], findings } = match;
    const judged = elements.map(([ai, text]) => {
      const told = read.has(key(ai, text)) ? [] : faults(program, ai, text, reference);
      const apart = elements.some(([other, value]) => other === ai && value !== text);
      return { ai, told: apart && !told?.length ? undefined : told };
    });
    const told = judged.flatMap((each) => each.told ?? []);
    if (told.length) {
      const wrong = told.filter((fault) => !findings.some((each) => isSame(each, fault)));
      return { ...match, fits: false, findings: [...findings, ...wrong] };
    }
    const open = judged.filter((each) => each.told === undefined);
    if (!open.length || findings.some(isError)) return match;
    const found = [...new Set(open.map(({ ai }) => elementName(program, ai)))];
    return { ...match, findings: [...findings, warning("gs1.not_judged", { found })] };
  });
}

/** Whether two findings are of one fault, the first on an element without its title. */
function isSame({ id, values }, fault) {
  return id === fault.id && fault.values.name.startsWith(values.name);
}

/** What is wrong with a value; undefined: the program does not tell all that is asked of it. */
function faults(program, ai, text, reference) {
  const { gs1_values: known = {}, gs1_chars: sets } = program.data; // an older program has none
  const { name, chars, min, max, date } = known[ai] ?? {};
  if (chars === undefined) return undefined;
  const found = codePoints(text);
  const findings = [];
  if (found.length < min || found.length > max) {
    const between = max - min > 1 ? `${min}..${max}` : `${min}, ${max}`;
    const allowed = min === max ? String(min) : between;
    findings.push(error("gs1.length", { name, found: found.length, allowed }));
  }
  const set = sets[chars];
  const odd = found.find((char) => !set.chars.includes(char));
  if (odd !== undefined) {
    findings.push(error("gs1.characters", { name, found: odd, allowed: set.label }));
  } else if (date && !findings.length && !isDate(text, reference)) {
    findings.push(error("gs1.date", { name, found: text, allowed: date }));
  }
  return findings;
}

/** Whether six digits are a date; day 00 is the last of the month. */
function isDate(text, reference) {
  const month = text.endsWith("00");
  const date = month ? ["YY", "MM"] : ["YY", "MM", "DD"];
  return days(month ? text.slice(0, 4) : text, { date }, reference) !== null;
}
