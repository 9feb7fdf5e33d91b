"""Lint: what a checker of single files cannot see.

References that lead nowhere, documents that nobody cites, editions that overlap, segments that do not add up, two
things with one name, a doubtful rule that would raise an error. Each finding has file, line and remedy.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tracecode.errors import SpecError
from tracecode.findings import Finding
from tracecode.spec.base import Spec
from tracecode.spec.charclass import CharClass
from tracecode.spec.check import check
from tracecode.spec.construct import construct
from tracecode.spec.gs1_model import Gs1AiSpec, Gs1ListSpec, matches
from tracecode.spec.kinds import KINDS, Kind, kind_of
from tracecode.spec.model import (
    AlphabetSpec,
    Citation,
    CodeListSpec,
    EditionSpec,
    FormSpec,
    Length,
    LimitSpec,
    SchemeSpec,
    SegmentSpec,
    SourceSpec,
)  # fmt: skip
from tracecode.spec.record_model import IndicatorSpec, IndicatorUse, InterfaceSpec, ProductSpec, RecordSpec

if TYPE_CHECKING:
    from tracecode.spec.catalog import Catalog
    from tracecode.spec.reader import Document, Place

_ID = {
    "-": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII),
    "_": re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", re.ASCII),
}
_DATE_TOKEN = re.compile(r"YYYY|YY|Y|MM|DDD|DD|hh|mm|ss")
_AI = re.compile(r"[0-9]{2,4}|([0-9]{1,3})[0-9]-\1[0-9]", re.ASCII)
_DATE_TOKENS = "YYYY YY Y MM DDD DD hh mm ss"


def lint(catalog: Catalog) -> list[Finding]:
    """Every finding on the files of a catalogue, in the order of files and lines; empty if it is clean.

    Examples and check rules need the engine: see `codes.lint`.
    """
    return _Lint(catalog).run()


class _Lint:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._found: list[Finding] = []
        self._things: dict[str, dict[str, tuple[Any, Document, Place]]] = {kind: {} for kind in KINDS}
        self._cited: set[str] = set()
        self._used: set[tuple[str, str]] = set()
        self._broken: set[str] = set()
        """What could not be read: the kind of a list, or kind and id; references to it may be right."""

    def run(self) -> list[Finding]:
        for path in self._catalog.files:
            self._load(path)
        readable = not self._found
        for kind, things in self._things.items():
            for thing, document, place in things.values():
                self._cite(thing, document, place)
                _CHECKS[kind](self, thing, document, place)
            self._names(kind)
        if readable:  # what cites a source may stand in a file that could not be read
            self._unused()
        return sorted(self._found, key=lambda f: (f.path or "", f.line or 0))

    def _load(self, path: str) -> None:
        kind = kind_of(path)
        if kind is None:
            places = ", ".join(k.pattern for k in KINDS.values())
            shown = f"{self._catalog.name}/{path}"
            self._found.append(
                Finding(rule="spec.misplaced", severity="error", values={"allowed": places}, path=shown, line=1)
            )
            return
        try:
            document = self._catalog.document(path)
            faults = check(document, kind)
        except SpecError as error:
            faults = list(error.findings)
        if faults:
            self._found += faults
            self._broken.add(kind.id if kind.listed else f"{kind.id} {path.rpartition('/')[2].rpartition('.')[0]}")
            return
        data: Any = document.data
        for place, item in [((i,), one) for i, one in enumerate(data)] if kind.listed else [((), data)]:
            self._add(kind, item, document, place)

    def _add(self, kind: Kind, item: dict[str, Any], document: Document, place: Place) -> None:
        id = item["id"]
        separator = "_" if kind.id == "indicator" else "-"
        if not _ID[separator].fullmatch(id):
            self._say(document, (*place, "id"), "spec.id_form", found=id, allowed=separator)
        stem = document.path.rpartition("/")[2].rpartition(".")[0]
        if not kind.listed and id != stem:
            self._say(document, (*place, "id"), "spec.id", found=id, expected=stem)
        if id in self._things[kind.id]:
            first = self._things[kind.id][id][1].path
            self._say(document, (*place, "id"), "spec.duplicate_id", found=id, first=first)
            return
        self._things[kind.id][id] = construct(kind.cls, item), document, place

    # --- one check a kind ---------------------------------------------------------------------------------------------

    def _source(self, thing: SourceSpec, document: Document, place: Place) -> None:
        if thing.in_force and thing.ended and thing.ended < thing.in_force:
            self._say(document, (*place, "ended"), "spec.edition_order", found=thing.in_force, to=thing.ended)

    def _alphabet(self, thing: AlphabetSpec, document: Document, place: Place) -> None:
        self._class(thing.chars, document, (*place, "chars"))

    def _codelist(self, thing: CodeListSpec, document: Document, place: Place) -> None:
        if thing.strict and thing.evidence == "unsure":
            self._say(
                document,
                ("strict",),
                "spec.severity",
                evidence="unsure",
                reason_zh="请设 strict: false",
                reason_en="set strict: false",
            )
        seen: dict[str, int] = {}
        for i, entry in enumerate(thing.entries):
            where = (*place, "entries", i)
            if entry.code in seen:
                self._say(document, where, "spec.duplicate_id", found=entry.code, first=f"entries.{seen[entry.code]}")
            seen[entry.code] = i
            if thing.covers and not entry.code.startswith(thing.covers):
                self._say(document, where, "spec.covers", found=entry.code, allowed=thing.covers)

    def _scheme(self, thing: SchemeSpec, document: Document, place: Place) -> None:
        ids: dict[str, int] = {}
        for i, edition in enumerate(thing.editions):
            where = (*place, "editions", i)
            if edition.id in ids:
                self._say(
                    document, (*where, "id"), "spec.duplicate_id", found=edition.id, first=f"editions.{ids[edition.id]}"
                )
            ids[edition.id] = i
            self._edition(edition, document, where)
        if not thing.editions:
            self._layout(document, ("editions",), "至少要有一个版本", "needs at least one edition")
        self._periods(thing, document, place)
        for i, link in enumerate(thing.links):
            self._refer("scheme", link.to, document, (*place, "links", i, "to"))
            for j, equal in enumerate(link.equal):
                where = (*place, "links", i, "equal", j)
                self._linked(thing, equal.here, document, where)
                if link.to in self._things["scheme"]:
                    self._linked(self._things["scheme"][link.to][0], equal.there, document, where)
        if thing.id in self._inside(thing.id, set()):
            self._layout(document, ("editions",), "编码规则不能包含自身", "a scheme cannot contain itself")

    def _linked(self, scheme: SchemeSpec, ids: tuple[str, ...], document: Document, place: Place) -> None:
        """The segments of a link must stand together in some layout, or it would never be compared."""
        layouts = [form for edition in scheme.editions for form in edition.layouts]
        if not any(set(ids) <= {segment.id for segment in form.segments} for form in layouts):
            hint = {"zh": "", "en": ""}
            self._say(document, place, "spec.reference", field=scheme.id, kind="segment", found=list(ids), hint=hint)

    def _inside(self, id: str, seen: set[str]) -> set[str]:
        """The ids of all schemes that are nested in a scheme, however deep."""
        if id not in self._things["scheme"]:
            return seen
        scheme: SchemeSpec = self._things["scheme"][id][0]
        for edition in scheme.editions:
            for form in edition.layouts:
                parts: list[SegmentSpec | LimitSpec] = [*form.segments, *form.limits]
                for part in parts:
                    if part.scheme is not None and part.scheme not in seen:
                        seen.add(part.scheme)
                        self._inside(part.scheme, seen)
        return seen

    def _indicator(self, thing: IndicatorSpec, document: Document, place: Place) -> None:
        for kind in ("codelist", "scheme"):
            if (id := getattr(thing, kind)) is not None:
                self._refer(kind, id, document, (*place, kind))

    def _record(self, thing: RecordSpec, document: Document, place: Place) -> None:
        self._uses(thing.indicators, document, (*place, "indicators"))

    def _product(self, thing: ProductSpec, document: Document, place: Place) -> None:
        for role in thing.codes.field_names():
            for i, id in enumerate(getattr(thing.codes, role)):
                self._refer("scheme", id, document, (*place, "codes", role, i))
        for i, record in enumerate(thing.records):
            self._refer("record", record.core, document, (*place, "records", i, "core"))
            self._uses(record.indicators, document, (*place, "records", i, "indicators"))
        self._value("category", thing.category, document, (*place, "category"))
        self._value("catalogue-item", thing.number, document, (*place, "number"))

    def _interface(self, thing: InterfaceSpec, document: Document, place: Place) -> None:
        for name in ("accepts", "returns"):
            for i, id in enumerate(getattr(thing, name)):
                self._refer("record", id, document, (*place, name, i))

    def _gs1_ai(self, thing: Gs1AiSpec, document: Document, place: Place) -> None:
        if not _AI.fullmatch(thing.id):
            self._say(document, (*place, "id"), "spec.id_form", found=thing.id, allowed="01 / 3100-3105")
            return
        rows = [(row, id) for id, (row, *_) in self._things["gs1-ai"].items() if _AI.fullmatch(id)]
        known = {ai: id for row, id in rows for ai in row.ais}
        for ai in thing.ais:
            for cut in (ai[:2], ai[:3], ai):
                if known.get(cut, thing.id) != thing.id:
                    self._say(document, (*place, "id"), "spec.duplicate_id", found=ai, first=f"'{known[cut]}'")
        for field, named in (
            ("requires", [ai for group in thing.requires for entry in group for ai in entry.split("+")]),
            ("excludes", thing.excludes),
            ("qualifiers", [ai for alternative in thing.qualifiers for ai in alternative]),
        ):
            for name in dict.fromkeys(named):
                if not any(matches(name, ai) for ai in known):
                    self._say(document, (*place, field), "spec.reference", field=field, kind="AI", found=name, hint="")
        sizes = [_bounds(part.length) for part in thing.parts]
        if not sizes or any(not 1 <= low <= high < _OPEN for low, high in sizes):
            self._layout(
                document,
                (*place, "parts"),
                "每段须有长度，且 1 <= min <= max",
                "each part needs a length, 1 <= min <= max",
            )
        if any(low != high for low, high in sizes[:-1]):
            self._layout(document, (*place, "parts"), "只有最后一段可以变长", "only the last part may vary in length")
        optional = [part.optional for part in thing.parts]
        if optional != sorted(optional) or optional[:1] == [True]:
            self._layout(document, (*place, "parts"), "可选段须在必有段之后", "optional parts come after the others")
        if thing.predefined and (any(optional) or any(low != high for low, high in sizes)):
            self._layout(
                document, (*place, "predefined"), "预定义长度的值须定长", "a value of pre-defined length cannot vary"
            )
        if thing.qualifiers and not thing.key:
            self._layout(document, (*place, "qualifiers"), "限定符须有 key: true", "qualifiers need key: true")

    def _gs1_list(self, thing: Gs1ListSpec, document: Document, place: Place) -> None:
        codes = thing.codes.split()
        for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
            self._say(document, (*place, "codes"), "spec.duplicate_id", found=code, first="codes")

    # --- schemes ------------------------------------------------------------------------------------------------------

    def _periods(self, scheme: SchemeSpec, document: Document, place: Place) -> None:
        order = sorted(range(len(scheme.editions)), key=lambda i: str(scheme.editions[i].valid_from or ""))
        for i in order:
            edition = scheme.editions[i]
            if edition.valid_from and edition.valid_to and edition.valid_to < edition.valid_from:
                where = (*place, "editions", i, "valid_to")
                self._say(document, where, "spec.edition_order", found=edition.valid_from, to=edition.valid_to)
        for before, after in pairwise(order):
            earlier, later = scheme.editions[before], scheme.editions[after]
            where = (*place, "editions", after, "valid_from")
            if earlier.valid_to is None or later.valid_from is None or later.valid_from <= earlier.valid_to:
                self._say(document, where, "spec.edition_overlap", found=later.id, other=earlier.id)
            elif (missing := (later.valid_from - earlier.valid_to - timedelta(days=1)).days) > 0:
                self._say(document, where, "spec.edition_gap", found=later.id, other=earlier.id, days=missing)

    def _edition(self, edition: EditionSpec, document: Document, place: Place) -> None:
        single = bool(edition.segments or edition.checks or edition.limits or edition.length is not None)
        if single == bool(edition.forms):
            self._layout(
                document, place, "length+segments 与 forms 须二选一", "needs either length and segments, or forms"
            )
            return
        if single and (edition.length is None or not edition.segments):
            self._layout(document, place, "须同时有 length 和 segments", "needs both length and segments")
            return
        if edition.forms:
            seen: dict[str, int] = {}
            for i, form in enumerate(edition.forms):
                if form.id in seen:
                    self._say(
                        document,
                        (*place, "forms", i),
                        "spec.duplicate_id",
                        found=form.id,
                        first=f"forms.{seen[form.id]}",
                    )
                seen[form.id] = i
                self._form(form, document, (*place, "forms", i))
        else:
            self._form(edition.layouts[0], document, place)
        if not edition.examples.valid:
            self._layout(document, (*place, "examples"), "至少要有一个正确示例", "needs at least one valid example")

    def _form(self, form: FormSpec, document: Document, place: Place) -> None:
        seen: dict[str, int] = {}
        for i, segment in enumerate(form.segments):
            where = (*place, "segments", i)
            if not _ID["_"].fullmatch(segment.id):
                self._say(document, where, "spec.id_form", found=segment.id, allowed="_")
            if segment.id in seen:
                self._say(document, where, "spec.duplicate_id", found=segment.id, first=f"segments.{seen[segment.id]}")
            seen[segment.id] = i
            if segment.id in ("edition", "form", "on"):  # the names of build's own arguments
                self._say(
                    document, where, "spec.id_form", found=segment.id, allowed="_ (edition, form, on: 保留/reserved)"
                )
            self._segment(segment, document, where)
        sizes = [_size(segment) for segment in form.segments]
        low, high = sum(s[0] for s in sizes), sum(s[1] for s in sizes)
        stated = _bounds(form.length)
        if stated != (low, min(_OPEN, high)):
            self._say(document, (*place, "length"), "spec.length", found=_range(*stated), expected=_range(low, high))
        for i, (segment, after) in enumerate(zip(form.segments, form.segments[1:], strict=False)):
            fixed_tail = all(low == high for low, high in sizes[i + 1 :])
            if (
                sizes[i][0] != sizes[i][1]
                and segment.literal is None
                and not fixed_tail
                and not self._separate(segment, after)
            ):
                self._say(document, (*place, "segments", i), "spec.ambiguous", found=segment.id)
        for i, check_spec in enumerate(form.checks):
            optional = {segment.id for segment in form.segments if segment.optional}
            for id in (*check_spec.of, check_spec.into):
                self._known(id, seen, document, (*place, "checks", i))
                if id in optional:
                    said = {
                        "found": id,
                        "reason_zh": "可省略，不能参与校验",
                        "reason_en": "may be left out and cannot be summed",
                    }
                    self._say(document, (*place, "checks", i), "spec.segment", **said)
            if check_spec.alphabet is not None:
                self._refer("alphabet", check_spec.alphabet, document, (*place, "checks", i, "alphabet"))
        for i, limit in enumerate(form.limits):
            where = (*place, "limits", i)
            for id in limit.of:
                self._known(id, seen, document, where)
            self._content(limit, document, where)
            self._limit(limit, form, document, where)

    def _segment(self, segment: SegmentSpec, document: Document, place: Place) -> None:
        def wrong(zh: str, en: str) -> None:
            self._say(document, place, "spec.segment", found=segment.id, reason_zh=zh, reason_en=en)

        if segment.literal is not None:
            extra = [
                n
                for n in ("chars", "first", "length", "codelist", "range", "date", "scheme")
                if getattr(segment, n) is not None
            ]
            if not segment.literal:
                wrong("固定字符为空", "has an empty literal")
            if extra:
                wrong(f"固定字符不能再有 {'、'.join(extra)}", f"is a literal and cannot also have {', '.join(extra)}")
        else:
            for name in ("chars", "length"):
                if getattr(segment, name) is None:
                    wrong(f"缺少 {name}", f"lacks {name}")
            if segment.also or segment.optional:
                wrong("also 和 optional 仅用于固定字符", "has also or optional, which belong to a literal")
        if segment.repeat is not None and (
            segment.repeat.min < 1 or segment.repeat.max < segment.repeat.min or not segment.repeat.separator
        ):
            wrong("repeat 须有分隔符，且 1 <= min <= max", "has a repeat without separator, or not 1 <= min <= max")
        if segment.evidence == "unsure" and (segment.literal is not None or segment.first is not None):
            self._say(
                document,
                place,
                "spec.severity",
                evidence="unsure",
                reason_zh="请把该限制写入 limits",
                reason_en="state the restriction under limits",
            )
        if segment.chars is not None:
            self._alphabet_or_class(segment.chars, document, (*place, "chars"))
            if segment.repeat is not None and self._holds(segment.chars, segment.repeat.separator):
                wrong("repeat 的分隔符不能出现在 chars 中", "has a separator that may also occur in its items")
        if segment.first is not None:
            self._class(segment.first, document, (*place, "first"))
        low, high = _size(segment)
        if segment.literal is None and (low < 0 or high < 1 or high < low):
            wrong("长度须为正数", "has no positive length")
        self._content(segment, document, place)
        if segment.date is not None and (low, high) != (len(segment.date.format),) * 2:
            wrong(
                f"日期格式有 {len(segment.date.format)} 位",
                f"has a date format of {len(segment.date.format)} characters",
            )

    def _content(self, spec: SegmentSpec | LimitSpec, document: Document, place: Place) -> None:
        """What segments and limits have in common."""
        for kind in ("codelist", "scheme"):
            if (id := getattr(spec, kind)) is not None:
                self._refer(kind, id, document, (*place, kind))
        if spec.date is not None:
            form = spec.date.format
            if "".join(_DATE_TOKEN.findall(form)) != form or sum(t[0] == "Y" for t in _DATE_TOKEN.findall(form)) != 1:
                self._say(document, (*place, "date"), "spec.date_format", found=form, allowed=_DATE_TOKENS)
        if spec.range is not None and (spec.range.min or 0) > (
            spec.range.max if spec.range.max is not None else 10**18
        ):
            self._say(
                document,
                (*place, "range"),
                "spec.value",
                field="range",
                found=f"{spec.range.min}..{spec.range.max}",
                allowed="min <= max",
            )

    def _limit(self, limit: LimitSpec, form: FormSpec, document: Document, place: Place) -> None:
        named = [
            n for n in ("chars", "contains", "codelist", "range", "date", "scheme") if getattr(limit, n) is not None
        ]
        if not limit.of or not named:
            self._layout(document, place, "须写明对象 of 和一项限制", "needs segments under of, and one restriction")
        for name in ("chars", "contains"):
            if (text := getattr(limit, name)) is not None:
                self._alphabet_or_class(text, document, (*place, name))
        sizes = {segment.id: _size(segment) for segment in form.segments}
        whole = sum(sizes[id][1] for id in limit.of if id in sizes)
        if limit.part is not None and not 1 <= limit.part.start <= limit.part.end <= whole:
            self._say(
                document,
                (*place, "part"),
                "spec.value",
                field="part",
                found=f"{limit.part.start}..{limit.part.end}",
                allowed=f"1..{whole}",
            )

    def _separate(self, segment: SegmentSpec, after: SegmentSpec) -> bool:
        """Whether a variable segment ends where the next begins, whatever it holds."""
        if after.optional or segment.chars is None:
            return False
        try:
            inside = self._chars(segment.chars)
            begins = CharClass.read(after.first) if after.first else self._chars(after.chars) if after.chars else None
        except ValueError:
            return True  # reported as a wrong class
        if after.literal is not None:
            starts = "".join(text[0] for text in (after.literal, *after.also) if text)
            inside_repeat = segment.repeat is not None and any(char in segment.repeat.separator for char in starts)
            return not inside_repeat and all(char not in inside for char in starts)
        return (
            begins is not None
            and not begins.negated
            and _size(after)[0] > 0
            and all(c not in inside for c in begins.chars)
        )

    def _holds(self, chars: str, text: str) -> bool:
        try:
            inside = self._chars(chars)
        except ValueError:
            return False  # reported as a wrong class
        return any(char in inside for char in text)

    def _chars(self, text: str) -> CharClass:
        if not text.startswith("[") and text in self._things["alphabet"]:
            text = self._things["alphabet"][text][0].chars
        return CharClass.read(text)

    # --- references, names, use ---------------------------------------------------------------------------------------

    def _uses(self, uses: tuple[IndicatorUse, ...], document: Document, place: Place) -> None:
        for i, use in enumerate(uses):
            self._refer("indicator", use.use, document, (*place, i, "use"))
            for id in use.when or ():
                self._refer("indicator", id, document, (*place, i, "when"))
            if (use.obligation == "C") != (use.when is not None):
                self._layout(document, (*place, i), "C 须有 when，M 和 O 不能有", "C needs when; M and O have none")

    def _cite(self, thing: object, document: Document, place: Place) -> None:
        """Follow every citation inside a thing."""
        if isinstance(thing, Citation):
            self._cited.add(thing.ref)
            self._refer("source", thing.ref, document, (*place, "ref"))
        elif isinstance(thing, tuple):
            for i, one in enumerate(thing):
                self._cite(one, document, (*place, i))
        elif isinstance(thing, Spec):
            for name in thing.field_names():
                self._cite(getattr(thing, name), document, (*place, name))

    def _refer(self, kind: str, id: str, document: Document, place: Place) -> None:
        self._used.add((kind, id))
        if id not in self._things[kind] and not self._broken & {kind, f"{kind} {id}"}:
            near = difflib.get_close_matches(id, self._things[kind], n=1)
            hint = {"zh": f"；是否为 {near[0]}？", "en": f"; did you mean {near[0]}?"} if near else {"zh": "", "en": ""}
            field = str(place[-1]) if place else kind
            self._say(document, place, "spec.reference", field=field, kind=kind, found=id, hint=hint)

    def _known(self, id: str, segments: dict[str, int], document: Document, place: Place) -> None:
        if id not in segments:
            self._say(
                document, place, "spec.reference", field="of/into", kind="segment", found=id, hint={"zh": "", "en": ""}
            )

    def _value(self, codelist: str, code: str, document: Document, place: Place) -> None:
        self._refer("codelist", codelist, document, place)
        if codelist in self._things["codelist"]:
            codes = [entry.code for entry in self._things["codelist"][codelist][0].entries]
            if code not in codes:
                self._say(document, place, "spec.value", field=place[-1], found=code, allowed=codes)

    def _alphabet_or_class(self, text: str, document: Document, place: Place) -> None:
        if text.startswith("["):
            self._class(text, document, place)
        else:
            self._refer("alphabet", text, document, place)

    def _class(self, text: str, document: Document, place: Place) -> None:
        try:
            CharClass.read(text)
        except ValueError as error:
            self._say(document, place, "spec.class", reason=str(error))

    def _names(self, kind: str) -> None:
        if kind in ("source", "alphabet", "gs1-ai"):
            return  # two documents may share a title; an application identifier has no name in two languages
        seen: dict[str, str] = {}
        for id, (thing, document, place) in self._things[kind].items():
            for lang in ("zh", "en"):
                name = getattr(thing.name, lang)
                if name in seen and seen[name] != id:
                    self._say(document, (*place, "name"), "spec.duplicate_name", found=name, first=seen[name])
                seen.setdefault(name, id)

    def _unused(self) -> None:
        for id, (_, document, place) in self._things["source"].items():
            if id not in self._cited:
                self._say(document, place, "spec.uncited")
        for id, (_, document, place) in self._things["alphabet"].items():
            if ("alphabet", id) not in self._used:
                self._say(document, place, "spec.unused")

    def _layout(self, document: Document, place: Place, zh: str, en: str) -> None:
        self._say(document, place, "spec.layout", reason_zh=zh, reason_en=en)

    def _say(self, document: Document, place: Place, rule: str, **values: object) -> None:
        self._found.append(
            Finding(rule=rule, severity="error", values=values, path=document.path, line=document.line(place))
        )


_CHECKS: dict[str, Callable[[_Lint, Any, Document, Place], None]] = {
    "source": _Lint._source, "alphabet": _Lint._alphabet, "codelist": _Lint._codelist, "scheme": _Lint._scheme,
    "indicator": _Lint._indicator, "record": _Lint._record, "product": _Lint._product, "interface": _Lint._interface,
    "gs1-ai": _Lint._gs1_ai, "gs1-list": _Lint._gs1_list,
}  # fmt: skip

_OPEN = 10**9


def _size(segment: SegmentSpec) -> tuple[int, int]:
    """Fewest and most characters of a segment."""
    if segment.literal is not None:
        sizes = [len(text) for text in (segment.literal, *segment.also)]
        return 0 if segment.optional else min(sizes), max(sizes)
    if segment.length is None:
        return 0, 0
    low, high = _bounds(segment.length)
    if segment.repeat is not None:
        gap = len(segment.repeat.separator)
        return segment.repeat.min * (low + gap) - gap, segment.repeat.max * (high + gap) - gap
    return low, high


def _bounds(length: int | Length) -> tuple[int, int]:
    if isinstance(length, Length):
        return length.min, length.max if length.max is not None else _OPEN
    return length, length


def _range(low: int, high: int) -> str:
    if high >= _OPEN:
        return f">= {low}"
    return str(low) if low == high else f"{low}..{high}"
