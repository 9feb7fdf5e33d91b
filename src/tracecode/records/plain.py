"""Plain data: what every form of a record is read into and written from.

A record is a mapping of elements to text, whole numbers, true and false, lists and further
mappings. Each form (JSON, XML, tables) is read into it with the faults of the form itself; whether
it is a right record is judged afterwards.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from tracecode.findings import Finding, Severity
from tracecode.privacy import shown
from tracecode.tables.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from tracecode.records.model import Record

STANDARD_VERSION = "0.1"
"""Version of the standard that this program carries; in message headers."""
PARTS = {"header": "message-header", "digest": "digest", "signature": "signature"}
"""The parts of a message beside its body, and the group of each."""
ENVELOPE = (*PARTS, "body")
"""The keys of a message."""
MAX_ID = 64
"""No kind of record and no item has a longer id; so what is kept of foreign data stays small."""
MAX_LINE = DEFAULT.record_bytes
"""Most bytes of a record that takes the quick way; longer ones are left to the readers, which bound
memory.
"""

MOSTLY_WRONG, SELDOM = 16, 32
"""After so many records, one after another, that are not plainly right, one in so many is tried:
where all are wrong, trying takes a tenth of all.
"""


class Item(NamedTuple):
    """One thing in a source: a record, or the envelope of a message, which follows its records.

    What is wrong with the source itself has the number 0 and no data.
    """

    number: int
    """Place in the source, from 1: of a record in its file, list or message body; of a message in
    its file.
    """
    line: int | None
    """Line of a file of lines or rows on which it begins."""
    data: Any
    """Plain data; of an envelope with an empty list in place of its records; None where nothing
    could be read.
    """
    faults: tuple[Finding, ...] = ()
    """What is wrong with the form."""
    raw: bytes | None = None
    """The same as JSON, where it was read from JSON without fault."""
    right: Record | None = None
    """The typed record, where it was plain at once that it is right; then `data` is None."""
    alone: bool = False
    """Whether the source is this one record, not a list or a message of them."""
    message: int | None = None
    """Of a record in a message, and of the envelope: the place of that message in the source."""
    record_count: int | None = None
    """Of an envelope: how many records its body has, each an item of its own before it. None of a
    record.
    """

    tried: bool = False
    """Whether it was seen that the record is not plainly right."""
    words: Callable[[Finding], Finding] | None = None
    """Of a record in a table: says a finding on it in the table's own words."""

    def told(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Findings on its elements, in the words of its form."""
        return findings if self.words is None else tuple(map(self.words, findings))

    @property
    def envelope(self) -> bool:
        """Whether it is the envelope of a message."""
        return self.record_count is not None


def fault(rule: str, path: str | None = None, line: int | None = None, **values: object) -> Finding:
    """A finding on the form of data; always an error."""
    return Finding(rule=rule, severity="error", values=values, path=path, line=line)


def stopped(row: int, reason: Mapping[str, str] | None = None) -> Finding:
    """The finding that the reading ended, and that nothing from this row on was checked.

    Args:
        row: the row; what is wrong there is a finding of its own.
        reason: why, by language; by default that the document is broken there.
    """
    values = {"row": row, "reason": _BROKEN if reason is None else reason}
    return Finding(rule="data.stopped", severity="warning", values=values, line=row)


_BROKEN = {"zh": "文档在此处已损坏", "en": "the document is broken there"}


def is_message(data: object) -> bool:
    """Whether plain data are a message, not a record."""
    if not isinstance(data, Mapping):
        return False
    return isinstance(data.get("body"), list) or (
        "record_type" not in data and any(map(data.__contains__, ENVELOPE))
    )


def names_type(data: object) -> bool:
    """Whether data at least say of which type they would be a record."""
    return isinstance(data, dict) and "record_type" in data


def is_broken(item: Item) -> bool:
    """Whether an envelope could not be read to its end, so that what is missing in it may stand
    there.
    """
    return any(finding.rule in ("data.json", "data.xml", "data.stopped") for finding in item.faults)


def is_incomplete(findings: Iterable[Finding]) -> bool:
    """Whether findings say that something is wrong, or that not all was read: then nothing is made
    of the rest.
    """
    return any(
        finding.severity == "error" or finding.rule == "data.stopped" for finding in findings
    )


def not_a_record(data: object) -> Finding:
    """The finding on something that stands where a record belongs."""
    shape = _SHAPES.get(type(data), _SHAPES[int])
    return fault(
        "data.shape", found=shape, allowed={"zh": "记录（对象）", "en": "a record (an object)"}
    )


def misplaced() -> Finding:
    """The finding on a message that does not stand by itself."""
    return fault("message.misplaced")


_SHAPES: dict[type, Mapping[str, str]] = {
    list: {"zh": "列表", "en": "a list"}, str: {"zh": "文本", "en": "a text"},
    int: {"zh": "数值", "en": "a number"}, bool: {"zh": "true 或 false", "en": "true or false"},
    type(None): {"zh": "null", "en": "null"},
}  # fmt: skip


class Findings:
    """The first findings on something, and how many more there were."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[Finding] = []
        self._more = self._errors = 0
        self._unchecked: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._kept)

    def add(self, finding: Finding) -> None:
        """Keep a finding, or count it. That something was not judged is never left out."""
        if len(self._kept) < self._most:
            self._kept.append(finding)
        elif finding.unchecked and finding.rule not in self._unchecked:
            self._unchecked.add(finding.rule)
            self._kept.append(finding)
        else:
            self._more += 1
            self._errors += finding.severity == "error"

    def say(
        self, rule: str, path: str | None = None, line: int | None = None, **values: object
    ) -> None:
        """Keep an error, or count it."""
        if self.full:
            self.count()
        else:
            self._kept.append(fault(rule, path, line, **values))

    @property
    def full(self) -> bool:
        """Whether no further error is kept, so that what it would say need not be found out."""
        return len(self._kept) >= self._most

    def count(self) -> None:
        """Count an error that is not kept."""
        self._more += 1
        self._errors += 1

    def take(self, other: Findings) -> None:
        """Keep or count those of another."""
        for finding in other.all():
            self.add(finding)

    def all(self) -> tuple[Finding, ...]:
        """Those that were kept, and one that says how many more there are."""
        if not self._more:
            return tuple(self._kept)
        level: Severity = "error" if self._errors else "warning"
        return (
            *self._kept,
            Finding(rule="data.findings", severity=level, values={"found": self._more}),
        )


