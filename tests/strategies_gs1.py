"""Random right values and messages of GS1 application identifiers, made from the table itself."""

from __future__ import annotations

import string
from collections.abc import Callable

from hypothesis import assume
from hypothesis import strategies as st

from tracecode.gs1 import Ai, table
from tracecode.gs1.ai import Component
from tracecode.spec.gs1_model import matches
from tracecode.standard.check_computation import algorithm
from tracecode.standard.resolved import packaged

CSET82 = string.ascii_letters + string.digits + "!\"%&'()*+,-./:;<=>?_"
SETS = {
    "N": string.digits,
    "X": CSET82,
    "Y": string.digits + string.ascii_uppercase + "#-/",
    "Z": string.ascii_letters + string.digits + "-_",
}
Values = st.SearchStrategy[str]


def values(ai: Ai) -> Values:
    """Right values of an application identifier."""

    @st.composite
    def value(draw: st.DrawFn) -> str:
        parts = []
        for part in ai.parts:
            if part.optional and not draw(st.booleans()):
                break
            parts.append(draw(_part(part)))
        return "".join(parts)

    return value()


@st.composite
def messages(draw: st.DrawFn, ai: str | None = None) -> dict[str, str]:
    """Right values by application identifier: one or two drawn (or `ai`), with all that they
    require.
    """
    ais = table()
    every = sorted(entry.ai for entry in ais)
    wanted = (
        [ai] if ai else draw(st.lists(st.sampled_from(every), min_size=1, max_size=2, unique=True))
    )
    at = 0
    while at < len(wanted):
        for group in ais[wanted[at]].spec.requires:
            if not any(all(_has(wanted, one) for one in entry.split("+")) for entry in group):
                entry = draw(st.sampled_from(sorted(group)))
                wanted += [
                    draw(st.sampled_from([a for a in every if matches(one, a)]))
                    for one in entry.split("+")
                    if not _has(wanted, one)
                ]
        at += 1
    assume(not ais.conflicts(tuple(wanted)))
    order = draw(st.permutations(wanted))
    found = {one: draw(values(ais[one])) for one in order}
    if "8030" in found:
        assume(all(len(found.get(one, "")) != ais[one].min for one in ("253", "255", "8003")))
    return found


def _has(wanted: list[str], pattern: str) -> bool:
    return any(matches(pattern, ai) for ai in wanted)


def _part(part: Component) -> Values:
    names = [one.name for one in part.linters]
    for name in names:
        if name in _MAKERS and name != "gcppos1":
            return _MAKERS[name](part)
    return _prefixed(part) if "gcppos1" in names else _text(part.chars, part.min, part.max)


def _text(chars: str, low: int, high: int) -> Values:
    return st.text(SETS[chars], min_size=low, max_size=high)


def _listed(id: str, *also: str) -> Callable[[Component], Values]:
    return lambda _: st.sampled_from([*packaged().gs1_list(id).codes.split(), *also])


def _one_of(*texts: str) -> Callable[[Component], Values]:
    return lambda _: st.sampled_from(texts)


def _number(low: int, high: int, width: int) -> Callable[[Component], Values]:
    return lambda _: st.integers(low, high).map(lambda n: f"{n:0{width}d}")


def _dates(pattern: str, *, zero: bool) -> Callable[[Component], Values]:
    def make(_: Component) -> Values:
        whole = (
            st.dates().filter(lambda day: day.year >= 1950).map(lambda day: day.strftime(pattern))
        )
        return st.one_of(whole, whole.map(lambda text: text[:-2] + "00")) if zero else whole

    return make


def _prefixed(part: Component) -> Values:
    rest = _text(part.chars, 0, part.max - 4)
    return st.builds(lambda prefix, tail: prefix + tail, _text("N", 4, 4), rest)


def _paired(part: Component) -> Values:
    pair = algorithm("gs1-check-pair")
    body = st.builds(
        lambda prefix, tail: f"{prefix}A{tail}", _text("N", 4, 4), _text("X", 0, part.max - 7)
    )
    return body.map(lambda text: text + pair(text))


def _checked(part: Component) -> Values:
    mod10 = algorithm("gs1-mod10")
    return _text("N", part.min - 1, part.min - 1).map(lambda text: text + mod10(text))


def _iban(_: Component) -> Values:
    def write(country: str, account: str) -> str:
        number = int("".join(str(int(c, 36)) for c in f"{account}{country}00"))
        return f"{country}{98 - number % 97:02d}{account}"

    account = st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=30)
    return st.builds(write, _listed("iso3166alpha2")(_), account)


def _pieces(part: Component) -> Values:
    half = part.min // 2
    pairs = st.integers(1, 10**half - 1).flatmap(
        lambda total: st.tuples(st.integers(1, total), st.just(total))
    )
    return pairs.map(lambda pair: f"{pair[0]:0{half}d}{pair[1]:0{half}d}")


_MAKERS: dict[str, Callable[[Component], Values]] = {
    "csum": _checked,
    "csumalpha": _paired,
    "gcppos1": _prefixed,
    "yymmd0": _dates("%y%m%d", zero=True),
    "yymmdd": _dates("%y%m%d", zero=False),
    "yyyymmdd": _dates("%Y%m%d", zero=False),
    "hh": _number(0, 23, 2),
    "mi": _number(0, 59, 2),
    "ss": _number(0, 59, 2),
    "hhmi": lambda _: st.times().map(lambda time: time.strftime("%H%M")),
    "iso3166": _listed("iso3166"),
    "iso3166999": _listed("iso3166", "999"),
    "iso3166alpha2": _listed("iso3166alpha2"),
    "iso4217": _listed("iso4217"),
    "mediatype": _listed("mediatype"),
    "packagetype": _listed("packagetype"),
    "iso5218": _one_of(*"0129"),
    "yesno": _one_of(*"01"),
    "winding": _one_of(*"019"),
    "zero": _one_of("0"),
    "hyphen": _one_of("-"),
    "importeridx": lambda _: st.sampled_from(SETS["Z"]),
    "iban": _iban,
    "nonzero": lambda part: st.integers(1, 10**part.max - 1).map(lambda n: f"{n:0{part.max}d}"),
    "nozeroprefix": lambda part: st.integers(1, 10**part.max - 1).map(str),
    "pcenc": lambda part: st.text(CSET82.replace("%", ""), min_size=1, max_size=part.max - 3).map(
        lambda text: f"{text}%E5"
    ),
    "pieceoftotal": _pieces,
    "posinseqslash": lambda _: st.integers(1, 9).flatmap(
        lambda n: st.integers(1, n).map(lambda i: f"{i}/{n}")
    ),
    "latitude": _number(0, 1_800_000_000, 10),
    "longitude": _number(0, 3_600_000_000, 10),
}
