"""The rule program: every encoding rule of a standard as one JSON file, ready for an engine in any
language.

Alphabets and code lists are written out, nested schemes stand by their id, check characters are
data. What each field means, and how a text is judged by it, is said in `docs/program.md`;
`program_schema` is its JSON Schema.

>>> from tracecode.standard.resolved import packaged
>>> made = program(packaged())
>>> made["checks"]["gs1-mod10"]["weights"]
[3, 1]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, assert_never

from tracecode import escape
from tracecode.codes.registry import registry
from tracecode.dates import DateFormat
from tracecode.fold import AROUND, CHANGES, FOLLOWS, ORDER, SPACES, Change, table_of
from tracecode.gs1.ai import character_sets, table
from tracecode.messages import rules
from tracecode.records.plain import STANDARD_VERSION
from tracecode.spec.charclass import BLANKS, CONTROLS
from tracecode.standard.check_rules import DIGITS, WEIGHTED, Hybrid, check_rule_of
from tracecode.standard.constraints import (
    Checked,
    Containing,
    Dated,
    Doubted,
    Listed,
    Narrowed,
    Nested,
    Ranged,
    Timely,
)
from tracecode.standard.segment import MAX_TEXT, item_length

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme
    from tracecode.codes.segment_rules import SegmentRule
    from tracecode.gs1.ai import Ai
    from tracecode.spec.base import Text
    from tracecode.spec.charclass import CharClass
    from tracecode.spec.layout_model import DateRule
    from tracecode.spec.list_model import CodeListSpec
    from tracecode.spec.model import EditionSpec
    from tracecode.standard.check_rules import CheckRule
    from tracecode.standard.constraints import Constraint
    from tracecode.standard.resolved import Resolved
    from tracecode.standard.segment import Segment

FORMAT = 1
"""The version of the file's form: a reader refuses a number that it does not know."""
SAID = frozenset({
    "code.ambiguous", "code.characters", "code.check_character", "code.codelist", "code.contains",
    "code.date", "code.date_range", "code.edition", "code.empty", "code.length", "code.length_only",
    "code.literal", "code.no_scheme", "code.range", "code.too_long", "code.undecided",
    "code.unverified", "code.unverified_layout", "code.within", "gs1.bracket",
    "gs1.characters", "gs1.date", "gs1.length", "gs1.not_judged", "gs1.unknown_ai",
})  # fmt: skip
"""The findings of which the program holds the sentences."""
_CONTROLS = ((0x00, 0x1F), (0x7F, 0x9F), (0xD800, 0xDFFF))
"""What an open class of characters never holds; as `CharClass` has it."""


def program(standard: Resolved) -> dict[str, Any]:
    """The rule program of a standard, as plain data."""
    return _ProgramWriter(standard).program()


