"""What the first acceptor accepts is a record of which nothing is to be said: no error, no warning,
no note.
"""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest

import tracecode as tc
from benchmarks.traffic import faulty, records
from tracecode.checks.report import speaks
from tracecode.publish.examples import full
from tracecode.records.quick.json_record import accepting, right_record
from tracecode.spec.charclass import BLANKS
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

VALUES: tuple[object, ...] = (
    "", " ", "  x", "x ", "\u3000", "\u00a0x", "e\u0301", "\u200b", "京", "0", "-1", "1.0", "01",
    "1e3", "2026-02-30", "2026-03-12", "2026-03-12T09:30:00", "2026-03-12T09:30:00Z",
    "2026-03-12T24:00:00+08:00", "1899-12-31", "NULL", "91350100M000100Y43", "91350100M000100Y44",
    "6901234567892", "gtin", "uscc", "x-other:code", "foreign:cn.uscc", 0, -1, 1, 1.0, 10**20, True,
    None, [], {}, ["x"], {"x": "y"}, "a\\b", 'a"b', "a\nb", "\x7f", "\ufffe",
)  # fmt: skip
"""What may come to stand in place of a value."""
BYTES = [bytes([code]) for code in b'"\\{}[],:0919azAZ-+. \n\t\x00\x7f\x80\xff'] + [
    "京".encode(),
    "́".encode(),
]


