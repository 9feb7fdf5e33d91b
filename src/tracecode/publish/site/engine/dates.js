/** Dates as codes write them; everywhere else they are `YYYY-MM-DD`, and compare as texts. */

export function localToday() {
  const now = new Date();
  return day(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

/** 0: the edition is in force on the date; 1: it ended before; 2: it begins later. */
export function when(edition, on) {
  if (edition.from !== undefined && edition.from > on) return 2;
  return edition.to !== undefined && edition.to < on ? 1 : 0;
}

/** Time between a date and the nearer end of an edition. */
export function distance({ from = "0001-01-01", to = "9999-12-31" }, on) {
  return Math.min(...[from, to].map((end) => Math.abs(Date.parse(end) - Date.parse(on))));
}

/** A day as text; a day or month that its month or year does not have is counted on from there. */
function day(year, month, date) {
  const made = new Date(0);
  made.setUTCFullYear(year, month - 1, date);
  return made.toISOString().slice(0, 10);
}

/** First and last day that a text stands for; null: no such date exists. */
export function days(text, { date, century }, reference) {
  const digits = date.map((piece) => `([0-9]{${piece.length}})`).join("");
  const match = new RegExp(`^${digits}$`).exec(text);
  if (match === null) return null;
  const parts = Object.fromEntries(date.map((piece, i) => [piece, Number(match[i + 1])]));
  const { YYYY, YY, Y, hh = 0, mm = 0, ss = 0 } = parts;
  if (hh > 23 || mm > 59 || ss > 59) return null;
  if (YYYY !== undefined) return within(YYYY, parts);
  const year = Number(reference.slice(0, 4));
  if (YY !== undefined) {
    const far = (each) => Math.abs(each + YY - year);
    const [nearest] = [2100, 2000, 1900].sort((one, other) => far(one) - far(other));
    return within((century ?? nearest) + YY, parts);
  }
  for (let each = year; each >= year - 10; each -= 1) {
    const found = each % 10 === Y ? within(each, parts) : null;
    if (found === null || found.first > reference) continue;
    const next = String(each + 10).padStart(4, "0");
    if (next + found.first.slice(4) > reference) return found;
  }
  return null;
}

/** The days of a year that the other parts of a date leave; null: they are none of it. */
function within(year, { MM, DD, DDD }) {
  if (year < 1 || year > 9999) return null;
  const only = DDD ?? DD;
  const first = day(year, MM ?? 1, only ?? 1);
  const [inYear, month, date] = first.split("-").map(Number);
  if (inYear !== year || month !== (MM ?? month) || date !== (DD ?? date)) return null;
  return { first, last: only === undefined ? day(year, (MM ?? 12) + 1, 0) : first };
}
