"""Messages that are written as their records come."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

import tracecode as tc
from tests.records.forged import ALGORITHMS, MAKER, OTHER, key, keys, record
from tracecode.records.keys import Ed25519Key
from tracecode.records.message import Message

ID = "0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01"


@pytest.mark.parametrize("format", ["json", "xml"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_same_as_a_message_in_memory(format: Any, count: int) -> None:
    """What is written is what `dumps` writes of the same records, header and key."""
    records = [record(str(i)) for i in range(count)]
    out = io.BytesIO()
    signer = key("ed25519")
    header = tc.write_message(
        iter(records), out, sender=MAKER, receiver=OTHER, id=ID, key=signer, format=format
    )
    assert (header.message_id, header.record_count) == (ID, count)
    whole = Message.new(
        records, sender=MAKER, receiver=OTHER, id=ID, sent_at=header.sent_at
    ).signed(signer)
    assert out.getvalue() == tc.dumps(whole, format)


@pytest.mark.parametrize("format", ["json", "xml"])
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_it_verifies(format: Any, algorithm: str) -> None:
    """A message written so verifies, and its records are valid."""
    out = io.BytesIO()
    tc.write_message(
        [record("a"), record("b")],
        out,
        sender=MAKER,
        receiver=OTHER,
        key=key(algorithm),
        format=format,
    )
    *records, envelope = tc.validate(out.getvalue(), keys=keys())
    assert [one.record for one in records] == [record("a"), record("b")]
    assert (envelope.status, envelope.signature) == ("valid", "valid")


def test_without_a_key() -> None:
    """Without a key the message is not signed, and it can be of any type."""
    out = io.BytesIO()
    header = tc.write_message(
        [record("a")], out, sender=MAKER, receiver=OTHER, type="recall-notice"
    )
    loaded = tc.loads(out.getvalue())
    assert isinstance(loaded, Message)
    assert (loaded.header, loaded.digest, loaded.signature) == (header, None, None)
    assert header.message_type == "recall-notice"


def test_texts_that_look_like_a_body() -> None:
    """A text in the header that looks like an empty body is no place for records."""
    odd = ("other:abroad", '"body":[]<body></body>')
    for format in ("json", "xml"):
        out = io.BytesIO()
        tc.write_message([record("a")], out, sender=odd, receiver=MAKER, format=format)
        loaded = tc.loads(out.getvalue(), format)
        assert isinstance(loaded, Message)
        assert (loaded.header.sender_id.code_value, loaded.body) == (odd[1], (record("a"),))


def failing() -> Iterator[tc.Record]:
    """Records of which the third cannot be had."""
    yield from (record("a"), record("b"))
    raise LookupError("gone")


def test_nothing_is_written_before_all_is_known() -> None:
    """Where a record, the key or the header is wrong, nothing was written."""
    out = io.BytesIO()
    wrong: Any = (
        {"key": key("ed25519").public()},
        {"sender": ("uscc", "1")},
        {"format": "csv"},
        {"type": "letter"},
    )
    for more in wrong:
        with pytest.raises(ValueError, match=r".+"):
            tc.write_message([record("a")], out, **{"sender": MAKER, "receiver": OTHER} | more)
    with pytest.raises(LookupError):
        tc.write_message(failing(), out, sender=MAKER, receiver=OTHER, key=key("ed25519"))
    assert out.getvalue() == b""


def test_memory_does_not_grow() -> None:
    """Ten times the records take no more memory beside the buffer of the temporary file."""
    from tracecode.records import message_writer

    one = record("a")
    peaks = []
    for count in (50, 500, 5000):
        tracemalloc.start()
        with pytest.MonkeyPatch.context() as patch, open("/dev/null", "wb") as out:
            patch.setattr(message_writer, "_IN_MEMORY", 20_000)
            tc.write_message(
                (one for _ in range(count)), out, sender=MAKER, receiver=OTHER, key=key("ed25519")
            )
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] + 100_000  # of 2 500 000 bytes written


@pytest.mark.parametrize("format", ["json", "xml"])
def test_a_stream_of_nothing(format: Any) -> None:
    """A stream that ends without a record makes no message: nothing is written, signed or not."""
    for own in (None, Ed25519Key.new("k")):
        out = io.BytesIO()
        with pytest.raises(tc.WrongUse, match="at least one record"):
            tc.write_message(iter(()), out, sender=MAKER, receiver=OTHER, format=format, key=own)
        assert out.getvalue() == b""
