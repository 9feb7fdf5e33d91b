"""Plain data and the findings on them: how many are kept, and what is never left out."""

from __future__ import annotations

from tracecode.findings import Finding, status_of
from tracecode.records.plain import (
    Findings,
    below,
    bounded,
    fault,
    is_incomplete,
    is_message,
    oversized,
    stopped,
)
from tracecode.tables.limits import Limits

NOTE = Finding(rule="data.record_id", severity="info")


def test_the_first_findings_are_kept_and_the_rest_is_counted() -> None:
    """The one that counts them is an error where one of them is."""
    some = [fault("data.null", str(i)) for i in range(5)]
    assert bounded(some, 5) == tuple(some)
    *kept, more = bounded(some, 2)
    assert kept == some[:2]
    assert (more.rule, more.severity, more.values["found"]) == ("data.findings", "error", 3)
    assert bounded([*some[:1], NOTE, NOTE], 1)[-1].severity == "warning"
    assert bounded(iter(()), 0) == ()


def test_what_was_not_judged_is_never_left_out() -> None:
    """Otherwise it would be called valid: it is kept beyond the number, once a rule."""
    found = bounded([NOTE, NOTE, stopped(3), stopped(4)], 1)
    assert [one.rule for one in found] == ["data.record_id", "data.stopped", "data.findings"]
    assert status_of(found) == "not checked"
    assert is_incomplete(found)
    assert not is_incomplete([NOTE])


def test_findings_can_be_said_and_taken() -> None:
    """`say` makes an error only where it is kept; `take` goes on with those of another."""
    first, second = Findings(2), Findings(3)
    assert not first
    for path in "abc":
        first.say("data.nfc", path)
    second.take(first)
    assert [(one.rule, one.path) for one in second.all()] == [
        ("data.nfc", "a"), ("data.nfc", "b"), ("data.findings", None),
    ]  # fmt: skip


def test_paths_below() -> None:
    """A finding inside an element has the path of both."""
    paths = [below(fault("data.null", path), "header").path for path in ("a.b", "[0]", None)]
    assert paths == ["header.a.b", "header[0]", "header"]


def test_what_is_a_message() -> None:
    """A list of records makes one; otherwise a part of one, without a record type."""
    data: object
    for data in (
        {"body": []},
        {"record_type": "x", "body": []},
        {"header": 1},
        {"digest": 1},
        {"signature": 1},
    ):
        assert is_message(data), data
    other: object
    for other in (
        {"record_type": "x", "body": 5},
        {"record_type": "x", "digest": 1},
        {},
        [],
        None,
        "body",
    ):
        assert not is_message(other), other


def test_what_is_too_much() -> None:
    """Values are counted all together, keys in each object, levels from the record on."""
    limits = Limits(record_values=4, keys=3, depth=3)
    assert oversized({"a": [1, 2], "b": 1}, 10**6, limits) is None
    assert oversized({"a": [1, 2, 3, 4]}, 10**6, limits).rule == "data.record_size"  # type: ignore[union-attr]
    keys = oversized({"a": {str(i): 1 for i in range(4)}}, 10**6, limits)
    assert keys is not None
    assert keys.text("en") == "a record has at most 3 keys in one object; the rest was not read"
    assert oversized({"a": [[1]]}, 10, limits) is None
    deep = oversized({"a": [[[]]]}, 10, limits)
    assert deep is not None
    assert (deep.rule, deep.values["allowed"]) == ("data.too_deep", 3)
    # so short a text is not looked at
    assert oversized({"a": [1, 2, 3, 4]}, 7, Limits(record_values=4)) is None
