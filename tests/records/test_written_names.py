"""What people write for values and columns: numerals of other scripts, short words, other names;
never a guess.
"""

from __future__ import annotations

import pytest

import tracecode as tc
from tracecode.findings import Finding
from tracecode.records.cells import meanable, value_of
from tracecode.records.csv_form import parse
from tracecode.records.headings import field_of, paths
from tracecode.records.table_words import ElementNames, in_words
from tracecode.records.written_names import found_in, written_names
from tracecode.spec.base import Text
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

STANDARD = packaged()
LINK = Text(zh="关系", en="link")


@pytest.mark.parametrize(
    "written",
    [
        "Ⅱ级",
        "ⅱ级",
        "II级",
        "二级",
        "第二级",
        "2级",
        "第2级",
        "２级",
        "Level 2",
        "level II",
        "Ⅱ",
        "二",
        "2",
        "2 二级",
        "二级（较大）",
    ],
)
def test_levels(written: str) -> None:
    """A level is read in every script in which people number levels."""
    assert value_of(field_of(STANDARD, None, "recall_level"), written) == "2"


@pytest.mark.parametrize(
    ("written", "item"),
    [
        ("肉", "meat"),
        ("肉类", "meat"),
        ("水产", "aquatic"),
        ("酒", "imported-liquor"),
        ("原料药", "drug-substance"),
    ],
)
def test_short_words_for_items(written: str, item: str) -> None:
    """The everyday word for an item is read where no other has it."""
    assert value_of(field_of(STANDARD, None, "product_item"), written) == item


@pytest.mark.parametrize("written", ["乳", "油", "品", "类", "制品", "奶粉", "Ⅱ级"])
def test_nothing_is_guessed(written: str) -> None:
    """What may mean several items, or none, stays as it was written."""
    assert value_of(field_of(STANDARD, None, "product_item"), written) == written


def test_a_numeral_is_no_code_of_another_value() -> None:
    """Where the code 2 is called the first grade, a numeral alone could be either, and is
    neither.
    """
    names = written_names({"1": ["特级"], "2": ["一级"], "3": ["二级"]})
    assert [found_in(names, text) for text in ("2", "二级", "Ⅱ级", "2级", "二", "Ⅱ")] == [
        "2",
        "3",
        "3",
        "3",
        None,
        None,
    ]
    several = written_names({"a": ["甲（一）", "肉类"], "b": ["甲（二）", "肉品"]})
    assert [found_in(several, text) for text in ("甲（一）", "甲", "肉", "肉类")] == [
        "a",
        None,
        None,
        "a",
    ]


def test_every_name_is_still_its_own() -> None:
    """Each value of each code list is read from its code and, if no other has it, from its
    names.
    """
    for id in STANDARD.ids("codelist"):
        entries = STANDARD.codelist(id).entries
        names = {entry.code: (entry.name.zh, entry.name.en) for entry in entries}
        table = written_names(names)
        for code, texts in names.items():
            assert found_in(table, code) == code
            for text in texts:
                assert found_in(table, text) in {code, None} | {
                    c for c, others in names.items() if text in others
                }, id


def findings(header: str, row: str, rule: str) -> list[Finding]:
    """The findings of a rule on a table of one record."""
    report = tc.validate(f"{header}\n{row}\n".encode())
    return [finding for verdict in report for finding in verdict.findings if finding.rule == rule]


def test_several_meanings_are_named() -> None:
    """Where several values may be meant, the finding names them, in the language of the reader."""
    (found,) = findings("记录类型,产品品目,召回编号", "召回,乳,R-1", "record.codelist")
    assert found.text("zh") == (
        "产品品目“乳”不在代码表“产品品目”中；可用："
        "infant-formula 婴幼儿配方乳粉、dairy 乳制品、imported-milk-powder 进口乳粉、…"
    )
    assert meanable(STANDARD.codelist("recall-level"), "九级") == []