def program_text(standard: Resolved) -> str:
    """The text of the file: a scheme, a check rule or a code list a line, so that a change is seen
    where it is.
    """
    parts = []
    for key, value in program(standard).items():
        if isinstance(value, dict):
            rows = ",\n".join(f"{_compact(id)}: {_compact(each)}" for id, each in value.items())
            parts.append(f"{_compact(key)}: {{\n{rows}\n}}")
        else:
            parts.append(f"{_compact(key)}: {_compact(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _compact(data: object) -> str:
    return escape.json(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


class _ProgramWriter:
    def __init__(self, standard: Resolved) -> None:
        self.standard = standard
        self.checks: dict[str, CheckRule] = {}
        self.lists: dict[str, CodeListSpec] = {}

    def program(self) -> dict[str, Any]:
        schemes = registry(self.standard)
        written = {id: self._scheme(schemes[id]) for id in schemes.ids}
        return {
            "format": FORMAT,
            "standard": STANDARD_VERSION,
            "longest": MAX_TEXT,
            "blank": [*map(list, _blanks())],
            "control": [*map(list, _CONTROLS)],
            "folding": [*map(_folding, ORDER)],
            "checks": {id: _check(rule) for id, rule in sorted(self.checks.items())},
            "lists": {id: _codelist(codelist) for id, codelist in sorted(self.lists.items())},
            "schemes": written,
            "items": {id: self._item(id) for id in self.standard.ids("product")},
            "gs1": _gs1(),
            "gs1_chars": {
                id: {"chars": chars, "label": label}
                for id, (chars, label) in character_sets().items()
            },
            "gs1_values": {entry.ai: _gs1_value(entry) for entry in table()},
            "messages": {rule: {"zh": zh, "en": en} for rule, (zh, en) in _said().items()},
        }

    def _item(self, id: str) -> dict[str, Any]:
        product = self.standard.product(id)
        return {"name": _text(product.name), "carries": sorted(product.codes.all)}

    def _scheme(self, scheme: Scheme) -> dict[str, Any]:
        spec = scheme.spec
        return {
            "name": _text(scheme.name),
            "identifies": spec.identifies,
            "issued_by": spec.issued_by.kind,
            **({"personal": True} if scheme.personal else {}),
            **({"gs1_ai": [*spec.gs1_ai]} if spec.gs1_ai else {}),
            **({"hint_only": True} if spec.hint_only else {}),
            "lenient": [step for step in CHANGES if step in spec.lenient],
            "editions": [self._edition(edition, scheme) for edition in spec.editions],
        }

    def _edition(self, edition: EditionSpec, scheme: Scheme) -> dict[str, Any]:
        return {
            "id": edition.id,
            **({"from": edition.valid_from.isoformat()} if edition.valid_from else {}),
            **({"to": edition.valid_to.isoformat()} if edition.valid_to else {}),
            "evidence": edition.evidence,
            "source": self.standard.cite(edition.source),
            "layouts": [
                self._layout(layout) for layout in scheme.layouts if layout.edition is edition
            ],
        }

    def _layout(self, layout: Layout) -> dict[str, Any]:
        segments, fixed = [], 1
        for segment in layout.segments:
            cited = (
                {}
                if segment.spec.source is None
                else {"source": self.standard.cite(segment.spec.source)}
            )
            segments.append(_segment(segment, fixed) | cited)
            fixed = fixed + segment.max if fixed and segment.min == segment.max else 0
        return {
            "id": layout.id,
            "name": _text(layout.name),
            **({"lenient_only": True} if layout.spec.lenient_only else {}),
            "severity": layout.severity,
            "evidence": layout.evidence,
            "source": self.standard.cite(layout.source),
            "min": layout.min,
            "max": layout.max,
            "segments": segments,
            "rules": [
                self._rule(constraint, layout) | _weight(rule)
                for constraint, rule in zip(layout.constraints, layout.rules, strict=True)
            ],
        }

    def _rule(self, constraint: Constraint, layout: Layout) -> dict[str, Any]:
        target = constraint.target
        rule: dict[str, Any] = {
            "id": constraint.rule,
            "severity": constraint.severity,
            "of": [*target.of],
        }
        if target.part is not None:
            rule["part"] = [target.part.start, target.part.end]
        match constraint:
            case Listed():
                self.lists[constraint.codelist.id] = constraint.codelist
                rule["list"] = constraint.codelist.id
            case Ranged():
                bounds = {"min": constraint.range.min, "max": constraint.range.max}
                rule |= {name: bound for name, bound in bounds.items() if bound is not None}
            case Dated():
                rule |= _date(constraint.date)
            case Timely():
                rule |= _date(constraint.date)
                if constraint.date.not_before is not None:
                    rule["not_before"] = constraint.date.not_before.isoformat()
                if constraint.date.not_after is not None:
                    rule["not_after"] = constraint.date.not_after
            case Narrowed() | Containing():
                rule["chars"] = _chars(constraint.chars)
            case Nested():
                rule["scheme"] = constraint.scheme
            case Checked():
                *rule["of"], rule["into"] = target.of
                rule["check"] = self._checked(constraint, layout)
            case Doubted():
                rule["reason"] = _text(constraint.reason)
            case _:
                assert_never(constraint)
        return rule | {"evidence": target.evidence, "source": self.standard.cite(target.source)}

    def _checked(self, constraint: Checked, layout: Layout) -> str:
        """The id of a check rule: its name, or for one with weights of its own where these
        stand.
        """
        spec = constraint.check
        id = (
            spec.rule
            if spec.rule != WEIGHTED
            else f"{layout.owner.id}/{layout.edition.id}/{layout.id}/{spec.into}"
        )
        self.checks[id] = check_rule_of(spec, self.standard)
        return id


def _weight(rule: SegmentRule) -> dict[str, float]:
    """What it says of a text that it keeps the rule, if anything."""
    return {"bits": bits} if (bits := round(rule.bits, 4)) else {}


def _said() -> dict[str, tuple[str, str]]:
    """The sentences of what may be found in a code, and of what is not sure about it."""
    return {rule: texts for rule, texts in rules().items() if rule in SAID}


def _gs1() -> dict[str, list[int]]:
    """By its first two digits, how long an application identifier is, and its value if that needs
    no separator.
    """
    known = table()
    return {
        begin: [width, *([fixed] if (fixed := known.fixed.get(begin)) else [])]
        for begin, width in sorted(known.width.items())
    }


def _gs1_value(entry: Ai) -> dict[str, Any]:
    """The name of an application identifier, and how its value is judged where characters, length
    and at most one date are all that is asked of it.
    """
    part, *others = entry.parts
    dated = [linter for linter in part.linters if linter.name in _GS1_DATES]
    if others or len(part.linters) != len(dated):
        return {"name": entry.name}
    date = {"date": _text(dated[0].allowed)} if dated else {}
    return {"name": entry.name, "chars": part.chars, "min": part.min, "max": part.max, **date}


_GS1_DATES = ("yymmd0",)
"""What is asked of a date: six digits, of which the day may be 00."""


def _segment(segment: Segment, at: int) -> dict[str, Any]:
    spec = segment.spec
    entry: dict[str, Any] = {"id": spec.id, "name": _text(spec.name)}
    if spec.role is not None:
        entry["role"] = spec.role
    if at:
        entry["at"] = at
    entry |= {"min": segment.min, "max": segment.max}
    if segment.chars is None:
        return entry | {
            "text": spec.literal,
            "texts": [*segment.texts, *([""] if spec.optional else [])],
        }
    entry["chars"] = _chars(segment.chars)
    if segment.first is not None:
        entry["first"] = _chars(segment.first)
    if (repeat := spec.repeat) is not None:
        low, high = item_length(spec)
        entry["repeat"] = {
            "separator": repeat.separator,
            "min": repeat.min,
            "max": repeat.max,
            "item": {"min": low, "max": high},
            "leading_zeros": repeat.leading_zeros,
        }
    return entry


def _check(rule: CheckRule) -> dict[str, Any]:
    if isinstance(rule, Hybrid):
        return {"kind": "hybrid", "chars": rule.alphabet}
    return {
        "kind": "sum",
        "values": [dict(values) for values in rule.values],
        "weights": [*rule.weights],
        "modulus": rule.modulus,
        "results": [*rule.results],
        "least": rule.least,
        **({"most": rule.most} if rule.most is not None else {}),
        **({"others": [*rule.others]} if rule.others else {}),
    }


def _codelist(codelist: CodeListSpec) -> dict[str, Any]:
    return {
        "name": _text(codelist.name),
        **({"covers": [*codelist.covers]} if codelist.covers else {}),
        "values": {entry.code: _text(entry.name) for entry in codelist.entries},
    }


def _date(date: DateRule) -> dict[str, Any]:
    century = {} if date.century is None else {"century": date.century}
    return {"date": [*DateFormat.compile(date.format).tokens], **century}


def _chars(chars: CharClass) -> str | dict[str, str]:
    return {"except": chars.chars} if chars.negated else chars.chars


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _folding(change: Change) -> dict[str, Any]:
    step = {} if change == "unseen" else {"step": FOLLOWS.get(change, change)}
    if change == "trim":
        return {**step, "trim": AROUND, "bare": SPACES}
    if change == "zeros":
        return {**step, "lead": "0", "before": DIGITS}
    table = table_of(change)
    mapped = {chr(code): chr(into) for code, into in sorted(table.items()) if into is not None}
    dropped = [*map(list, _ranges(code for code, into in sorted(table.items()) if into is None))]
    return {**step, **({"map": mapped} if mapped else {}), **({"drop": dropped} if dropped else {})}


def _blanks() -> Iterator[tuple[int, int]]:
    """The characters that show nothing, white space among them, as ranges of code points."""
    codes = {
        code for first, last in CONTROLS for code in range(first, last + 1) if chr(code).isspace()
    }
    codes |= {code for first, last in BLANKS for code in range(first, last + 1)}
    return _ranges(sorted(codes))


def _ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = -2
    for code in codes:
        if code == last + 1:
            last = code
            continue
        if last >= 0:
            yield first, last
        first = last = code
    if last >= 0:
        yield first, last
