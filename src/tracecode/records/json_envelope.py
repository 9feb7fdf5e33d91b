"""What stands around the records of a message in JSON, as it is read: or the members of a record
that begins as one.
"""

from __future__ import annotations

from typing import Any

from tracecode.findings import Finding
from tracecode.records.plain import Findings, Item, below, fault, is_message, oversized
from tracecode.tables.limits import Limits


class JsonEnvelope:
    """What stands around the records of a message."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.data: dict[str, Any] = {}
        self.keys: set[str] = set()
        self.members = 0
        self.found = Findings(limits.findings)
        self.records = 0
        """How many places its list of records has."""
        self.size = 0
        self.unread = False
        """Whether a value in it could not be read."""

    def names(self, key: str) -> bool:
        """Whether a key was named before."""
        self.members += 1
        before = key in self.keys
        self.keys.add(key)
        return before

    def take(self, key: str, item: Item) -> None:
        """Take the value of a key, with what is wrong in it."""
        for finding in item.faults:
            self.found.add(below(finding, key))
        if item.data is not None or any(finding.rule == "data.null" for finding in item.faults):
            self.data[key] = item.data
        else:
            self.unread = True

    def oversized(self, size: int) -> Finding | None:
        """The finding on an object that is no message, and larger than any record: of white space,
        most likely.

        Args:
            size: of its text, in bytes.
        """
        if size > self._limits.record_bytes:
            return fault("data.too_large", allowed=self._limits.record_bytes)
        return oversized(self.data, size, self._limits)

    def is_message(self) -> bool:
        """Whether it is a message at all."""
        return is_message(dict.fromkeys(self.keys) | self.data)
