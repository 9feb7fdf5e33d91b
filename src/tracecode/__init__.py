"""tracecode: the executable standard of a product-traceability programme.

The standard is data (`specs/`); this package puts it to work.

>>> import tracecode as tc
>>> tc.identify("91350100M000100Y43")[0].name.zh
'统一社会信用代码'
>>> tc.is_valid("91350100M000100Y44", "uscc")
False
>>> tc.scheme("gtin").build(body="690123456789").normalized
'6901234567892'

Importing it loads nothing; each name loads what it needs when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing's, without importing it
if TYPE_CHECKING:
    from tracecode.checks.acknowledgement import acknowledgement
    from tracecode.checks.report import Report, Verdict
    from tracecode.checks.validate import validate
    from tracecode.codes.api import is_valid, parse, product, scheme
    from tracecode.codes.code import Code
    from tracecode.codes.identify import Match, identify
    from tracecode.codes.issue import Issuer, IssueStatus
    from tracecode.codes.repair import suggest
    from tracecode.codes.scheme import Scheme
    from tracecode.errors import (
        InvalidCode,
        InvalidKey,
        InvalidRecord,
        IssueError,
        MissingExtra,
        NotVerified,
        SpecError,
        TraceCodeError,
        UnknownId,
        UnreadableFile,
        UnwritableFile,
    )
    from tracecode.files import WrongOutput
    from tracecode.findings import Finding, Suggestion
    from tracecode.labels.label import Label, label
    from tracecode.labels.symbol import Symbol, qr, symbol_for, symbols
    from tracecode.publish.record_type import RecordType, record
    from tracecode.records.api import dumps, loads
    from tracecode.records.key_file import load_keys
    from tracecode.records.keys import Ed25519Key, Sm2Key
    from tracecode.records.message import Message
    from tracecode.records.message_writer import write_message
    from tracecode.records.model import Record
    from tracecode.records.verification import MessageStore, PartyKey, Verified
    from tracecode.standard.resolved import Resolved, packaged
    from tracecode.standard.resolved import load_catalog as standard

__version__ = "0.1.0"

_HOMES = {
    "Resolved": "spec.catalog", "load_catalog": "spec.catalog", "standard": "spec.catalog:load_catalog",
    "Scheme": "codes.scheme", "Code": "codes.code", "Match": "codes.identify", "identify": "codes.identify",
    "parse": "codes.api", "is_valid": "codes.api", "scheme": "codes.api", "product": "codes.api",
    "Issuer": "codes.issue", "IssueStatus": "codes.issue",
    "Suggestion": "findings", "suggest": "codes.repair",
    "Finding": "findings", "Report": "checks.report", "Verdict": "checks.report", "validate": "checks.validate",
    "acknowledgement": "checks.acknowledgement",
    "record": "publish.record_type", "RecordType": "publish.record_type", "Record": "records.model",
    "loads": "records.api", "dumps": "records.api", "Message": "records.message",
    "write_message": "records.message_writer",
    "Ed25519Key": "records.keys", "Sm2Key": "records.keys", "load_keys": "records.key_file",
    "PartyKey": "records.verification", "Verified": "records.verification", "MessageStore": "records.verification",
    "Symbol": "labels.symbol", "qr": "labels.symbol", "symbol_for": "labels.symbol", "symbols": "labels.symbol",
    "Label": "labels.label", "label": "labels.label",
    "InvalidCode": "errors", "IssueError": "errors", "SpecError": "errors", "TraceCodeError": "errors",
    "UnknownId": "errors", "UnreadableFile": "errors", "InvalidRecord": "errors", "MissingExtra": "errors",
    "InvalidKey": "errors", "NotVerified": "errors", "UnwritableFile": "errors", "WrongOutput": "files",
}  # fmt: skip

__all__ = [
    "Code",
    "Ed25519Key",
    "Finding",
    "InvalidCode",
    "InvalidKey",
    "InvalidRecord",
    "IssueError",
    "IssueStatus",
    "Issuer",
    "Label",
    "Match",
    "Message",
    "MessageStore",
    "MissingExtra",
    "NotVerified",
    "PartyKey",
    "Record",
    "RecordType",
    "Report",
    "Resolved",
    "Scheme",
    "Sm2Key",
    "SpecError",
    "Suggestion",
    "Symbol",
    "TraceCodeError",
    "UnknownId",
    "UnreadableFile",
    "UnwritableFile",
    "Verdict",
    "Verified",
    "WrongOutput",
    "acknowledgement",
    "dumps",
    "identify",
    "is_valid",
    "label",
    "load_catalog",
    "load_keys",
    "loads",
    "parse",
    "product",
    "qr",
    "record",
    "scheme",
    "standard",
    "suggest",
    "symbol_for",
    "symbols",
    "validate",
    "write_message",
]  # fmt: skip


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tracecode' has no attribute {name!r}")
    import importlib

    module, _, other = home.partition(":")
    value = globals()[name] = getattr(importlib.import_module(f"tracecode.{module}"), other or name)
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
