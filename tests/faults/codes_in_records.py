"""[3], [4] Codes and blanks in records, as they were judged before: each function shows one fault,
or returns None.

They use only names that d7076d4 has, so that they run there too.
"""

from __future__ import annotations

import json
from typing import Any

from tests.faults import both

_ID = "0d982fd7-29a3-5b5b-8a9a-5e7eb9c9153d"
_UNIT, _REGISTRATION = "11722252247250743408010974953971", "PD20172225"
_CREDIT = "91350100M000100Y43"

NEW = [
    "[3] `other:NAME` in an element that names an encoding rule, and `record.foreign_scheme`",
    (
        "[3] `identifies` of elements and of `code` rules, `lines` and `other_goods` of `code` rules, "
        "`elements` of links"
    ),
    "[3] `Scheme.links`, `Scheme.parts`, `Scheme.judge`; the rule `Agrees` of typed records",
]


def _storage(**change: Any) -> dict[str, Any]:
    """A right record of goods in store, changed; the same in both versions."""
    data = {
        "record_type": "storage", "product_item": "pesticide", "record_id": _ID,
        "event_time": "2026-03-12T10:30:00+08:00", "party_name": "天津示例农业科技有限公司",
        "uscc": _CREDIT, "trace_code": _UNIT, "code_scheme": "pesticide-unit", "unit_level": "1",
        "product_name": "示例牌农药", "warehouse": "1 号库",
        "stored_at_in": "2026-03-13T08:00:00+08:00",
    }  # fmt: skip
    return {id: value for id, value in (data | change).items() if value is not None}


def _recall(**change: Any) -> dict[str, Any]:
    data = {
        "record_type": "recall", "product_item": "meat", "record_id": _ID,
        "event_time": "2026-03-12T10:30:00+08:00", "party_name": "天津示例农业科技有限公司",
        "uscc": _CREDIT, "recall_no": "ZH2026-001", "recall_level": "2",
        "recall_reason": "检出致病菌", "product_name": "示例牌肉类", "batch_no": "20260312A",
        "started_on": "2026-04-01",
    }  # fmt: skip
    return {id: value for id, value in (data | change).items() if value is not None}


def _judged(data: dict[str, Any]) -> tuple[str, list[Any]]:
    """Status and findings of a record in JSON."""
    import tracecode as tc

    (verdict,) = tc.validate(json.dumps(data, ensure_ascii=False).encode(), format="json")
    return verdict.status, list(verdict.findings)


def _accepted(data: dict[str, Any], what: str) -> str | None:
    """What is wrong with it, if a record passes; a record of which these tests know that it is
    right must.
    """
    status, findings = _judged(data)
    return (
        f"{what} is {status}"
        if not any(finding.severity == "error" for finding in findings)
        else None
    )


def fault_any_code_passes_as_a_trace_code() -> str | None:
    """[3] A citizen's number, a credit code, a UN number, a licence, a place pass as the trace code
    of a pesticide.
    """
    if (status := _judged(_storage())[0]) != "valid":
        return f"a right record is {status}"
    cases = {
        "resident-id": "11010519491231002X", "uscc": _CREDIT, "un-number": "UN1203",
        "sc-food-licence": "SC11464010500015", "division": "120116", "cas": "50-00-0",
    }  # fmt: skip
    import tracecode as tc

    passed = [
        scheme
        for scheme, code in cases.items()
        if tc.is_valid(code, scheme)
        and _accepted(_storage(trace_code=code, code_scheme=scheme), scheme)
    ]
    return f"pass as trace codes: {', '.join(passed)}" if passed else None


def fault_a_misspelt_scheme_turns_the_check_off() -> str | None:
    """[3] With a scheme that does not exist any text is a right trace code."""
    return _accepted(
        _storage(trace_code="hello", code_scheme="pesticide"), "a code of the scheme 'pesticide'"
    )


def fault_foreign_codes_pass_without_a_word() -> str | None:
    """[3] The code of another item, a vehicle's or a drug's, is a pesticide's trace code without a
    note.
    """
    status, findings = _judged(
        _storage(trace_code="81773220288616423835", code_scheme="drug-trace-20")
    )
    return f"a drug's code is {status}, without a note" if not findings else None


def fault_registration_contradicts_the_unit_code() -> str | None:
    """[3] The registration number may contradict the digits in the unit code, though the
    specification links them.
    """
    line = {
        "product_name": "示例牌农药", "specification": "500 g/袋",
        "manufacturer_name": "天津示例农化有限公司", "quantity": "120.5", "quantity_unit": "kg",
        "trace_code": _UNIT, "code_scheme": "pesticide-unit", "approval_no": _REGISTRATION,
        "approval_scheme": "pesticide-registration", "restricted_use": False,
        "batch_no": "20260312A",
    }  # fmt: skip
    ledger = {
        "record_type": "sales-ledger", "product_item": "pesticide", "record_id": _ID,
        "event_time": "2026-03-12T10:30:00+08:00", "party_name": "天津示例农业科技有限公司",
        "uscc": _CREDIT, "transaction_no": "12010400100230000001", "trade_date": "2026-03-13",
        "buyer_name": "天津示例餐饮有限公司", "real_name_basis": "3",
        "pesticide_sale_lines": [line],
    }  # fmt: skip
    status, findings = _judged(ledger)
    if status != "valid":
        return f"a right ledger is {status}: {findings}"
    wrong = {**ledger, "pesticide_sale_lines": [{**line, "approval_no": "PD20199999"}]}
    return _accepted(wrong, "a unit code of another registration")


