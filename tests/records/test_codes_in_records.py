"""What codes of records identify, whose schemes they are of, and that they agree with each
other.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

import tracecode as tc
from tests.cases import thinned, together
from tests.folders import BASE, alone, write
from tests.records.standard import FILES, right
from tracecode import dumps
from tracecode.codes.registry import registry
from tracecode.codes.spreadsheet import seems_cut
from tracecode.findings import Finding
from tracecode.publish.examples import full, minimal
from tracecode.records.judge import judge
from tracecode.spec.rule_model import codes_in
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.links import links
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged

CATALOG = packaged()
GOODS = ("unit", "batch", "package", "logistic-unit", "product", "label", "object")
PRODUCTION = record_layout(CATALOG, "production", "pesticide")
UNIT, REGISTRATION = "11722252247250743408010974953971", "PD20172225"
CITIZEN = "11010519491231002X"


def findings(data: dict[str, Any], **change: Any) -> list[Finding]:
    """What is found of a record with other values; None leaves one out."""
    changed = {id: value for id, value in (data | change).items() if value is not None}
    return list(judge(changed, packaged()).findings)


def told(found: list[Finding]) -> list[tuple[str, str, str | None]]:
    """Severity, rule and path of findings."""
    return [(finding.severity, finding.rule, finding.path) for finding in found]


def record(**change: Any) -> dict[str, Any]:
    """A right pesticide record with a unit code, changed."""
    return minimal(PRODUCTION, CATALOG) | change


def code(scheme: str) -> str:
    """A right code of a scheme that no spreadsheet seems to have cut; of one whose codes are all of
    the past, any.
    """
    rule = registry(packaged())[scheme]
    known = [one.code for one in rule.examples if not (one.lenient or seems_cut(one.code))]
    return next((one for one in known if rule.is_valid(one)), known[0])


def named(
    data: dict[str, Any], group: ElementGroup, path: str = ""
) -> Iterator[tuple[dict[str, Any], Element, str]]:
    """Every element with the name of a scheme in a record: where it stands, itself, its path."""
    for field in group.elements:
        if field.id not in data:
            continue
        if field.identifies:
            yield data, field, path + field.id
        if field.group is not None:
            several = isinstance(data[field.id], list)
            inner = data[field.id] if several else [data[field.id]]
            for i, one in enumerate(inner):
                yield from named(
                    one, field.group, f"{path}{field.id}[{i}]." if several else f"{path}{field.id}."
                )


# --- what a code identifies -----------------------------------------------------------------------


@together("scheme", registry(packaged()).ids)
def test_a_trace_code_identifies_goods(scheme: str) -> None:
    """Codes of goods are carried, with a warning if the item has others; those of parties or
    licences are wrong.
    """
    kind = CATALOG.scheme(scheme).identifies
    found = told(findings(record(), trace_code=code(scheme), code_scheme=scheme))
    of_it = [(severity, rule) for severity, rule, path in found if path == "code_scheme"]
    if kind not in GOODS:
        assert of_it == [("error", "record.identifies")]
    elif scheme in CATALOG.product("pesticide").codes.all:
        assert of_it == []
    else:
        assert of_it == [("warning", "record.uncarried_scheme")]


@pytest.mark.parametrize("layout", thinned(layouts(CATALOG), 5), ids=lambda layout: layout.id)
def test_every_element_that_names_a_scheme(layout: RecordLayout) -> None:
    """Wherever a record names a scheme: another kind and a misspelt one are errors there, a foreign
    one is noted.
    """
    data = full(layout, CATALOG)
    for number, (_, field, path) in enumerate(named(data, layout)):
        wrong = "uscc" if "party" not in field.identifies else "gtin"
        cases = ((wrong, "error", "record.identifies"), ("uscd", "error", "record.unknown_scheme"),
                 ("other:厂内码", "warning", "record.foreign_scheme"))  # fmt: skip
        for scheme, severity, rule in cases:
            changed = copy.deepcopy(data)
            holder, _, _ = list(named(changed, layout))[number]
            holder[field.id] = scheme
            assert (severity, rule, path) in told(list(judge(changed, packaged()).findings))


@pytest.mark.parametrize("item", CATALOG.ids("product"))
def test_the_goods_codes_of_an_item_are_right_without_a_note(item: str) -> None:
    """What an item carries as the code of a unit, batch, package or label is a right trace code."""
    codes = CATALOG.product(item).codes
    known = [record_layout(CATALOG, record.id, item) for record in CATALOG.product(item).records]
    ways = [(layout, {field.id for field in layout.elements}) for layout in known]
    coded = [
        (layout, ids)
        for layout, ids in ways
        if "code_scheme" in ids and ids & {"trace_code", "trace_codes"}
    ]
    layout, ids = coded[0]
    for scheme in dict.fromkeys((*codes.unit, *codes.batch, *codes.package, *codes.label)):
        data = full(layout, CATALOG) | {"product_item": item, "code_scheme": scheme}
        data |= (
            {"trace_code": code(scheme)} if "trace_code" in ids else {"trace_codes": [code(scheme)]}
        )
        assert [finding for finding in findings(data) if finding.path == "code_scheme"] == []


def test_a_code_of_a_material_need_not_be_one_of_the_item() -> None:
    """The trace code of an input is that of other goods: the item need not carry it, but a party's
    it is not.
    """
    line = {"material_name": "乳化剂", "quantity": "1", "quantity_unit": "kg"}
    drug = line | {"trace_code": code("drug-trace-20"), "code_scheme": "drug-trace-20"}
    assert told(findings(record(inputs=[drug]))) == []
    party = line | {"trace_code": "91350100M000100Y43", "code_scheme": "uscc"}
    assert told(findings(record(inputs=[party]))) == [
        ("error", "record.identifies", "inputs[0].code_scheme")
    ]


def test_each_of_several_codes_is_judged() -> None:
    """A list of trace codes is judged by the scheme beside it, code by code; so are codes one group
    further in.
    """
    recall = full(record_layout(CATALOG, "recall", "meat"), CATALOG)
    good, bad = code("mofcom-trace"), CITIZEN
    found = findings(recall, trace_codes=[good, bad], code_scheme="mofcom-trace")
    assert {finding.path and finding.path.partition(".")[0] for finding in found} == {
        "trace_codes[1]"
    }
    sale = full(record_layout(CATALOG, "sale", "detonator"), CATALOG)
    ranges = [{"range_first_code": code("detonator"), "range_last_code": "123"}]
    found = findings(sale, code_ranges=ranges, code_scheme="detonator")
    assert {finding.path and finding.path.split(".")[:2][1] for finding in found} == {
        "range_last_code"
    }


def test_a_code_of_an_unsure_scheme_is_doubted() -> None:
    """A scheme of which nothing is sure carries any text; what does not fit it is told as a
    warning.
    """
    data = full(record_layout(CATALOG, "storage", "fireworks"), CATALOG) | {
        "product_item": "fireworks"
    }
    assert (
        told(findings(data, trace_code=code("fireworks-label"), code_scheme="fireworks-label"))
        == []
    )
    found = findings(data, trace_code="没有", code_scheme="fireworks-label")
    assert {finding.severity for finding in found} == {"warning"}
    assert {(finding.path or "").partition(".")[0] for finding in found} == {"trace_code"}


def test_a_citizens_number_is_told_without_the_number() -> None:
    """A citizen's number in place of a trace code is wrong under any scheme, and stands in no
    text.
    """
    for scheme in ("resident-id", "uscc", "pesticide-unit", "resident_id", "other"):
        found = findings(record(), trace_code=CITIZEN, code_scheme=scheme)
        assert any(finding.severity == "error" for finding in found)
        assert "19491231" not in json.dumps([finding.as_dict() for finding in found])
    found = findings(record(), code_scheme=CITIZEN)
    assert told(found) == [("error", "record.unknown_scheme", "code_scheme")]
    assert "19491231" not in json.dumps([finding.as_dict() for finding in found])


def test_the_parties_of_a_message_are_parties() -> None:
    """Sender and receiver are named by codes of parties or places, never by one of goods."""
    message: dict[str, Any] = {
        "header": {
            "message_id": "0b1e7c1e-0000-4000-8000-000000000001", "message_type": "submit",
            "standard_version": "0.1",
            "sender_id": {"code_scheme": "gln", "code_value": code("gln")},
            "receiver_id": {"code_scheme": "gtin", "code_value": code("gtin")},
            "sent_at": "2026-03-12T08:30:00+08:00", "record_count": 0,
        },
        "body": [],
    }  # fmt: skip
    (verdict,) = tc.validate(json.dumps(message).encode(), format="json")
    errors = [
        finding
        for finding in verdict.findings
        if finding.severity == "error" and finding.path != "body"
    ]
    assert told(errors) == [("error", "record.identifies", "header.receiver_id.code_scheme")]


# --- names of schemes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["other:", "other: x", "other:厂 内", "Other:x", "other:x\n", f"other:{'x' * 59}", "*"]
)
def test_a_foreign_scheme_is_named(name: str) -> None:
    """`other:` needs a name of printed characters without blanks; nothing else turns the check
    off.
    """
    (finding,) = findings(record(), code_scheme=name)
    assert finding.rule in ("record.unknown_scheme", "record.format", "record.length")


@pytest.mark.parametrize(
    "name", ["other:厂内码", "other:maker-7", "other:uscc", f"other:{'x' * 58}"]
)
def test_codes_of_foreign_schemes_are_noted_as_unchecked(name: str) -> None:
    """A record whose scheme is foreign has no error, and says that its code was not checked."""
    (finding,) = findings(record(), trace_code="anything at all", code_scheme=name)
    assert (finding.rule, finding.severity) == ("record.foreign_scheme", "warning")
    assert (
        finding.text("en")
        == f"the encoding rule '{name}' is not of this standard; its code was not checked"
    )


def groups_left_out(layout: RecordLayout) -> frozenset[str]:
    """The groups that the item of a record type has not, so that its invented records have no codes
    in them.
    """
    return (
        frozenset() if layout.product is None else frozenset(CATALOG.sample(layout.product).without)
    )


def unnamed() -> list[tuple[RecordLayout, str, str, str]]:
    """Record types with a code beside which its encoding rule may be left out: the way to it, the
    code, the name.
    """
    found = []
    for layout in layouts(CATALOG):
        left_out = groups_left_out(layout)
        groups = [
            ("", layout),
            *((f"{path}.", one.group) for path, one in layout.walk() if one.group is not None),
        ]
        for path, group in groups:
            for code in codes_in(group.rules):
                named = group.element(code.scheme)
                if (
                    not named.required
                    and named.use.when is None
                    and path.partition(".")[0] not in left_out
                ):
                    found.append((layout, path, code.value, code.scheme))
    return found


@pytest.mark.parametrize(
    ("layout", "path", "code", "named"), unnamed(), ids=lambda value: getattr(value, "id", value)
)
def test_a_code_without_the_name_of_its_scheme_is_not_checked(
    layout: RecordLayout, path: str, code: str, named: str
) -> None:  # fmt: skip
    """Whatever the code, the record is not checked, and the finding says which name is missing; the
    value stays out.
    """
    data = full(layout, CATALOG)
    holder, place = data, ""
    for part in path.split(".")[:-1]:
        inner = holder[part]
        holder = inner[0] if isinstance(inner, list) else inner
        place += f"{part}[0]." if isinstance(inner, list) else f"{part}."
    if code not in holder:  # the item has none, or something excludes it
        holder[code] = CITIZEN
        holder.setdefault(named, "uscc")
    assert "record.no_scheme" not in {finding.rule for finding in findings(data)}
    del holder[named]
    for value in (holder[code], CITIZEN, "0"):
        holder[code] = value
        report = tc.validate(json.dumps(data).encode(), format="json")
        (verdict,) = report
        if verdict.status == "invalid":  # not because of this code alone
            assert {
                finding.path for finding in verdict.findings if finding.severity == "error"
            } == {place + code}
            continue
        assert (verdict.status, verdict.record, report.status) == (
            "not checked",
            None,
            "not checked",
        )
        (found,) = [finding for finding in verdict.findings if finding.rule == "record.no_scheme"]
        assert (found.severity, found.path) == ("warning", place + named)
        assert CITIZEN not in str([one.as_dict() for one in verdict.findings])


def test_a_code_without_the_name_of_its_scheme_is_told_in_words() -> None:
    """Both names stand in the sentence, in both languages."""
    data = minimal(record_layout(CATALOG, "production", "veterinary-drug"), CATALOG)
    del data["approval_scheme"]
    (found,) = findings(data)
    assert found.line_text("zh") == "approval_scheme: 没有填写产品批准号编码体系，产品批准号未校验"
    assert found.line_text("en") == (
        "approval_scheme: Encoding rule of the approval number is not given, so Approval number "
        "was not checked"
    )


def test_a_mandatory_trace_code_names_its_scheme() -> None:
    """A trace code is a pair of encoding rule and value: a record that must have the one must have
    the other.
    """
    for group in (*layouts(CATALOG), *(group_layout(CATALOG, id) for id in CATALOG.ids("group"))):
        ids = {field.id: field.required for field in group.elements}
        if ids.get("trace_code") and "code_scheme" in ids:
            assert ids["code_scheme"], group.id


def test_codes_in_lines_without_the_name_of_their_scheme(tmp_path: Any) -> None:
    """So it is where the name stands outside the lines; without a code nothing is missed."""
    rule = "{lines: lines, value: article, scheme: other_scheme}"
    changed = FILES["records/delivery.yaml"].replace(
        "{value: other_code, scheme: other_scheme, on: baked_on}", rule
    )
    changed = changed.replace('C, when: {other_code: ["*"]}', "O")
    assert changed.count(rule) == 1
    standard = alone(write(tmp_path, {**BASE, **FILES, "records/delivery.yaml": changed}))
    data = right(lines=[{"article": "120116"}])
    (found,) = judge(data, standard).findings
    assert (found.rule, found.path, found.values["name"]) == (
        "record.no_scheme",
        "other_scheme",
        standard.indicator("article").name,
    )
    assert judge(right(), standard=standard).findings == ()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("pesticide-unti", "pesticide-unit"),
        ("GTIN", "gtin"),
        ("农药标签单元识别代码", "pesticide-unit"),
        ("qqqqq", None),
    ],
)
def test_unknown_schemes_get_a_proposal(name: str, meant: str | None) -> None:
    """A misspelt id, one in capitals and a name people use are answered with the id that was
    meant.
    """
    (finding,) = findings(record(), code_scheme=name)
    assert (f"did you mean {meant}?" in finding.text("en")) == (meant is not None)
    assert (f"是否为 {meant}？" in finding.text("zh")) == (meant is not None)


def test_typed_records_refuse_what_the_judge_refuses() -> None:
    """A typed record with a credit code as trace code, or a scheme that does not exist, cannot be
    made.
    """
    model = tc.record_type("pesticide", "production").model
    assert model.model_validate(record())
    for scheme, rule in (("uscc", "record.identifies"), ("pesticide", "record.unknown_scheme")):
        with pytest.raises(ValidationError, match=f"type={rule}"):
            model.model_validate(record(code_scheme=scheme))


def test_specifications_that_say_nothing_accept_any_scheme_they_have(tmp_path: Any) -> None:
    """Where a pack says not what a code identifies, which lint refuses, an unknown scheme is still
    an error.
    """
    files = {path: text.replace(", identifies: [unit]", "") for path, text in FILES.items()}
    standard = alone(write(tmp_path, {**BASE, **files}))
    data = right(other_code=["123456"], other_scheme="party-code")
    assert judge(data, standard).findings == ()
    found = judge(data | {"other_scheme": "party-cod"}, standard).findings
    assert [finding.rule for finding in found] == ["record.unknown_scheme"]


# --- links ----------------------------------------------------------------------------------------


def test_a_registration_number_agrees_with_the_unit_code() -> None:
    """The category and the last six digits of the registration stand in the unit code: both ends in
    one record.
    """
    pair = {
        "trace_code": UNIT,
        "code_scheme": "pesticide-unit",
        "approval_scheme": "pesticide-registration",
    }
    assert told(findings(record(**pair, approval_no=REGISTRATION))) == []
    (finding,) = findings(record(**pair, approval_no="PD20199999"))
    assert (finding.severity, finding.rule, finding.path) == ("error", "record.link", "trace_code")
    assert finding.line_text("zh") == (
        "trace_code: 追溯码与 approval_no "
        "不一致：登记类别和后六位与农药登记证号一致，应为“199999”，实为“172225” "
        "[农业部公告第2579号]"
    )
    assert finding.text("en") == (
        "Trace code does not agree with approval_no: Category and last six digits agree with the "
        "registration number; "
        "expected '199999', found '172225'"
    )
    assert told(findings(record(**pair, approval_no="WP20172225"))) == [
        ("error", "record.link", "trace_code")
    ]


def test_links_hold_where_both_ends_are_there() -> None:
    """A link says nothing of a code of another scheme, of a foreign one, or of a code that is wrong
    anyway.
    """
    other = {"approval_no": "PD20199999", "approval_scheme": "pesticide-registration"}
    assert (
        told(findings(record(trace_code="x", code_scheme="other:x", **other)))[0][1]
        == "record.foreign_scheme"
    )
    sscc = {"trace_code": code("sscc"), "code_scheme": "sscc"}
    assert told(findings(record(**sscc, **other))) == []
    found = findings(record(trace_code=UNIT[:-1], code_scheme="pesticide-unit", **other))
    assert {finding.rule for finding in found} == {"code.length"}
    wrong = {"approval_no": "PD2", "approval_scheme": "gtin"}
    found = findings(record(trace_code=UNIT, code_scheme="pesticide-unit", **wrong))
    assert "record.link" not in {finding.rule for finding in found}


def test_links_in_lines_and_around_them() -> None:
    """A link holds inside a line of goods, and between a mark on a cylinder and the cylinder around
    it.
    """
    layout = record_layout(CATALOG, "sales-ledger", "pesticide")
    data = full(layout, CATALOG)
    assert told(findings(data)) == []
    data["pesticide_sale_lines"][0]["approval_no"] = "PD20199999"
    assert told(findings(data)) == [("error", "record.link", "pesticide_sale_lines[0].trace_code")]
    layout = record_layout(CATALOG, "manufacture", "gas-cylinder")
    data = full(layout, CATALOG)
    assert told(findings(data)) == []
    data["electronic_marks"][0] |= {
        "cylinder_mark_scheme": "cylinder-label",
        "cylinder_mark_content": code("cylinder-label"),
    }
    found = told(findings(data, cylinder_key=code("cylinder-key")))
    assert {rule for _, rule, _ in found} <= {"record.link"}
    assert {path for _, _, path in found} <= {"electronic_marks[0].cylinder_mark_content"}


def test_a_link_means_the_element_that_it_names() -> None:
    """The device code agrees with the licence of the maker, not with that of the contractor beside
    it.
    """
    layout = record_layout(CATALOG, "installation", "elevator")
    ends = {(one.here.element, one.there.element) for one in links(layout, CATALOG)}
    assert ends == set()
    layout = record_layout(CATALOG, "manufacture", "elevator")
    data = full(layout, CATALOG)
    assert told(findings(data)) == []
    other = "TS2310999-2028"
    assert ("error", "record.link", "device_code") in told(findings(data, maker_licence_no=other))


def test_codes_of_other_goods_are_not_compared() -> None:
    """The unit code of a material says nothing of the product's own registration."""
    inputs = [
        {
            "material_name": "原药",
            "quantity": "1",
            "quantity_unit": "kg",
            "trace_code": UNIT,
            "code_scheme": "pesticide-unit",
        }
    ]
    own = {"trace_code": code("sscc"), "code_scheme": "sscc", "approval_no": "PD20199999"}
    assert (
        told(findings(record(**own, approval_scheme="pesticide-registration", inputs=inputs))) == []
    )


