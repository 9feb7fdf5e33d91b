/**
 * The page that reads codes: what a text may be, its segments, what is wrong with it. Everything happens in the browser.
 *
 * Text from anywhere becomes part of the page by `textContent` alone.
 */
"use strict";
(() => {
  const { lang, root } = document.documentElement.dataset;
  const say = (text) => text[lang];
  const WORDS = {
    zh: {
      valid: "有效",
      invalid: "无效",
      "not checked": "未能判定",
      near: "接近，但不符合",
      current: "现行",
      past: "已过期",
      future: "尚未实施",
      basis: {
        check: "校验码相符",
        content: "固定字符、代码表或日期相符",
        length: "仅长度和字符相符",
      },
      inside: {
        address: "从网址中读出",
        gs1: "从 GS1 数据中读出",
        label: "从标签内容中读出",
        symbol: "去掉了码制标识",
        text: "从较长的文字中读出",
      },
      likely: "可能性",
      edition: "版本",
      source: "依据",
      page: "查看编码规则",
      place: "位置",
      segment: "字段",
      text: "内容",
      meaning: "含义",
      element: "GS1 数据单元",
      read: "读作",
      others: "其他可能",
      open: "…",
      evidence: { confirmed: "已证实", single: "单一来源", unsure: "存疑", project: "本项目约定" },
      severity: { error: "错误", warning: "提示", info: "说明" },
      at: (place) => `第 ${place} 位`,
      opening: "正在装入识读程序……",
      nothing: "图片中没有识读到条码；请对准、靠近，或换一张清晰的图片。",
      noCamera: "无法使用摄像头：没有摄像头，或浏览器不允许本页使用。可以选择图片。",
      broken: "这个文件不是浏览器能打开的图片。",
      several: "图片中有几个条码，请选择：",
    },
    en: {
      valid: "valid",
      invalid: "invalid",
      "not checked": "not judged",
      near: "near, but not right",
      current: "in force",
      past: "past",
      future: "not yet in force",
      basis: {
        check: "the check character is right",
        content: "fixed text, lists or dates fit",
        length: "only length and characters fit",
      },
      inside: {
        address: "read out of an address",
        gs1: "read out of GS1 data",
        label: "read out of a label",
        symbol: "without the identifier of the symbol",
        text: "read out of a longer text",
      },
      likely: "likelihood",
      edition: "Edition",
      source: "Source",
      page: "The encoding rule",
      place: "Place",
      segment: "Segment",
      text: "Content",
      meaning: "Meaning",
      element: "GS1 element",
      read: "Read as",
      others: "Other possibilities",
      open: "…",
      evidence: {
        confirmed: "confirmed",
        single: "single source",
        unsure: "unsure",
        project: "defined by this project",
      },
      severity: { error: "error", warning: "warning", info: "note" },
      at: (place) => `character ${place}`,
      opening: "Loading the decoder …",
      nothing:
        "No symbol could be read in the picture; hold it straight and close, or take a sharper picture.",
      noCamera:
        "The camera cannot be used: there is none, or the browser does not allow it here. Choose a picture.",
      broken: "This file is no picture that the browser can open.",
      several: "The picture shows several symbols; choose one:",
    },
  };
  const words = WORDS[lang];
  const MOST_OTHERS = 12;

  /** An element with a class and children; texts become text. */
  function element(tag, kind = "", ...children) {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  // --- what a text is

  const field = document.querySelector("#code");
  const item = document.querySelector("#item");
  const date = document.querySelector("#on");
  const answers = document.querySelector("#answers");
  const status = document.querySelector("#status");
  let program = null;

  function read() {
    const text = field.value;
    if (text === "") {
      answers.replaceChildren();
      return;
    }
    program ??= new tracecode.Program(tracecodeProgram);
    const options = { item: item.value || undefined, on: date.value || undefined };
    const begun = performance.now();
    const { matches, findings } = tracecode.answer(program, text, options);
    const [first, ...others] = matches;
    const parts = [first === undefined ? listed(findings) : card(first, text, findings)];
    if (others.length) parts.push(rest(others.slice(0, MOST_OTHERS), text));
    answers.replaceChildren(...parts);
    answers.dataset.milliseconds = String(performance.now() - begun);
  }

  function rest(matches, text) {
    const more = element(
      "details",
      "others",
      element("summary", "", `${words.others} (${matches.length})`),
    );
    more.addEventListener(
      "toggle",
      () => more.append(...matches.map((match) => card(match, text, null))),
      { once: true },
    );
    return more;
  }

  /** What one scheme makes of the text; `doubts`: what is not sure about it, of the first. */
  function card(match, text, doubts) {
    const { verdict, fits } = match;
    const badge = element("span", `verdict ${verdict.replace(" ", "-")}`, words[verdict]);
    badge.dataset.verdict = verdict;
    const title = element("h2", "", element("span", "", say(match.name)), badge);
    const likely = `${words.likely} ${Math.round(match.confidence * 1000) / 10}%`;
    const basis = fits ? [words.basis[match.basis], likely] : [words.near];
    const why = [...basis, match.inside && words.inside[match.inside]];
    const made = element(
      "article",
      doubts === null ? "card" : "card first",
      title,
      element("p", "why", why.filter(Boolean).join(" · ")),
    );
    made.dataset.scheme = match.scheme;
    if (match.read !== undefined && match.read !== text) {
      made.append(element("p", "read", `${words.read} `, element("code", "", shown(match.read))));
    }
    if (match.segments.length) made.append(bar(match.segments), table(match.segments));
    if (match.elements?.length > 1) made.append(beside(match.elements));
    const findings = [...match.findings, ...(doubts ?? [])];
    if (findings.length) made.append(listed(findings));
    made.append(facts(match));
    return made;
  }

  /** All elements of the message in which a code stands. */
  function beside(elements) {
    const row = (...cells) => element("tr", "", ...cells);
    const head = [words.element, words.text].map((text) => element("th", "", text));
    const rows = elements.map(({ name, text }) =>
      row(element("td", "", name), element("td", "", element("code", "", shown(text)))),
    );
    const body = element("tbody", "", ...rows);
    const table = element("table", "elements", element("thead", "", row(...head)), body);
    return element("div", "table", table);
  }

  function facts({ scheme, edition, layout }) {
    const list = element("dl", "facts");
    const add = (name, ...value) =>
      list.append(element("dt", "", name), element("dd", "", ...value));
    if (edition !== undefined) {
      const dated = edition.from !== undefined || edition.to !== undefined;
      const span = dated ? ` ${edition.from ?? words.open} – ${edition.to ?? words.open}` : "";
      add(words.edition, element("code", "", edition.id), `${span}（${words[edition.state]}）`);
      add(words.source, `${layout.source}（${words.evidence[layout.evidence]}）`);
    }
    const link = element("a", "", `${words.page} `, element("code", "", scheme));
    link.href = `standard/schemes/${encodeURIComponent(scheme)}.html`;
    add("", link);
    return list;
  }

  /** The code with its segments side by side. */
  function bar(segments) {
    const parts = segments.filter((segment) => segment.at !== undefined && segment.text !== "");
    const shownParts = parts.map((segment, place) => {
      const part = element(
        "span",
        `part part-${place % 6}`,
        element("code", "", shown(segment.text)),
      );
      part.title = say(segment.name);
      return part;
    });
    return element("div", "bar", ...shownParts);
  }

  function table(segments) {
    const heads = [words.place, words.segment, words.text, words.meaning];
    const head = element("tr", "", ...heads.map((text) => element("th", "", text)));
    const body = element("tbody", "", ...rows(segments, ""));
    return element("div", "table", element("table", "", element("thead", "", head), body));
  }

  function rows(segments, inset) {
    return segments.flatMap((segment) => {
      const size = Array.from(segment.text).length;
      const place =
        segment.at === undefined || !size
          ? ""
          : size > 1
            ? `${segment.at}–${segment.at + size - 1}`
            : `${segment.at}`;
      const meaning = segment.meaning === undefined ? "" : say(segment.meaning);
      const row = element(
        "tr",
        inset,
        element("td", "", inset ? "" : place),
        element("td", "", say(segment.name)),
        element("td", "", element("code", "", shown(segment.text))),
        element("td", "", meaning),
      );
      return [row, ...rows(segment.segments ?? [], "inner")];
    });
  }

  function listed(findings) {
    const other = lang === "zh" ? "en" : "zh";
    const items = findings.map((finding) => {
      const place = finding.position === undefined ? "" : words.at(finding.position);
      const rest = [place, finding.source].filter(Boolean).map((each) => ` · ${each}`);
      const sentence = element(
        "p",
        "sentence",
        element("strong", "", words.severity[finding.severity]),
        ` ${finding[lang]}`,
      );
      const beside = element("p", "beside", finding[other]);
      beside.lang = other;
      const made = element(
        "li",
        finding.severity,
        sentence,
        beside,
        element("p", "about", ruled(finding.rule), ...rest),
      );
      made.dataset.rule = finding.rule;
      return made;
    });
    return element("ul", "findings", ...items);
  }

  /** The id of a rule; a link, where the site has a page that says what it means. */
  function ruled(rule) {
    const { rules } = answers.dataset;
    if (rules === undefined) return rule;
    const link = element("a", "", rule);
    link.href = `${rules}#${encodeURIComponent(rule)}`;
    return link;
  }

  /** What cannot be seen is shown by its number. */
  function shown(text) {
    return text.replace(/(?! )[\p{C}\p{Z}]/gu, (char) => {
      const number = char.codePointAt(0).toString(16).toUpperCase();
      return `<U+${number.padStart(4, "0")}>`;
    });
  }

  // --- pictures and camera

  const { picture, camera, stop } = tracecodeScan;
  const video = document.querySelector("#video");
  const watching = document.querySelector("#camera");

  function tell(text) {
    status.textContent = text;
  }

  function take(texts) {
    if (texts.length === 1) {
      field.value = texts[0];
      tell("");
      read();
      return;
    }
    const choices = texts.map((text) => {
      const button = element("button", "", element("code", "", shown(text)));
      button.type = "button";
      button.addEventListener("click", () => take([text]));
      return element("li", "", button);
    });
    status.replaceChildren(words.several, element("ul", "choices", ...choices));
  }

  async function readPicture(file) {
    tell(words.opening);
    try {
      const texts = await picture(file);
      if (texts === null) tell(words.broken);
      else if (texts.length) take(texts);
      else tell(words.nothing);
    } catch (error) {
      tell(String(error.message ?? error));
    }
  }

  function look(on) {
    watching.setAttribute("aria-pressed", String(on));
    video.hidden = !on;
    if (!on) stop();
  }

  async function watch() {
    if (watching.getAttribute("aria-pressed") === "true") {
      look(false);
      return;
    }
    watching.setAttribute("aria-pressed", "true");
    try {
      const texts = await camera(video);
      if (texts !== null) take(texts);
    } catch {
      tell(words.noCamera);
    }
    look(false);
  }

  // --- what the reader does

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(read, 60);
  });
  for (const choice of [item, date]) choice.addEventListener("change", read);
  document.querySelector("#picture").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file !== undefined) void readPicture(file);
    event.target.value = "";
  });
  watching.addEventListener("click", () => void watch());
  document.addEventListener("paste", (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (file !== undefined && file.type.startsWith("image/")) void readPicture(file);
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void readPicture(file);
  });
  for (const button of document.querySelectorAll("[data-example]")) {
    button.addEventListener("click", () => {
      field.value = button.dataset.example;
      read();
      field.focus();
    });
  }
  /** Takes a text that another page hands over behind `#`, out of the address. */
  function handed() {
    const text = location.hash.slice(1);
    if (!text) return;
    history.replaceState(null, "", location.pathname + location.search);
    try {
      field.value = decodeURIComponent(text);
    } catch {
      field.value = text;
    }
    read();
  }
  addEventListener("hashchange", handed);
  handed();
})();
