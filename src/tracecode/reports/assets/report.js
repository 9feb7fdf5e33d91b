"use strict";
// Everything that is shown comes from the data below as text, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const SORTS = ["error", "warning", "unchecked"];
const CHANGES = ["new", "remaining", "gone"];
const [FILE, LINE, CELL, TEXT, TYPE, PATH, POSITION, SORT, CHANGE, ZH, EN, SOURCE, OTHER] = Array(13).keys();
const STEP = 50, EXAMPLES = 3;
const main = document.getElementById("report");
let lang = data.opens === "en" ? 1 : 0;
const chosen = { words: "", sort: "", who: "", file: "", change: "" };
const opened = new Set();

function word(name, values = {}) {
  return data.words[name][lang].replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
}
function number(value) { return value.toLocaleString(lang ? "en-US" : "zh-CN"); }
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}
function drawn(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
function sentence(row) { return row[lang ? EN : ZH]; }
function remedy(rule) { return rule.remedy[lang ? "en" : "zh"]; }
function place(row, file = true) {
  const parts = [];
  if (file && row[FILE]) parts.push(row[FILE]);
  if (row[CELL]) parts.push(row[CELL]);
  else if (row[LINE]) parts.push(word("line", { line: row[LINE] }));
  if (row[PATH]) parts.push(row[PATH]);
  if (row[POSITION]) parts.push(word("character", { position: row[POSITION] }));
  return parts.join(lang ? ", " : "，");
}

// --- what the filters leave

function fits(row) {
  return (!chosen.sort || row[SORT] === Number(chosen.sort)) && (!chosen.change || row[CHANGE] === Number(chosen.change))
    && (!chosen.file || row[FILE] === chosen.file);
}
function holds(rule, row, words) {
  if (!words.length) return true;
  const text = [rule.id, ...row.slice(0, POSITION), row[ZH], row[EN], row[SOURCE]].join("\n").toLowerCase();
  return words.every((each) => text.includes(each));
}
function counted(rule) {
  return rule.counts.reduce((sum, [sort, change, count]) => {
    const wanted = (!chosen.sort || sort === Number(chosen.sort))
      && (chosen.change ? change === Number(chosen.change) : change !== 2);
    return sum + (wanted ? count : 0);
  }, 0);
}
/** Of each rule the rows that are to be shown, and how many there are in all; only listed rows know file and words. */
function found() {
  const words = chosen.words.toLowerCase().split(/\s+/).filter(Boolean);
  const narrow = words.length > 0 || chosen.file !== "";
  return data.rules.filter((rule) => !chosen.who || rule.who === chosen.who).map((rule) => {
    const rows = rule.rows.filter((row) => (chosen.change || row[CHANGE] !== 2) && fits(row) && holds(rule, row, words));
    return { rule, rows, all: narrow ? rows.length : Math.max(counted(rule), rows.length) };
  }).filter((each) => each.all > 0).sort((one, other) => other.all - one.all);
}

// --- the head

function total(sort, change) {
  let sum = 0;
  for (const rule of data.rules)
    for (const [of, when, count] of rule.counts)
      if ((sort === null || of === sort) && (change === null ? when !== 2 : when === change)) sum += count;
  return sum;
}
function tile(name, value, kind = "") {
  return element("div", { className: `tile ${kind}` }, element("b", { textContent: number(value) }), word(name));
}
function tiles() {
  const all = [];
  const verdicts = data.judged.verdicts || {}, kinds = data.judged.kinds || {};
  for (const kind of ["code", "record", "message"]) if (kinds[kind]) all.push(tile(kind, kinds[kind]));
  if (data.judged.records) all.push(tile("record", data.judged.records));
  for (const status of ["valid", "invalid", "not checked"]) if (verdicts[status]) all.push(tile(status, verdicts[status]));
  const told = SORTS.map((kind, sort) => tile(`${kind} findings`, total(sort, null), kind)).filter((_, sort) => total(sort, null));
  if (data.compared) CHANGES.forEach((kind, change) => told.push(tile(kind, total(null, change), kind)));
  return [element("div", { className: "tiles" }, ...all), element("div", { className: "tiles" }, ...told)];
}

// --- charts

function chart(title, bars) {
  const most = Math.max(...bars.map((bar) => bar.parts.reduce((sum, part) => sum + part, 0)), 1);
  const svg = drawn("svg", { viewBox: `0 0 400 ${bars.length * 34}`, role: "img" });
  svg.append(drawn("title", {}, title));
  bars.forEach((bar, at) => {
    const sum = bar.parts.reduce((before, part) => before + part, 0);
    const name = bar.name.length > 46 ? `…${bar.name.slice(-45)}` : bar.name;
    svg.append(drawn("text", { x: 0, y: at * 34 + 12 }, name));
    let x = 0;
    bar.parts.forEach((part, sort) => {
      const width = (part / most) * 320;
      if (part) svg.append(drawn("rect", { x, y: at * 34 + 16, width: Math.max(width, 1), height: 11, class: bar.kinds[sort] }));
      x += width;
    });
    svg.append(drawn("text", { x: Math.min(x + 6, 340), y: at * 34 + 26, class: "count" }, number(sum)));
  });
  return element("figure", {}, element("figcaption", { textContent: title }), svg);
}
function charts() {
  const rules = data.rules.map((rule) => ({
    name: rule.id, kinds: SORTS,
    parts: SORTS.map((_, sort) => rule.counts.reduce((sum, [of, when, count]) => sum + (of === sort && when !== 2 ? count : 0), 0)),
  })).filter((bar) => bar.parts.some(Boolean));
  const size = (bar) => bar.parts.reduce((sum, part) => sum + part, 0);
  rules.sort((one, other) => size(other) - size(one));
  const files = data.files.filter(([name]) => name).slice(0, 6).map(([name, count]) => ({ name, parts: [count], kinds: ["plain"] }));
  const all = [];
  if (rules.length > 1) all.push(chart(word("byRule"), rules.slice(0, 6)));
  if (files.length > 1) all.push(chart(word("byFile"), files));
  return element("div", { className: "charts" }, ...all);
}

// --- filters

function choice(name, label, options) {
  const select = element("select", { id: `by-${name}`, ariaLabel: word(label) });
  select.append(element("option", { value: "", textContent: `${word(label)}${lang ? ": " : "："}${word("all")}` }));
  for (const [value, text] of options) select.append(element("option", { value, textContent: text }));
  select.value = chosen[name];
  select.addEventListener("change", () => { chosen[name] = select.value; fill(); });
  return select;
}
function filters() {
  const search = element("input", { id: "search", type: "search", placeholder: word("search"), value: chosen.words, ariaLabel: word("search") });
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { chosen.words = search.value; fill(); }, 120);
  });
  const all = [search];
  const sorts = SORTS.map((_, sort) => [String(sort), word(SORTS[sort])]).filter(([sort]) => total(Number(sort), null) || total(Number(sort), 2));
  if (sorts.length > 1) all.push(choice("sort", "severity", sorts));
  const who = [...new Set(data.rules.map((rule) => rule.who))].map((each) => [each, data.actors[each][lang]]);
  if (who.length > 1) all.push(choice("who", "who", who));
  const files = data.files.filter(([name]) => name);
  if (files.length > 1) all.push(choice("file", "whichFile", files.map(([name, count]) => [name, `${name} (${number(count)})`])));
  if (data.compared) all.push(choice("change", "change", CHANGES.map((each, change) => [String(change), word(each)])));
  return element("div", { className: "filters" }, ...all);
}

