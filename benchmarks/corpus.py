"""Codes by the thousand, right and wrong, made from the specification alone and the same in every
run.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from tracecode.codes.layout import Layout
from tracecode.codes.scheme import Scheme
from tracecode.errors import InvalidCode
from tracecode.spec.layout_model import LimitSpec, SegmentSpec

ODD = " -./:#,;*aZz0O1Il\t\n\x00\x7f京津Ａ１（）é\U0001f600\ud800"
"""Characters that a rule does not expect."""
_LONGEST = 8
_SEEDS = 400


def right(scheme: Scheme, count: int, random: Random) -> list[str]:
    """Codes that the scheme accepts: its examples, and codes built from random segments of every
    form.
    """
    found = [each.code for each in scheme.examples if scheme.is_valid(each.code, each.on)]
    for _ in range(count):
        layout = random.choice(scheme.layouts)
        code = _built(layout, random)
        if code is not None:
            found.append(code)
    return found


def mixed(scheme: Scheme, count: int, seed: int = 1) -> Iterator[str]:
    """Right codes, codes with a slip or a wrong length, random texts over the same characters, and
    random bytes.
    """
    random = Random(f"{seed} {scheme.id}")
    seeds = right(scheme, _SEEDS, random) or ["0"]
    alphabet = sorted({char for code in seeds for char in code})
    near = [*alphabet, *alphabet, *ODD]
    for _ in range(count):
        code = random.choice(seeds)
        kind = random.random()
        at = random.randrange(len(code))
        if kind < 0.3:
            yield code
        elif kind < 0.65:
            yield code[:at] + random.choice(alphabet if kind < 0.55 else near) + code[at + 1 :]
        elif kind < 0.75:
            yield code[:at] + code[at : at + 2][::-1] + code[at + 2 :]
        elif kind < 0.85:
            yield code[:at] + "".join(random.choices(near, k=random.randrange(3))) + code[at + 1 :]
        elif kind < 0.97:
            yield "".join(random.choices(alphabet, k=len(code)))
        else:
            yield "".join(random.choices(near, k=random.randrange(len(code) + 3)))


def _built(layout: Layout, random: Random) -> str | None:
    """A code of the form, if random segments make one."""
    computed = {check.into for check in layout.spec.checks}
    given: dict[str, Any] = {
        segment.spec.id: _value(layout, segment.spec, random)
        for segment in layout.segments
        if segment.spec.literal is None and segment.spec.id not in computed
    }
    for limit in layout.spec.limits:
        if (
            limit.part is None
            and limit.evidence != "unsure"
            and all(id in given for id in limit.of)
        ):
            text = _content(layout, limit, random) or ""
            for id in limit.of if text else ():
                size = len(given[id])
                given[id], text = text[:size], text[size:]
    try:
        return layout.owner.build(edition=layout.edition.id, form=layout.id, **given).normalized
    except InvalidCode:
        return None


def _value(layout: Layout, spec: SegmentSpec, random: Random) -> str:
    text = _content(layout, spec, random)
    if text is not None:
        return text
    segment = next(s for s in layout.segments if s.spec is spec)
    assert segment.chars is not None
    chars = "09AZaz某-._" if segment.chars.negated else segment.chars.chars
    chars = "".join(char for char in chars if char in segment.chars)
    length = random.randint(segment.min, min(segment.max, segment.min + _LONGEST))
    if spec.repeat is not None:
        return spec.repeat.separator.join(
            str(random.randrange(1, 9))
            for _ in range(random.randint(spec.repeat.min, min(spec.repeat.max, 5)))
        )
    text = "".join(random.choices(chars, k=length))
    if segment.first is not None and text:
        firsts = "Az9" if segment.first.negated else segment.first.chars
        text = random.choice(firsts) + text[1:]
    return text


def _content(layout: Layout, spec: SegmentSpec | LimitSpec, random: Random) -> str | None:
    """A value that the rules of a segment or limit ask for, or None if they ask for nothing that
    can be made.
    """
    standard = layout.owner.standard
    if spec.codelist is not None:
        return random.choice(standard.codelist(spec.codelist).entries).code
    if spec.date is not None:
        day = date.today() - timedelta(days=random.randrange(3600))
        values = {
            "YYYY": day.year,
            "YY": day.year % 100,
            "Y": day.year % 10,
            "MM": day.month,
            "DD": day.day,
        }
        text = spec.date.format.replace("DDD", f"{day.timetuple().tm_yday:03}")
        for token, value in values.items():
            text = text.replace(token, f"{value:0{len(token)}}")
        return text.replace("hh", "23").replace("mm", "59").replace("ss", "00")
    if spec.scheme is not None:
        inner = layout.owner.sibling(spec.scheme)
        found = right(inner, 1, random)
        return random.choice(found) if found else None
    if spec.range is not None and isinstance(spec, SegmentSpec) and isinstance(spec.length, int):
        most = 10**spec.length - 1 if spec.range.max is None else spec.range.max
        return str(random.randint(spec.range.min or 0, most)).zfill(spec.length)
    return None
