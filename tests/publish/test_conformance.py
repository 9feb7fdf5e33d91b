"""The conformance file: large enough, complete, the same each time and on every day."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from tests.folders import alone
from tracecode import kernel
from tracecode.codes import bulk, judgement
from tracecode.codes import scheme as scheme_module
from tracecode.codes.registry import registry
from tracecode.fold import fold
from tracecode.privacy import mask
from tracecode.publish.conformance import (
    ConformanceLine,
    derived,
    expected,
    found_in,
    generated,
    published,
    written,
)
from tracecode.standard.check_computation import algorithm
from tracecode.standard.resolved import load, packaged

LISTED = "every text that the layout's characters allow is in the list"
OPEN = "the layout takes texts of every length; longer ones than `longest` raise code.too_long"
OPTIONAL = "its only fixed text may be left out"
NEVER = {
    ("chem-safety-code/t-ccsas-047-2023/t-ccsas-047-2023", "code.length"): OPEN,
    ("commitment-certificate/mara-order-2025-4/mara-order-2025-4", "code.length"): OPEN,
    ("ecode/gb-t-31866-2023/gs1", "code.length"): OPEN,
    ("feed-licence/in-use/lettered", "code.codelist"): LISTED,
    ("feed-licence/in-use/plain", "code.codelist"): LISTED,
    ("fertilizer-registration/in-use/microbial", "code.codelist"): LISTED,
    ("fertilizer-registration/in-use/microbial-bare", "code.codelist"): LISTED,
    ("fertilizer-registration/in-use/ministry", "code.codelist"): LISTED,
    ("fertilizer-registration/in-use/ministry-no-year", "code.codelist"): LISTED,
    ("fertilizer-registration/in-use/provincial", "code.codelist"): LISTED,
    ("organisation-code/gb-11714-1997/gb-11714-1997", "code.literal"): OPTIONAL,
    ("toxic-purchase-permit/mps-77-2005/mps-77-2005", "code.length"): OPEN,
    ("variety-approval/in-use/in-use", "code.codelist"): LISTED,
    ("vin/gb-16735-2004/gb-16735-2004", "code.codelist"): LISTED,
    ("vin/gb-16735-2019/gb-16735-2019", "code.codelist"): LISTED,
}
"""Rule ids that no text can raise under a layout, and why."""


@cache
def lines(count: int | None = None) -> tuple[ConformanceLine, ...]:
    """The published lines, or the first so many of them: to make all takes seconds."""
    return tuple(islice(published(packaged()), count))


@pytest.mark.slow
def test_size() -> None:
    """At least 10 000 lines, in less than 3 MB, of every verdict and mode."""
    assert len(lines()) >= 10_000
    text = written(lines())
    assert len(text.encode()) < 3_000_000
    assert derived(packaged()) == {"conformance.ndjson": text}
    assert {(line.mode, line.verdict) for line in lines()} == {
        (mode, verdict)
        for mode in ("strict", "lenient")
        for verdict in ("valid", "invalid", "not checked")
    }


@pytest.mark.slow
def test_every_rule_of_every_layout() -> None:
    """Each rule id of each layout is raised by a line; those that no text can raise are listed with
    their reason.
    """
    schemes = registry(packaged())
    wanted = {
        each for id in schemes.ids for layout in schemes[id].layouts for each in expected(layout)
    }
    assert wanted - set().union(*map(found_in, lines())) == set(NEVER)


def test_reasons_hold() -> None:
    """What is said of a rule that no text can raise is true of its layout."""
    schemes = registry(packaged())
    for (named, rule), reason in NEVER.items():
        id, edition, form_id = named.split("/")
        layout = next(f for f in schemes[id].layouts if (f.edition.id, f.id) == (edition, form_id))
        if reason is LISTED:
            listed = [each for each in layout.rules if each.id == rule]
            assert listed
            assert not any(each.breakable for each in listed)
        elif reason is OPTIONAL:
            assert all(
                segment.spec.optional for segment in layout.segments if segment.chars is None
            )
        else:
            assert (
                layout.max,
                layout.segments[-1].chars.negated if layout.segments[-1].chars else None,
            ) == (
                4096,
                True,
            )


def test_seeds() -> None:
    """One seed gives the same lines each time, another gives others."""
    ids = ["gtin", "pesticide-unit", "oid"]
    first, again, other = (
        written(generated(packaged(), seed=seed, count=40, schemes=ids)) for seed in (1, 1, 2)
    )  # fmt: skip
    assert first == again
    assert first != other
    assert first.count("\n") == 40


def test_on_every_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is right does not depend on the day on which it is asked: editions are chosen by the
    date of the line.
    """
    dated = [
        id for id in registry(packaged()).ids if len(registry(packaged())[id].spec.editions) > 1
    ]
    assert dated

    def made(day: date) -> str:
        class Day(date):
            @classmethod
            def today(cls) -> Day:
                return cls(day.year, day.month, day.day)

        for module in (scheme_module, judgement):
            monkeypatch.setattr(module, "date", Day)
        return written(
            generated(alone(packaged().layers[0].root), seed=3, count=300, schemes=dated)
        )

    assert made(date(2016, 5, 1)) == made(date(2026, 5, 1)) == made(date(2040, 5, 1))