def test_every_link_of_the_standard_is_a_rule_of_some_record() -> None:
    """No link of a scheme stands only on paper."""
    groups: list[ElementGroup] = [
        *layouts(CATALOG),
        *(group_layout(CATALOG, id) for id in CATALOG.ids("group")),
    ]
    derived = {(one.scheme, one.link.id) for group in groups for one in links(group, CATALOG)}
    said = {(id, link.id) for id in CATALOG.ids("scheme") for link in CATALOG.scheme(id).links}
    assert derived == said


# --- in every form --------------------------------------------------------------------------------

_CHANGES = {
    "party": ({"code_scheme": "uscc", "trace_code": "91350100M000100Y43"}, "record.identifies"),
    "misspelt": ({"code_scheme": "pesticide"}, "record.unknown_scheme"),
    "foreign": ({"code_scheme": "other:厂内码", "trace_code": "A-1"}, "record.foreign_scheme"),
    "link": (
        {"code_scheme": "pesticide-unit", "trace_code": UNIT, "approval_no": "PD20199999"},
        "record.link",
    ),
    "blank": ({"batch_no": " \u3000"}, "record.missing"),
    "invisible": ({"batch_no": "\u200b\u2060"}, "record.missing"),
    "blank beside": ({"remark": "\u00a0"}, "record.blank"),
}


