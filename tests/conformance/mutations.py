"""Right records changed at one place: what a careless sender, or a hostile one, makes of them."""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

from tracecode import scheme
from tracecode.spec.rule_model import (
    AtLeastOneSpec,
    EqualSpec,
    ExclusiveSpec,
    OrderSpec,
    SumSpec,
    codes_in,
)
from tracecode.standard.elements import Element, ElementGroup
from tracecode.standard.links import links
from tracecode.standard.resolved import packaged

Plain = dict[str, Any]


class Place(NamedTuple):
    """A value somewhere in a record."""

    holder: Any
    """The mapping or list in which it stands."""
    key: Any
    field: Element
    owner: ElementGroup

    @property
    def value(self) -> Any:
        """What stands there."""
        return self.holder[self.key]

    def put(self, value: Any) -> None:
        """Put another value there."""
        self.holder[self.key] = value


def mutate(data: Plain, layout: ElementGroup, random: Random) -> tuple[str, Plain]:
    """A record changed at one place, and the name of the change."""
    for _ in range(50):
        changed = copy.deepcopy(data)
        name = random.choice(list(CHANGES))
        if CHANGES[name](changed, layout, random) and changed != data:
            return name, changed
    return "none", data


def places(data: Plain, group: ElementGroup) -> Iterator[Place]:
    """Every value at any depth; of a repeated element the list, then each."""
    for field in group.elements:
        if field.id not in data:
            continue
        yield Place(data, field.id, field, group)
        value = data[field.id]
        for i, one in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if i is not None:
                yield Place(value, i, field, group)
            if field.group is not None and isinstance(one, dict):
                yield from places(one, field.group)


def _pick(
    data: Plain, layout: ElementGroup, random: Random, wanted: Callable[[Place], bool]
) -> Place | None:
    found = [place for place in places(data, layout) if wanted(place)]
    return random.choice(found) if found else None


def _kind(place: Place) -> str:
    if isinstance(place.value, list):
        return "list"
    return "group" if place.field.format is None else place.field.format.kind


