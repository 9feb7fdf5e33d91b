/**
 * Finds pages by what stands inside their names: no words are cut, so Chinese needs no dictionary.
 *
 * An entry is [name zh, name en, id, address below the folder of a language, kind, text].
 */
"use strict";
(() => {
  const KINDS = {
    product: 9,
    scheme: 8,
    record: 6,
    guide: 6,
    procedure: 5,
    indicator: 4,
    codelist: 4,
    page: 4,
    rule: 4,
    term: 3,
    interface: 3,
    alphabet: 2,
    group: 2,
    source: 2,
    section: 1,
  };

  const plain = (text) => text.normalize("NFKC").toLowerCase();

  /** How well a name holds a word: best if it is nothing else. */
  function held(name, word, whole, part) {
    if (name === word) return whole;
    const at = name.indexOf(word);
    if (at < 0) return 0;
    return part + (25 * word.length) / name.length + (at === 0 ? 3 : 0);
  }

  function weigh([zh, en, id, , kind, text], words) {
    let score = KINDS[kind] ?? 0;
    for (const word of words) {
      const found = Math.max(
        held(id, word, 110, 50),
        held(zh, word, 100, 60),
        held(en, word, 100, 55),
        text.includes(word) ? 20 : 0,
      );
      if (!found) return 0;
      score += found;
    }
    return score;
  }

  /** The entries that hold every word, the best first. */
  function find(entries, query, most = 12) {
    const words = plain(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return entries
      .map((entry, place) => ({ entry, place, score: weigh(entry.folded, words) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.place - other.place)
      .slice(0, most)
      .map(({ entry }) => entry);
  }

  /** Makes an index ready: names are compared without case and width. */
  function ready(entries) {
    for (const entry of entries) {
      const [zh, en, id, address, kind, text] = entry;
      entry.folded = [plain(zh), plain(en), plain(id), address, kind, plain(text)];
    }
    return entries;
  }

  globalThis.tracecodeSearch = { find, ready };
})();
