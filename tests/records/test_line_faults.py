"""What columns tell of wrong lines is what the reading of each line by itself tells."""

from __future__ import annotations

import copy
import io
import json
from contextlib import suppress
from functools import partial
from random import Random
from typing import Any

import pytest

import tracecode as tc
from benchmarks.traffic import faulty, records
from tests.properties.test_jobs_say_the_same import Here, same
from tests.records.test_acceptor import VALUES, changed
from tests.records.test_columns import whole
from tracecode.checks import clerk, line_parts, part_judge
from tracecode.checks.report import Verdict
from tracecode.codes.registry import registry
from tracecode.findings import Finding, has_errors
from tracecode.publish.examples import full
from tracecode.records import explain, json_lines
from tracecode.records import judge as judging
from tracecode.records.first_places import FirstPlaces
from tracecode.records.json_form import parse
from tracecode.records.judge import judge, typed_record
from tracecode.records.judged_lines import JudgedLines
from tracecode.records.quick import json_record, line_faults, told_values
from tracecode.records.quick.element_values import LONGEST, MOST_WRONG
from tracecode.records.quick.json_record import Accepting, accepting
from tracecode.records.quick.line_faults import LineFaults
from tracecode.records.quick.located import ElementErrors
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged
from tracecode.tables.limits import DEFAULT, Limits

Plain = dict[str, Any]
PRODUCTION = record_layout(packaged(), "production", "pesticide")
MOST = 100


def line(data: Plain, **written: Any) -> bytes:
    """A record as a line."""
    return json.dumps(data, ensure_ascii=False, **written).encode("utf-8", "surrogatepass")


def faults_of(layout: RecordLayout, record: Plain) -> LineFaults:
    """The columns of a record's type and item."""
    return LineFaults(packaged(), layout, record["record_type"], record["product_item"])


def check(columns: LineFaults, lines: list[bytes]) -> int:
    """How many wrong lines columns tell; each as it is told by itself."""
    told = columns.tell(lines, MOST)
    for number, (id, findings) in told.items():
        item = parse(lines[number])
        judged = judge(item.data, packaged(), item.raw, MOST)
        assert item.faults == (), lines[number]
        assert findings == judged.findings, lines[number]
        for one, other in zip(findings, judged.findings, strict=True):
            assert [*map(one.text, ("zh", "en"))] == [*map(other.text, ("zh", "en"))]
        assert id == item.data.get("record_id")
        assert (judged.record is None) is has_errors(findings)
        if judged.record is not None:
            assert judged.layout is not None
            assert typed_record(lines[number], judged.layout, packaged()) == judged.record
    return sum(bool(findings) for _, findings in told.values())


def slip(record: Plain, random: Random) -> Plain:
    """A record that is wrong in an element or a few; of which much may be remembered."""
    data = copy.deepcopy(record)
    for _ in range(random.choice([1, 1, 1, 2, 7])):
        id = random.choice([*data, "strange", "temprature"])
        match random.randrange(4):
            case 0:
                data.pop(id, None)
            case 1 if isinstance(data.get(id), str):
                data[id] = random.choice(["\u3000", " ", "x", "0"]) + data[id]
            case 2 if isinstance(data.get(id), str):
                data[id] = random.choice([data[id].upper(), data[id][:-1] + "0", [data[id]], {}])
            case _:
                data[id] = copy.deepcopy(random.choice(VALUES))
    return data


@pytest.mark.parametrize(
    ("seed", "count", "step"),
    [(4, 60, 40), pytest.param(9, 200, 1, marks=pytest.mark.slow)],
)
def test_the_same_findings_in_the_same_order(seed: int, count: int, step: int) -> None:
    """Of changed lines of every so many-th record type."""
    random, told, tried = Random(seed), 0, 0
    everything = [full(layout, packaged()) for layout in layouts(packaged())]
    for layout in layouts(packaged())[seed % step :: step]:
        record = whole(layout)
        if "product_item" not in record:
            continue
        others = [record, *random.sample(everything, 3)]
        lines = [line(slip(record, random)) for _ in range(count)]
        torn = [changed(record, others, random).strip(json_lines.BLANKS) for _ in range(count)]
        columns = faults_of(layout, record)
        told += check(columns, lines)
        tried += count
        for raw in torn:
            check(columns, [raw])
    assert told > tried / 3


