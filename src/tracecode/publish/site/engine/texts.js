/** Texts as sequences of code points. */

export function codePoints(text) {
  return Array.from(text);
}

export function escaped(text) {
  return codePoints(text)
    .map((char) => `\\u{${char.codePointAt(0).toString(16)}}`)
    .join("");
}

/** Ranges of code points, both ends included, as a class of regular expressions writes them. */
export function spans(ranges) {
  return ranges.map((range) => range.map((code) => `\\u{${code.toString(16)}}`).join("-")).join("");
}

/** Whether the code point of a character is in one of some ranges. */
export function within(char, ranges) {
  const code = char.codePointAt(0);
  return ranges.some(([first, last]) => first <= code && code <= last);
}

export function translated(text, map, drop) {
  const kept = codePoints(text).filter((char) => !within(char, drop));
  return kept.map((char) => (Object.hasOwn(map, char) ? map[char] : char)).join("");
}

export function trimmed(text, trim) {
  const chars = codePoints(text);
  let [begin, end] = [0, chars.length];
  while (begin < end && trim.includes(chars[begin])) begin += 1;
  while (end > begin && trim.includes(chars[end - 1])) end -= 1;
  return chars.slice(begin, end).join("");
}

/** Several names as one. */
export function joined(names) {
  return {
    zh: names.map((name) => name.zh).join("、"),
    en: names.map((name) => name.en).join(" + "),
  };
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
  const short = (run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.map(named).join(" "));
  return runs.map(short).join(" ");
}

const NAMES = { " ": "space", "\n": "LF", "\r": "CR", "\t": "TAB" };
const ALNUM = /^[0-9A-Za-z]$/;
