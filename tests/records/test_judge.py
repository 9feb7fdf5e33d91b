# ruff: noqa: E501  # tables of cases: one case a line
"""The judge of records: each rule by itself with its whole text, several faults at once, and what
stays out of texts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, NamedTuple

import pytest

from tests.records.standard import right, standard
from tracecode.findings import Finding
from tracecode.messages import rules
from tracecode.publish.examples import full
from tracecode.records.judge import Judged, judge, judge_message
from tracecode.spec.rule_model import EqualSpec, OrderSpec, named_in
from tracecode.standard.composition import group_layout
from tracecode.standard.elements import ElementGroup
from tracecode.standard.record_layout import layouts, record_layout
from tracecode.standard.resolved import packaged


class Case(NamedTuple):
    """A change of a right record, and the one finding on it."""

    change: dict[str, Any]
    rule: str
    path: str
    zh: str
    en: str
    source: str | None
    severity: str = "error"


# fmt: off
CASES = [
    Case({"title": None}, "record.missing", "title", "缺少标题", "Title is missing", "TEST 1-2020 2"),
    Case({"titel": "x"}, "record.unknown_field", "titel", "没有数据元“titel”；是否为 "
                                                          "title？", "there is no element 'titel'; did you mean "
                                                                    "title?", "TEST 1-2020 1"),
    Case({"zzz": "x"}, "record.unknown_field", "zzz", "没有数据元“zzz”", "there is no element 'zzz'", "TEST 1-2020 1"),
    Case({"title": 5}, "record.type", "title", "标题应为文本（加引号），实为“5”", "Title is 5; expected text in "
                                                                    "quotes", "TEST 1-2020 2"),
    Case({"title": ["a"]}, "record.type", "title", "标题应为文本（加引号），实为“[…]”", "Title is […]; expected text in "
                                                                          "quotes", "TEST 1-2020 2"),
    Case({"title": {"a": 1}}, "record.type", "title", "标题应为文本（加引号），实为“{…}”", "Title is {…}; expected text in "
                                                                             "quotes", "TEST 1-2020 2"),
    Case({"count": "12"}, "record.type", "count", "件数应为整数，实为“12”", "Count is 12; expected a whole "
                                                                   "number", "TEST 1-2020 1"),
    Case({"count": True}, "record.type", "count", "件数应为整数，实为“true”", "Count is true; expected a whole "
                                                                     "number", "TEST 1-2020 1"),
    Case({"count": 1.5}, "record.type", "count", "件数应为整数，实为“1.5”", "Count is 1.5; expected a whole "
                                                                   "number", "TEST 1-2020 1"),
    Case({"organic": "true"}, "record.type", "organic", "有机应为true 或 "
                                                        "false，实为“true”", "Organic is true; expected true or false", "TEST 1-2020 1"),
    Case({"lines": {}}, "record.type", "lines", "明细应为列表 […]，实为“{…}”", "Lines is {…}; expected a list [...]", "TEST 1-2020 1"),
    Case({"lines": [1]}, "record.type", "lines[0]", "明细应为对象 {…}，实为“1”", "Lines is 1; expected an object {...}", "TEST 1-2020 1"),
    Case({"sender": "x"}, "record.type", "sender", "发货方应为对象 {…}，实为“…”", "Sender is …; expected an object {...}", "TEST 1-2020 1"),
    Case({"tags": "new"}, "record.type", "tags", "标签应为列表 […]，实为“new”", "Tags is new; expected a list [...]", "TEST 1-2020 1"),
    Case({"tags": [5]}, "record.type", "tags[0]", "标签应为文本（加引号），实为“5”", "Tags is 5; expected text in "
                                                                       "quotes", "TEST 1-2020 1"),
    Case({"warmth": 1.5}, "record.type", "warmth", "温度应为加引号的数，如“12.5”，实为“1.5”", 'Warmth is 1.5; expected a number in quotes, such as '
                                                                                '"12.5"', "TEST 1-2020 1"),
    Case({"weight": "1"}, "record.unknown_field", "weight", "没有数据元“weight”", "there is no element "
                                                                             "'weight'", "TEST 1-2020 1"),
    Case({"article": "12"}, "record.format", "article", "货号“12”不合格式 n6", "Article '12' does not fit the format n6", "TEST 1-2020 1"),
    Case({"article": "１２３４５６"}, "record.format", "article", "货号“１２３４５６”不合格式 n6", "Article '１２３４５６' does not fit the format n6", "TEST 1-2020 1"),
    Case({"initials": "A1"}, "record.format", "initials", "缩写“A1”不合格式 a2..3", "Initials 'A1' does not fit the format a2..3", "TEST 1-2020 1"),
    Case({"mark": "ab"}, "record.format", "mark", "标记“ab”不合格式 an..4 [A-Z]", "Mark 'ab' does not fit the format an..4 [A-Z]", "TEST 1-2020 1"),
    Case({"page": "ftp://x"}, "record.format", "page", "网页“ftp://x”不合格式 uri", "Page 'ftp://x' does not fit the format uri", "TEST 1-2020 1"),
    Case({"record_id": "0B1E7C1E-0000-4000-8000-000000000001"}, "record.format", "record_id", "记录标识“0B1E7C1E-0000-4000-8000-000000000001”不合格式 uuid", "Record id '0B1E7C1E-0000-4000-8000-000000000001' does not "
                                                                                                                                                     "fit the format uuid", "TEST 1-2020 1"),
    Case({"net": "1."}, "record.format", "net", "净重“1.”不合格式 "
                                                "n..8,2", "Net weight '1.' does not fit the "
                                                          "format n..8,2", "TEST 1-2020 1"),
    Case({"net": "01"}, "record.format", "net", "净重“01”不合格式 "
                                                "n..8,2", "Net weight '01' does not fit the "
                                                          "format n..8,2", "TEST 1-2020 1"),
    Case({"net": "1.234"}, "record.format", "net", "净重“1.234”不合格式 "
                                                   "n..8,2", "Net weight '1.234' does not fit the format "
                                                             "n..8,2", "TEST 1-2020 1"),
    Case({"net": "-1"}, "record.format", "net", "净重“-1”不合格式 "
                                                "n..8,2", "Net weight '-1' does not fit the "
                                                          "format n..8,2", "TEST 1-2020 1"),
    Case({"warmth": "1234.5"}, "record.format", "warmth", "温度“1234.5”不合格式 "
                                                          "n..4,1", "Warmth '1234.5' does not fit the format "
                                                                    "n..4,1", "TEST 1-2020 1"),
    Case({"baked_on": "12.3.2026"}, "record.format", "baked_on", "烘焙日期“12.3.2026”不合格式 "
                                                                 "YYYY-MM-DD", "Baked on '12.3.2026' does not fit the format "
                                                                               "YYYY-MM-DD", "TEST 1-2020 1"),
    Case({"baked_on": "2026-02-30"}, "record.date", "baked_on", "烘焙日期“2026-02-30”不是有效日期或时间（YYYY-MM-DD）", "Baked on '2026-02-30' is no date or time of the calendar "
                                                                                                         "(YYYY-MM-DD)", "TEST 1-2020 1"),
    Case({"handed_over_at": "2026-03-12T08:30:00Z"}, "record.format", "handed_over_at", "交接时间“2026-03-12T08:30:00Z”不合格式 "
                                                                                        "YYYY-MM-DDThh:mm:ss±hh:mm", "Handed over at '2026-03-12T08:30:00Z' does not fit the "
                                                                                                                     "format YYYY-MM-DDThh:mm:ss±hh:mm", "TEST 1-2020 1"),
    Case({"handed_over_at": "2026-03-12 "
                            "08:30:00+08:00"}, "record.format", "handed_over_at", "交接时间“2026-03-12 08:30:00+08:00”不合格式 "
                                                                                  "YYYY-MM-DDThh:mm:ss±hh:mm", "Handed over at '2026-03-12 08:30:00+08:00' does not fit "
                                                                                                               "the format "
                                                                                                               "YYYY-MM-DDThh:mm:ss±hh:mm", "TEST 1-2020 1"),
    Case({"handed_over_at": "2026-02-30T08:30:00+08:00"}, "record.date", "handed_over_at", "交接时间“2026-02-30T08:30:00+08:00”不是有效日期或时间（YYYY-MM-DDThh:mm:ss±hh:mm）", "Handed over at '2026-02-30T08:30:00+08:00' is no date or "
                                                                                                                                                                  "time of the calendar "
                                                                                                                                                                  "(YYYY-MM-DDThh:mm:ss±hh:mm)", "TEST 1-2020 1"),
    Case({"handed_over_at": "2026-03-12T08:30:00-00:00"}, "record.format", "handed_over_at", "交接时间“2026-03-12T08:30:00-00:00”不合格式 "
                                                                                             "YYYY-MM-DDThh:mm:ss±hh:mm", "Handed over at '2026-03-12T08:30:00-00:00' does not fit "
                                                                                                                          "the format "
                                                                                                                          "YYYY-MM-DDThh:mm:ss±hh:mm", "TEST 1-2020 1"),
    Case({"title": "a\nb"}, "record.format", "title", "标题“a<U+000A>b”不合格式 "
                                                      "an2..10", "Title 'a<U+000A>b' does not fit the format "
                                                                 "an2..10", "TEST 1-2020 2"),
    Case({"title": "\u2028x"}, "record.format", "title", "标题“<U+2028>x”不合格式 "
                                                         "an2..10", "Title '<U+2028>x' does not fit the format "
                                                                    "an2..10", "TEST 1-2020 2"),
    Case({"title": "x"}, "record.length", "title", "标题有 1 个字符，格式为 "
                                                   "an2..10", "Title has 1 characters; the format is "
                                                              "an2..10", "TEST 1-2020 2"),
    Case({"title": "xxxxxxxxxxx"}, "record.length", "title", "标题有 11 个字符，格式为 "
                                                             "an2..10", "Title has 11 characters; the format is "
                                                                        "an2..10", "TEST 1-2020 2"),
    Case({"mark": "ABCDE"}, "record.length", "mark", "标记有 5 个字符，格式为 an..4", "Mark has 5 characters; the format is an..4", "TEST 1-2020 1"),
    Case({"mark": "ABCD\u200b"}, "record.length", "mark", "标记有 5（含 <U+200B>） 个字符，格式为 an..4", "Mark has 5 (with <U+200B>) characters; the format is an..4", "TEST 1-2020 1"),
    Case({"mark": "AB\u2060CD\u00a0"}, "record.length", "mark", "标记有 6（含 <U+2060>、<U+00A0>） 个字符，格式为 an..4", "Mark has 6 (with <U+2060>, <U+00A0>) characters; the format is an..4", "TEST 1-2020 1"),
    Case({"mark": "ABCD "}, "record.length", "mark", "标记有 5（含 <U+0020>） 个字符，格式为 an..4", "Mark has 5 (with <U+0020>) characters; the format is an..4", "TEST 1-2020 1"),
    Case({"mark": "A B C"}, "record.length", "mark", "标记有 5 个字符，格式为 an..4", "Mark has 5 characters; the format is an..4", "TEST 1-2020 1"),
    Case({"mark": ""}, "record.length", "mark", "标记有 0 个字符，格式为 an..4", "Mark has 0 characters; the format is an..4", "TEST 1-2020 1"),
    Case({"mark": " "}, "record.blank", "mark", "标记只有空白或不可见的字符；没有内容时请省去", "Mark has only blanks or invisible characters; leave it out "
                                                                          "where there is nothing to say", "TEST 1-2020 1"),
    Case({"title": "  "}, "record.missing", "title", "缺少标题", "Title is missing", "TEST 1-2020 2"),
    Case({"title": "\u2060\u00ad\U000e0041"}, "record.missing", "title", "缺少标题", "Title is missing", "TEST 1-2020 2"),
    Case({"tags": ["a", "\u200b"]}, "record.blank", "tags[1]", "标签只有空白或不可见的字符；没有内容时请省去", "Tags has only blanks or invisible characters; leave it out "
                                                                                         "where there is nothing to say", "TEST 1-2020 1"),
    Case({"baked_on": "\u3000"}, "record.blank", "baked_on", "烘焙日期只有空白或不可见的字符；没有内容时请省去", "Baked on has only blanks or invisible characters; leave it "
                                                                                         "out where there is nothing to say", "TEST 1-2020 1"),
    Case({"unit_code": "\ufeff"}, "record.blank", "unit_code", "单元代码只有空白或不可见的字符；没有内容时请省去", "Unit code has only blanks or invisible characters; leave "
                                                                                           "it out where there is nothing to say", "TEST 1-2020 1"),
    Case({"colour": "03"}, "record.codelist", "colour", "颜色“03”不在代码表“颜色”中；可用：01, 02", "Colour '03' is not in the code list 'Colour'; allowed: 01, 02", "TEST 1-2020 1"),
    Case({"size": "xx"}, "record.codelist", "size", "尺寸“xx”不在代码表“尺寸表”中；可用：s1, s2, "
                                                    "s3, s4, s5, s6, s7, s8, s9, t1, t2, t3 …", "Size 'xx' is not in the code list 'Sizes'; allowed: s1, "
                                                                                                "s2, s3, s4, s5, s6, s7, s8, s9, t1, t2, t3 …", "TEST 1-2020 1"),
    Case({"record_type": "receipt", "title": None}, "record.missing", "title", "缺少标题", "Title is missing", "无编号的规则"),
    Case({"shade": "rosy"}, "record.unlisted", "shade", "色调“rosy”不在代码表“色调表”中（该表可能不全）", "Shade 'rosy' is not in the code list 'Tones', which may be "
                                                                                       "incomplete", None, "warning"),
    Case({"shade": "ligth"}, "record.unlisted", "shade", "色调“ligth”不在代码表“色调表”中（该表可能不全）；是否为 light？", "Shade 'ligth' is not in the code list 'Tones', which may "
                                                                                                    "be incomplete; did you mean "
                                                                                                    "light?", None, "warning"),
    Case({"shade": "浅"}, "record.unlisted", "shade", "色调“浅”不在代码表“色调表”中（该表可能不全）；是否为 light？", "Shade '浅' is not in the code list 'Tones', which may be "
                                                                                            "incomplete; did you mean "
                                                                                            "light?", None, "warning"),
    Case({"count": 0}, "record.range", "count", "件数 0 应 ≥ 1", "Count 0 is outside its range; expected ≥ 1", "TEST 1-2020 1"),
    Case({"count": 1000}, "record.range", "count", "件数 1000 应 ≤ 999", "Count 1000 is outside its range; expected ≤ 999", "TEST 1-2020 1"),
    Case({"count": 10**30}, "record.range", "count", "件数 1000000000000000000000000000000 应 ≤ 999", "Count 1000000000000000000000000000000 is outside its "
                                                                                                   "range; expected ≤ 999", "TEST 1-2020 1"),
    Case({"warmth": "-31"}, "record.range", "warmth", "温度 -31 应 ≥ -30", "Warmth -31 is outside its range; expected ≥ -30", "TEST 1-2020 1"),
    Case({"warmth": "60.1"}, "record.range", "warmth", "温度 60.1 应 ≤ 60", "Warmth 60.1 is outside its range; expected ≤ 60", "TEST 1-2020 1"),
    Case({"lines": []}, "record.occurrences", "lines", "明细出现 0 次，应为 1–3 "
                                                       "次；没有时请省去", "Lines occurs 0 times; expected 1–3; leave it out where "
                                                                   "there is none", "TEST 1-2020 1"),
    Case({"tags": ["a", "b", "c"]}, "record.occurrences", "tags", "标签出现 3 次，应为 1–2 "
                                                                  "次；没有时请省去", "Tags occurs 3 times; expected 1–2; leave it out where "
                                                                              "there is none", "TEST 1-2020 1"),
    Case({"colour": "02", "organic": True}, "record.required_when", "shade", "色调在 colour=02、organic=true 时为必填", "Shade is mandatory where colour=02, "
                                                                                                                "organic=true", "TEST 1-2020 1"),
    Case({"baked_on": "2026-03-12"}, "record.required_when", "best_before", "保质期至在 baked_on=2026-03-12 时为必填", "Best before is mandatory where "
                                                                                                              "baked_on=2026-03-12", "TEST 1-2020 1"),
    Case({"other_code": ["A-12"]}, "record.required_when", "other_scheme", "其他编码规则在 填有 other_code 时为必填", "Other encoding rule is mandatory where other_code is given", "TEST 1-2020 1"),
    Case({"driver": "某乙"}, "record.required_when", "licence", "驾照号在 driver=*** 时为必填", "Driving licence is mandatory where "
                                                                                      "driver=***", "TEST 1-2020 1"),
    Case({"sender": {"title": "Mill"}}, "record.at_least_one", "sender", "以下各项至少填一项：phone、mail", "at least one of these is needed: phone, mail", "TEST 1-2020 4"),
    Case({"mail": "a", "phone": "12345"}, "record.exclusive", "phone", "以下各项只能填一项：mail、phone", "only one of these may stand: mail, phone", "TEST 1-2020 1"),
    Case({"mail": "a", "fax": "12345", "phone": "12345"}, "record.exclusive", "fax", "以下各项只能填一项：mail、fax、phone", "only one of these may stand: mail, fax, phone", "TEST 1-2020 1"),
    Case({"baked_on": "2025-03-12", "best_before": "2025-03-11"}, "record.order", "best_before", "保质期至 2025-03-11 早于或小于 baked_on "
                                                                                                 "2025-03-12", "Best before 2025-03-11 comes before baked_on "
                                                                                                               "2025-03-12", "TEST 1-2020 1"),
    Case({"net": "2", "total": "1.5"}, "record.order", "total", "总重量 1.5 早于或小于 net 2", "Total weight 1.5 comes before net 2", "TEST 1-2020 1"),
    Case({"unit_code": "A-12", "mark": "AB"}, "record.equal", "mark", "标记 AB 应与 unit_code "
                                                                      "相同（A-12）", "Mark AB differs from unit_code "
                                                                                  "(A-12)", "TEST 1-2020 1"),
    Case({"driver": "某甲", "receiver": "某丙"}, "record.equal", "receiver", "收货人 *** 应与 driver "
                                                                         "相同（***）", "Receiver *** differs from driver (***)", "TEST 1-2020 1"),
    Case({"sender": {"title": "Mill", "mail": "a", "driver": "某甲", "receiver": "某丙"}}, "record.equal", "sender.receiver", "收货人 *** 应与 driver "
                                                                                                                          "相同（***）", "Receiver *** differs from driver (***)", "TEST 1-2020 4"),
    Case({"lines": [{"article": "120116", "weight": "1.5"}, {"article": "120116", "weight": "2"}], "total": "3"}, "record.sum", "total", "总重量 3 不等于 lines 各行 weight 之和 3.5", "Total weight 3 is not the sum of weight over lines: 3.5", "TEST 1-2020 1"),
    Case({"other_code": ["A-12", "A-1"], "other_scheme": "unit-code"}, "code.length", "other_code[1]", "其他代码应为 4 个字符，实为 3 个", "Other code has 3 characters; expected 4", "TEST 1-2020 3"),
    Case({"other_code": ["Z-12"], "other_scheme": "unit-code", "baked_on": "2027-01-01"}, "code.characters", "other_code[0].head", "头部中的“Z”不在允许字符 A-M 之内", "'Z' in Head is not allowed; allowed: A-M", "TEST 1-2020 3"),
    Case({"other_code": ["A"], "other_scheme": "nowhere"}, "record.unknown_scheme", "other_scheme", "其他编码规则：没有编码规则“nowhere”（不属于本标准的编码规则请写作 other:名称）", "Other encoding rule: there is no encoding rule 'nowhere' "
                                                                                                                                                       "(write other:NAME for one that is not of this "
                                                                                                                                                       "standard)", "TEST 1-2020 1"),
    Case({"other_code": ["A"], "other_scheme": "unit-cod"}, "record.unknown_scheme", "other_scheme", "其他编码规则：没有编码规则“unit-cod”；是否为 "
                                                                                                     "unit-code？（不属于本标准的编码规则请写作 "
                                                                                                     "other:名称）", "Other encoding rule: there is no encoding rule 'unit-cod'; "
                                                                                                                  "did you mean unit-code? (write other:NAME for one that is "
                                                                                                                  "not of this "
                                                                                                                  "standard)", "TEST 1-2020 1"),
    Case({"other_code": ["A"], "other_scheme": "主体码"}, "record.unknown_scheme", "other_scheme", "其他编码规则：没有编码规则“主体码”；是否为 "
                                                                                                "party-code？（不属于本标准的编码规则请写作 "
                                                                                                "other:名称）", "Other encoding rule: there is no encoding rule '主体码'; "
                                                                                                             "did you mean party-code? (write other:NAME for one that is "
                                                                                                             "not of this "
                                                                                                             "standard)", "TEST 1-2020 1"),
    Case({"other_code": ["123456"], "other_scheme": "party-code"}, "record.identifies", "other_scheme", "其他编码规则“party-code”的代码标识的是主体；此处只接受标识单件产品的代码", "Other encoding rule: codes of 'party-code' identify a "
                                                                                                                                                      "party; here a code identifies one of: single unit", "TEST 1-2020 1"),
    Case({"other_code": ["no code"], "other_scheme": "other:厂内码"}, "record.foreign_scheme", "other_scheme", "编码规则“other:厂内码”不属于本标准，其代码未校验", "the encoding rule 'other:厂内码' is not of this standard; "
                                                                                                                                            "its code was not "
                                                                                                                                            "checked", None, "warning"),
    Case({"unit_code": "A-1"}, "code.length", "unit_code", "试验码应为 4 个字符，实为 3 个", "Test code has 3 characters; expected 4", "TEST 1-2020 3"),
    Case({"licence": "A-1x"}, "code.characters", "licence.number", "号码中的“***”不在允许字符 0-9 之内", "'***' in Number is not allowed; allowed: 0-9", "TEST 1-2020 3"),
    Case({"loose_code": "A-12"}, "code.characters", "loose_code.head", "首字母中的“A”不在允许字符 B-Z 之内", "'A' in First letter is not allowed; allowed: B-Z", "TEST 1-2020", "warning"),
    Case({"driver": "xxxxxxxxx"}, "record.length", "driver", "司机有 9 个字符，格式为 an..8", "Driver has 9 characters; the format is an..8", "TEST 1-2020 1"),
    Case({"driver": 5}, "record.type", "driver", "司机应为文本（加引号），实为“***”", "Driver is ***; expected text in "
                                                                        "quotes", "TEST 1-2020 1"),
    Case({"driver_level": "rosy"}, "record.unlisted", "driver_level", "司机级别“***”不在代码表“色调表”中（该表可能不全）", "Driver's level '***' is not in the code list 'Tones', "
                                                                                                      "which may be "
                                                                                                      "incomplete", None, "warning"),
]
# fmt: on


def judged(**change: Any) -> Judged:
    """What the judge says of a right record with a change."""
    return judge(right(**change), standard())


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    """Rules and paths of findings."""
    return [(finding.rule, finding.path) for finding in findings]


def test_a_right_record_has_no_finding() -> None:
    """A right record is typed, and there is nothing to say about it."""
    found = judged(
        product_item="bread", record_id="0b1e7c1e-0000-4000-8000-000000000001", mark="AB",
        article="120116", initials="Ab", colour="02", shade="dark", size="t9", count=999,
        warmth="-30.0", total="12.50", net="0", baked_on="2026-03-12", best_before="2026-03-12",
        handed_over_at="2026-03-12T23:59:59-03:30", organic=False,
        page="https://example.com/?a=1&b=[2]", other_code=["A-12", "B-13"],
        other_scheme="unit-code", loose_code="B-12", driver="某甲", receiver="某甲",
        mail="a@example.com", sender={"title": "Mill", "phone": "02212345"},
        lines=[{"article": "120116", "weight": "12"}, {"article": "120117", "weight": "0.5"}],
        tags=["a", "b"],
    )  # fmt: skip
    assert found.findings == ()
    assert found.record is not None
    assert type(found.record).__name__ == "Delivery"


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.rule}-{json.dumps(case.change)[:40]}"
)
def test_one_fault(case: Case) -> None:
    """One fault is one finding: rule, severity, path, whole text in both languages, and the clause
    behind it.
    """
    found = judged(**case.change)
    (finding,) = found.findings
    assert (finding.rule, finding.severity, finding.path) == (case.rule, case.severity, case.path)
    assert (finding.text("zh"), finding.text("en"), finding.source) == (
        case.zh,
        case.en,
        case.source,
    )
    assert (found.record is None) == (case.severity == "error")


def test_every_rule_of_records_has_a_case() -> None:
    """The table above, and the tests below it, raise every rule of records."""
    elsewhere = {
            "record.unknown_type", "record.uncarried_scheme", "record.no_scheme", "record.link",
            "record.repeated", "record.unsigned", "record.schema", "record.blank_ends",
            "record.other_item", "record.kept_too_short", "record.reported_late",
            "record.no_period",
        }  # fmt: skip
    assert {rule for rule in rules() if rule.startswith("record.")} == {
        case.rule for case in CASES if case.rule.startswith("record.")
    } | elsewhere


@pytest.mark.parametrize(
    ("data", "rule", "zh", "en"),
    [
        ({"title": "a"}, "record.missing", "缺少记录类型", "Record type is missing"),
        ({"record_type": None}, "record.missing", "缺少记录类型", "Record type is missing"),
        ({"record_type": 5}, "record.type", "记录类型应为文本（加引号），实为“5”", ("Record type is 5; expected text in "
                                                                   "quotes")),
        ({"record_type": "delivry"}, "record.unknown_type", "没有记录类型“delivry”（品目：-）；是否为 delivery？", ("there is no record type 'delivry' (item: -); did you mean "
                                                                                                   "delivery?")),
        ({"record_type": "x", "product_item": "bread"}, "record.unknown_type", ("没有记录类型“x”（品目：bread）；可用：delivery, "
                                                                               "receipt"),
                                                                               ("there is no record type 'x' (item: bread); known: "
                                                                                          "delivery, "
                                                                                          "receipt")),
    ],
)  # fmt: skip
def test_unknown_record_types(data: dict[str, Any], rule: str, zh: str, en: str) -> None:
    """A record that is of no known type says so at `record_type`, and names what may have been
    meant.
    """
    found = judge(data, standard())
    assert (found.layout, found.record) == (None, None)
    told = [(f.rule, f.severity, f.path, f.text("zh"), f.text("en")) for f in found.findings]
    assert told == [(rule, "error", "record_type", zh, en)]


def test_an_empty_record() -> None:
    """A record without any element is nothing that could be judged."""
    found = judge({}, standard())
    assert (found.layout, found.record) == (None, None)
    assert [(f.rule, f.severity, f.path) for f in found.findings] == [("data.empty", "error", None)]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("\u3000production", "; did you mean production?"),
        ("produktion", "; did you mean production?"),
        ("blacklist-entri", "; did you mean blacklist-entry?"),
        ("", "; known: subject, product-filing,"),
        ("animal-health", "; known: subject, product-filing,"),
    ],
)
def test_of_a_wrong_record_type_those_of_the_item_are_named(kind: str, said: str) -> None:
    """The item's own kinds of records are proposed first, or else the nearest one that any item may
    have; never one that this item has not.
    """
    found = judge({"record_type": kind, "product_item": "pesticide"}, packaged())
    text = found.findings[0].text("en")
    assert said in text
    assert "slaughter" not in text


@pytest.mark.parametrize(
    ("wrong", "proposed"),
    [
        ("tj-trase", "; did you mean tj-trace?"),
        ("USCC", "; did you mean uscc?"),  # which its other error says is none for a unit
        ("uscd", ""),
        ("YB-FOOD-FILG", ""),
        ("foreign:cn.uscd", ""),
        ("etaoinsr-etaoinsr", ""),
    ],
)
def test_an_encoding_rule_is_proposed_that_the_element_may_have(wrong: str, proposed: str) -> None:
    """Of what is merely near; what is called so is what is meant."""
    data = full(record_layout(packaged(), "production", "pesticide"), packaged())
    data |= {"product_item": "pesticide", "code_scheme": wrong}
    found = judge(data, packaged()).findings
    text = next(each.text("en") for each in found if each.rule == "record.unknown_scheme")
    assert text.partition("'" + wrong + "'")[2].partition(" (write")[0] == proposed


def test_for_a_wrong_name_mostly_little_is_read() -> None:
    """Neither the other items are, for a record type that nothing has, nor all encoding rules."""
    program = """