def test_each_common_fault_is_told() -> None:
    """Of records of a sender, each with one of ten faults, nearly all are told."""
    random = Random(5)
    lines = [line(faulty(each, PRODUCTION, random, 10)) for each in records(PRODUCTION, 300)]
    columns = LineFaults(packaged(), PRODUCTION, "production", "pesticide")
    assert check(columns, lines) > 250


def test_what_others_may_read_otherwise_is_left_to_them() -> None:
    """Escapes, null, fractions, great numbers, names that stand twice, what is wrong in a group or
    among elements; and it costs the lines beside them nothing, or few.
    """
    rows = [row | {"remark": 5} for row in records(PRODUCTION, 200)]
    columns = LineFaults(packaged(), PRODUCTION, "production", "pesticide")
    changes: list[Plain] = [
        {"party_name": "a\\b"}, {"party_name": None}, {"party_name": 1.0}, {"party_name": 2**60},
        {"party_name": [None]}, {"party_name": [[1.5]]}, {"strange": 1.5}, {"party_name": 10**400},
        {"inputs": [{}]}, {"inputs": "x"}, {"expiry_date": "2020-01-01"}, {"remark": ["e\u0301"]},
        {"record_type": "recall"}, {"product_item": "vegetable"}, {"inputs": [], "remark": "x"},
        {f"strange{n}": 1 for n in range(6)}, {"party_name": "e\u0301"}, {"strange": ["e\u0301"]},
    ]  # fmt: skip
    lines = [line(row) for row in rows]
    for number, change in enumerate(changes):
        lines[7 * number] = line(rows[7 * number] | change)
    left = {7 * number for number in range(len(changes))}
    check(columns, lines)
    assert {*range(len(lines))} - {*columns.tell(lines, MOST)} == left
    lines[199] = lines[199][:-1] + b', "remark": 5}'
    told = columns.tell(lines, MOST)
    assert 199 not in told
    assert len(told) > 100
    assert columns.tell([b"", b"[]", b"{", b"{}", b"5", b"\xff", b"x" * 100], MOST) == {}


def test_no_more_is_told_than_is_asked_for() -> None:
    """A line with more findings than are told is left to who counts them."""
    row = records(PRODUCTION, 1)[0] | {"remark": 5, "party_name": 5}
    columns = LineFaults(packaged(), PRODUCTION, "production", "pesticide")
    assert len(columns.tell([line(row)], 2)[0][1]) == 2
    assert columns.tell([line(row)], 1) == {}


@pytest.mark.parametrize(
    ("kind", "step"),
    [(list, 20), (dict, 20), pytest.param(list, 1, marks=pytest.mark.slow),
     pytest.param(dict, 1, marks=pytest.mark.slow)],
)  # fmt: skip
def test_of_a_list_or_object_in_place_of_a_value_only_that_is_said(kind: type, step: int) -> None:
    """Whatever is in it, so that it may be remembered by its kind."""
    asked = 0
    texts = ["", "x", "2026-03-12", "1", "\u3000", "x" * 300]
    some = [["x", 1], [[]], [{}], *([text] for text in texts), ["1", "2"]]
    values: list[object] = [[], *some] if kind is list else [{}, *({"a": each} for each in some)]
    for layout in layouts(packaged())[::step]:
        errors = ElementErrors(packaged(), layout)
        for field in layout.elements:
            if field.group is None and field.many is None:
                found = [errors(field.id, value) for value in values]
                kinds = {tuple((each["type"], each["loc"]) for each in told) for told in found}
                assert len(kinds) == 1, field.id
                assert all(found)
                asked += 1
    assert asked > 50


