# tables of cases: one case a line
"""Strategies that read the specifications: codes that are right by their scheme, and texts that are
nearly so.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import assume
from hypothesis import strategies as st

from tracecode.codes.registry import registry
from tracecode.dates import DateFormat
from tracecode.errors import InvalidCode
from tracecode.spec.charclass import CharClass
from tracecode.spec.layout_model import Length
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracecode.codes.code import Code
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme
    from tracecode.spec.layout_model import DateRule, LimitSpec, Range, SegmentSpec
    from tracecode.standard.resolved import Resolved

ANY = "09AZaz 某药é-._/:#"
"""Characters for parts that take any."""
ODD = "0O1Il-９Ａ \t\n\u3000\x00\ud800é京，,\U0001f600"
"""Characters that find their way into texts."""
EXTRA = 6
"""How much longer than its minimum a part of varying length gets."""


@cache
def schemes() -> tuple[Scheme, ...]:
    """Every scheme of the packaged standard."""
    rules = registry(packaged())
    return tuple(rules[id] for id in rules.ids)


@cache
def layouts() -> tuple[tuple[str, str, str], ...]:
    """Every form of the packaged standard that can refuse anything, as scheme, edition and form."""
    return tuple(
        (s.id, f.edition.id, f.id) for s in schemes() for f in s.layouts if f.severity == "error"
    )


def tight(layout: Layout) -> bool:
    """Whether a form has more than lengths and characters: a check character, fixed text, a list, a
    date, a nested code.
    """
    spec = layout.spec
    sure: list[SegmentSpec | LimitSpec] = [
        limit for limit in spec.limits if limit.evidence != "unsure"
    ]
    fixed = any(
        s.literal is not None and len(s.literal) > 1 and not s.optional for s in spec.segments
    )
    return (
        bool(spec.checks)
        or fixed
        or any(s.date or s.codelist or s.scheme for s in [*sure, *spec.segments])
    )


@cache
def layout_of(scheme: str, edition: str, form: str) -> Layout:
    """The form of those names."""
    return next(
        f for f in registry(packaged())[scheme].layouts if (f.edition.id, f.id) == (edition, form)
    )


@st.composite
def texts_of(draw: Callable[[st.SearchStrategy[str]], str], layout: Layout) -> Code:
    """A code of a form, built from segments that its specification allows."""
    computed = {check.into for check in layout.spec.checks}
    given: dict[str, str] = {}
    for segment in layout.spec.segments:
        if segment.literal is None and segment.id not in computed:
            given[segment.id] = draw(values(segment, layout))
    for limit in layout.spec.limits:
        if limit.evidence != "unsure" and all(id in given for id in limit.of):
            _impose(draw, limit, given, layout)
    try:
        return layout.owner.build(edition=layout.edition.id, form=layout.id, on=None, **given)
    except InvalidCode:
        assume(False)
        raise


def values(spec: SegmentSpec, layout: Layout) -> st.SearchStrategy[str]:
    """Values that a segment allows."""
    standard = layout.owner.standard
    low, high = _length(spec)
    chars = _class(spec.chars or "", standard)
    first = CharClass.read(spec.first) if spec.first else None

    def fits(text: str) -> bool:
        return (
            low <= len(text) <= high
            and all(c in chars for c in text)
            and (first is None or text[:1] in first)
        )

    if spec.codelist is not None:
        fitting = [
            entry.code for entry in standard.codelist(spec.codelist).entries if fits(entry.code)
        ]
        if fitting:
            return st.sampled_from(fitting)
    if spec.scheme is not None:
        return codes(layout.owner.sibling(spec.scheme)).map(str).filter(fits)
    if spec.date is not None:
        return dates(spec.date)
    if spec.range is not None and low == high:
        return numbers(spec.range, low).filter(fits)
    high = min(high, low + EXTRA)
    if spec.repeat is None:
        return words(chars, low, high, first)
    first = CharClass.read("[1-9]") if not spec.repeat.leading_zeros and low < high else None
    most = min(spec.repeat.max, spec.repeat.min + 3)
    return st.lists(words(chars, low, high, first), min_size=spec.repeat.min, max_size=most).map(
        spec.repeat.separator.join
    )


def words(
    chars: CharClass, low: int, high: int, first: CharClass | None = None
) -> st.SearchStrategy[str]:
    """Texts of so many characters of a class, the first of a narrower one."""
    rest = st.text(
        _some(chars),
        min_size=max(0, low - (first is not None)),
        max_size=max(0, high - (first is not None)),
    )
    return rest if first is None else st.tuples(st.sampled_from(_some(first)), rest).map("".join)


def numbers(bounds: Range, width: int) -> st.SearchStrategy[str]:
    """Numbers between two bounds, with leading zeros."""
    high = bounds.max if bounds.max is not None else 10**width - 1
    return st.integers(bounds.min or 0, high).map(lambda number: f"{number:0{width}}")


def dates(rule: DateRule) -> st.SearchStrategy[str]:
    """Dates that a rule allows, as it writes them."""
    today = date.today()
    first = rule.not_before or date(rule.century or 2001, 1, 1)
    last = today if rule.not_after else today - timedelta(days=1)
    if "YY" not in rule.format:
        first = today - timedelta(days=3600)
    return st.dates(first, max(first, last)).map(
        DateFormat.compile(rule.format, rule.century).write
    )


def codes(scheme: Scheme) -> st.SearchStrategy[Code]:
    """Codes of a scheme, of any of its forms."""
    sure = [layout for layout in scheme.layouts if layout.severity == "error"] or list(
        scheme.layouts
    )
    return st.sampled_from(sure).flatmap(texts_of)


@cache
def all_codes() -> st.SearchStrategy[Code]:
    """Codes of any scheme of the packaged standard."""
    return st.sampled_from(layouts()).flatmap(lambda names: texts_of(layout_of(*names)))


@st.composite
def altered(
    draw: Callable[[st.SearchStrategy[object]], object], texts: st.SearchStrategy[str]
) -> str:
    """A text in which one to three characters were replaced, added, dropped, swapped, or changed in
    case or width.
    """
    text = str(draw(texts))
    for _ in range(draw(st.integers(1, 3))):  # type: ignore[call-overload]  # integers
        at = int(str(draw(st.integers(0, max(0, len(text) - 1)))))
        char = str(draw(st.sampled_from(ODD + (text or "0"))))
        text = draw(
            st.sampled_from(
                (
                    text[:at] + char + text[at + 1 :],
                    text[:at] + char + text[at:],
                    text[:at] + text[at + 1 :],
                    text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
                    text.swapcase(),
                    f" {text} ",
                    "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
                )
            )
        )  # type: ignore[assignment]  # one of the texts
    return text


def _class(text: str, standard: Resolved) -> CharClass:
    return CharClass.read(text if text.startswith("[") else standard.alphabet(text).chars)


def _length(spec: SegmentSpec) -> tuple[int, int]:
    """Fewest and most characters of a segment, or of one item of it."""
    length = spec.length
    assert length is not None
    return (length.min, length.max or 4096) if isinstance(length, Length) else (length, length)


def _some(chars: CharClass) -> str:
    return "".join(char for char in ANY if char in chars) if chars.negated else chars.chars


def _impose(
    draw: Callable[[st.SearchStrategy[str]], str],
    limit: LimitSpec,
    given: dict[str, str],
    layout: Layout,
) -> None:
    """Write a value that the limit allows into the segments that it reads."""
    whole = "".join(given[id] for id in limit.of)
    start, end = (limit.part.start - 1, limit.part.end) if limit.part else (0, len(whole))
    width = end - start
    wanted: st.SearchStrategy[str] | None = None
    if limit.codelist is not None:
        listed = layout.owner.standard.codelist(limit.codelist)
        fitting = [entry.code for entry in listed.entries if len(entry.code) == width]
        wanted = st.sampled_from(fitting) if fitting else None
    elif limit.date is not None:
        wanted = dates(limit.date)
    elif limit.scheme is not None:
        wanted = (
            codes(layout.owner.sibling(limit.scheme))
            .map(str)
            .filter(lambda text: len(text) == width)
        )
    elif limit.range is not None:
        wanted = numbers(limit.range, width)
    elif limit.chars is not None:
        wanted = words(_class(limit.chars, layout.owner.standard), width, width)
    elif limit.contains is not None and width:
        one = st.sampled_from(_some(_class(limit.contains, layout.owner.standard)))
        wanted = one.map(lambda char: char + whole[start + 1 : end])
    if wanted is None:
        return
    value = draw(wanted)
    if len(value) != width:
        return
    whole = whole[:start] + value + whole[end:]
    for id in limit.of:
        given[id], whole = whole[: len(given[id])], whole[len(given[id]) :]
