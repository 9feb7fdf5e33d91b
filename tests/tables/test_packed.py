"""Packed files: what is in them, where they end too early, and bombs."""

from __future__ import annotations

import functools
import gzip
import io
import json
import sys
import time
import tracemalloc
from pathlib import Path
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.records.standard import right, standard
from tracecode.errors import MissingExtra
from tracecode.tables import packed
from tracecode.tables.limits import Limits
from tracecode.tables.packed import Unpacked, fault_of, plain_name, unpacked

zstd = pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
PACK = {"gzip": gzip.compress, "zstd": zstd.compress}
USCC = "91350100M000100Y43"
RECALL = b'{"record_type": "recall"}\n'


class Once(io.RawIOBase):
    """A file that can be read once, a few bytes at a time."""

    def __init__(self, raw: bytes) -> None:
        self.inside = io.BytesIO(raw)

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most three bytes."""
        return self.inside.read(min(size, 3))


def whole(file: IO[bytes], limits: Limits | None = None) -> tuple[bytes, str | None]:
    """What is in a file, and why it ends too early."""
    inside = unpacked(file, limits or Limits())
    raw = inside.read()
    fault = fault_of(inside)
    return raw, None if fault is None else fault.text("en").partition(": ")[2]


@pytest.mark.parametrize("form", PACK)
@given(pieces=st.lists(st.binary(max_size=300), min_size=1, max_size=4), zeros=st.integers(0, 3))
def test_members(form: str, pieces: list[bytes], zeros: int) -> None:
    """Members one behind another are one file; zeros may stand behind them, as tapes leave them."""
    raw = b"".join(map(PACK[form], pieces)) + b"\0" * zeros
    for file in (io.BytesIO(raw), io.BufferedReader(io.BytesIO(raw)), Once(raw)):
        assert whole(cast("IO[bytes]", file)) == (b"".join(pieces), None)


@given(st.binary(max_size=40))
def test_plain(raw: bytes) -> None:
    """What is not packed stays as it is, also where the file can be read only once."""
    if not packed.is_packed(raw):
        for file in (io.BytesIO(raw), io.BufferedReader(io.BytesIO(raw)), Once(raw)):
            assert whole(cast("IO[bytes]", file)) == (raw, None)


@pytest.mark.parametrize("form", PACK)
@given(content=st.binary(min_size=1, max_size=500), data=st.data())
def test_cut_or_damaged(form: str, content: bytes, data: st.DataObject) -> None:
    """Whatever is missing or changed: what comes is the content up to a place, and the rest is
    named.
    """
    raw = PACK[form](content)
    at = data.draw(st.integers(5, len(raw) - 1))
    found, fault = whole(io.BytesIO(raw[:at]))
    assert content.startswith(found)
    assert fault == "they are cut off"


@pytest.mark.parametrize("form", PACK)
def test_something_else_follows(form: str) -> None:
    """What stands behind the packed data and is not packed is no part of them."""
    assert whole(io.BytesIO(PACK[form](b"a") + b"more")) == (b"a", "something else follows them")


@pytest.mark.parametrize("form", PACK)
def test_bombs(form: str) -> None:
    """A bomb ends soon, in little memory; a caller may allow it."""
    raw = PACK[form](b"\0" * 200_000_000)
    tracemalloc.start()
    begin = time.process_time()
    inside = unpacked(io.BytesIO(raw))
    size = sum(len(piece) for piece in iter(lambda: inside.read(65_536), b""))
    assert size < 1024 * 1024 + 500 * len(raw)
    assert fault_of(inside) is not None
    assert time.process_time() - begin < 2
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
    allowed = unpacked(io.BytesIO(PACK[form](b"\0" * 3_000_000)), Limits(packed_ratio=10**6))
    assert len(allowed.read()) == 3_000_000


def test_window() -> None:
    """How much memory an unpacker takes is bounded too."""
    level = {
        zstd.CompressionParameter.window_log: 27,
        zstd.CompressionParameter.enable_long_distance_matching: 1,
    }
    packer = zstd.ZstdCompressor(options=level)
    raw = packer.compress(b"a" * 1000) + packer.flush()
    assert whole(io.BytesIO(raw)) == (b"a" * 1000, None)
    reason = "they need more than 1048576 bytes of memory (packed_window)"
    assert whole(io.BytesIO(raw), Limits(packed_window=1024 * 1024)) == (b"", reason)


def test_names() -> None:
    """A name is that of what is packed, and how."""
    names = ("a.csv", "a.csv.gz", "a.CSV.ZST", "a.gz.csv", "gz", "a.zstd")
    assert [plain_name(name) for name in names] == [
        "a.csv",
        "a.csv",
        "a.CSV",
        "a.gz.csv",
        "gz",
        "a",
    ]


def test_once() -> None:
    """One layer is taken off; what is packed again is no text, and said to be packed."""
    inside = unpacked(io.BytesIO(gzip.compress(gzip.compress(b"a"))))
    assert isinstance(inside, Unpacked)
    assert inside.read(2) == b"\x1f\x8b"
    twice = gzip.compress(gzip.compress(f"{USCC}\n".encode()))
    (first, *_) = tc.validate(twice, format="codes")
    assert "packed with gzip once more" in first.findings[0].text("en")
    with pytest.raises(tc.UnreadableFile, match="packed with gzip once more"):
        tc.validate(twice)


def test_missing_extra_in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """There it ends nothing: the file is named, and what is missing, in one language at a time."""
    for name in ("backports", "backports.zstd", "compression", "compression.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    (tmp_path / "a.json.zst").write_bytes(zstd.compress(b"{}"))
    (verdict,) = tc.validate(tmp_path)
    (finding,) = verdict.findings
    assert "this needs the package" in finding.text("en")
    assert "此功能需要软件包" in finding.text("zh")
    assert "此功能" not in finding.text("en")
    assert "this needs" not in finding.text("zh")


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Zstandard the error names the command that installs it; gzip needs nothing."""
    for name in ("backports", "backports.zstd", "compression", "compression.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"pip install 'tracecode\[zstd\]'"):
        list(tc.validate(zstd.compress(b"a")))
    assert [verdict.status for verdict in tc.validate(gzip.compress(f"{USCC}\n".encode()))] == [
        "valid"
    ]


@pytest.mark.parametrize("form", PACK)
def test_every_form(form: str, tmp_path: Path) -> None:
    """Codes, records and messages in every form give the same verdicts packed and plain, as bytes,
    file and path.
    """
    std = tc.Standard(standard())
    records = [cast("tc.Record", std.loads(json.dumps(right(count=n)).encode())) for n in (1, 2, 3)]
    files = {
        "codes.txt": f"{USCC}\n{USCC[:-1]}9\n".encode(),
        "a.xml": std.dumps(records[0], format="xml"),
    }
    for kind in ("json", "ndjson", "csv", "xlsx"):
        files[f"a.{kind}"] = std.dumps(records, format=kind)
    for name, raw in files.items():
        path = tmp_path / f"{name}.{'gz' if form == 'gzip' else 'zst'}"
        path.write_bytes(PACK[form](raw))
        said = functools.partial(std.validate, format="codes" if name == "codes.txt" else None)
        plain = [(v.line, v.text, v.status, [f.rule for f in v.findings]) for v in said(raw)]
        for source in (PACK[form](raw), path, io.BytesIO(PACK[form](raw))):
            assert [
                (v.line, v.text, v.status, [f.rule for f in v.findings]) for v in said(source)
            ] == plain


@pytest.mark.parametrize("form", PACK)
@pytest.mark.parametrize("kind", ["ndjson", "json", "codes", "csv"])
def test_nothing_is_lost(form: str, kind: str) -> None:
    """Of a file that is cut off, what was read is judged, the last row is not, and the end is
    named.
    """
    head = b"record_type\n" if kind == "csv" else b""
    lines = {"ndjson": RECALL, "json": RECALL, "codes": f"{USCC}\n".encode(), "csv": b"recall\n"}[
        kind
    ]
    many = head + b"".join(lines[:-1] + b" " * (n % 7) + b"\n" for n in range(2_000))
    found = list(tc.validate(PACK[form](many)[:-9], format=kind))  # type: ignore[arg-type]
    assert found[-1].kind == "file"
    assert {"data.packed", "data.stopped"} <= {
        finding.rule for verdict in found[-2:] for finding in verdict.findings
    }
    assert len(found) > 1