// --- the findings

function forwarded(groups) {
  const named = chosen.file ? word("greetingFile", { file: chosen.file }) : word("greeting");
  const lines = [named, ""];
  groups.forEach(({ rule, rows, all }, at) => {
    const title = rows.length ? sentence(rows[0]) : rule[lang ? "en" : "zh"];
    lines.push(`${at + 1}. ${title}${lang ? " (" : "（"}${rule.id}, ${word("times", { count: number(all) })}${lang ? ")" : "）"}`);
    rows.slice(0, 10).forEach((row) => {
      const where = [place(row, !chosen.file), row[TEXT]].filter(Boolean).join(" ");
      lines.push(`   - ${where}${where ? (lang ? ": " : "：") : ""}${sentence(row)}`);
    });
    if (all > Math.min(rows.length, 10)) lines.push(`   ${word("andMore", { count: number(all - Math.min(rows.length, 10)) })}`);
    lines.push(`   ${word("remedy")}${lang ? ": " : "："}${remedy(rule)}`, "");
  });
  return lines.join("\n");
}
function forwarder(groups) {
  const box = element("div");
  const button = element("button", { type: "button", className: "forward", textContent: word("forward") });
  button.addEventListener("click", () => {
    if (box.querySelector("textarea")) { box.replaceChildren(button); return; }
    const area = element("textarea", { value: forwarded(groups), readOnly: true, ariaLabel: word("forward") });
    const copy = element("button", { type: "button", textContent: word("copy") });
    copy.addEventListener("click", async () => {
      area.select();
      try { await navigator.clipboard.writeText(area.value); } catch { document.execCommand("copy"); }
      copy.textContent = word("copied");
    });
    box.replaceChildren(button, " ", copy, area);
  });
  box.append(button);
  return box;
}
function badge(kind, text) { return element("span", { className: `badge ${kind}`, textContent: text }); }
function line(row) {
  const what = element("td", {}, row[TEXT] || "");
  if (row[TYPE]) what.append(element("div", { className: "quiet", textContent: row[TYPE] }));
  const said = element("td", {}, badge(SORTS[row[SORT]], word(SORTS[row[SORT]])), " ");
  if (data.compared) said.append(badge(CHANGES[row[CHANGE]], word(CHANGES[row[CHANGE]])), " ");
  said.append(sentence(row));
  const below = [];
  if (row[OTHER]) below.push(`${word("against")}${lang ? ": " : "："}${row[OTHER]}`);
  if (row[SOURCE]) below.push(`${word("source")}${lang ? ": " : "："}${row[SOURCE]}`);
  if (below.length) said.append(element("div", { className: "quiet", textContent: below.join(" · ") }));
  return element("tr", {}, element("td", { textContent: place(row) }), what, said);
}
function list(rows) {
  const body = element("tbody");
  const head = element("thead", {}, element("tr", {}, ...["place", "what", "finding"].map((name) => element("th", { textContent: word(name) }))));
  const box = element("div", {}, element("table", {}, head, body));
  const more = element("button", { type: "button", className: "more" });
  let shown = 0;
  const next = (count) => {
    body.append(...rows.slice(shown, shown + count).map(line));
    shown = Math.min(shown + count, rows.length);
    more.hidden = shown >= rows.length;
    more.textContent = word("more", { count: number(Math.min(STEP, rows.length - shown)) });
  };
  more.addEventListener("click", () => next(STEP));
  next(EXAMPLES);
  box.append(more);
  return box;
}
function section({ rule, rows, all }) {
  const worst = rows.length ? Math.min(...rows.map((row) => row[SORT])) : Math.min(...rule.counts.map(([sort]) => sort));
  const box = element("details", { className: "rule", id: `rule-${rule.id}` });
  const title = rows.length === 0 || all > 1 ? rule[lang ? "en" : "zh"] : sentence(rows[0]);
  box.append(element("summary", {}, badge(SORTS[worst], number(all)), " ", element("code", { textContent: rule.id }), " ", title));
  const build = () => {
    if (box.childElementCount > 1) return;
    const inside = element("div");
    inside.append(element("p", { className: "remedy" }, element("b", { textContent: `${word("remedy")}${lang ? ": " : "："}` }), remedy(rule)));
    inside.append(list(rows));
    if (all > rows.length) inside.append(element("p", { className: "quiet left", textContent: word("left", { count: number(all - rows.length) }) }));
    inside.append(forwarder([{ rule, rows, all }]));
    box.append(inside);
  };
  box.addEventListener("toggle", () => { if (box.open) { build(); opened.add(rule.id); } else opened.delete(rule.id); });
  if (opened.has(rule.id)) { build(); box.open = true; }
  return box;
}
function fill() {
  const results = document.getElementById("results");
  const groups = found();
  const parts = [];
  const all = groups.reduce((sum, each) => sum + each.all, 0), shown = groups.reduce((sum, each) => sum + each.rows.length, 0);
  if (all) parts.push(element("p", { className: "quiet", id: "listed", textContent: word("listed", { shown: number(shown), all: number(all) }) }));
  else parts.push(element("p", { id: "listed", textContent: word(data.rules.length ? "nothing" : "none") }));
  for (const who of Object.keys(data.actors)) {
    const own = groups.filter((each) => each.rule.who === who);
    if (!own.length) continue;
    const count = own.reduce((sum, each) => sum + each.all, 0);
    parts.push(element("section", { id: `who-${who}` },
      element("h2", { textContent: `${data.actors[who][lang]}${lang ? ": " : "："}${word("findings", { count: number(count) })}` }),
      forwarder(own), ...own.map(section)));
  }
  results.replaceChildren(...parts);
}
function build() {
  document.documentElement.lang = lang ? "en" : "zh-CN";
  document.title = word("title");
  const change = element("button", { type: "button", id: "language", textContent: word("switch"), lang: lang ? "zh-CN" : "en" });
  change.addEventListener("click", () => { lang = 1 - lang; build(); });
  const parts = [element("header", {}, element("h1", { textContent: word("title") }),
    element("span", { className: "quiet", textContent: `${word("made")} ${data.at.replace("T", " ")} · tracecode ${data.version}` }), change)];
  if (!data.complete) parts.push(element("p", { className: "notice", id: "incomplete", textContent: word("incomplete") }));
  if (data.errorsOnly) parts.push(element("p", { className: "notice", textContent: word("errorsOnly") }));
  if (data.unlisted.length) {
    const rules = data.unlisted.map(([rule, count]) => `${rule} ${number(count)}`).join(lang ? ", " : "、");
    parts.push(element("p", { className: "notice", id: "unlisted", textContent: word("unlisted", { limit: number(data.limit), rules }) }));
  }
  parts.push(...tiles(), charts(), filters(), element("div", { id: "results" }));
  main.replaceChildren(...parts);
  fill();
}
build();
