/** Dates as codes write them; everywhere else they are `YYYY-MM-DD`, and compare as texts. */

const DIGITS = /^[0-9]+$/;

export function localToday() {
  const now = new Date();
  return day(now.getFullYear(), now.getMonth() + 1, now.getDate());
}

/** 0: the edition is in force on the date; 1: it ended before; 2: it begins later. */
export function when(edition, on) {
  if (edition.from !== undefined && edition.from > on) return 2;
  return edition.to !== undefined && edition.to < on ? 1 : 0;
}

/** Days between a date and the nearer end of an edition. */
export function distance({ from = "0001-01-01", to = "9999-12-31" }, on) {
  return Math.min(Math.abs(number(from) - number(on)), Math.abs(number(to) - number(on)));
}

/** The number of a day. */
export function number(text) {
  return Math.round(Date.parse(`${text}T00:00:00Z`) / 86400000);
}

export function day(year, month, date) {
  const pad = (value, size) => String(value).padStart(size, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

export function monthDays(year) {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
}

/** First and last day that a text stands for; null: no such date exists. */
export function days(text, { date, century }, reference) {
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
    return within(
      years.reduce((near, each) => (far(each) < far(near) ? each : near)),
      parts,
    );
  }
  for (let each = year; each >= year - 10; each -= 1) {
    const found = each % 10 === parts.Y ? within(each, parts) : null;
    if (found === null || found.first > reference) continue;
    if (day(each + 10, ...found.first.split("-").slice(1)) > reference) return found;
  }
  return null;
}

/** The days of a year that the other parts of a date leave. */
export function within(year, parts) {
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
