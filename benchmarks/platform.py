"""What a platform does at night, as whole processes: `python -m benchmarks platform [--only WORDS]
[--rows 1000000]`.

Processor time, user and system, and the peak of memory of each process; ratios are of one run, so
that other work on the machine matters little. Codes differ from row to row, and so do the ids and
times of records, of which a tenth of the names and a third of the batches do; in `jobs`, `convert`
and Parquet a thousand records recur with other ids. Where rows are faulty, one in a hundred is, in
ten ways. One process judges, but in `jobs`, and
of each process the least of three runs counts, taken in turns. Peers: a process that only reads the column
with pyarrow; for records bare pydantic with the typed class, and orjson with jsonschema-rs on the
published schema, all findings (`pip install orjson jsonschema-rs`). A process begins with the peak
of memory of who started it: other processes make the data, and the one that measures stays small.

    codes --scheme              CSV of codes, 1 % faulty, beside revision d7076d4
    codes --scheme, clean       beside pyarrow reading the column
    codes without --scheme      the scheme is found; beside the same with --scheme
    ten million, duplicates     memory
    NDJSON, CSV, XLSX, Parquet  records, 1 % faulty in ten ways; all right; all faulty
    jobs                        lines of JSON by two processes and by one: time on the clock, best
                                of five, with the load, so it says something on a quiet machine only;
                                beside two processes that share nothing, each with one half of the
                                lines: more the machine does not give
    convert                     NDJSON to an XML message and back, and to a list, and each judged:
                                memory by size
    across                      faults of 21 kinds planted among a million records: what is found
                                beside them, or not, ends it; and ten million movements balanced
"""

from __future__ import annotations

import argparse
import csv
import filecmp
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import date
from functools import cached_property, partial
from importlib.util import find_spec
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random

import tracecode as tc
from benchmarks.against import FINE, MAIN, ROOT, Run, checkout, prove, run

