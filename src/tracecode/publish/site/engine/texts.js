/** Texts as sequences of code points. */

export function codePoints(text) {
  return Array.from(text);
}

export function escaped(text) {
  return codePoints(text)
    .map((char) => `\\u{${char.codePointAt(0).toString(16)}}`)
    .join("");
}

export function span(first, last) {
  return `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`;
}

export function translated(text, map, drop) {
  const into = (char) => (Object.hasOwn(map, char) ? map[char] : char);
  const dropped = (code) => drop.some(([first, last]) => first <= code && code <= last);
  const kept = codePoints(text).filter((char) => !dropped(char.codePointAt(0)));
  return kept.map(into).join("");
}

export function trimmed(text, trim) {
  const chars = codePoints(text);
  let [begin, end] = [0, chars.length];
  while (begin < end && trim.includes(chars[begin])) begin += 1;
  while (end > begin && trim.includes(chars[end - 1])) end -= 1;
  return chars.slice(begin, end).join("");
}

/** A class of characters in short form for people, ranges joined: `0-9 A-H J-N`. */
export function label(chars) {
  const named = (char) => NAMES[char] ?? char;
  if (typeof chars !== "string") {
    return `任意字符/any except ${codePoints(chars.except).map(named).join(" ")}`;
  }
  const runs = [];
  for (const char of codePoints(chars)) {
    const last = runs.at(-1);
    const follows = last && char.codePointAt(0) === last.at(-1).codePointAt(0) + 1;
    if (follows && ALNUM.test(char) && ALNUM.test(last[0])) last.push(char);
    else runs.push([char]);
  }
  const joined = (run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.map(named).join(" "));
  return runs.map(joined).join(" ");
}

const NAMES = { " ": "space", "\n": "LF", "\r": "CR", "\t": "TAB" };
const ALNUM = /^[0-9A-Za-z]$/;