def test_lines_are_read_back() -> None:
    """What is written is JSON, a line each, with the fields that the page names."""
    text = written(lines(1500))
    rows = [json.loads(row) for row in text.splitlines()]
    assert [(row["scheme"], row["text"], row["on"]) for row in rows] == [
        (line.scheme, line.text, line.on.isoformat()) for line in lines(1500)
    ]
    assert {*rows[0]} <= {
        "scheme",
        "text",
        "on",
        "mode",
        "verdict",
        "errors",
        "warnings",
        "layout",
        "only",
    }


@pytest.mark.parametrize("count", [1500, pytest.param(None, marks=pytest.mark.slow)])
def test_library_gives_the_verdicts_of_the_file(count: int | None) -> None:
    """A line says what the rules say of a text, and `is_valid` of what is valid."""
    schemes = registry(packaged())
    for line in lines(count)[::7]:
        if line.only is not None:
            continue
        strict = line.mode == "strict"
        _, findings = schemes[line.scheme].judged(line.text, line.on, strict=strict)
        code, _ = schemes[line.scheme].read(line.text, line.on, strict=strict)
        assert (code is None) == (line.verdict == "invalid")
        assert sorted({f.rule for f in findings if f.severity == "error"}) == [*line.errors]
        assert schemes[line.scheme].is_valid(line.text, line.on, strict=strict) == (
            line.verdict == "valid"
        )


@pytest.mark.slow
def test_kernels_give_the_verdicts_of_the_file() -> None:
    """The engine for columns calls valid what the file calls so, in every scheme, edition and
    layout.
    """
    rows: dict[tuple[str, date, str | None], list[ConformanceLine]] = {}
    for line in lines()[::5]:
        if line.mode == "strict":
            rows.setdefault((line.scheme, line.on, line.only), []).append(line)
    for (id, on, only), group in rows.items():
        edition, layout = only.split("/") if only else (None, None)
        found = kernel(id, edition=edition, form=layout).check([line.text for line in group], on=on)
        assert found.valid.tolist() == [line.verdict == "valid" for line in group], (id, on, only)


@pytest.mark.slow
def test_odd_rules() -> None:
    """Rules of every kind, also those that the packaged standard does not need, are judged alike by
    both engines.
    """
    standard = load(Path(__file__).parents[1] / "packs" / "odd")
    ids = ("odd-inner", "odd-outer")
    wanted = {
        each for id in ids for layout in registry(standard)[id].layouts for each in expected(layout)
    }
    for line in generated(standard, seed=5, count=6000, schemes=ids):
        wanted -= found_in(line)
        if line.mode == "strict" and line.only is None:
            found = bulk.kernel(standard, line.scheme).check([line.text], on=line.on)
            assert bool(found.valid[0]) == (line.verdict == "valid"), line
    never = {("odd-inner/middle/open", "code.date_range"), ("odd-inner/old/old", "code.literal")}
    # a digit stands for a year up to the reference; the sign may be left out
    assert wanted == never


@pytest.mark.slow
def test_no_line_is_somebodys_number() -> None:
    """A citizen's number that is right is an example of a specification; none is made up, for it
    may be a person's.
    """
    schemes = registry(packaged())
    ids = [id for id in schemes.ids if schemes[id].personal]
    examples = [edition.examples for id in ids for edition in schemes[id].spec.editions]
    codes = [each.code for one in examples for each in one.valid]
    codes += [each.code for one in examples for each in one.invalid]
    printed = "".join(codes).upper()
    number = re.compile("[1-9][0-9]{16}[0-9X]", re.ASCII)
    found = 0
    for line in (*lines(), *generated(packaged(), seed=8, count=2000, schemes=ids)):
        if mask(line.text) == line.text:
            continue
        plain = fold(line.text, ("width", "spaces", "hyphens", "dots", "upper")).text
        for match in number.finditer(plain):
            if mask(match[0]) != match[0] and algorithm("gb11643")(match[0][:-1]) == match[0][-1]:
                found += 1
                assert match[0] in printed
    assert found > 20