from tracecode.publish.examples import full
from tracecode.records.judge import judge
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged
data = full(record_layout(packaged(), "production", "pesticide"), packaged())
data = data | {"product_item": "pesticide"}
before = {kind: len(things) for kind, things in packaged()._things.items()}
first = judge(data | {"record_type": "\u3000production"}, packaged()).findings[0]
second = judge(data | {"code_scheme": "tj-trase"}, packaged()).findings[0]
after = {kind: len(things) for kind, things in packaged()._things.items()}
print(first.rule, second.rule, after["product"], after["scheme"] - before["scheme"])
"""
    told = subprocess.check_output([sys.executable, "-c", program], text=True)
    first, second, items, schemes = told.split()
    assert (first, second, items) == ("record.unknown_type", "record.unknown_scheme", "1")
    assert int(schemes) < 20


def test_foreign_ids_of_any_length_are_refused_quickly() -> None:
    """A kind of record as long as a book is refused like any other, and is not searched for."""
    assert said(judge({"record_type": "x" * 10_000_000}, standard()).findings) == [
        ("record.unknown_type", "record_type")
    ]
    found = judge(right(product_item="y" * 1_000_000), standard())
    assert said(found.findings) == [("record.length", "product_item")]


def test_the_item_of_a_record_is_text() -> None:
    """A number where the item belongs is a fault of that element; the rest is judged as the common
    record.
    """
    found = judge(right(product_item=7, count=0), standard())
    assert said(found.findings) == [("record.type", "product_item"), ("record.range", "count")]


def test_several_faults_at_once() -> None:
    """Every fault is told in one pass, in the order of the elements, those of groups and of the
    rules included.
    """
    found = judged(
        title="x", count=0, warmth="hot", lines=[{"article": "1"}, {"weight": "1", "more": 1}],
        sender={"title": "Mill"}, mail="a", fax="12345", odd=1,
    )  # fmt: skip
    assert said(found.findings) == [
        ("record.length", "title"),
        ("record.range", "count"),
        ("record.format", "warmth"),
        ("record.at_least_one", "sender"),
        ("record.format", "lines[0].article"),
        ("record.missing", "lines[1].article"),
        ("record.unknown_field", "lines[1].more"),
        ("record.unknown_field", "odd"),
        ("record.exclusive", "fax"),
    ]


def test_rules_hold_among_right_elements_while_others_are_wrong() -> None:
    """Rules whose elements are right are tried although another element is wrong; those of wrong
    ones wait.
    """
    wrong = {"title": "x"}
    assert said(judged(**wrong, net="2", total="1").findings)[1:] == [("record.order", "total")]
    assert said(judged(**wrong, net="2", total="one").findings)[1:] == [("record.format", "total")]
    assert said(judged(**wrong, baked_on="2026-03-12").findings)[1:] == [
        ("record.required_when", "best_before")
    ]
    assert said(judged(**wrong, baked_on="2026-13-12").findings)[1:] == [
        ("record.format", "baked_on")
    ]
    lines = [{"article": "120116", "weight": "1.5"}, {"article": "120116", "weight": "2"}]
    assert said(judged(**wrong, lines=lines, total="3").findings)[1:] == [("record.sum", "total")]
    assert said(judged(**wrong, lines=lines, total="3.5").findings)[1:] == []
    assert said(judged(lines=[*lines, {"article": "1"}], total="3").findings) == [
        ("record.format", "lines[2].article")
    ]
    assert said(judged(**wrong, other_code=["A-12", "Q"], other_scheme="unit-code").findings)[
        1:
    ] == [("code.length", "other_code[1]")]
    assert said(
        judged(
            **wrong, handed_over_at="2026-03-12T08:30:00+08:00", organic=True, colour="02"
        ).findings
    )[1:] == [("record.required_when", "shade")]


def test_rules_inside_a_group_beside_a_wrong_element() -> None:
    """The rules of a group are tried among its right elements, with the path of the group."""
    found = judged(sender={"title": "x", "driver": "某甲", "receiver": "某丙"})
    assert said(found.findings) == [
        ("record.length", "sender.title"),
        ("record.at_least_one", "sender"),
        ("record.equal", "sender.receiver"),
    ]
    assert said(judged(sender={"title": "x", "mail": None, "phone": "1"}).findings) == [
        ("record.length", "sender.title"),
        ("record.format", "sender.phone"),
    ]


PERSONAL = "某甲某乙"


@pytest.mark.parametrize(
    "change",
    [
        {"driver": PERSONAL * 3},
        {"driver": f"{PERSONAL}\n"},
        {"driver": {PERSONAL: 1}},
        {"driver": [PERSONAL]},
        {"driver": PERSONAL, "receiver": "某丁"},
        {"driver": "某丁", "receiver": PERSONAL},
        {"driver": PERSONAL, "receiver": "某丁", "title": "x"},
        {"sender": {"title": "Mill", "mail": "a", "driver": PERSONAL, "receiver": "某丁"}},
        {"sender": {"title": "x", "mail": "a", "driver": PERSONAL, "receiver": "某丁"}},
        {"licence": PERSONAL},
        {"licence": f"A-{PERSONAL[:2]}"},
        {"driver_level": PERSONAL},
    ],
)
def test_personal_values_stay_out_of_texts(change: dict[str, Any]) -> None:
    """The value of a personal element stands in no text, whatever is wrong with it or with what it
    is compared to.
    """
    findings = judged(**change).findings
    assert findings
    for finding in findings:
        assert "某甲" not in finding.line_text("zh") + finding.line_text("en") + str(
            finding.as_dict()
        )
        assert "某丁" not in finding.line_text("zh") + finding.line_text("en")


def test_conditions_on_personal_elements_are_masked() -> None:
    """A condition on a personal element is told without its value."""
    (finding,) = judged(driver="某乙").findings
    assert finding.text("zh") == "驾照号在 driver=*** 时为必填"
    assert finding.text("en") == "Driving licence is mandatory where driver=***"


def test_no_rule_of_the_standard_shows_a_personal_value() -> None:
    """The typed classes, which know no privacy, compare no personal values: their errors cannot
    show one.
    """
    standard = packaged()
    groups: list[ElementGroup] = [
        *layouts(standard),
        *(group_layout(standard, id) for id in standard.ids("group")),
    ]
    for group in groups:
        personal = {field.id for field in group.elements if field.spec.privacy == "personal"}
        for rule in group.rules:
            assert not isinstance(rule, OrderSpec | EqualSpec) or personal.isdisjoint(
                named_in(rule)
            ), group.id
        for field in group.elements:
            assert not personal & set(field.use.when or ()), group.id


def test_foreign_keys_are_shown_safely() -> None:
    """The name of an unknown element is foreign text: it is masked, shortened and cannot steer a
    terminal.
    """
    for key in ("\x1b[31m\nrm", "11010519491231002X", "k" * 500):
        (finding,) = judged(**{key: 1}).findings
        for text in (finding.line_text("zh"), finding.line_text("en")):
            assert text.isprintable()
            assert "19491231" not in text
            assert len(text) < 400


def test_many_unknown_elements_take_no_long_search() -> None:
    """Of thousands of unknown elements the first hundred are told, the first ones with a proposal,
    and the rest counted.
    """
    findings = judged(**{f"titl{i}": 1 for i in range(3000)}).findings
    assert len(findings) == 101
    assert findings[0].text("en") == "there is no element 'titl0'; did you mean title?"
    assert findings[99].text("en") == "there is no element 'titl99'"
    assert (findings[100].rule, findings[100].severity) == ("data.findings", "error")
    assert findings[100].text("en") == "2900 further findings on this record are not listed"
    assert findings[100].text("zh") == "此记录另有 2900 条问题未列出"
    right_data = right(**{f"titl{i}": 1 for i in range(3000)})
    assert len(judge(right_data, standard(), most=3000).findings) == 3000


# --- the envelope ---------------------------------------------------------------------------------

PARTY = {"code_scheme": "uscc", "code_value": "91350100M000100Y43"}  # printed in GB 32100
HEADER = {
    "message_id": "0b1e7c1e-0000-4000-8000-000000000001", "message_type": "submit",
    "standard_version": "0.1", "sender_id": PARTY, "receiver_id": PARTY,
    "sent_at": "2026-03-12T08:30:00+08:00", "record_count": 1,
}  # fmt: skip


def test_a_right_envelope() -> None:
    """A message with its header and as many records as it says is right."""
    assert judge_message({"header": HEADER, "body": [{}]}) == ()


@pytest.mark.parametrize(
    ("change", "rule", "path", "zh", "en"),
    [
        ({"header": None}, "message.part", "header", "报文缺少 header", ("the message has no "
                                                                    "header")),
        ({"body": None}, "message.part", "body", "报文缺少 body", "the message has no body"),
        ({"header": 5}, "record.type", "header", "报文头应为对象 {…}，实为“5”", "Message header is 5; expected an object {...}"),
        ({"body": "x"}, "record.type", "body", "报文体应为列表 […]，实为“…”", "Body is …; expected a list [...]"),
        ({"body": {}}, "record.type", "body", "报文体应为列表 […]，实为“{…}”", "Body is {…}; expected a list [...]"),
        ({"headr": 1}, "record.unknown_field", "headr", ("没有数据元“headr”；是否为 "
                                                        "header？"),
                                                        ("there is no element 'headr'; did you mean "
                                                                   "header?")),
        ({"bodi": []}, "record.unknown_field", "bodi", "没有数据元“bodi”；是否为 body？", "there is no element 'bodi'; did you mean body?"),
        ({"body": [{}, {}]}, "message.count", "header.record_count", "报文头称有 1 条记录，实有 2 条", "the header says 1 records; there are 2"),
        ({"header": {**HEADER, "standard_version": "9.9"}}, "message.version", "header.standard_version", ("报文按标准版本 9.9 编写，本程序为 "
                                                                                                          "0.1，没有该版本，未作判定"),
                                                                                                          ("the message follows version 9.9 of the standard; this "
                                                                                                                            "program has 0.1 and not that version, so it was not "
                                                                                                                            "checked")),
        ({"header": {**HEADER, "record_count": "1"}}, "record.type", "header.record_count", "记录数应为整数，实为“1”", ("Number of records is 1; expected a whole "
                                                                                                             "number")),
        ({"digest": {"digest_algorithm": "sm3"}}, "record.missing", "digest.digest_value", "缺少摘要值", ("Digest value is "
                                                                                                    "missing")),
        ({"header": {**HEADER, "sender_id": {"code_scheme": "uscc", "code_value": "91350100M000100Y44"}}}, "code.check_character", "header.sender_id.code_value.check", "校验码应为“3”，实为“4”（gb32100）", ("Check character is '4'; expected '3' "
                                                                                                                                                                                                   "(gb32100)")),
    ],
)  # fmt: skip
def test_faults_of_the_envelope(
    change: dict[str, Any], rule: str, path: str, zh: str, en: str
) -> None:
    """Each fault of the envelope is one finding with its place and whole text in both languages."""
    findings = judge_message({"header": HEADER, "body": [{}], **change})
    severity = "warning" if rule == "message.version" else "error"
    told = [(f.rule, f.severity, f.path, f.text("zh"), f.text("en")) for f in findings]
    assert told == [(rule, severity, path, zh, en)]


def test_what_is_noted_of_an_envelope() -> None:
    """A code of no scheme in the header is a warning at its place, beside the faults of the
    others.
    """
    header = HEADER | {"sender_id": {"code_scheme": "other:厂内码", "code_value": "7"}}
    (note,) = judge_message({"header": header, "body": [{}]})
    assert (note.rule, note.severity) == ("record.foreign_scheme", "warning")
    assert note.path == "header.sender_id.code_scheme"
    findings = judge_message({"header": header | {"record_count": 2}, "body": [{}]})
    assert [finding.rule for finding in findings] == ["record.foreign_scheme", "message.count"]


def test_the_records_of_an_envelope_may_be_counted_elsewhere() -> None:
    """The body of a message that streams is not in its envelope: its count is given."""
    (finding,) = judge_message({"header": HEADER, "body": []}, 2)
    assert (finding.rule, finding.text("en")) == (
        "message.count",
        "the header says 1 records; there are 2",
    )


def test_what_was_not_read_is_not_missed() -> None:
    """Of an envelope that could not be read to its end, nothing is said of what may stand behind
    that.
    """
    assert judge_message({}, whole=False) == ()
    assert judge_message({"header": HEADER, "body": []}, 2, whole=False) == ()
    assert [finding.rule for finding in judge_message({})] == ["message.part", "message.part"]
