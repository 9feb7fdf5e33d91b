/** What every page does: search, the choice of colours, the menu of small screens. */
"use strict";
(() => {
  const { lang, root, tree } = document.documentElement.dataset;
  const words = {
    zh: {
      none: "没有找到",
      kinds: {
        product: "品目",
        scheme: "编码规则",
        record: "采集记录",
        procedure: "规程",
        indicator: "数据元",
        codelist: "代码表",
        group: "数据组",
        interface: "接口",
        source: "依据文件",
        rule: "跨记录规则",
        term: "术语",
        alphabet: "字符集",
        page: "标准",
        guide: "文档",
        section: "文档",
      },
    },
    en: {
      none: "Nothing found",
      kinds: {
        product: "Item",
        scheme: "Encoding rule",
        record: "Record",
        procedure: "Procedure",
        indicator: "Element",
        codelist: "Code list",
        group: "Group",
        interface: "Interface",
        source: "Source",
        rule: "Rule across records",
        term: "Term",
        alphabet: "Character set",
        page: "Standard",
        guide: "Docs",
        section: "Docs",
      },
    },
  }[lang];

  /** Loads a script of this site, once. */
  const loading = new Map();
  function load(name) {
    if (!loading.has(name)) {
      const loaded = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${root}${name}`;
        script.onload = resolve;
        script.onerror = () => reject(new Error(name));
        document.head.append(script);
      });
      loading.set(name, loaded);
    }
    return loading.get(name);
  }
  globalThis.tracecodeLoad = load;

  // --- colours

  const toggle = document.querySelector("[data-toggle=theme]");
  toggle?.addEventListener("click", () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
    const next = now === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      // it holds for this page
    }
  });

  const menu = document.querySelector("[data-toggle=menu]");
  menu?.addEventListener("click", () => {
    const open = document.body.classList.toggle("menu-open");
    menu.setAttribute("aria-expanded", String(open));
  });

  // --- the other language: the same place of the same page

  const other = document.querySelector("a.switch");
  other?.addEventListener("click", () => {
    other.hash = location.hash;
  });

  // --- search

  const box = document.querySelector("#search");
  const list = document.querySelector("#found");
  if (box === null) return;
  let entries = null;
  let chosen = -1;

  async function fetchIndex() {
    if (entries !== null) return;
    await load("assets/search.js");
    await load("assets/search-index.js");
    entries = globalThis.tracecodeSearch.ready(globalThis.tracecodeIndex);
  }

  function shown(entry) {
    const [zh, en, id, address, kind] = entry;
    const link = document.createElement("a");
    // an address of documents says itself in which language they are
    link.href = `${root}${kind === "guide" || kind === "section" ? "" : tree}${address}`;
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = lang === "zh" ? zh : en;
    const what = document.createElement("span");
    what.className = "kind";
    what.textContent = [words.kinds[kind], id].filter(Boolean).join(" · ");
    link.append(name, what);
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.append(link);
    return item;
  }

  async function update() {
    await fetchIndex();
    const query = box.value;
    const found = globalThis.tracecodeSearch.find(entries, query);
    chosen = -1;
    list.replaceChildren(...found.map(shown));
    if (query.trim() && !found.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = words.none;
      list.append(none);
    }
    list.hidden = !query.trim();
    box.setAttribute("aria-expanded", String(!list.hidden));
  }

  function choose(step) {
    const links = [...list.querySelectorAll("a")];
    if (!links.length) return;
    chosen = (chosen + step + links.length) % links.length;
    links.forEach((link, place) => link.classList.toggle("chosen", place === chosen));
    links[chosen].scrollIntoView({ block: "nearest" });
  }

  box.addEventListener("focus", () => void fetchIndex());
  box.addEventListener("input", () => void update());
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(1);
    else if (event.key === "ArrowUp") choose(-1);
    else if (event.key === "Escape") list.hidden = true;
    else if (event.key === "Enter") list.querySelectorAll("a")[Math.max(chosen, 0)]?.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) list.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      box.focus();
    }
  });

  // --- the field for a code on the home page: behind # an address stays in the browser

  document.querySelector("#read")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = event.target.querySelector("input").value;
    location.href = `${event.target.dataset.page}#${encodeURIComponent(text)}`;
  });
})();