def test_no_personal_value_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody keeps a citizen's number, wherever it stands, nor what a code was on which a day has a
    say; and of others no more than so many.
    """
    layout = record_layout(packaged(), "blasting", "industrial-explosive")
    record = whole(layout)
    number = "11010519491231002X"
    columns = faults_of(layout, record)
    wrong = [
        record | {id: value} for id in record for value in (number, f"{number}1", f"\u3000{number}")
    ]
    check(columns, [line(data) for data in wrong])
    secret = {field.id for field in layout.elements if field.personal}
    coded = {
        field.id: registry(packaged())[field.spec.scheme] for field in layout.elements
        if field.spec.scheme is not None
    }  # fmt: skip
    dated = {id for id, scheme in coded.items() if scheme.dated}
    assert secret
    assert dated < coded.keys()
    known = columns._values._known
    columns.tell([line(record | {number: 1, "strange": 1, "remark": 5})], MOST)
    assert ("strange", object) in known
    assert number not in str(known)
    wrong = [record | {id: value} for id in record for value in ("x", "1", "2026", "\u3000x")]
    check(columns, [line(data) for data in wrong])
    told = {id for id, value in known if isinstance(value, str)}
    assert told & coded.keys()
    assert told.isdisjoint(secret | dated)
    kept = [
        text for element in columns._elements if element is not None and element.id in secret
        for text in element._values.seen
    ]  # fmt: skip
    assert kept == []
    assert all(len(value) <= LONGEST for _, value in known if isinstance(value, str))
    before = len(known)
    monkeypatch.setattr(told_values, "MOST_WRONG", before)
    columns.tell([line(record | {"record_id": f"x{n}"}) for n in range(100)], MOST)
    assert len(known) == before


def test_numbers_and_names_of_people_are_not_remembered() -> None:
    """A number as long as that of a telephone, and a name in another script than elements have."""
    rows = records(PRODUCTION, 3)
    columns = faults_of(PRODUCTION, rows[0])
    wrong = [
        rows[0] | {"remark": 5, "remrak": 1},
        rows[1] | {"remark": 110101900300003, "示例姓名": 1},
        rows[2] | {"remark": 13800000000},
    ]
    assert check(columns, [line(data) for data in wrong]) == 3
    known = columns._values._known
    assert ("remark", (int, 5)) in known
    assert ("remrak", object) in known
    assert "110101900300003" not in str(known)
    assert "13800000000" not in str(known)
    assert "示例姓名" not in str(known)


def test_texts_that_differ_from_record_to_record_leave_room_for_those_that_recur() -> None:
    """Of ids in another form half the room at most is kept; all are told as each by itself."""
    rows = records(PRODUCTION, 600)
    columns = faults_of(PRODUCTION, rows[0])
    most = MOST_WRONG
    lines = [line(row | {"record_id": f"ID-{n}"}) for n in range(most) for row in rows[:1]]
    assert check(columns, lines) == most
    assert len(columns._values._known) == most // 2
    moments = [row | {"event_time": row["event_time"].replace("T", " ")} for row in rows]
    days = [row | {"event_time": f"2026-02-30{row['event_time'][10:]}"} for row in rows]
    naive = [rows[n] | {"event_time": f"2026-03-12T08:47:{n:02}"} for n in range(20)]
    assert check(columns, [*map(line, [*moments, *days, *naive])]) == 1220
    assert len(columns._values._known) == most // 2 + 20


@pytest.mark.parametrize(
    "value", [{f"{n:04}": 1 for n in range(2001)}, [1] * 200_001, {"a": [1] * 5000}]
)
def test_what_may_be_more_than_a_record_holds_is_left_to_who_counts(value: object) -> None:
    """As a strange value, and under a strange name, among lines that are wrong otherwise."""
    rows = [row | {"remark": 5} for row in records(PRODUCTION, 3)]
    columns = faults_of(PRODUCTION, rows[0])
    large = [rows[0] | {"remark": value}, rows[1] | {"strange": value}, rows[2]]
    assert [*columns.tell([line(row) for row in large], MOST)] == [2]


def test_there_are_columns_of_each_type_and_known_item_once() -> None:
    """However lines are spelt, and whatever items they name."""
    of = partial(line_faults.line_faults, packaged(), PRODUCTION, "production")
    assert of("pesticide") is of("pesticide")
    assert of("no-such-item") is None


def test_what_is_told_in_vain_is_not_asked_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of lines of which columns tell little, after a while each is read by itself at once."""
    asked: list[int] = []
    tell = LineFaults.tell

    def counted(self: LineFaults, lines: list[bytes], most: int) -> Any:
        asked.append(len(lines))
        return tell(self, lines, most)

    monkeypatch.setattr(LineFaults, "tell", counted)
    rows = [line(row)[:-1] + b', "remark": 5, "remark": 5}' for row in records(PRODUCTION, 256)]
    way = Accepting(packaged())
    for _ in range(40):
        way.lines(rows, MOST)
    assert 0 < len(asked) < 20
    right = [line(row) for row in records(PRODUCTION, 256)]
    assert sum(map(bool, way.lines(right, MOST).values())) > 200


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """How many right and wrong lines columns told each time."""
    given: list[tuple[int, int]] = []
    of_lines = Accepting.lines

    def lines(self: Accepting, pieces: list[bytes | None], most: int) -> Any:
        found = of_lines(self, pieces, most)
        told = sum(bool(each and each[2]) for each in found.values())
        given.append((sum(map(bool, found.values())) - told, told))
        return found

    monkeypatch.setattr(json_lines, "_BLOCK", 1 << 18)
    monkeypatch.setattr(Accepting, "lines", lines)
    monkeypatch.setattr(accepting(packaged()), "many", False)
    monkeypatch.setattr(accepting(packaged()), "_left", 1 << 30)
    return given