def bounded(findings: Iterable[Finding], most: int) -> tuple[Finding, ...]:
    """The first findings, and one that says how many more there are.

    Args:
        findings: of one record; they are counted to the end, but not kept.
        most: so many are kept.
    """
    if isinstance(findings, tuple | list) and len(findings) <= most:  # as mostly
        return tuple(findings)
    kept = Findings(most)
    for finding in findings:
        kept.add(finding)
    return kept.all()


def below(finding: Finding, key: str) -> Finding:
    """A finding inside an element, as one of what is around it."""
    path = finding.path or ""
    joint = "." if path and not path.startswith("[") else ""
    return finding.replace(path=f"{key}{joint}{path}")


IDEOGRAPHS = range(0xE4, 0xEA)
"""First bytes in UTF-8 of U+4000 to U+9FFF, none of which composes with anything."""
_NO_SIGNS = bytes([*range(0xC0), *IDEOGRAPHS])
"""The bytes of these and of characters of ASCII: all are in normal form, whatever stands beside
them.
"""


def suspect(raw: bytes, *marks: bytes) -> bool:
    """Whether a text in UTF-8 may hold what `irregular` finds; mostly not.

    Args:
        raw: the text.
        marks: what begins an escape, or stands for null, in its form.
    """
    if any(map(raw.__contains__, marks)):
        return True
    if not raw.translate(None, _NO_SIGNS):  # a third of the time of looking at it as a text
        return False
    return not unicodedata.is_normalized("NFC", raw.decode())


def oversized(data: object, size: int, limits: Limits) -> Finding | None:
    """The finding on plain data of more values, more keys in one object, or more levels, than any
    record has.

    Args:
        data: as read.
        size: of its text, in bytes; in a short one there is no room for so much.
        limits: the most values, keys and levels; the parsers read no more than the usual levels.
    """
    shallow = limits.depth < DEFAULT.depth
    if not shallow and size < 2 * limits.record_values and size < 5 * limits.keys:
        return None
    values, rest = 0, [(data, 1)]
    while rest:
        node, level = rest.pop()
        if not isinstance(node, Mapping | list):
            continue
        values += len(node)
        if isinstance(node, Mapping) and len(node) > limits.keys:
            return fault("data.record_size", allowed=limits.keys, what=TOO_MANY_KEYS)
        if values > limits.record_values:
            return fault("data.record_size", allowed=limits.record_values, what=_VALUES)
        if level > limits.depth:
            return fault("data.too_deep", allowed=limits.depth)
        rest += [
            (inner, level + 1) for inner in (node.values() if isinstance(node, Mapping) else node)
        ]
    return None


TOO_MANY_KEYS = {"zh": "个键（同一对象内）", "en": "keys in one object"}
_VALUES = {"zh": "个值", "en": "values"}


def irregular(data: object) -> tuple[Finding, ...]:
    """The values of plain data that have no one written form: null, text that is not in Unicode
    normal form C.
    """
    findings = Findings(DEFAULT.findings)
    find_irregular(data, findings)
    return findings.all()


def find_irregular(data: object, findings: Findings, line: int | None = None) -> None:
    """Find the values of plain data that have no one written form.

    Args:
        data: the record.
        findings: takes the findings.
        line: the line on which the record begins, where it is known.
    """
    for rule, path, key in _irregular(data, "", ""):
        findings.say(rule, _joined(path, key) or None, line)


def _irregular(data: object, path: str, key: str | int) -> Iterator[tuple[str, str, str | int]]:
    """Rule, path of what is around, and key."""
    if isinstance(data, Mapping | list):
        below = _joined(path, key)
        for inner, value in data.items() if isinstance(data, Mapping) else enumerate(data):
            if value is None or (
                isinstance(value, str) and not unicodedata.is_normalized("NFC", value)
            ):
                yield "data.null" if value is None else "data.nfc", below, inner
            elif isinstance(value, Mapping | list):
                yield from _irregular(value, below, inner)
    elif data is None:
        yield "data.null", path, key
    elif isinstance(data, str) and not unicodedata.is_normalized("NFC", data):
        yield "data.nfc", path, key


def _joined(path: str, key: str | int) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{shown(str(key))}" if path else shown(str(key))


def groups_at(record: Mapping[str, Any], path: str) -> list[Any]:
    """The groups at a path in a record, each line of a repeated one; the record itself at the empty
    path.
    """
    places = [record]
    for id in path.split(".") if path else ():
        inside = [place[id] for place in places if id in place]
        places = [
            each for value in inside for each in (value if isinstance(value, list) else [value])
        ]
    return places