OLD = "d7076d4"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks platform", description=__doc__.partition("\n")[0]
    )
    parser.add_argument(
        "--only",
        metavar="WORDS",
        default="",
        help="parts in whose name this stands: codes, million, records, jobs, convert, across",
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    chosen = parser.parse_args()
    parts: dict[str, Callable[[Path, int], None]] = {
        "codes": codes,
        "ten million": ten_million,
        "records": records,
        "jobs": jobs,
        "convert": convert,
        "across": across,
    }
    with tempfile.TemporaryDirectory(prefix="platform-") as temporary:
        for name, part in parts.items():
            if chosen.only in name:
                part(Path(temporary), chosen.rows)
    return 0


def codes(folder: Path, rows: int) -> None:
    """CSV of codes, with and without the name of their scheme."""
    (folder / "rev").mkdir()
    old, here = checkout(OLD, folder / "rev"), ROOT / "src"
    prove(old)
    options = "c.ConvertOptions(include_columns=['code'])"
    reads = f"import sys, pyarrow.csv as c; c.read_csv(sys.argv[1], convert_options={options})"
    for scheme, make in (("gtin", gtin), ("uscc", Parties().code), ("pesticide-unit", pesticide)):
        clean, faulty = folder / f"{scheme}.csv", folder / f"{scheme}-faulty.csv"
        apart(write, clean, make, rows, 0.0)
        apart(write, faulty, make, rows, 0.01)
        arrow = run([sys.executable, "-c", reads, str(clean)], here, folder)
        bare = validate(clean, here, "--scheme", scheme)
        named = validate(faulty, here, "--scheme", scheme)
        before = validate(faulty, old, "--scheme", scheme)
        say(
            f"{scheme} --scheme, 1 % faulty",
            named,
            rows,
            f"{before.seconds / named.seconds:.1f} times {OLD}",
        )
        say(
            f"{scheme} --scheme, clean",
            bare,
            rows,
            f"{bare.seconds / arrow.seconds:.2f} of pyarrow's time",
        )
        if scheme != "gtin":  # which nobody can tell from a GLN: each row is told so
            found, broken = validate(clean, here), validate(faulty, here)
            say(
                f"{scheme}, clean",
                found,
                rows,
                f"{bare.seconds / found.seconds:.2f} of the rate with --scheme",
            )
            say(
                f"{scheme}, 1 % faulty",
                broken,
                rows,
                f"{named.seconds / broken.seconds:.2f} of the rate with --scheme",
            )


def ten_million(folder: Path, rows: int) -> None:
    """Ten times as many codes, of which one in a thousand stands twice."""
    file = folder / "many.csv"
    apart(write, file, pesticide, 10 * rows, 0.0, 0.001)
    measured = validate(file, ROOT / "src", "--scheme", "pesticide-unit", "--jobs", "1")
    say("pesticide-unit, duplicates", measured, 10 * rows, f"{measured.memory:.0f} MB")


def records(folder: Path, rows: int) -> None:
    """Records as lines of JSON, in Parquet, as tables, and in a workbook."""
    many, count, of_parquet = max(rows // 10, 200), max(rows // 50, 200), rows // 5
    apart(_write_records, folder, many, count, of_parquet)
    here = ROOT / "src"
    judged = {
        name: partial(validate, folder / f"{name}.ndjson", here, "--jobs", "1", codes=False)
        for name in ("right", "wrong", "some", "start")
    }
    peers = {
        name: partial(run, [sys.executable, "-c", program, "some.ndjson"], here, folder)
        for name, program in PEERS.items()
        if name != "orjson, jsonschema-rs" or (find_spec("orjson") and find_spec("jsonschema_rs"))
    }
    least = least_of_three(judged | peers)
    mine, all_right, all_wrong, start = (
        least[name] for name in ("some", "right", "wrong", "start")
    )
    say("NDJSON, 1 % faulty", mine, many)
    for name in peers:
        ratio = f"the rate above is {least[name].seconds / mine.seconds:.2f} of it"
        say(f"  {name}", least[name], many, ratio)
    say("NDJSON, all right", all_right, many)
    part = (all_right.seconds - start.seconds) / (all_wrong.seconds - start.seconds)
    say("NDJSON, all faulty", all_wrong, many, f"{part:.2f} of all right, less the start")
    for form in ("csv", "xlsx"):
        measured = validate(folder / f"records.{form}", here, "--jobs", "1", codes=False)
        rate = f"{count / (measured.seconds - start.seconds):,.0f}/s less the start"
        say(f"{form.upper()} of records, 1 % faulty", measured, count, rate)
    if find_spec("pyarrow"):
        in_parquet(folder, of_parquet)


def in_parquet(folder: Path, count: int) -> None:
    """As many records in Parquet, beside bare pydantic reading the same as lines of JSON. Of the
    faulty ones those are right that have a strange name, which no column holds.
    """
    here = ROOT / "src"
    for what, name in (("all right", "clean"), ("1 % faulty", "mixed")):
        ways = {
            "bare": partial(
                run, [sys.executable, "-c", PEERS["bare pydantic"], f"{name}.ndjson"], here, folder
            ),
            "here": partial(validate, folder / f"{name}.parquet", here, "--jobs", "1", codes=False),
        }
        least = least_of_three(ways)
        bare, measured = least["bare"], least["here"]
        ratio = f"{bare.seconds / measured.seconds:.2f} of bare pydantic ({bare.seconds:.2f} s)"
        say(f"Parquet of records, {what}", measured, count, ratio)


def _write_records(folder: Path, many: int, count: int, of_parquet: int) -> None:
    """Records in every form, right ones, wrong ones and some wrong among them; and their schema.

    Args:
        folder: where.
        many: how many as lines of JSON, right, wrong, or some wrong.
        count: how many in tables.
        of_parquet: how many in Parquet, if that can be written here.
    """
    from benchmarks.traffic import faulty
    from benchmarks.traffic import records as invented
    from benchmarks.workload_files import _line
    from tracecode.standard.record_layout import record_layout
    from tracecode.standard.resolved import packaged

    layout, random = record_layout(packaged(), "production", "pesticide"), Random(5)
    right = [
        record
        | {
            "event_time": f"{record['event_time'][:11]}{clock(n * 7919 % 86_400)}"
            f"{record['event_time'][19:]}"
        }
        for n, record in enumerate(invented(layout, many))
    ]
    wrong = [faulty(record, layout, random, 10) for record in right]
    some = [wrong[n] if n % 100 == 50 else record for n, record in enumerate(right)]
    kinds = {"right": right, "wrong": wrong, "some": some, "start": right[:1]}
    for name, kind in kinds.items():
        lines = b"".join(_line(record) + b"\n" for record in kind)
        (folder / f"{name}.ndjson").write_bytes(lines)
    typed = [tc.loads(_line(record)) for record in right[:count]]
    for form in ("csv", "xlsx"):
        table = folder / f"records.{form}"
        table.write_bytes(tc.dumps(typed, form))  # type: ignore[arg-type]  # records, in a form of tables
        _spoil(table, random)
    schema = tc.record_type("pesticide", "production").json_schema()
    (folder / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    if find_spec("pyarrow"):
        _write_parquet(folder, wrong, of_parquet)


def _write_parquet(folder: Path, wrong: list[dict[str, object]], count: int) -> None:
    """As many records in Parquet, and the same as lines of JSON: right ones, and some wrong."""
    lines, some = folder / "clean.ndjson", folder / "mixed.ndjson"
    write_lines(lines, count)
    with lines.open("rb") as clean, some.open("wb") as mixed:
        for number, line in enumerate(clean):
            slip = json.dumps(wrong[number // 100 % len(wrong)], ensure_ascii=False)
            mixed.write(f"{slip}\n".encode() if number % 100 == 50 else line)
    for file in (some, lines):  # the columns are those of the second
        _as_parquet(file, lines, file.with_suffix(".parquet"))


def _spoil(table: Path, random: Random) -> None:
    """Put one of ten faults into a cell of each hundredth row of a table."""

    def spoilt(text: str) -> str:
        return FAULTS[random.randrange(len(FAULTS))](text, random.randrange(len(text)))

    if table.suffix == ".csv":
        with table.open(encoding="utf-8-sig", newline="") as opened:
            rows = [*csv.reader(opened)]
        for row in rows[50::100]:
            at = random.choice([n for n, text in enumerate(row) if text and n > 1])
            row[at] = spoilt(row[at])
        with table.open("w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened).writerows(rows)
        return
    import openpyxl

    book = openpyxl.load_workbook(table)
    for sheet in book.worksheets:
        for cells in [*sheet.iter_rows()][50::100]:
            cell = random.choice([each for each in cells[2:] if isinstance(each.value, str)])
            cell.value = spoilt(str(cell.value))
    book.save(table)


def _as_parquet(lines: Path, right: Path, target: Path) -> None:
    """Lines of JSON as Parquet, with the columns of right ones; what those cannot hold is left
    out, also of the lines.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with right.open("rb") as opened:
        schema = pa.Table.from_pylist([*map(json.loads, islice(opened, 2000))]).schema
    names, held = {*schema.names}, lines.with_suffix(".held")
    with (
        lines.open("rb") as opened,
        held.open("wb") as kept,
        pq.ParquetWriter(target, schema) as writer,
    ):
        while some := [*islice(opened, 20_000)]:
            rows = []
            for line in some:
                row = json.loads(line)
                if not row.keys() <= names:
                    row = {id: value for id, value in row.items() if id in names}
                    line = json.dumps(row, ensure_ascii=False).encode() + b"\n"  # noqa: PLW2901
                with suppress(pa.ArrowException):
                    pa.RecordBatch.from_pylist([row], schema)
                    rows.append(row)
                    kept.write(line)
            writer.write_table(pa.Table.from_pylist(rows, schema))
    held.replace(lines)


def clock(second: int) -> str:
    """A second of a day, as clocks show it."""
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def jobs(folder: Path, rows: int) -> None:
    """Lines of JSON by one process, by two, and by two that know nothing of each other."""
    file, count, here = folder / "lines.ndjson", rows, ROOT / "src"
    apart(write_lines, file, count)
    halves = [folder / "first.ndjson", folder / "second.ndjson"]
    with file.open("rb") as lines:
        for half in halves:
            with half.open("wb") as opened:
                opened.writelines(islice(lines, -(-count // 2)))

    def judge(file: Path, number: int = 1) -> None:
        validate(file, here, "--jobs", str(number), codes=False)

    def judge_halves() -> None:
        with ThreadPoolExecutor() as both:
            [*both.map(judge, halves)]

    ways: dict[str, Callable[[], None]] = {
        "jobs 1": partial(judge, file),
        "jobs 2": partial(judge, file, 2),
        "jobs 1 on each half": judge_halves,
    }
    best = dict.fromkeys(ways, float("inf"))
    load = os.getloadavg()[0]
    for _ in range(5):
        for name, way in ways.items():
            begun = time.monotonic()
            way()
            best[name] = min(best[name], time.monotonic() - begun)
    for name, seconds in best.items():
        print(f"{name:32}{seconds:8.2f} s{count / seconds:14,.0f}/s  on the clock")
    one, two, ceiling = best.values()
    print(
        f"two processes are {one / two:.2f} times as fast as one; "
        f"two processes that share nothing: {one / ceiling:.2f} times; load before {load:.1f}"
    )


def convert(folder: Path, rows: int) -> None:
    """Lines into an XML message and back, and into a list, each judged, at three sizes."""
    here, party = ROOT / "src", "uscc:91350100M000100Y43"
    parties = ("--sender", party, "--receiver", party)
    command = [sys.executable, "-c", MAIN, "convert"]
    lines, message, back, whole = (
        folder / name for name in ("a.ndjson", "b.xml", "c.ndjson", "d.json")
    )
    peaks: dict[str, list[float]] = {}
    for count in (rows // 100, rows // 10, rows):
        apart(write_lines, lines, count)

        def told(name: str, measured: Run, count: int = count) -> None:
            say(name, measured, count)
            peaks.setdefault(name, []).append(measured.memory)

        into = run([*command, str(lines), str(message), *parties], here, folder)
        told("NDJSON into an XML message", into)
        told("XML message, judged", validate(message, here, codes=False))
        out = run([*command, str(message), str(back), "--records"], here, folder)
        told("XML message into NDJSON", out)
        if not filecmp.cmp(back, lines, shallow=False):
            print("what came back is something else")
        message.unlink()
        back.unlink()
        told("NDJSON into a list", run([*command, str(lines), str(whole)], here, folder))
        told("list in JSON, judged", validate(whole, here, codes=False))
        whole.unlink()
    for name, peak in peaks.items():
        print(f"{name:32}{max(peak) / peak[0]:8.2f} times the memory of the least at most")


def across(folder: Path, rows: int) -> None:
    """Rules across records, and across movements."""
    here = ROOT / "src"
    apart(_write_stories, folder, rows)
    apart(_write_movements, folder, 10 * rows)
    for name, count, program in (
        ("across records", rows, _PLANTED), ("movements balanced", 10 * rows, _BALANCED)
    ):  # fmt: skip
        begun = time.monotonic()
        measured = run([sys.executable, "-c", program], here, folder)
        say(name, measured, count, f"{time.monotonic() - begun:.0f} s on the clock")


_PLANTED = """\
import json, sys
from pathlib import Path
import tracecode as tc
wanted = {(rule, line) for rule, line in json.load(open("planted.json"))}
report = tc.across(Path("stories.ndjson"))
sys.exit(9 * ({(found.rule, found.place and found.place.line) for found in report} != wanted))
"""
_BALANCED = """\
import json, sys
from pathlib import Path
import tracecode as tc
rows = {"sold-batches": Path("sold.parquet"), "obtained-batches": Path("obtained.parquet")}
report = tc.across(rows=rows, rules=["batch-out-not-over-in"], memory_mb=500)
sys.exit(9 * (sum(found.rule == "batch-out-not-over-in" for found in report) != json.load(open("over.json"))))
"""


def _write_stories(folder: Path, rows: int) -> None:
    """So many records as lines of JSON, of which one in a hundred stories has a fault, and which
    rules have to find which lines.
    """
    from tests.relations.planted import planted

    found = list[tuple[str, int]]()
    with (folder / "stories.ndjson").open("w", encoding="utf-8") as lines:
        for number, (record, rules) in enumerate(planted(rows // 8), 1):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
            found += [(rule, number) for rule in rules]
    (folder / "planted.json").write_text(json.dumps(found))


def _write_movements(folder: Path, rows: int) -> None:
    """So many movements of batches: each is obtained once and sold nine times, of one in a thousand
    more than there was.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    batches, step = rows // 10, 100_000
    days = pa.array([date(2026, 3, 1)] * step)
    with ExitStack() as opened:
        writers: dict[str, pq.ParquetWriter] = {}
        for begin in range(0, batches, step):
            numbers = range(begin, min(begin + step, batches))
            keys = {
                "item": ["baijiu"] * len(numbers),
                "party": [f"party {number % 997}" for number in numbers],
                "name": ["Goods"] * len(numbers),
                "batch": [f"B{number:07}" for number in numbers],
                "day": days.slice(0, len(numbers)),
            }
            had = {"quantity": ["10"] * len(numbers), "unit": ["kg"] * len(numbers)}
            gone = [str(1100 + 100 * (number % 1000 == 999)) for number in numbers]
            sold = {"quantity": gone, "unit": ["g"] * len(numbers)}
            for name, amounts, times in (("obtained", had, 1), ("sold", sold, 9)):
                table = pa.table(keys | amounts)
                if name not in writers:
                    path = folder / f"{name}.parquet"
                    writers[name] = opened.enter_context(pq.ParquetWriter(path, table.schema))
                for _ in range(times):
                    writers[name].write_table(table)
    (folder / "over.json").write_text(json.dumps(batches // 1000))


def apart(make: Callable[..., None], *given: object) -> None:
    """Make data in a process of its own, so that this one stays small."""
    making = get_context("spawn").Process(target=make, args=given)
    making.start()
    making.join()
    if making.exitcode:
        sys.exit(f"{make.__name__} ended with {making.exitcode}")


def write_lines(file: Path, count: int) -> None:
    """Right records of a thousand kinds of text, each with an id of its own."""
    from benchmarks.traffic import records as invented
    from tracecode.standard.record_layout import record_layout
    from tracecode.standard.resolved import packaged

    layout, random = record_layout(packaged(), "production", "pesticide"), Random(5)
    texts = (
        json.dumps(each, ensure_ascii=False, separators=(",", ":"))
        for each in invented(layout, 1000)
    )
    some = [re.split(rb'(?<="record_id":").{36}', text.encode()) for text in texts]
    with file.open("wb") as opened:
        for number in range(count):
            id = f"{random.getrandbits(32):08x}-51a4-4b6e-9a53-{number:012}".encode()
            opened.write(id.join(some[number % len(some)]) + b"\n")


PEERS = {
    "bare pydantic": """\
import sys
from tracecode.models.pesticide import Production
from pydantic import ValidationError
for line in open(sys.argv[1], "rb"):
    try:
        Production.model_validate_json(line)
    except ValidationError as error:
        error.errors()
""",
    "orjson, jsonschema-rs": """\
import json, sys, orjson, jsonschema_rs
judge = jsonschema_rs.validator_for(json.load(open("schema.json", encoding="utf-8")), validate_formats=True)
for line in open(sys.argv[1], "rb"):
    [error.message for error in judge.iter_errors(orjson.loads(line))]
""",
}


def validate(file: Path, source: Path, *options: str, codes: bool = True) -> Run:
    """The command on a file."""
    column = ("--column", "code") if codes else ()
    return run(
        [sys.executable, "-c", MAIN, "validate", str(file), *column, *options, "--quiet"],
        source,
        file.parent,
    )


def least_of_three(runs: Mapping[str, Callable[[], Run]]) -> dict[str, Run]:
    """The least of each of some processes, which run one after the other three times over: what
    else the machine does slows processor time, too, for a minute or two.
    """
    rounds = [{name: begin() for name, begin in runs.items()} for _ in range(3)]
    return {
        name: min((each[name] for each in rounds), key=lambda run: run.seconds) for name in runs
    }


def say(name: str, measured: Run, rows: int, more: str = "") -> None:
    """A line of the table; nothing that broke off is measured."""
    if measured.end not in FINE:
        sys.exit(f"{name}: {measured.end}")
    rate = rows / measured.seconds
    print(
        f"{name:32}{measured.seconds:8.2f} s{rate:14,.0f}/s{measured.memory:7.0f} MB  {more}",
        flush=True,
    )


# --- codes ----------------------------------------------------------------------------------------


def write(
    file: Path, make: Callable[[Random], str], rows: int, faulty: float, again: float = 0.0
) -> None:
    """A table of codes, of which a share is faulty and another stands twice."""
    random = Random(7)
    made: list[str] = []
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.writer(opened, lineterminator="\n")
        table.writerow(["code", "place"])
        for number in range(rows):
            code = random.choice(made) if made and random.random() < again else make(random)
            if len(made) < 1000:
                made.append(code)
            if random.random() < faulty:
                code = FAULTS[random.randrange(len(FAULTS))](code, random.randrange(len(code)))
            table.writerow([code, f"{number:07}"])


FAULTS: tuple[Callable[[str, int], str], ...] = (
    lambda code, at: code[:at] + str((ord(code[at]) + 1) % 10) + code[at + 1 :],
    lambda code, _: code[:-1],
    lambda code, _: code + "0",
    lambda code, at: code[:at] + "A" + code[at + 1 :],
    lambda _code, _at: "",
    lambda _code, _at: "NULL",
    lambda code, _: f"６{code[1:]}",
    lambda _code, _at: "6.90123E+12",
    lambda code, at: f"{code[:at]}?{code[at + 1 :]}",
    lambda code, _: f"农药{code[2:]}",
)


def gtin(random: Random) -> str:
    """A trade item number of 13 digits."""
    body = f"69{random.randrange(10**10):010}"
    return body + str(
        -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body)) % 10
    )


def pesticide(random: Random) -> str:
    """A code of a unit of pesticide."""
    return f"1172225{random.randrange(1, 4)}{random.randrange(10**24):024}"


class Parties:
    """Three thousand parties, which recur."""

    @cached_property
    def _codes(self) -> list[str]:
        from benchmarks.traffic import _party

        random = Random(9)
        return [tc.scheme("uscc").build(**_party(random)).normalized for _ in range(3000)]

    def code(self, random: Random) -> str:
        """One of them."""
        return random.choice(self._codes)


if __name__ == "__main__":
    sys.exit(main())
