"""The findings as one page for people: who must act, which rule, an example, the remedy, a text to
forward.

The page asks for nothing: style, program and data stand in it, and a policy forbids the rest. It
has at most two million bytes whatever was found: all is counted, and of each rule as many findings
are listed as there is room for.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from typing import IO, TYPE_CHECKING, Any

from tracecode import __version__, escape
from tracecode.reports.page_words import WORDS
from tracecode.reports.rows import title_of
from tracecode.reports.words import ACTORS
from tracecode.spec.base import Text

if TYPE_CHECKING:
    from tracecode.reports.rows import FindingRow
    from tracecode.reports.writing import Facts

MOST_BYTES = 2_000_000
_FOR_ROWS = 1_500_000
"""Bytes for findings; the page around them, and the counts, take at most the rest."""
_FILES = 2_000
"""So many files are counted by themselves, those that come first."""
_FOR_FILES = 100_000
"""Bytes for the names of the files with the most findings, which can be chosen on the page."""
_WORST = {"error": 0, "warning": 1, "unchecked": 2}
_CHANGES = {"new": 0, "remaining": 1, "gone": 2}


class PageWriter:
    """Counts all rows, keeps as many as the page has room for, and writes it at the end."""

    def __init__(self, file: IO[bytes], facts: Facts) -> None:
        self._file, self._compared = file, facts.compared
        self._rules: dict[str, _RuleOnPage] = {}
        self._files: Counter[str] = Counter()
        self._other_files = 0
        self._room = _Room(_FOR_ROWS)

    def put(self, row: FindingRow) -> None:
        """Count a row, and keep it if there is room."""
        rule = self._rules.get(row.named)
        if rule is None:
            rule = self._rules[row.named] = _RuleOnPage(row)
        file = row.file or ""
        sort = _WORST["unchecked" if row.unchecked else row.severity]
        rule.counts[sort, _CHANGES.get(row.change or "", 0)] += 1
        if row.change != "gone":
            if file in self._files or len(self._files) < _FILES:
                self._files[file] += 1
            else:
                self._other_files += 1
        self._room.keep(rule.kept, row, sort)

    def finish(self, facts: Facts) -> None:
        """Write the page."""
        files, other_files = self._chosen_files()
        data = {
            "opens": facts.lang, "at": facts.at.isoformat(timespec="seconds"),
            "version": __version__, "compared": facts.compared, "errorsOnly": facts.errors_only,
            "limit": facts.limit, "complete": facts.complete, "judged": facts.judged,
            "words": _both(WORDS), "actors": _both(ACTORS), "files": files,
            "otherFiles": other_files, "unlisted": facts.unlisted.most_common(),
            "rules": [rule.data(id) for id, rule in self._rules.items()],
        }  # fmt: skip
        self._file.write(page(_json(data)).encode())

    def _chosen_files(self) -> tuple[list[tuple[str, int]], int]:
        """The files with the most findings, and how many findings are in others."""
        files: list[tuple[str, int]] = []
        others, room = self._other_files, _FOR_FILES
        for name, count in self._files.most_common():
            room -= len(_json([name, count]).encode())
            if room < 0:
                others += count
            else:
                files.append((name, count))
        return files, others

    def discard(self) -> None:
        """Nothing is held but memory."""


class _RuleOnPage:
    """What is known of a rule."""

    def __init__(self, first: FindingRow) -> None:
        zh, en = title_of(first.rule)
        remedy = {"zh": first.remedy_zh, "en": first.remedy_en}
        self.texts: dict[str, object] = {"who": first.who, "zh": zh, "en": en, "remedy": remedy}
        self.counts: Counter[tuple[int, int]] = Counter()
        self.kept = _Kept()

    def data(self, id: str) -> dict[str, object]:
        """As the page has it: counts by severity and change, and the rows."""
        counts = [[*kind, count] for kind, count in sorted(self.counts.items())]
        return {"id": id, **self.texts, "counts": counts, "rows": self.kept.rows}


class _Kept:
    """The rows of a rule that are kept, and how many bytes each takes."""

    def __init__(self) -> None:
        self.rows: list[list[object]] = []
        self.sizes: list[int] = []
        self.bytes = 0


class _Room:
    """Shares room among the rules: when it is full, the one that takes most gives up its last rows.

    Every rule may fill up to a level, which sinks as more rules come; so each keeps its first rows,
    and a rule of which little was found keeps all.
    """

    def __init__(self, size: int) -> None:
        self._size = self._level = size
        self._used = 0
        self._all: dict[int, _Kept] = {}

    def keep(self, kept: _Kept, row: FindingRow, sort: int) -> None:
        """Keep a row, if it stays below the level."""
        if kept.bytes >= self._level:
            return
        values: list[object] = [
            row.file or "", row.line, row.cell, row.text, row.type, row.path, row.position, sort,
            _CHANGES.get(row.change or "", 0), row.zh, row.en, row.source, row.other,
        ]  # fmt: skip
        size = len(_json(values).encode()) + 1
        if kept.bytes + size > self._level:
            return
        kept.rows.append(values)
        kept.sizes.append(size)
        kept.bytes += size
        self._used += size
        self._all.setdefault(id(kept), kept)
        while self._used > self._size:
            self._sink()

    def _sink(self) -> None:
        self._level = max(kept.bytes for kept in self._all.values()) * 9 // 10
        for kept in self._all.values():
            while kept.bytes > self._level:
                size = kept.sizes.pop()
                kept.rows.pop()
                kept.bytes -= size
                self._used -= size


def _both(texts: Mapping[Any, Text]) -> dict[str, list[str]]:
    return {name: [text.zh, text.en] for name, text in texts.items()}


def _json(data: object) -> str:
    """Data as JSON that can stand in a page: no text of it begins a tag."""
    return escape.json(json.dumps(data, ensure_ascii=False, separators=(",", ":"))).replace(
        "<", "\\u003c"
    )


def page(data: str) -> str:
    """The page around its data, which are JSON without tags."""
    folder = files("tracecode.reports") / "assets"
    style, program = (
        (folder / name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(program)}; img-src "
        f"data:; base-uri 'none'; "
        "form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content={escape.attribute(policy)}>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>校验报告 / Validation report</title>
<style>{style}</style>
</head>
<body>
<noscript><p>请允许本页的脚本。 / Please allow the script of this page.</p></noscript>
<main id="report"></main>
<script type="application/json" id="data">{data}</script>
<script>{program}</script>
</body>
</html>
"""


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