def test_values_of_a_list_have_their_names() -> None:
    """A finding on a table names the values of a code list as a drop-down shows them; on JSON it
    names the codes.
    """
    (found,) = findings("记录类型,召回编号,召回级别", "召回,R-1,九级", "record.codelist")
    assert found.cell == "C2"
    assert found.text("zh") == "召回级别“九级”不在代码表“召回级别”中；可用：1 一级、2 二级、3 三级"
    assert found.text("en") == (
        "Recall level '九级' is not in the code list 'Recall level'; allowed: 1 Level 1, 2 Level "
        "2, 3 Level 3"
    )
    (verdict,) = tc.validate({"record_type": "recall", "recall_level": "9"})
    assert [one.text("en") for one in verdict.findings if one.rule == "record.codelist"] == [
        "Recall level '9' is not in the code list 'Recall level'; allowed: 1, 2, 3"
    ]


def test_elements_have_their_names_in_findings_on_tables() -> None:
    """Rules among elements name columns as their headings do, with the id."""
    found = findings("记录类型,召回编号", "召回,R-1", "record.at_least_one")
    assert (
        found[0].text("zh")
        == "以下各项至少填一项：统一社会信用代码（uscc）、经营者主体码（operator_code）"
    )
    assert found[0].text("en") == (
        "at least one of these is needed: Unified social credit code (uscc), Operator code "
        "(operator_code)"
    )


@pytest.mark.parametrize(
    ("rule", "path", "values", "zh", "en"),
    [
        (
            "record.link", "inputs[1].trace_code",
            {"name": "trace_code", "first": "approval_no", "link": LINK, "allowed": "1", "found": "2"},
            "追溯码（trace_code）与 产品批准号（approval_no） 不一致：关系，应为“1”，实为“2”",
            ("Trace code (trace_code) does not agree with Approval number (approval_no): link; "
            "expected '1', found '2'"),
        ),
        (
            "record.required_when", "contractor",
            {"name": "contractor", "when": ["production_type=2", "odd=x"]},
            "受托方（contractor）在 农药生产类型（production_type）=2 委托加工、odd=x 时为必填",
            ("Contractor (contractor) is mandatory where "
            "Production type of the pesticide (production_type)=2 Made by a contractor, odd=x"),
        ),
        (
            "record.required_when", "contractor",
            {"name": "contractor", "when": [{"zh": "填有 batch_no", "en": "batch_no is given"}]},
            "受托方（contractor）在 填有 批次号（batch_no） 时为必填",
            "Contractor (contractor) is mandatory where Batch number (batch_no) is given",
        ),
        (
            "record.exclusive", "principal", {"name": None, "found": ["uscc", "nothing"]},
            "以下各项只能填一项：统一社会信用代码（uscc）、nothing",
            "only one of these may stand: Unified social credit code (uscc), nothing",
        ),
    ],
)  # fmt: skip
def test_rules_among_elements_name_them(
    rule: str, path: str, values: dict[str, object], zh: str, en: str
) -> None:
    """Every element that the finding of such a rule names by id gets its name, the nearest one of
    that id.
    """
    elements = dict(record_layout(STANDARD, "production", "pesticide").walk())
    made = Finding(rule=rule, severity="error", values=values, path=path)
    told = in_words(made, lambda _path, _nth: None, ElementNames(elements))
    assert (told.text("zh"), told.text("en")) == (zh, en)


@pytest.mark.parametrize(
    "heading",
    ["追溯码", "溯源码", "追溯码清单", "溯源码清单", "Trace code", "*追溯码", "trace_codes"],
)
def test_a_list_is_also_called_as_one_of_its_items(heading: str) -> None:
    """Who fills a column of trace codes calls it 追溯码, whether or not another record has an
    element of that name.
    """
    items = list(parse(f"记录类型,召回编号,{heading}\n召回,R-1,T1\n,,T2\n".encode(), STANDARD))
    assert [item.data for item in items if item.data] == [
        {
            "record_type": "recall",
            "recall_no": "R-1",
            "trace_codes": ["T1", "T2"],
            "record_id": items[0].data["record_id"],
        }
    ]


def test_an_own_name_comes_first() -> None:
    """Where a record has both, each name means its own element; and two columns never fill one
    element.
    """
    for layout in (None, record_layout(STANDARD, "recall", None)):
        assert paths(STANDARD, layout)["追溯码清单"] == "trace_codes"
    assert paths(STANDARD, None)["追溯码"] == "trace_code"
    items = list(parse("记录类型,召回编号,追溯码,追溯码清单\n召回,R-1,T1,T2\n".encode(), STANDARD))
    (data,) = [item.data for item in items if item.data]
    assert (data["trace_codes"], data["trace_code"]) == (["T2"], "T1")
