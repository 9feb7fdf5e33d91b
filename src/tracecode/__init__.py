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
    from tracecode.checks.across import Across, AcrossFinding
    from tracecode.checks.across_loading import RecordPlace
    from tracecode.checks.receipt import receipt
    from tracecode.checks.report import Report, Verdict
    from tracecode.codes.bulk.column_layout import NotColumnar
    from tracecode.codes.code import Code
    from tracecode.codes.issue import Issuer, IssueStatus
    from tracecode.codes.match import Match
    from tracecode.codes.scheme import Scheme
    from tracecode.engines.duckdb import EngineFailed
    from tracecode.errors import (
        AbsentStandard,
        BilingualError,
        FindingsError,
        InvalidCode,
        InvalidKey,
        InvalidRecord,
        IssueError,
        MissingExtra,
        NotVerified,
        OtherStandard,
        SpecError,
        TraceCodeError,
        UnknownId,
        UnreadableFile,
        UnwritableFile,
        WrongUse,
    )
    from tracecode.face import Standard
    from tracecode.files import WrongOutput
    from tracecode.findings import Finding, Suggestion, findings
    from tracecode.labels.data import BadLabels
    from tracecode.labels.draw import UndrawableText
    from tracecode.labels.fonts import NoFont
    from tracecode.labels.label import Label
    from tracecode.labels.symbol import Symbol, qr, symbol_for, symbols
    from tracecode.publish.documents.numbering import BrokenDocument
    from tracecode.publish.documents.writers.as_pdf import UnwrittenPdf
    from tracecode.publish.documents.writers.fonts import MissingGlyphs
    from tracecode.publish.documents.writers.paginate import NotPaginated
    from tracecode.publish.record_type import RecordType
    from tracecode.records.canonical import NotCanonical
    from tracecode.records.keys import Ed25519Key, Sm2Key
    from tracecode.records.message import Message
    from tracecode.records.model import Record
    from tracecode.records.nesting import Broken
    from tracecode.records.verification import MessageStore, PartyKey, Verified
    from tracecode.reports.annotated import annotate_workbook
    from tracecode.reports.rows import FindingRow, finding_rows, findings_table
    from tracecode.reports.writing import write_findings
    from tracecode.standard.check_rules import Unfit
    from tracecode.tables.package import BadPart
    from tracecode.tables.workbook import BadWorkbook
    from tracecode.testing import NoPayload

    _packaged = Standard.packaged()
    dumps, loads, load_keys, write_message = (
        _packaged.dumps, _packaged.loads, _packaged.load_keys, _packaged.write_message,
    )  # fmt: skip
    identify, is_valid, kernel, parse, scheme, suggest = (
        _packaged.identify, _packaged.is_valid, _packaged.kernel, _packaged.parse, _packaged.scheme,
        _packaged.suggest,
    )  # fmt: skip
    across, label, product, record_type, validate = (
        _packaged.across, _packaged.label, _packaged.product, _packaged.record_type,
        _packaged.validate,
    )  # fmt: skip

__version__ = "0.1.0"

_HOMES = {
    "Standard": "face", "Scheme": "codes.scheme", "Code": "codes.code", "Match": "codes.match",
    "Issuer": "codes.issue", "IssueStatus": "codes.issue", "Finding": "findings",
    "Suggestion": "findings", "findings": "findings", "Across": "checks.across",
    "EngineFailed": "engines.duckdb", "AcrossFinding": "checks.across",
    "RecordPlace": "checks.across_loading", "FindingRow": "reports.rows",
    "finding_rows": "reports.rows", "findings_table": "reports.rows",
    "write_findings": "reports.writing", "annotate_workbook": "reports.annotated",
    "Report": "checks.report", "Verdict": "checks.report", "receipt": "checks.receipt",
    "RecordType": "publish.record_type", "Record": "records.model", "Message": "records.message",
    "Ed25519Key": "records.keys", "Sm2Key": "records.keys", "PartyKey": "records.verification",
    "Verified": "records.verification", "MessageStore": "records.verification",
    "Symbol": "labels.symbol", "qr": "labels.symbol", "symbol_for": "labels.symbol",
    "symbols": "labels.symbol", "Label": "labels.label", "InvalidCode": "errors",
    "IssueError": "errors", "SpecError": "errors", "TraceCodeError": "errors",
    "UnknownId": "errors", "UnreadableFile": "errors", "InvalidRecord": "errors",
    "MissingExtra": "errors", "InvalidKey": "errors", "NotVerified": "errors",
    "UnwritableFile": "errors", "WrongOutput": "files", "NoFont": "labels.fonts",
    "UndrawableText": "labels.symbol", "BadLabels": "labels.label", "BadPart": "tables.package",
    "Broken": "records.nesting", "BrokenDocument": "publish.documents.numbering",
    "NotColumnar": "codes.bulk.column_layout", "UnwrittenPdf": "publish.documents.writers.as_pdf",
    "MissingGlyphs": "publish.documents.writers.fonts",
    "NotPaginated": "publish.documents.writers.paginate", "BadWorkbook": "tables.workbook",
    "NotCanonical": "records.canonical", "NoPayload": "testing", "Unfit": "standard.check_rules",
    "WrongUse": "errors", "AbsentStandard": "errors", "BilingualError": "errors",
    "FindingsError": "errors", "OtherStandard": "errors",
}  # fmt: skip
"""The module of each name."""

_FUNCTIONS = (
    "across", "dumps", "identify", "is_valid", "kernel", "label", "load_keys", "loads", "parse",
    "product", "record_type", "scheme", "suggest", "validate", "write_message",
)  # fmt: skip
"""The methods of the packaged `Standard` that are functions of this module too."""

__all__ = [
    "AbsentStandard", "Across", "AcrossFinding", "BadLabels", "BadPart", "BadWorkbook",
    "BilingualError", "Broken", "BrokenDocument", "Code", "Ed25519Key", "EngineFailed", "Finding",
    "FindingRow", "FindingsError", "InvalidCode", "InvalidKey", "InvalidRecord", "IssueError",
    "IssueStatus", "Issuer", "Label", "Match", "Message", "MessageStore", "MissingExtra",
    "MissingGlyphs", "NoFont", "NoPayload", "NotCanonical", "NotColumnar", "NotPaginated",
    "NotVerified", "OtherStandard", "PartyKey", "Record", "RecordPlace", "RecordType", "Report", "Scheme", "Sm2Key",
    "SpecError", "Standard", "Suggestion", "Symbol", "TraceCodeError", "UndrawableText", "Unfit",
    "UnknownId", "UnreadableFile", "UnwritableFile", "UnwrittenPdf", "Verdict", "Verified",
    "WrongOutput", "WrongUse", "across", "annotate_workbook", "dumps", "finding_rows", "findings",
    "findings_table", "identify", "is_valid", "kernel", "label", "load_keys", "loads", "parse",
    "product", "qr", "receipt", "record_type", "scheme", "suggest", "symbol_for", "symbols",
    "validate", "write_findings", "write_message",
]  # fmt: skip


def __getattr__(name: str) -> object:
    home = "face" if name in _FUNCTIONS else _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tracecode' has no attribute {name!r}")
    import importlib

    module = importlib.import_module(f"tracecode.{home}")
    if name == home:  # `findings`: a module that is called
        return module
    value = globals()[name] = getattr(
        module.Standard.packaged() if name in _FUNCTIONS else module, name
    )
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
