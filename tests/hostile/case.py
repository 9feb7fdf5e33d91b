"""What a hostile file is, and the records that most of them are made around."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from tracecode.publish.examples import minimal
from tracecode.records import xml_form
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

Form = Literal["codes", "json", "ndjson", "xml", "csv", "xlsx"]


class Hostile(NamedTuple):
    """A file that means harm, or was made by something that went wrong."""

    name: str
    form: Form
    made: bytes | Callable[[], bytes]
    """What it holds, or what makes that: some take long."""
    rows: int
    """How many codes or records it holds, right or wrong, as a person would count them."""
    valid: int | None = None
    """How many of them must be valid; None where that is not the point."""
    stops: bool = False
    """Whether a reader may give up on it: then it must say so, and what was not judged is not
    valid.
    """
    column: str | None = None
    """Column of the codes in a CSV file."""

    @property
    def content(self) -> bytes:
        """What it holds."""
        return self.made if isinstance(self.made, bytes) else self.made()


USCC = "91120116000000019T"  # invented, with a right check character
_CATALOG = packaged()
_RECALL = record_layout(_CATALOG, "recall")


def recall(name: str = "one", **changes: Any) -> dict[str, Any]:
    """A right record of a recall, its id following from its name; then changed."""
    return minimal(_RECALL, _CATALOG, name) | {"product_item": "seed"} | changes


def header(count: int) -> dict[str, Any]:
    """The header of a message of invented parties."""
    party = {"code_scheme": "uscc", "code_value": USCC}
    return {
        "message_id": "0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01", "message_type": "submit",
        "standard_version": "0.1", "sender_id": party, "receiver_id": party,
        "sent_at": "2026-11-23T09:30:00+08:00", "record_count": count,
    }  # fmt: skip


def as_json(data: object) -> bytes:
    """Plain data as JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def as_xml(record: dict[str, Any]) -> bytes:
    """A record as XML."""
    return xml_form.dump(record, _CATALOG)


RECORD = as_json(recall())
RECORDS = [as_json(recall(str(number))) for number in range(40)]
XML = as_xml(recall())
XML_RECORDS = [as_xml(recall(str(number))) for number in range(40)]