def fault_lists_of_trace_codes_are_not_judged() -> str | None:
    """[3] A list of trace codes is never judged by the scheme beside it: a citizen's number among
    them passes.
    """
    return _accepted(
        _recall(trace_codes=["11010519491231002X"], code_scheme="sscc"),
        "a citizen's number as SSCC",
    )


def fault_packed_codes_have_no_scheme() -> str | None:
    """[3] The codes in a package are of no named scheme, so that anything passes as one."""
    gone = {"warehouse": None, "stored_at_in": None}
    packed = {
        "packaging_level": "2",
        "trace_url": "https://example.com/t/",
        "trace_codes": ["11010519491231002X"],
    }
    return _accepted(
        _storage(record_type="packaging", **packed, **gone), "a citizen's number in a package"
    )


def fault_a_code_without_a_scheme_is_valid() -> str | None:
    """[1] A code beside which no encoding rule is named is valid, judged by nothing: a query, a
    lift, a mark.
    """
    from tracecode.publish.examples import full

    passed = []
    for product, kind, code, named in (
        (None, "code-query", "trace_code", "code_scheme"),
        ("elevator", "manufacture", "use_certificate_no", "use_certificate_scheme"),
        ("veterinary-drug", "production", "approval_no", "approval_scheme"),
    ):
        catalog = both.packaged()
        data = full(both.record_layout(catalog, kind, product), catalog)
        if (status := _judged(data)[0]) != "valid":
            return f"a right {kind} is {status}"
        data.pop(named, None)
        if _judged({**data, code: "GARBAGE!!"})[0] == "valid":
            passed.append(f"{kind}.{code}")
    return f"valid without a word: {', '.join(passed)}" if passed else None


def fault_parties_of_a_message_may_be_goods() -> str | None:
    """[3] A message is sent by a bar code of goods."""
    message = {
        "header": {
            "message_id": _ID, "message_type": "submit", "standard_version": "0.1",
            "sender_id": {"code_scheme": "gtin", "code_value": "06901234567892"},
            "receiver_id": {"code_scheme": "uscc", "code_value": _CREDIT},
            "sent_at": "2026-03-12T08:30:00+08:00", "record_count": 0,
        },
        "body": [],
    }  # fmt: skip
    _, findings = _judged(message)
    return (
        None
        if any(finding.severity == "error" for finding in findings)
        else "a GTIN sends a message"
    )


def _blank(text: str) -> str | None:
    import tracecode as tc

    passed = []
    for form in ("json", "xml"):
        record = _recall(recall_reason=text)
        raw = json.dumps(record, ensure_ascii=False).encode()
        if form == "xml":
            inside = "".join(f"<{id}>{value}</{id}>" for id, value in record.items())
            raw = f'<recall xmlns="urn:tracecode:records">{inside}</recall>'.encode()
        (verdict,) = tc.validate(raw, format=form)
        if not any(finding.severity == "error" for finding in verdict.findings):
            passed.append(form)
    return f"a mandatory text {text!r} is {' and '.join(passed)} valid" if passed else None


def fault_a_mandatory_text_of_blanks_is_valid() -> str | None:
    """[4] A mandatory text of spaces only is there."""
    return _blank("   ")


def fault_a_mandatory_text_of_invisible_characters_is_valid() -> str | None:
    """[4] A mandatory text of zero-width or ideographic blanks only is there."""
    return _blank("\u200b") or _blank("\u3000\ufeff")


def fault_a_text_of_blank_signs_is_valid() -> str | None:
    """[4] A mandatory text of a null notehead, a filler of Khitan or a control of hieroglyphs is
    there.
    """
    return _blank("\U0001d159") or _blank("\U00016fe4") or _blank("\U00013439")


def fault_published_schemas_take_blanks() -> str | None:
    """[4] The published JSON Schema takes a mandatory text of blanks."""
    import jsonschema

    schema = both.record_type("meat", "recall").json_schema()
    right, wrong = _recall(), _recall(party_name=" \u3000\u200b")
    if [*jsonschema.Draft202012Validator(schema).iter_errors(right)]:
        return "the schema refuses a right record"
    return (
        None
        if [*jsonschema.Draft202012Validator(schema).iter_errors(wrong)]
        else "the schema takes a blank name"
    )


def fault_published_schemas_take_any_scheme() -> str | None:
    """[3] The published JSON Schema takes a credit code and a misspelt scheme beside a trace
    code.
    """
    import jsonschema

    validator = jsonschema.Draft202012Validator(
        both.record_type("pesticide", "storage").json_schema()
    )
    taken = [
        name
        for name in ("uscc", "pesticide")
        if not [*validator.iter_errors(_storage(code_scheme=name))]
    ]
    return f"the schema takes: {', '.join(taken)}" if taken else None