def _missing(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(data, layout, random, lambda p: isinstance(p.holder, dict))
    if place is not None:
        del place.holder[place.key]
    return place is not None


def _bare(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """Without any of the elements of which one must be there."""
    rules = [rule for rule in layout.rules if isinstance(rule, AtLeastOneSpec)]
    for id in random.choice(rules).at_least_one if rules else ():
        data.pop(id, None)
    return bool(rules)


def _condition(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """Without an element that a condition asks for."""
    place = _pick(
        data, layout, random, lambda p: isinstance(p.holder, dict) and p.field.use.when is not None
    )
    if place is not None:
        del place.holder[place.key]
    return place is not None


def _unknown(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(data, layout, random, lambda p: _kind(p) == "group")
    target = place.value if place is not None and random.random() < 0.5 else data
    target[random.choice(("no_such_element", "Batch_no", "批次号"))] = "1"
    return True


def _null(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(data, layout, random, lambda _: True)
    if place is not None:
        place.put(None)
    return place is not None


def _type(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(data, layout, random, lambda _: True)
    if place is None:
        return False
    value = place.value
    other: list[Any] = [
        1,
        -1,
        1.5,
        True,
        False,
        "1",
        "true",
        [],
        {},
        [value],
        {"x": value},
        str(value),
        "",
        10**30,
    ]
    if isinstance(value, list) and value:
        other.append(value[0])
    place.put(random.choice(other))
    return True


def _float(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(data, layout, random, lambda p: _kind(p) == "integer")
    if place is not None:
        place.put(float(place.value))
    return place is not None


def _long(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(
        data, layout, random, lambda p: isinstance(p.value, str) and p.field.format is not None
    )
    if place is None or place.field.format is None:
        return False
    size = place.field.format.max + random.choice((0, 1))
    place.put((place.value or "A") + "A津"[random.randint(0, 1)] * max(0, size - len(place.value)))
    return True


def _short(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(data, layout, random, lambda p: isinstance(p.value, str))
    if place is not None:
        place.put(place.value[: random.choice((0, 1, -1))])
    return place is not None


_ODD = ("\n", "\t", "\r", "\x00", "\x7f", "\x85", "\u2028", "\ufffe", " ", "　", "９", "٣", "a", "Z", "-", "+", ".", "0", "é", "\U0001f600")  # fmt: skip  # noqa: E501


def _characters(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """An odd character put in or put in place of another."""
    place = _pick(data, layout, random, lambda p: isinstance(p.value, str))
    if place is None:
        return False
    text, at = (
        place.value,
        random.choice((0, len(place.value), random.randint(0, len(place.value)))),
    )
    place.put(text[:at] + random.choice(_ODD) + text[at + random.randint(0, 1) :])
    return True


def _number(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """A number beyond its bounds, or written otherwise."""
    place = _pick(data, layout, random, lambda p: _kind(p) in ("integer", "decimal"))
    if place is None or (form := place.field.format) is None:
        return False
    bounds = place.field.spec.range
    ends = [end for end in ((bounds.min, bounds.max) if bounds else ()) if end is not None]
    most = 10 ** (form.max - form.decimals)
    if _kind(place) == "integer":
        near = [int(end) + step for end in ends for step in (-1, 0, 1)]
        place.put(random.choice([-1, 0, most - 1, most, -most, 10**18, *near]))
        return True
    text = place.value
    near_text = [f"{end}{tail}" for end in ends for tail in ("", ".0", "1", ".1", "9")]
    place.put(
        random.choice(
            ["-1", "-0", "0", "00", "0.0", f"0{text}", f"+{text}", f"-{text}", f"{text}.", ".5", "1e3", "1,5", "NaN",
             f"{most}", f"{most - 1}", "0." + "1" * form.decimals, "0." + "1" * (form.decimals + 1), *near_text]
        )
    )  # fmt: skip
    return True


_DATES = ("2026-02-30", "2024-02-29", "2025-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "26-01-01", "2026-1-1", "2026/01/01", "20260101", "2026-01-01T00:00:00", "2026-01-01Z", "2026-10-31", "2026-11-01")  # fmt: skip  # noqa: E501
_MOMENTS = ("2026-02-30T10:00:00+08:00", "2026-01-01T24:00:00+08:00", "2026-01-01T23:59:60+08:00", "2026-01-01T10:00:00Z", "2026-01-01T10:00:00", "2026-01-01 10:00:00+08:00", "2026-01-01T10:00:00.5+08:00", "2026-01-01T10:00:00+14:00", "2026-01-01T10:00:00-14:00", "2026-01-01T10:00:00+14:30", "2026-01-01T10:00:00+15:00", "2026-01-01T10:00:00-00:00", "2026-01-01T10:00:00+0800", "1900-01-01T00:00:00+14:00", "2199-12-31T23:59:59-14:00", "2024-02-29T00:00:00+00:00")  # fmt: skip  # noqa: E501


def _date(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(
        data, layout, random, lambda p: _kind(p) in ("date", "moment", "month", "year", "time")
    )
    if place is None:
        return False
    other = {
        "date": _DATES,
        "moment": _MOMENTS,
        "month": ("2026-13", "2026-1", "2026-12"),
        "year": ("1899", "2200", "26"),
    }
    place.put(random.choice(other.get(_kind(place), ("24:00", "9:30", "23:59", "23:60"))))
    return True


def _code(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """A value that is not in the code list, or a code with another character."""
    place = _pick(
        data, layout, random,
        lambda p: isinstance(p.value, str) and (p.field.codelist is not None or p.field.spec.scheme is not None),
    )  # fmt: skip
    if place is None or not place.value:
        return False
    text = place.value
    at = random.randrange(len(text))
    swapped = text[:at] + random.choice("0123456789AX") + text[at + 1 :]
    place.put(random.choice((swapped, swapped, "zzz", text.lower(), text.upper(), f"{text} ")))
    return True


def _pair(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """A code that does not keep the encoding rule beside it."""
    rules = [code for code in codes_in(layout.rules) if code.value in data]
    if not rules:
        return False
    data[random.choice(rules).value] = "91120000100000000X"
    return True


_SCHEMES = packaged().ids("scheme")
_NO_SCHEMES = (
    "pesticide-unti",
    "GTIN",
    "统一社会信用代码",
    "other:",
    "other: ",
    "other:a b",
    "other:\u3000",
    "Other:x",
)
_FOREIGN = ("other:厂内码", "other:maker-7", "other:" + "x" * 58, "other:" + "x" * 59, "other:uscc")


def _scheme(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """Another encoding rule beside a code: one of this standard, of none, or none at all."""
    place = _pick(data, layout, random, lambda p: bool(p.field.identifies))
    if place is not None:
        place.put(
            random.choice(
                (random.choice(_SCHEMES), random.choice(_NO_SCHEMES), random.choice(_FOREIGN))
            )
        )
    return place is not None


def _link(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """Two codes that should agree and, mostly, do not."""
    places = [(data, layout)]
    for field in layout.elements:
        if field.group is not None and field.id in data:
            inner = data[field.id]
            places += [
                (one, field.group) for one in (inner if isinstance(inner, list) else [inner])
            ]
    found = [(values, one) for values, group in places for one in links(group, packaged())]
    found = [(values, one) for values, one in found if "." not in one.here.element]
    if not found:
        return False
    values, one = random.choice(found)
    for end, id in ((one.here, one.scheme), (one.there, one.link.to)):
        code = random.choice(
            [example.code for example in scheme(id).examples if not example.lenient]
        )
        values[end.element] = [code] if isinstance(values.get(end.element), list) else code
        if end.named_by is not None:
            values[end.named_by] = id
    return True


_BLANKS = (" ", "  ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u2060 ", " \u3000\u00ad", "\u3164", "\ufe0f", "\u2800", "\U0001d159", "\U00016fe4\U00013439", "\U000e0041", "\t", " \n", "\u3000x")  # fmt: skip  # noqa: E501


def _blank(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """A text of blanks or invisible characters only."""
    place = _pick(data, layout, random, lambda p: isinstance(p.value, str))
    if place is not None:
        place.put(random.choice(_BLANKS))
    return place is not None


def _kind_of_record(data: Plain, layout: ElementGroup, random: Random) -> bool:
    names = [id for id in ("record_type", "product_item") if id in data]
    if not names:
        return False
    data[random.choice(names)] = random.choice(
        ("production", "recall", "pesticide", "meat", "no-such", "", "产品")
    )
    return True


def _backwards(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """Values against their order, or a pair of the same moment in other words."""
    rules = [
        [id for id in rule.order if id in data]
        for rule in layout.rules
        if isinstance(rule, OrderSpec)
    ]
    rules = [ids for ids in rules if len(ids) > 1]
    if not rules:
        return False
    first, second = random.sample(random.choice(rules), 2)
    if isinstance(data[first], str) and "T" in data[first] and random.random() < 0.5:
        pair = ("2026-03-01T00:30:00+08:00", random.choice(("2026-02-28T16:30:00+00:00", "2026-02-28T16:29:59+00:00", "2026-03-01T00:30:01+08:00")))  # fmt: skip  # noqa: E501
        data[first], data[second] = pair
    else:
        data[first], data[second] = data[second], data[first]
    return True


def _total(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """A total that is not the sum, or a line without its part of it."""
    rules = [
        rule.sum for rule in layout.rules if isinstance(rule, SumSpec) and rule.sum.total in data
    ]
    if not rules:
        return False
    made = random.choice(rules)
    text = str(data[made.total])
    lines = data.get(made.lines)
    if isinstance(lines, list) and random.random() < 0.3:
        random.choice(lines).pop(made.of, None)
    else:
        data[made.total] = random.choice(
            (f"{text}0" if "." in text else f"{text}.0", "0.01", "1", text.partition(".")[0])
        )
    return True


def _equal(data: Plain, layout: ElementGroup, random: Random) -> bool:
    rules = [
        [id for id in rule.equal if id in data]
        for rule in layout.rules
        if isinstance(rule, EqualSpec)
    ]
    if not rules or not (ids := random.choice(rules)) or not isinstance(data[ids[-1]], str):
        return False
    data[ids[-1]] = data[ids[-1]][:-1] + "0"
    return True


def _many(data: Plain, layout: ElementGroup, random: Random) -> bool:
    """A repeated element too often, or not at all."""
    place = _pick(
        data, layout, random, lambda p: isinstance(p.value, list) and (p.field.many or 0) <= 60
    )
    if place is None or not place.value:
        return False
    most = (place.field.many or 1) + random.choice((0, 1))
    place.put(random.choice(([], [copy.deepcopy(place.value[0]) for _ in range(most)])))
    return True


def _exclusive(data: Plain, layout: ElementGroup, random: Random) -> bool:
    rules = [rule for rule in layout.rules if isinstance(rule, ExclusiveSpec)]
    for id in random.choice(rules).exclusive if rules else ():
        data.setdefault(id, "1")
    return bool(rules)


def _decomposed(data: Plain, layout: ElementGroup, random: Random) -> bool:
    place = _pick(data, layout, random, lambda p: _kind(p) == "text" and isinstance(p.value, str))
    if place is not None:
        place.put((unicodedata.normalize("NFD", "é") + place.value)[: max(2, len(place.value))])
    return place is not None


CHANGES: dict[str, Callable[[Plain, ElementGroup, Random], bool]] = {
    "missing": _missing, "at least one": _bare, "condition": _condition, "unknown": _unknown,
    "null": _null, "type": _type, "1.0": _float, "long": _long, "short": _short,
    "characters": _characters, "number": _number, "date": _date, "code": _code, "pair": _pair,
    "record type": _kind_of_record, "order": _backwards, "sum": _total, "equal": _equal,
    "many": _many, "exclusive": _exclusive, "nfd": _decomposed, "scheme": _scheme, "link": _link,
    "blank": _blank,
}  # fmt: skip
