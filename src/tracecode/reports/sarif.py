"""The findings as SARIF 2.1.0, which editors and code platforms show beside the file.

Results are written as they come; the rules that they name follow, since JSON has no order of keys.
"""

from __future__ import annotations

import json
import os
from datetime import UTC
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

from tracecode import __version__, escape
from tracecode.messages import Remedy
from tracecode.reports.rows import title_of

if TYPE_CHECKING:
    from tracecode.reports.rows import FindingRow
    from tracecode.reports.writing import Facts

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
_STATES = {"new": "new", "remaining": "unchanged", "gone": "absent"}


class SarifWriter:
    """One run with a result a finding, in one language; the other stands among the properties."""

    def __init__(self, file: IO[bytes], facts: Facts) -> None:
        self._file, self._lang = file, facts.lang
        self._rules: dict[str, int] = {}
        self._told: dict[str, tuple[str, Remedy]] = {}
        self._write(
            f'{{"$schema": {json.dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{{"results": ['
        )
        self._first = True

    def _write(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "surrogatepass"))

    def _json(self, data: object) -> str:
        return escape.json(json.dumps(data, ensure_ascii=False))

    def put(self, row: FindingRow) -> None:
        """Write a result."""
        index = self._rules.setdefault(row.named, len(self._rules))
        self._told.setdefault(row.named, (row.rule, Remedy(row.who, row.remedy_zh, row.remedy_en)))
        zh = self._lang == "zh"
        result: dict[str, Any] = {
            "ruleId": row.named, "ruleIndex": index, "level": row.severity,
            "message": {"text": row.zh if zh else row.en},
        }  # fmt: skip
        if (place := _place(row)) is not None:
            result["locations"] = [place]
        result["partialFingerprints"] = {"tracecode/v1": row.key}
        if row.change is not None:
            result["baselineState"] = _STATES[row.change]
        values = {
            "zh": row.zh, "en": row.en, "text": row.text, "status": row.status, "kind": row.kind,
            "type": row.type, "unchecked": row.unchecked, "source": row.source, "cell": row.cell,
            "who": row.who, "other": row.other,
        }  # fmt: skip
        result["properties"] = {name: value for name, value in values.items() if value is not None}
        self._write(("" if self._first else ",") + "\n" + self._json(result))
        self._first = False

    def finish(self, facts: Facts) -> None:
        """Write the rules, and what is said of the run."""
        driver = {
            "name": "tracecode",
            "version": __version__,
            "rules": [self._rule(rule) for rule in self._rules],
        }
        run = {
            "tool": {"driver": driver}, "language": _LANGUAGES[self._lang], "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": facts.complete,
                "endTimeUtc": facts.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }],
            "properties": {"judged": facts.judged, "unlisted": dict(facts.unlisted)},
        }  # fmt: skip
        self._write("\n], " + self._json(run)[1:] + "]}\n")

    def discard(self) -> None:
        """Nothing is held."""

    def _rule(self, id: str) -> dict[str, object]:
        rule, remedy = self._told[id]
        at = self._lang == "en"
        return {
            "id": id,
            "shortDescription": {"text": title_of(rule)[at]},
            "help": {"text": remedy[1 + at]},
        }


def _place(row: FindingRow) -> dict[str, object] | None:
    """Where a finding is: file and line, and the element."""
    place: dict[str, object] = {}
    if row.file:
        name = row.file.replace(os.sep, "/")
        uri = Path(row.file).as_uri() if os.path.isabs(row.file) else quote(name, safe="/")
        place["physicalLocation"] = {"artifactLocation": {"uri": uri}} | (
            {"region": {"startLine": row.line}} if row.line else {}
        )
    named = [part for part in (row.text, row.path) if part]
    if named:
        place["logicalLocations"] = [{"fullyQualifiedName": "#".join(named)}]
    return place or None