@pytest.mark.parametrize("form", ["json", "ndjson", "xml", "csv", "xlsx"])
@pytest.mark.parametrize("name", _CHANGES)
def test_one_verdict_in_every_form(form: Any, name: str) -> None:
    """The same fault is the same finding at the same element, whatever form the record came in."""
    change, rule = _CHANGES[name]
    data = full(PRODUCTION, CATALOG)
    made = tc.loads(json.dumps(data, ensure_ascii=False))
    assert isinstance(made, tc.Record)
    values = {id: value for id, value in (data | change).items() if value is not None}
    wrong = made.model_copy()
    object.__setattr__(wrong, "__dict__", made.__dict__ | {id: values.get(id) for id in change})
    raw = dumps(wrong if form in ("json", "xml") else [wrong], form)
    (verdict,) = tc.validate(raw, format=form)
    found = [finding for finding in verdict.findings if finding.rule == rule]
    assert len(found) == 1
    errors = [finding.rule for finding in verdict.findings if finding.severity == "error"]
    assert errors == ([] if rule == "record.foreign_scheme" else [rule])


# --- many at once ---------------------------------------------------------------------------------


def test_many_unknown_schemes_take_no_long_search() -> None:
    """Of hundreds of unknown schemes as many are told as are listed; a name as long as a book is no
    work.
    """
    data = full(record_layout(CATALOG, "sales-ledger", "pesticide"), CATALOG)
    (line,) = data["pesticide_sale_lines"]
    data["pesticide_sale_lines"] = [
        line | {"code_scheme": f"pesticide-unit{i}"} for i in range(500)
    ]
    found = findings(data)
    assert [finding.values["found"] for finding in found if finding.rule == "data.findings"] == [
        400
    ]
    assert len(found) == 101
    assert "did you mean pesticide-unit?" in found[0].text("en")
    assert "did you mean" not in found[-1].text("en")
    (finding,) = findings(record(), code_scheme="x" * 10_000_000)
    assert finding.rule == "record.length"


@pytest.mark.parametrize(
    "odd", [5, None, True, {}, [], {"code_scheme": []}, [5], [{}], [[{}]], "x", {"": 1}]
)
def test_odd_data_around_codes_are_findings(odd: Any) -> None:
    """Whatever stands where codes, their schemes and the lines around them belong is told; nothing
    breaks.
    """
    for layout in (
        PRODUCTION,
        record_layout(CATALOG, "sale", "detonator"),
        record_layout(CATALOG, "recoding", "detonator"),
    ):
        data = full(layout, CATALOG)
        for _, field, _ in [*named(data, layout), *((data, one, "") for one in layout.elements)]:
            judged = judge(data | {field.id: odd}, packaged())
            assert judged.findings or judged.record is not None