def groups(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The groups in a record or group."""
    several = (value if isinstance(value, list) else [value] for value in data.values())
    return [value for values in several for value in values if isinstance(value, dict)]


def cut(value: Any) -> Any:
    """A value with zeros behind the fifteenth digit of each long number in it, as a spreadsheet
    leaves it.
    """
    if isinstance(value, list):
        return [*map(cut, value)]
    if isinstance(value, dict):
        return {key: cut(inner) for key, inner in value.items()}
    is_long = isinstance(value, str) and len(value) > 15 and value.isdecimal()
    return value[:15].ljust(len(value), "0") if is_long else value


def changed(record: dict[str, Any], others: list[dict[str, Any]], random: Random) -> bytes:
    """A record with a slip, in its data or in its bytes."""
    data = json.loads(json.dumps(record))
    for _ in range(random.choice([1, 1, 1, 2])):
        group = data
        while (inner := groups(group)) and random.random() < 0.5:
            group = random.choice(inner)
        if not group:
            break
        kind, key = random.random(), random.choice([*group])
        if kind < 0.15:
            del group[key]
        elif kind < 0.25:
            group[key + "x"] = group[key]
        elif kind < 0.45:
            group[key] = deepcopy(
                random.choice([value for other in others for value in other.values()])
            )
        elif kind < 0.6 and isinstance(group[key], str) and group[key]:
            at = random.randrange(len(group[key]))
            group[key] = (
                group[key][:at] + random.choice("0123456789AZaz- 京") + group[key][at + 1 :]
            )
        elif kind < 0.8:
            group[key] = deepcopy(random.choice(VALUES))
        else:
            group[key] = cut(group[key])
    separators = random.choice([(", ", ": "), (",", ":")])
    raw = json.dumps(data, ensure_ascii=random.random() < 0.1, separators=separators).encode(
        "utf-8", "surrogatepass"
    )
    if random.random() < 0.3:
        at = random.randrange(len(raw))
        raw = raw[:at] + random.choice(BYTES) + raw[at + random.randrange(2) :]
    if random.random() < 0.1:
        at = raw.find(b",", random.randrange(len(raw)))
        raw = raw[: at + 1] + raw[1 : raw.find(b",") + 1] + raw[at + 1 :]  # a key that stands twice
    return raw


def unsound(seed: int, count: int) -> tuple[int, int, list[tuple[bytes, list[str]]]]:
    """How many changed lines of every record type were tried and accepted, and of which something
    is to be said; or that were called wrong, and the quick way takes them.
    """
    random = Random(seed)
    tried = accepted = 0
    wrong: list[tuple[bytes, list[str]]] = []
    everything = [full(layout, packaged()) for layout in layouts(packaged())]
    for layout, record in zip(layouts(packaged()), everything, strict=True):
        if layout.product is not None:
            record |= {"product_item": layout.product}
        head = {key: record.pop(key) for key in ("record_type", "product_item") if key in record}
        whole = head | record
        others = [whole, *random.sample(everything, 3)]
        # then it is known what need not be noted
        tc.validate(json.dumps(whole).encode(), format="ndjson").run()
        for nth in range(count):
            raw = (
                changed(whole, others, random)
                if nth
                else json.dumps(whole, ensure_ascii=False).encode()
            )
            tried += 1
            if b"\n" in raw:
                continue
            found = accepting(packaged())(raw.strip())
            if found is False and right_record(raw.strip(), packaged()) is not None:
                wrong.append((raw, ["right"]))
            if found:
                accepted += 1
                verdicts = [*tc.validate(raw, format="ndjson")]
                said = [finding.rule for verdict in verdicts for finding in verdict.findings]
                if said or [verdict.status for verdict in verdicts] != ["valid"]:
                    wrong.append((raw, said))
    return tried, accepted, wrong


@pytest.mark.slow
def test_nothing_is_to_be_said_of_what_is_accepted() -> None:
    """Of changed lines of every record type none is accepted of which the reading that explains
    says anything, and none is called wrong that the quick way takes.
    """
    tried, accepted, wrong = unsound(11, 3)
    assert wrong == []
    assert accepted > tried / 20


def test_right_records_behind_many_wrong_ones_are_right() -> None:
    """Few lines are tried as if they were right once most are not; all are judged."""
    rows = records(record_layout(packaged(), "production", "pesticide"), 80)
    for row in rows[:60]:
        row["uscc"] = "91350100M000100Y44"
    data = b"\n".join(json.dumps(row, ensure_ascii=False).encode() for row in rows)
    report = tc.validate(data, format="ndjson")
    assert [verdict.line for verdict in report.speaking()] == [*range(1, 61)]
    assert report.counts == {"valid": 20, "invalid": 60}


@pytest.mark.slow
def test_the_same_is_counted() -> None:
    """Whether few verdicts are wanted or all, they and the counts are the same."""
    layout, random = record_layout(packaged(), "production", "pesticide"), Random(2)
    given = [
        faulty(record, layout, random) if n % 9 == 5 else record
        for n, record in enumerate(records(layout, 300))
    ]
    data = b"\n".join(
        json.dumps(record, ensure_ascii=False).encode() for record in [*given, *given[:3]]
    )
    every = tc.validate(data, format="ndjson")
    expected = [verdict for verdict in every if speaks(verdict)]
    few = tc.validate(data, format="ndjson")
    assert [*few.speaking()] == expected
    assert few.summary() == every.summary()
    assert few.counts["valid"] > 200


@pytest.mark.parametrize(
    ("product", "record"),
    [
        ("pesticide", "production"),
        ("veterinary-drug", "sales-ledger"),
        ("vegetable", "market-trade"),
    ],
)
def test_records_with_new_values_are_accepted(product: str, record: str) -> None:
    """A value that was not seen before is looked at closely; where nothing is to be said of it, the
    record is accepted all the same.
    """
    layout = record_layout(packaged(), record, product)
    for data in records(layout, 20):
        data |= {"product_item": product}
        head = {"record_type": data.pop("record_type"), "product_item": data.pop("product_item")}
        raw = json.dumps(head | data, ensure_ascii=False).encode()
        assert accepting(packaged())(raw), raw


def test_what_is_wrong_is_not_tried_twice() -> None:
    """Types, forms, rules and keys that fail here fail on the quick way too, which is not asked
    then; of texts with rare blanks and of what needs a note it decides.
    """
    record = records(record_layout(packaged(), "production", "pesticide"), 1)[0]

    def found(**changes: object) -> object:
        data = {key: value for key, value in (record | changes).items() if value is not ...}
        raw = json.dumps(data, ensure_ascii=False).encode()
        right = right_record(raw, packaged()) is not None
        given = accepting(packaged())(raw)
        return given if given is False or given is None else ..., right

    assert found() == (..., True)
    for changes in (
        {"party_name": 5}, {"party_name": ...}, {"strange": "x"}, {"strange": 1},
        {"production_date": "2026-02-30"}, {"event_time": "2026-03-12 09:30:00+08:00"},
        {"uscc": "91350100M000100Y44"}, {"uscc": ..., "operator_code": ...},
    ):  # fmt: skip
        assert found(**changes) == (False, False), changes
    assert found(party_name="农\u00a0药") == (None, True)
    assert found(record_type="production ") == (None, False)


def test_what_composes_is_judged_with_its_letter() -> None:
    """An accent behind a letter with which it makes no other character is right; behind one with
    which it does, it is not in normal form, whatever stood in the record before.
    """
    record = records(record_layout(packaged(), "production", "pesticide"), 1)[0]

    def accepted(name: str) -> bool:
        raw = json.dumps(record | {"party_name": name}, ensure_ascii=False).encode()
        return bool(accepting(packaged())(raw))

    assert accepted("q\u0301")
    assert not accepted("e\u0301")
    assert accepted("q\u0301")


def test_a_text_that_begins_with_a_blank_is_left_to_others() -> None:
    """However the record is written, and whatever stood in one before that differs in characters of
    ASCII alone.
    """
    record = records(record_layout(packaged(), "production", "pesticide"), 1)[0]

    def accepted(name: str, **written: Any) -> bool:
        raw = json.dumps(record | {"party_name": name}, ensure_ascii=False, **written).encode()
        return bool(accepting(packaged())(raw))

    for written in ({}, {"separators": (",", ":")}, {"indent": 1}):
        for name in ("No 5", "厂 5", "N o5", "a b c"):
            blanks = " ".join(name.split())
            assert accepted(blanks, **written)
            assert not accepted(f" {blanks.replace(' ', '', 1)}", **written)
            assert not accepted(f" {blanks}", **written)
            assert accepted(blanks, **written)


def test_a_text_of_blanks_is_not_accepted() -> None:
    """Of the characters that show nothing none is taken for an ideograph, among which they are not
    looked for; bytes that are no text are not taken for one either.
    """
    record = records(record_layout(packaged(), "production", "pesticide"), 1)[0]

    def accepted(name: str) -> bool:
        raw = json.dumps(record | {"party_name": name}, ensure_ascii=False).encode(
            errors="surrogateescape"
        )
        return bool(accepting(packaged())(raw))

    assert accepted("农药厂")
    assert not any(0x4000 <= char <= 0x9FFF for ends in BLANKS for char in ends)
    for char in (char for ends in BLANKS for char in ends):
        assert not accepted(chr(char) * 3), hex(char)
    for byte in (0x80, 0xBF, 0xE4, 0xE9):
        assert not accepted(f"农{chr(0xDC00 + byte)}药"), hex(byte)
