"""The files that the workloads read, written once, by the version at hand: `python -m
benchmarks.workload_files DIR`.

In a process of its own, so that the one that measures stays small: the peak of a child begins with
that of its parent.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from random import Random

import tracecode as tc
from benchmarks.corpus import mixed, right
from benchmarks.traffic import Plain, faulty, records
from tests.labels.conftest import characters
from tests.labels.made_fonts import make_font
from tracecode.codes.issue import write_key
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

KINDS = (  # with elements that versions compared with one another have alike
    ("pesticide", "production"), ("veterinary-drug", "sales-ledger"),
    ("vegetable", "market-trade"), ("baijiu", "storage"),
)  # fmt: skip
SCHEMES = (
    "gtin",
    "uscc",
    "pesticide-unit",
    "drug-trace-20",
    "vin",
    "sc-food-licence",
    "resident-id",
)
PARTY = {"code_scheme": "uscc", "code_value": "91350100M000100Y43"}


def write_files(folder: Path) -> None:
    """Write everything that the workloads read."""
    _write_codes(folder)
    _write_records(folder)


def _write_codes(folder: Path) -> None:
    random = Random(3)
    write_key(folder / "issue.key")
    schemes = {id: tc.scheme(id) for id in SCHEMES}
    right_codes = {id: right(scheme, 5000, random) for id, scheme in schemes.items()}
    _json(folder / "right.json", right_codes)
    _json(
        folder / "codes.json", {id: list(mixed(scheme, 30_000)) for id, scheme in schemes.items()}
    )
    _json(
        folder / "segments.json",
        {id: [_given(id, text) for text in right_codes[id]] for id in ("gtin", "vin")},
    )
    items = [code for code in right_codes["gtin"] if len(code) == 14]
    _json(folder / "gs1.json", [
        f"01{random.choice(items)}17{random.randrange(26, 50)}{random.randrange(1, 13):02}"
        f"{random.randrange(1, 29):02}10{random.randrange(10**6)}\x1d21{random.randrange(10**9)}"
        for _ in range(50_000)
    ])  # fmt: skip
    gtin = [_with_check(f"{random.randrange(10**12):012}") for _ in range(50_000)]
    _csv(
        folder / "codes.csv", ["code", "place"], [[code, f"{n:05}"] for n, code in enumerate(gtin)]
    )
    pesticide = [_pesticide(random) for _ in range(4000)]
    scans = [*pesticide[:250], *right_codes["uscc"][:250], *right_codes["drug-trace-20"][:150]]
    random.shuffle(scans)
    _csv(
        folder / "scans.csv", ["code", "place"], [[code, f"{n:05}"] for n, code in enumerate(scans)]
    )
    head = [
        "code",
        "trace_url",
        "product_name",
        "registration_no",
        "holder_name",
        "batch_no",
        "production_date",
    ]
    rows = [
        [code, "HTTPS://T.EXAMPLE/", f"示例杀虫剂{n % 40}号", "PD20172225", f"示例第{n % 90}农药有限公司",
         f"20260312A{n:04}", f"2026-03-{n % 28 + 1:02}"]
        for n, code in enumerate(pesticide[:1500])
    ]  # fmt: skip
    _csv(folder / "labels.csv", head, rows)
    make_font(folder / "made.ttf", characters() + "示例杀虫剂号第农药有限公司")


def _write_records(folder: Path) -> None:
    standard = packaged()
    layouts = [record_layout(standard, record, product) for product, record in KINDS]
    of_each = [records(layout, 3000) for layout in layouts]
    plain = [record for four in zip(*of_each, strict=True) for record in four]  # the types in turn
    as_lines = [_line(record) for record in plain]
    (folder / "one.json").write_bytes(as_lines[0])
    (folder / "records.ndjson").write_bytes(b"\n".join(as_lines) + b"\n")
    (folder / "some.ndjson").write_bytes(b"\n".join(as_lines[:2000]) + b"\n")
    (folder / "few.ndjson").write_bytes(b"\n".join(as_lines[:500]) + b"\n")
    (folder / "list.json").write_bytes(b"[" + b",\n".join(as_lines[:10_000]) + b"]\n")
    random = Random(5)
    wrong = [
        faulty(record, layouts[n % len(layouts)], random) for n, record in enumerate(plain[:2500])
    ]
    (folder / "faulty.ndjson").write_bytes(b"\n".join(map(_line, wrong)) + b"\n")
    typed = [tc.loads(line) for line in as_lines[:6000]]
    header = {
        "message_id": "0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01", "message_type": "submit",
        "standard_version": "0.1", "sender_id": PARTY, "receiver_id": PARTY,
        "sent_at": "2026-11-23T09:30:00+08:00", "record_count": len(typed),
    }  # fmt: skip
    (folder / "message.json").write_bytes(_line({"header": header, "body": plain[: len(typed)]}))
    message = tc.loads((folder / "message.json").read_bytes())
    (folder / "message.xml").write_bytes(tc.dumps(message, "xml"))
    documents = [tc.dumps(record, "xml").partition(b"?>")[2].strip() for record in typed]
    (folder / "records.xml.lines").write_bytes(b"\n".join(documents) + b"\n")
    (folder / "records.csv").write_bytes(tc.dumps(typed[:4000], "csv"))  # type: ignore[arg-type]  # records, all of them
    (folder / "records.xlsx").write_bytes(tc.dumps(typed[:600], "xlsx"))  # type: ignore[arg-type]  # as above


def _given(scheme: str, text: str) -> Plain:
    """What `build` needs to make this code again."""
    made = tc.scheme(scheme)
    code = made.parse(text)
    layout = next(
        each for each in made.layouts if (each.edition.id, each.id) == (code.edition, code.form)
    )
    computed = {check.into for check in layout.spec.checks}
    names = [segment.spec.id for segment in layout.segments if segment.chars is not None]
    return {name: code.segments[name] for name in names if name not in computed} | {
        "form": code.form
    }


def _with_check(body: str) -> str:
    return tc.scheme("gtin").build(body=body).normalized


def _pesticide(random: Random) -> str:
    return f"1172225{random.randrange(1, 4)}{random.randrange(10**24):024}"


def _line(data: Plain) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data), encoding="utf-8")


def _csv(path: Path, head: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


if __name__ == "__main__":
    write_files(Path(sys.argv[1]))
