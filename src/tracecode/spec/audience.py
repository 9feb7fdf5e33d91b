"""Whom a change of a definition breaks: by the field that changes, where it stands, and its old and new value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, get_args

from tracecode.findings import severity_of
from tracecode.spec.charclass import CharClass
from tracecode.spec.formats import Format

if TYPE_CHECKING:
    from tracecode.spec.definitions import Definitions

Audience = Literal["stored-data", "writers", "readers", "generated-code", "text"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
"""From what breaks most to what breaks least."""
Path = tuple[str, ...]
WORDS = frozenset({
    "name", "definition", "note", "gaps", "title", "reason", "clause", "source", "example", "examples", "authorities",
    "issuer", "url", "also_known", "example_of_item",
})  # fmt: skip
"""Fields that hold words for people, or what only tests the standard itself."""
Judge = Callable[[Any, Any], Audience]


def came(kind: str, definition: Mapping[str, Any]) -> Audience:
    """The smallest audience that a new definition breaks."""
    if kind == "law":
        return _worst(_article(None, article) for article in definition["articles"])
    return _CAME.get(kind, "text")


def went(kind: str, definition: Mapping[str, Any]) -> Audience:
    """The smallest audience that is broken where a definition is there no more."""
    if kind == "law":
        return _worst(_article(article, None) for article in definition["articles"])
    return _WENT.get(kind, "generated-code")


def audience(
    kind: str, path: Path, old: Any, new: Any, before: Definitions, after: Definitions
) -> Audience:
    """The smallest audience that a change breaks.

    Args:
        kind: of the definition.
        path: where in it.
        old: as it was.
        new: as it is.
        before: the standard in which it was so.
        after: the standard in which it is so.
    """
    if kind in ("source", "pack", "sample", "term") or not WORDS.isdisjoint(path):
        return "text"
    last = path[-1]
    if last == "chars":
        return _chars(_class(before, old), _class(after, new))
    for pattern, judge in _JUDGES.get(kind, ()):
        if _matches(pattern, path):
            return judge(old, new)
    return _FIELDS.get(last, _stored)(old, new)


_CAME: Mapping[str, Audience] = {
    # records that had no finding may have one, be it a warning
    "rule": "stored-data",
    **dict.fromkeys(
        ("scheme", "record", "product", "interface", "gs1-ai", "gs1-list", "gs1-symbology"),
        "readers",
    ),
    "rows": "generated-code",
}
_WENT: Mapping[str, Audience] = {
    **dict.fromkeys(
        ("scheme", "codelist", "alphabet", "record", "product", "group"), "stored-data"
    ),
    **dict.fromkeys(("gs1-ai", "gs1-list", "gs1-symbology"), "stored-data"),
    **dict.fromkeys(("interface", "label"), "writers"),
    "rule": "readers",
    **dict.fromkeys(("source", "pack", "sample", "term"), "text"),
}


def _worst(audiences: Iterable[Audience]) -> Audience:
    return min(audiences, key=AUDIENCES.index, default="text")


def _matches(pattern: str, path: Path) -> bool:
    steps = pattern.split(".")
    if steps[0] == "**":  # at any depth
        steps, path = steps[1:], path[len(path) - len(steps) + 1 :]
    return len(steps) == len(path) and all(
        step in ("*", part) for step, part in zip(steps, path, strict=True)
    )


def _stored(_old: Any, _new: Any) -> Audience:
    return "stored-data"


def _always(audience: Audience) -> Judge:
    return lambda _old, _new: audience


def _narrower(narrow: bool) -> Audience:
    """Of what allows less, or more."""
    return "stored-data" if narrow else "readers"


def _added_narrows(old: Any, new: Any) -> Audience:
    """Of a restriction that came, went or became another; one of unsure evidence refuses nothing."""
    if all(
        side is None or (isinstance(side, dict) and side.get("evidence") == "unsure")
        for side in (old, new)
    ):
        return "text"
    return "readers" if new is None else "stored-data"


def _added_widens(old: Any, _new: Any) -> Audience:
    """Of one more of what is allowed, or one less."""
    return "readers" if old is None else "stored-data"


def _set(old: Any, new: Any) -> Audience:
    """Of a set of what is allowed; nothing in it: all is."""
    before, after = set(old or ()), set(new or ())
    if not before or not after:
        return _narrower(bool(after))
    return _narrower(not before <= after)


def _covers(old: Any, new: Any) -> Audience:
    """Of the beginnings for which a list is complete; without any it is complete for all."""
    before, after = set(old or ()), set(new or ())
    if not before or not after:
        return _narrower(not after)
    return _narrower(not after <= before)


def _evidence(old: Any, new: Any) -> Audience:
    """What is unsure refuses nothing."""
    if "unsure" not in (old, new):
        return "text"
    return _narrower(old == "unsure")


def _severity(_old: Any, new: Any) -> Audience:
    """Of what is no more than a warning, or is as its evidence allows."""
    return _narrower(new != "warning")


def _across_evidence(old: Any, new: Any) -> Audience:
    """Of a rule across records: an error or a warning."""
    before, after = (severity_of(side) == "error" for side in (old, new))
    return "text" if before == after else _narrower(after)


def _article(old: Any, new: Any) -> Audience:
    """Of an article of a law; a record is judged by how long it was kept and when it was reported.
    What else the article lists, the standard itself is held against.
    """
    article = old if new is None else new
    if not (article.get("keep") or article.get("report")):
        return "text"
    return _narrower(new is not None)


def _fewer(old: Any, new: Any) -> Audience:
    """Of the days that one has."""
    return _narrower(new < old)


def _column(old: Any, _new: Any) -> Audience:
    return "generated-code" if old is None else "stored-data"


def _bounds(old: Any, new: Any) -> Audience:
    (low, high), (least, most) = (_span(side) for side in (old, new))
    return _narrower(least > low or most < high)


def _span(value: Any) -> tuple[float, float]:
    if isinstance(value, int):
        return value, value
    given = value or {}
    return float(given.get("min") or "-inf"), float(given.get("max") or "inf")


def _class(standard: Definitions, chars: Any) -> CharClass | None:
    if chars is None:
        return None
    try:
        return CharClass.read(chars if chars.startswith("[") else standard.alphabet(chars).chars)
    except (LookupError, ValueError):
        return None


def _chars(old: CharClass | None, new: CharClass | None) -> Audience:
    if old is None or new is None:
        return _narrower(new is not None)
    if old.negated != new.negated:
        return _narrower(new.negated is False or any(char in new.chars for char in old.chars))
    before, after = set(old.chars), set(new.chars)
    return _narrower(not (after <= before if old.negated else before <= after))


def _format(old: Any, new: Any) -> Audience:
    if old is None or new is None:
        return "stored-data"
    before, after = Format.read(old), Format.read(new)
    wider = {before.kind} <= _WIDER.get(after.kind, frozenset({after.kind}))
    whole = (
        after.max - after.decimals >= before.max - before.decimals
        and after.decimals >= before.decimals
    )
    return _narrower(not (wider and after.min <= before.min and after.max >= before.max and whole))


_WIDER: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text", "letters", "digits"}), "decimal": frozenset({"decimal", "integer"}),
}  # fmt: skip


def _begins(old: Any, new: Any) -> Audience:
    """Of the first day: an earlier one, or none, allows more."""
    return _narrower(new is not None and (old is None or new > old))


def _ends(old: Any, new: Any) -> Audience:
    """Of the last day: one that is set changes what is written from then on."""
    if old is None:
        return "writers"
    return _narrower(new is not None and new < old)


def _edition(_old: Any, new: Any) -> Audience:
    if new is None:
        return "stored-data"
    return "writers" if new.get("valid_from") else "readers"


def _use(_old: Any, new: Any) -> Audience:
    """Of an element of a record: one that must be there breaks records without it, and so does one that may not."""
    return "stored-data" if new is None or new.get("obligation") == "M" else "readers"


def _obligation(old: Any, new: Any) -> Audience:
    return _narrower("OCM".index(new) > "OCM".index(old))


def _strict(_old: Any, new: Any) -> Audience:
    return _narrower(bool(new))


def _most(old: Any, new: Any) -> Audience:
    """Of how often an element may stand: once is another form than a list."""
    return "stored-data" if old is None or new is None else _narrower(new < old)


def _optional(_old: Any, new: Any) -> Audience:
    return _narrower(not new)


def _lenient(old: Any, new: Any) -> Audience:
    return "text" if set(old or ()) <= set(new or ()) else "writers"


def _label_field(_old: Any, new: Any) -> Audience:
    return "text" if new is None or new.get("optional") else "writers"


_FIELDS: Mapping[str, Judge] = {
    "evidence": _evidence, "length": _bounds, "range": _bounds, "min": _stored, "max": _stored, "format": _format,
    "codelist": _added_narrows, "scheme": _added_narrows, "date": _added_narrows, "contains": _added_narrows,
    "optional": _optional, "identifies": _set, "role": _always("generated-code"), "privacy": _always("generated-code"),
    "stage": _always("text"), "stages": _always("text"),
    "recorders": _always("text"), "aliases": _always("text"), "obligation": _obligation,
    "many": _most, "strict": _strict, "lenient_only": _strict,
    "valid_from": _begins, "valid_to": _ends, "severity": _severity,
    "overrides": _always("text"), "warn": _always("text"),
}  # fmt: skip
"""What a field means wherever it stands."""
_LIMITS: tuple[tuple[str, Judge], ...] = tuple(
    (f"**.{field}.{end}", lambda old, new, end=end: _bounds({end: old}, {end: new}))  # type: ignore[misc]
    for field in ("range", "length")
    for end in ("min", "max")
)
_SCHEME: tuple[tuple[str, Judge], ...] = (
    *_LIMITS, ("**.segments.*", _stored), ("identifies", _stored), ("lenient", _lenient),
    ("hint_only", _always("text")), ("issued_by.kind", _always("text")), ("editions.*", _edition),
    ("editions.order", _always("text")), ("editions.*.forms.*", _added_widens), ("**.checks.+", _added_narrows),
    ("**.checks.-", _added_narrows), ("**.limits.*", _added_narrows), ("**.carrier", _always("writers")),
    ("editions.*.carrier.*", _always("writers")), ("**.mark.*", _always("writers")), ("links.*", _added_narrows),
)  # fmt: skip
_USES: tuple[tuple[str, Judge], ...] = (
    *_LIMITS, ("**.indicators.*", _use), ("**.rules.+", _stored), ("**.rules.-", _always("readers")),
)  # fmt: skip
_JUDGES: Mapping[str, tuple[tuple[str, Judge], ...]] = {
    "codelist": (
        ("entries.*", _added_widens), ("entries.order", _always("text")),
        ("entries.*.valid_from", _always("writers")), ("entries.*.valid_to", _always("writers")),
        ("covers", _covers),
    ),
    "scheme": _SCHEME,
    "indicator": _USES,
    "group": _USES,
    "record": (*_USES, ("abstract", _stored)),
    "product": (
        ("records.*", _added_widens), ("records.order", _always("generated-code")), ("codes.*", _always("text")),
        ("domains", _always("text")), ("domains.*", _always("text")),
        *_USES,
    ),
    "interface": (("**.accepts", _always("writers")), ("**.returns", _always("readers")), ("*", _always("writers"))),
    "rule": (
        ("asks.*", _always("text")), ("remedy.*", _always("text")), ("samples.*", _always("text")),
        ("evidence", _across_evidence),
    ),
    "rows": (("columns.*", _column),),
    "law": (
        ("articles.*", _article), ("articles.order", _always("text")), ("articles.*.asks", _always("text")),
        ("articles.*.keep", _added_narrows), ("articles.*.keep.-", _always("readers")),
        ("articles.*.report", _added_narrows), ("articles.*.report.days", _fewer),
        ("articles.*.report.to", _always("text")),
    ),
    "label": (("fields.*", _label_field), ("**.*", _always("text"))),
}  # fmt: skip
"""What changes mean by where they stand in a definition of a kind; the first that fits. `**`: at any depth."""