def test_the_same_is_told_and_counted(seen: list[tuple[int, int]]) -> None:
    """By columns or line by line, also where a record stood before: verdicts, counts and texts;
    where most are wrong, and where they are right again.
    """
    random = Random(3)
    rows = records(PRODUCTION, 1500)
    given = [
        faulty(row, PRODUCTION, random, 10) if n % 8 else row for n, row in enumerate(rows[:900])
    ]
    lines = [line(row) for row in [*given, *given[:200], *rows[900:]]]
    data = b"\n".join(lines)
    every = tc.validate(io.BytesIO(data), format="ndjson")
    expected = [*every.speaking()]
    assert not seen
    accepting(packaged()).many = True
    few = tc.validate(io.BytesIO(data), format="ndjson")
    told = [*few.speaking()]
    assert told == expected
    assert few.summary() == every.summary()
    assert [each.as_dict() for each in told] == [each.as_dict() for each in expected]
    assert sum(wrong for _, wrong in seen) > 700
    assert sum(right for right, _ in seen) > 600


def test_by_parts_the_same_is_told(
    seen: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever lines are cut, and whatever stands there as an id: also ids of wrong records are
    known when they stand again.
    """
    monkeypatch.setattr(part_judge, "Workers", Here)
    monkeypatch.setattr(line_parts, "PART", 1 << 19)
    monkeypatch.setattr(json_record, "_WITHOUT_COLUMNS", 0)  # of those of other processes
    accepting(packaged()).many = True
    random = Random(8)
    rows = records(PRODUCTION, 700)
    given = [faulty(row, PRODUCTION, random, 10) if n % 9 else row for n, row in enumerate(rows)]
    ids: list[object] = [5, ["x"], {}, True, "", None, "示例"]
    for n, id in enumerate(ids):
        given[40 * n] = given[40 * n] | {"record_id": id}
    given += [random.choice(given) | {"remark": random.choice(["x", 5])} for _ in range(300)]
    given += [{"record_type": kind} for kind in ("recal", "", 5, "11010519491231002X")] * 2
    data = b"\n".join(map(line, given))
    same(
        lambda: tc.validate(data, format="ndjson"),
        lambda: tc.validate(data, format="ndjson", jobs=2),
    )
    assert sum(wrong for _, wrong in seen) > 1500


def test_the_typed_record_is_there_though_something_is_to_be_noted(
    seen: list[tuple[int, int]],
) -> None:
    """Of a right record that columns judged, whoever asks: of those that speak, and of all."""
    rows = [row | {"batch_no": f"\u3000{row['batch_no']}"} for row in records(PRODUCTION, 300)]
    data = b"\n".join(map(line, rows))
    accepting(packaged()).many = True
    told = [*tc.validate(io.BytesIO(data), format="ndjson").speaking()]
    assert sum(wrong for _, wrong in seen) == 300
    assert [each.record for each in told] == [
        each.record for each in tc.validate(io.BytesIO(data), format="ndjson")
    ]
    assert all(each.status == "valid" and each.record is not None for each in told)


def test_a_right_record_that_its_class_refuses_costs_no_other(
    seen: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should columns be wrong about one, it is not called valid, and the others have verdicts."""
    rows = [row | {"batch_no": f"\u3000{row['batch_no']}"} for row in records(PRODUCTION, 200)]
    data = b"\n".join(map(line, rows))
    accepting(packaged()).many = True

    def refuse(raw: bytes, *more: Any) -> Any:
        if raw == line(rows[7]):
            raise ValueError
        return typed_record(raw, *more)

    monkeypatch.setattr(clerk, "typed_record", refuse)
    told = [*tc.validate(io.BytesIO(data), format="ndjson").speaking()]
    assert len(told) == 200
    assert {each.line: each.status for each in told if each.status != "valid"} == {8: "not checked"}
    assert seen


def test_a_summary_is_in_the_same_order_however_verdicts_came() -> None:
    """Where counts are equal, also: whole, few, and the other way round."""
    other = whole(record_layout(packaged(), "recall"))
    rows = [records(PRODUCTION, 1)[0] | {"remark": 5}, other]
    told = set()
    for lines in (rows, rows[::-1]):
        data = b"\n".join(map(line, lines))
        every, few = (tc.validate(data, format="ndjson") for _ in range(2))
        assert [each.status for each in every].count("valid") == 1
        told |= {json.dumps(each.summary()) for each in (every, few.run())}
    assert len(told) == 1


def test_no_more_findings_than_asked_for_whoever_tells(seen: list[tuple[int, int]]) -> None:
    """What is wrong and what is to be noted are counted together."""
    rows = [
        row | {"remark": 5, "batch_no": f"\u3000{row['batch_no']}"}
        for row in records(PRODUCTION, 200)
    ]
    data = b"\n".join(map(line, rows))
    for most in (1, 2, 3):
        limits = Limits(findings=most)
        expected = [*tc.validate(data, format="ndjson", limits=limits)]
        accepting(packaged()).many = True
        told = [*tc.validate(data, format="ndjson", limits=limits).speaking()]
        assert told == expected
        assert {len(each.findings) for each in told} == {2}
    assert sum(wrong for _, wrong in seen) > 300


@pytest.mark.parametrize("error", [OSError(5, "x"), RuntimeError(), KeyboardInterrupt()])
def test_what_was_judged_is_told_where_a_source_breaks_off(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines that wait to be told together, right ones and wrong ones."""
    rows = [row | {"remark": 5} if n % 2 else row for n, row in enumerate(records(PRODUCTION, 30))]
    raw = b"".join(line(row) + b"\n" for row in rows)

    class Broken(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            if self.tell() == len(raw):
                raise error
            return super().readline(size)

    monkeypatch.setattr(accepting(packaged()), "many", False)
    monkeypatch.setattr(accepting(packaged()), "_left", 1 << 30)
    report = tc.validate(Broken(raw), format="ndjson")
    told: list[Verdict] = []
    with suppress(OSError, KeyboardInterrupt):
        told.extend(report.speaking())
    assert [each.line for each in told if each.kind == "record"] == [*range(2, 31, 2)]
    assert report.kinds["record"] == 30
    assert not report.complete or told[-1].status == "not checked"


@pytest.mark.parametrize("error", [MemoryError(), KeyboardInterrupt()])
@pytest.mark.parametrize("at", [3, 70, 300])
def test_what_was_judged_is_told_where_a_line_breaks_off(
    seen: list[tuple[int, int]], error: BaseException, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where judging one ends the reading, all before it are told, and none twice."""
    rows = [row | {"remark": 5} if n % 3 else row for n, row in enumerate(records(PRODUCTION, 400))]
    rows[at] = {"record_type": "recal"}
    items = json_lines._LineReader._items

    def broken(self: json_lines._LineReader, piece: bytes | None, *, tried: bool) -> Any:
        if piece == line(rows[at]):
            raise error
        return items(self, piece, tried=tried)

    monkeypatch.setattr(json_lines._LineReader, "_items", broken)
    accepting(packaged()).many = True
    report = tc.validate(b"\n".join(map(line, rows)), format="ndjson")
    told: list[Verdict] = []
    with suppress(KeyboardInterrupt):
        told.extend(report.speaking())
    assert report.kinds["record"] == at
    wrong = [n + 1 for n in range(at) if n % 3]
    assert [each.line for each in told if each.kind == "record"] == wrong
    assert seen


@pytest.mark.parametrize("error", [OSError(5, "x"), KeyboardInterrupt()])
def test_the_last_line_before_a_break_is_told(error: BaseException) -> None:
    """A record, and a message with its records; of a message that is open nothing is."""
    record = whole(record_layout(packaged(), "recall"))
    header = {"header": {"message_id": "x"}, "body": [record]}
    for last, kinds in ((record, {"record": 2}), (header, {"record": 2, "message": 1})):
        raw = line(record | {"record_id": "x"}) + b"\n" + line(last) + b"\n"

        class Broken(io.BytesIO):
            def readline(self, size: int | None = -1, /) -> bytes:
                return super().readline(size) or self.fail()

            def fail(self) -> bytes:
                raise error

        report = tc.validate(Broken(raw), format="ndjson")
        with suppress(OSError, KeyboardInterrupt):
            list(report)
        assert {kind: n for kind, n in report.kinds.items() if kind != "file"} == kinds


def test_few_long_lines_wait() -> None:
    """Of lines of many bytes not as many are held as of short ones."""
    row = records(PRODUCTION, 1)[0]
    lines = [line(row | {"remark": "x" * 300_000, "record_id": f"{n}"}) for n in range(40)]
    given = json_lines.accepting_lines(
        io.BytesIO(b"\n".join(lines)), "utf-8", None, DEFAULT, accepting(packaged())
    )
    sizes = [len(each.lines) for each in given if isinstance(each, JudgedLines)]
    assert sum(sizes) == 40
    assert max(sizes) <= 4


def test_an_id_that_cannot_be_looked_up_costs_no_verdict(
    seen: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file of ids cannot be read, each record says that it was not judged whole."""
    rows = [row | {"remark": 5} for row in records(PRODUCTION, 200)]
    accepting(packaged()).many = True

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(FirstPlaces, "several", refuse)
    told = [*tc.validate(b"\n".join(map(line, rows)), format="ndjson").speaking()]
    assert [each.line for each in told] == [*range(1, 201)]
    assert all("check.failed" in {f.rule for f in each.findings} for each in told)
    assert seen


def test_no_number_of_somebodys_is_kept_anywhere(seen: list[tuple[int, int]]) -> None:
    """Neither where it was wrong in the first record, nor as a type, nor as a telephone's."""
    number = "440301198503121236"
    rows = records(PRODUCTION, 200)
    rows[0] |= {"record_id": number, "event_time": number}
    rows[1] |= {"event_time": number}
    wrong = [row | {"remark": 5} for row in rows]
    others = [{"record_type": kind} for kind in (number, "13800138000", "张三丰", "recal")]
    data = b"\n".join(map(line, [*wrong, *others, *others]))
    accepting(packaged()).many = True
    assert len([*tc.validate(data, format="ndjson").speaking()]) == 208
    way = line_faults.line_faults(packaged(), PRODUCTION, "production", "pesticide")
    assert way is not None
    recurring = explain._recurring(packaged(), PRODUCTION)
    kept = [
        *way._values._known.items(), *way._values._said_of.items(),
        *way._values._errors._known.items(), *recurring._findings.items(),
    ]  # fmt: skip
    assert kept
    assert number not in str([(key, _plainly(value)) for key, value in kept])
    strangers = {kind for kind, _ in judging._known_strangers(packaged())}
    assert "recal" in strangers
    assert strangers.isdisjoint({"13800138000", "张三丰", number})
    assert seen


def _plainly(value: object) -> object:
    """What is kept, with the values of findings, which their own texts mask."""
    if isinstance(value, Finding):
        return dict(value.values)
    return [*map(_plainly, value)] if isinstance(value, tuple | list) else value


def test_a_check_of_ours_that_fails_costs_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then each line is read by itself, which tells of it."""

    def refuse(*_: object) -> None:
        raise RuntimeError

    columns = LineFaults(packaged(), PRODUCTION, "production", "pesticide")
    monkeypatch.setattr(told_values, "element_faults", refuse)
    assert columns.tell([line(records(PRODUCTION, 1)[0] | {"remark": 5})], MOST) == {}
