# ruff: noqa: E501  # tables of cases: one case a line
"""Lint of specification files: one fault at a time in a small complete standard, each found on its
line with its remedy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.folders import alone, write
from tracecode.lint.examples import lint_codes
from tracecode.lint.files import lint
from tracecode.standard.resolved import Resolved, packaged

if TYPE_CHECKING:
    from pathlib import Path

    from tracecode.findings import Finding

COMPLETE = {
    "sources/test.yaml": """\
- id: rule-book
  number: TEST 1-2020
  title: {zh: 试验规则, en: Rule book of the tests}
  in_force: 2020-01-01
  ended: 2030-01-01
  status: in-force
  evidence: confirmed

- id: other-book
  title: {zh: 另一规则, en: Another rule book}
  status: unknown
  evidence: single
""",
    "alphabets.yaml": """\
- id: digits
  name: {zh: 数字, en: Digits}
  chars: "[0-9]"
  source: {ref: rule-book}
  evidence: confirmed
- id: capitals
  name: {zh: 大写字母, en: Capitals}
  chars: "[A-Z]"
  source: {ref: other-book}
  evidence: confirmed
""",
    "codelists/colour.yaml": """\
id: colour
name: {zh: 颜色, en: Colour}
strict: true
covers: ["0"]
source: {ref: rule-book}
evidence: confirmed
entries:
  - {code: "01", name: {zh: 红, en: red}}
  - {code: "02", name: {zh: 绿, en: green}}
""",
    "codelists/category.yaml": """\
id: category
name: {zh: 类别, en: Category}
strict: true
source: {ref: rule-book}
evidence: confirmed
entries: [{code: food, name: {zh: 食品, en: Food}}]
""",
    "codelists/catalogue-item.yaml": """\
id: catalogue-item
name: {zh: 品目, en: Item}
strict: true
source: {ref: rule-book}
evidence: confirmed
entries: [{code: "201", name: {zh: 面粉, en: Flour}}]
""",
    "schemes/thing.yaml": """\
id: thing
name: {zh: 试验码, en: Test code}
identifies: unit
issued_by: {kind: enterprise, name: {zh: 生产者, en: Maker}}
lenient: [trim]
editions:
  - id: old
    valid_from: 2010-01-01
    valid_to: 2019-12-31
    source: {ref: rule-book}
    evidence: confirmed
    length: {min: 4, max: 6}
    segments:
      - {id: head, name: {zh: 头部, en: Head}, chars: digits, length: {min: 1, max: 3}}
      - {id: dash, name: {zh: 连字符, en: Hyphen}, literal: "-"}
      - {id: tail, name: {zh: 尾部, en: Tail}, chars: "[A-Z]", length: 2}
    examples:
      valid: [{code: 1-AB, origin: derived}]
      invalid: [{code: 1-A, finding: code.length}]
  - id: new
    valid_from: 2020-01-01
    source: {ref: rule-book, clause: "3"}
    evidence: confirmed
    forms:
      - id: short
        name: {zh: 短码, en: Short code}
        length: 9
        segments:
          - {id: colour, name: {zh: 颜色, en: Colour}, chars: digits, length: 2, codelist: colour}
          - {id: made, name: {zh: 年月, en: Month}, chars: digits, length: 4, date: {format: YYMM, century: 2000}}
          - {id: number, name: {zh: 号码, en: Number}, chars: digits, first: "[1-9]", length: 2, range: {min: 10, max: 90}}
          - {id: check, name: {zh: 校验码, en: Check digit}, chars: digits, length: 1}
        checks:
          - {rule: weighted-sum, of: [colour], into: check, alphabet: digits, weights: [1, 2], modulus: 10, results: "0123456789", source: {ref: rule-book}, evidence: confirmed}
        limits:
          - {id: part-known, name: {zh: 部分, en: Part}, of: [colour, number], part: {start: 3, end: 4}, contains: capitals, source: {ref: rule-book}, evidence: unsure}
      - id: long
        name: {zh: 长码, en: Long code}
        length: {min: 3, max: 7}
        segments:
          - {id: arcs, name: {zh: 弧, en: Arcs}, chars: digits, length: 1, repeat: {separator: ".", min: 1, max: 3}}
          - {id: end, name: {zh: 结尾, en: End}, literal: "/Z"}
    carrier: {symbologies: [qr], content: "{code}", source: {ref: rule-book}, evidence: confirmed}
    examples:
      valid: [{code: "012601105", origin: derived, form: short}]
      invalid: [{code: "0126011", finding: code.length, form: short}]
links:
  - id: with-itself
    name: {zh: 自身, en: Itself}
    to: thing
    equal: [{here: [colour], there: [colour]}]
    source: {ref: rule-book}
    evidence: confirmed
""",
    "codelists/product-item.yaml": """\
id: product-item
name: {zh: 产品品目, en: Product item}
strict: true
source: {ref: rule-book}
evidence: confirmed
entries: [{code: flour, name: {zh: 面粉品目, en: Flour item}}]
""",
    "codelists/stage.yaml": """\
id: stage
name: {zh: 环节, en: Stage}
strict: true
source: {ref: rule-book}
evidence: confirmed
entries:
  - {code: production, name: {zh: 生产, en: Production}}
  - {code: transport, name: {zh: 运输, en: Transport}}
""",
    "indicators/basic.yaml": """\
- id: trace_code
  name: {zh: 追溯码, en: Trace code}
  definition: {zh: 追溯单元的编码, en: Code of the unit}
  format: an..50
  scheme: thing
  source: {ref: rule-book}
  evidence: single
  example: "1-AB"
- id: colour_code
  name: {zh: 颜色代码, en: Colour code}
  definition: {zh: 追溯单元外观的颜色, en: Colour of the unit's outside}
  format: n2
  codelist: colour
  source: {ref: rule-book}
  evidence: single
  example: "01"
- id: record_type
  name: {zh: 记录类型, en: Record type}
  definition: {zh: 记录的种类, en: Kind of record}
  format: an..30
  source: {ref: rule-book}
  evidence: single
  example: production
- id: product_item
  name: {zh: 产品品目, en: Product item}
  definition: {zh: 品目标识, en: Id of the item}
  format: an..30
  source: {ref: rule-book}
  evidence: single
  example: flour
- id: made_on
  name: {zh: 生产日期, en: Made on}
  definition: {zh: 完成生产的日期, en: Day on which it was finished}
  format: YYYY-MM-DD
  aliases: {ministry: [mfd]}
  source: {ref: rule-book}
  evidence: single
  example: "2026-03-12"
- id: best_before
  name: {zh: 保质期至, en: Best before}
  definition: {zh: 保质期的最后一日, en: Last day on which it is good}
  format: YYYY-MM-DD
  aliases: {ministry: [exp]}
  source: {ref: rule-book}
  evidence: single
  example: "2027-03-11"
- id: weight
  name: {zh: 重量, en: Weight}
  definition: {zh: 一行的重量, en: Weight of a line}
  format: n..9,3
  unit: kg
  range: {min: "0.001", max: "500"}
  source: {ref: rule-book}
  evidence: single
  example: "12.5"
- id: total_weight
  name: {zh: 总重量, en: Total weight}
  definition: {zh: 各行重量之和, en: Sum of all lines}
  format: n..12,3
  source: {ref: rule-book}
  evidence: single
  example: "25"
- id: drift
  name: {zh: 偏差, en: Drift}
  definition: {zh: 称量偏差, en: Error of the scales}
  format: n..4,1
  range: {min: "-10", max: "10"}
  source: {ref: rule-book}
  evidence: single
  example: "-0.5"
- id: grade
  name: {zh: 等级, en: Grade}
  definition: {zh: 品质等级, en: Grade of quality}
  format: an..4
  chars: "[A-Z]"
  source: {ref: rule-book}
  evidence: single
  example: AA
- id: code_scheme
  name: {zh: 编码规则, en: Encoding rule}
  definition: {zh: 代码所用的编码规则, en: Rule of the code beside it}
  format: an..50
  identifies: [unit]
  source: {ref: rule-book}
  evidence: single
  example: thing
- id: maker
  name: {zh: 生产者, en: Maker}
  definition: {zh: 生产的主体, en: Who made it}
  group: party
  source: {ref: rule-book}
  evidence: single
- id: lines
  name: {zh: 明细, en: Lines}
  definition: {zh: 各行, en: One line each}
  group: line
  source: {ref: rule-book}
  evidence: single
- id: party_name
  name: {zh: 主体名称, en: Name of the party}
  definition: {zh: 营业执照上的名称, en: What its business licence calls it}
  format: an..50
  privacy: personal
  source: {ref: rule-book}
  evidence: single
  example: 某面粉厂
- id: phone
  name: {zh: 电话, en: Telephone}
  definition: {zh: 联系电话, en: Where to call}
  format: n5..12
  source: {ref: rule-book}
  evidence: single
  example: "02212345"
""",
    "groups/basic.yaml": """\
- id: party
  name: {zh: 主体, en: Party}
  definition: {zh: 参与者, en: Who takes part}
  indicators:
    - {use: party_name, obligation: C}
    - {use: phone, obligation: C}
  rules:
    - {at_least_one: [party_name, phone]}
  source: {ref: rule-book}
  evidence: single
- id: line
  name: {zh: 一行, en: One line}
  definition: {zh: 明细的一行, en: A line of the list}
  indicators:
    - {use: weight, obligation: M}
    - {use: grade, obligation: O}
  source: {ref: rule-book}
  evidence: single
""",
    "records/base.yaml": """\
id: base
name: {zh: 基础, en: Base}
abstract: true
indicators:
  - {use: record_type, obligation: M}
  - {use: product_item, obligation: M}
source: {ref: rule-book}
evidence: single
""",
    "records/production.yaml": """\
id: production
name: {zh: 生产记录, en: Production record}
stage: production
base: base
indicators:
  - {use: trace_code, obligation: M}
  - {use: colour_code, obligation: C, when: {trace_code: ["1-AB"]}}
  - {use: code_scheme, obligation: M}
  - {use: made_on, obligation: M}
  - {use: best_before, obligation: C, when: {made_on: {since: 2020-01-01}}}
  - {use: maker, obligation: O}
  - {use: lines, obligation: O, many: 20}
  - {use: total_weight, obligation: O}
  - {use: drift, obligation: C, when: {colour_code: ["02"]}}
rules:
  - {order: [made_on, best_before]}
  - {sum: {lines: lines, of: weight, total: total_weight}}
  - {code: {value: trace_code, scheme: code_scheme, on: made_on}}
source: {ref: rule-book}
evidence: single
""",
    "records/notice.yaml": """\
id: notice
name: {zh: 通知, en: Notice}
abstract: true
indicators:
  - {use: record_type, obligation: M}
source: {ref: rule-book}
evidence: single
""",
    "products/food/flour.yaml": """\
id: flour
number: "201"
category: food
name: {zh: 面粉, en: Flour}
authorities: [某局]
stages: [production]
codes:
  unit: [thing]
records:
  - {id: production, core: production, indicators: [{use: colour_code, obligation: O}]}
  - {id: milling, core: production, name: {zh: 磨制, en: Milling}, rules: [{exclusive: [maker, lines]}]}
source: {ref: rule-book}
evidence: single
""",
    "interfaces/submit.yaml": """\
id: submit
name: {zh: 报送, en: Submit}
definition: {zh: 向平台报送记录, en: Send records to the platform}
method: post
path: /records/{product_item}
query:
  - {use: made_on, obligation: O}
caller: enterprise
responder: city-platform
accepts: [production]
source: {ref: rule-book}
evidence: single
""",
    "gs1/identifiers.yaml": """\
- {id: "01", parts: [{chars: "N", length: 14}], predefined: true, key: true, qualifiers: [["10"]], source: {ref: rule-book}, evidence: confirmed}
- {id: "10", parts: [{chars: X, length: {min: 1, max: 20}}], requires: [["01", "01+10"]], excludes: [310n], source: {ref: rule-book}, evidence: confirmed}
- {id: 3100-3105, parts: [{chars: "N", length: 6}, {chars: "N", length: {min: 1, max: 3}, optional: true}], source: {ref: rule-book}, evidence: confirmed}
""",
    "gs1/symbologies/all.yaml": """\
- {id: qr, identifier: "]Q1", name: {zh: 二维码, en: QR}, carries: plain, source: {ref: rule-book}, evidence: confirmed}
- {id: ean, identifier: "]E0", name: {zh: 条码, en: EAN}, carries: gtin, digits: 13, source: {ref: rule-book}, evidence: confirmed}
""",
    "gs1/lists/letters.yaml": """\
- {id: letters, name: {zh: 字母表, en: Letters}, codes: A B C, source: {ref: rule-book}, evidence: confirmed}
""",
}
"""A small standard without fault. Everything in it is invented."""

THING = "schemes/thing.yaml"
BASIC = "indicators/basic.yaml"
GROUPS = "groups/basic.yaml"
CORE = "records/production.yaml"
FLOUR = "products/food/flour.yaml"
SUBMIT = "interfaces/submit.yaml"


class Fault(NamedTuple):
    """One change of one file, and what lint says of it."""

    path: str
    old: str
    new: str
    rule: str
    at: str
    """Text that first stands on the line of the finding."""
    zh: str
    """Part of the Chinese sentence: what to do, or what is wrong."""
    en: str


# fmt: off
FAULTS = [
    # what can be read
    Fault(THING, "id: thing\n", "", "spec.missing_field", "name:", "scheme 缺少必填项 id", "scheme lacks the required field id"),
    Fault(THING, "id: thing", "id: thing\nid: thing", "spec.duplicate_key", "id: thing\nname", "键 id 重复（首次在第 1 "
                                                                                               "行）；请删去其一", "remove one"),
    Fault(THING, "identifies: unit", "identifies: units", "spec.value", "identifies", "identifies 的值 units 不可用；可用：unit, batch", "identifies is units; allowed: unit, batch"),
    Fault(THING, "lenient: [trim]", "lenient: trim", "spec.type", "lenient", "lenient 写成了 trim；应写成 [a, b]", "lenient is trim; write it as [a, b]"),
    Fault(THING, "lenient: [trim]", "lenient: [trimmed]", "spec.value", "lenient", "的值 trimmed 不可用；可用：width, trim", "is trimmed; allowed: width, trim"),
    Fault(THING, "lenient: [trim]", "leniant: [trim]", "spec.unknown_field", "leniant", "scheme 没有字段 "
                                                                                        "leniant；可用：lenient", "scheme has no field leniant; use: "
                                                                                                              "lenient"),
    Fault(THING, "valid_from: "
                 "2010-01-01", "valid_from: "
                               "2010-13-01", "spec.type", "2010-13-01", "editions.0.valid_from 写成了 2010-13-01；应写成 "
                                                                        "2026-11-01", "write it as "
                                                                                      "2026-11-01"),
    Fault(THING, "length: 9", "length: nine", "spec.type", "length: nine", "写成了 nine；应写成 18 / {min: 1, max: 20}", "is nine; write it as 18 / {min: 1, max: 20}"),
    Fault(THING, "name: {zh: 短码, en: Short code}", "name: {zh: 短码}", "spec.missing_field", "短码", "editions.1.forms.0.name 缺少必填项 en", "editions.1.forms.0.name lacks the required field en"),
    Fault(THING, "century: 2000", 'century: "2000"', "spec.type", "id: made", "century 写成了 2000；应写成 12", "century is 2000; write it as 12"),
    Fault(THING, "range: {min: 10", "range: {minimum: 10", "spec.unknown_field", "id: number", "没有字段 minimum；可用：min", "has no field minimum; use: min"),
    Fault(THING, 'literal: "-"', "literal: 7", "spec.type", "id: dash", 'literal 写成了 7；应写成 '
                                                                        '"text"', 'literal is 7; write it as '
                                                                                  '"text"'),
    Fault(THING, 'literal: "-"', "literal: 007", "spec.quote", "id: dash", '007 有歧义；若为代码请写成 "007"', '007 is ambiguous; if it is a code, write "007"'),
    Fault(THING, "id: thing", "id: &a thing", "spec.yaml_feature", "&a", "请写出内容本身", "write the content out"),
    Fault(THING, "identifies: unit", "identifies: [unit", "spec.yaml", "issued_by", "YAML 语法错误", "is not well-formed YAML"),
    Fault("codelists/colour.yaml", "strict: true", "strict: 1", "spec.type", "strict", "strict 写成了 1；应写成 true / false", "strict is 1; write it as true / false"),
    Fault("codelists/colour.yaml", 'code: "02"', "code: 2", "spec.type", "code: 2", 'entries.1.code 写成了 2；应写成 '
                                                                                    '"text"', 'write it as '
                                                                                              '"text"'),
    Fault("alphabets.yaml", "- id: digits\n  name: {zh: 数字, en: "
                            "Digits}\n", "- id: digits\n", "spec.missing_field", "id: digits", "缺少必填项 name", "lacks the required field name"),
    Fault("sources/test.yaml", "status: unknown", "status: lost", "spec.value", "lost", "in-force, "
                                                                                        "replaced", "in-force, "
                                                                                                    "replaced"),
    Fault("indicators/basic.yaml", "format: n2", "formt: n2", "spec.unknown_field", "formt", "没有字段 formt；可用：format", "has no field formt; use: "
                                                                                                                     "format"),
    # names and places
    Fault(THING, "id: thing", "id: things", "spec.id", "id: things", "应为 thing", "expected thing"),
    Fault(THING, "id: head", "id: Head", "spec.id_form", "id: Head", "id Head 应由小写字母、数字和 _ 组成", "the id Head must be lower-case letters, digits and _"),
    Fault("sources/test.yaml", "- id: other-book", "- id: other_book", "spec.id_form", "other_book", "应由小写字母、数字和 - 组成", "must be lower-case letters, digits and -"),
    Fault("indicators/basic.yaml", "- id: colour_code", "- id: colour-code", "spec.id_form", "colour-code", "数字和 _ 组成", "digits and _"),
    Fault("indicators/basic.yaml", "- id: colour_code", "- id: trace_code", "spec.duplicate_id", "- id: trace_code\n  name: {zh: 颜色", "已在 specs/indicators/basic.yaml 定义", "already defined in "
                                                                                                                                                                           "specs/indicators/basic.yaml"),
    Fault("indicators/basic.yaml", "zh: 颜色代码", "zh: 追溯码", "spec.duplicate_name", "name: {zh: 追溯码, en: "
                                                                                 "Colour", "名称“追溯码”已用于 "
                                                                                           "trace_code；请合并或改名", "merge or rename"),
    Fault("indicators/basic.yaml", "en: Colour code", "en: Trace code", "spec.duplicate_name", "颜色代码", "请合并或改名", "the name 'Trace code' is already used by trace_code; merge "
                                                                                                                 "or rename"),
    Fault("codelists/colour.yaml", 'code: "02"', 'code: "01"', "spec.duplicate_id", "绿", "id 01 已在 entries.0 定义", "the id 01 is already defined in "
                                                                                                                  "entries.0"),
    Fault("codelists/colour.yaml", 'code: "02"', 'code: "12"', "spec.covers", '"12"', "代码 12 不在 covers 的前缀 0 之内", "the code 12 has none of the prefixes in covers: 0"),
    Fault("codelists/colour.yaml", "evidence: "
                                   "confirmed", "evidence: "
                                                "unsure", "spec.severity", "strict: true", "请设 strict: false", "set strict: false"),
    Fault("extra/a.yaml", "", "a: 1\n", "spec.misplaced", "a: 1", "可用位置：pack.yaml, "
                                                                  "sources/*.yaml", "places: pack.yaml, "
                                                                                    "sources/*.yaml"),
    Fault("schemes/a.yml", "", "a: 1\n", "spec.misplaced", "a: 1", "schemes/*.yaml", "schemes/*.yaml"),
    # references
    Fault(THING, "codelist: "
                 "colour", "codelist: color", "spec.reference", "id: colour", "codelist 引用了不存在的 codelist“color”；是否为 "
                                                                              "colour？", "codelist refers to the codelist 'color', which does not "
                                                                                         "exist; did you mean "
                                                                                         "colour?"),
    Fault(THING, 'ref: rule-book, clause: "3"', 'ref: rulebook, clause: "3"', "spec.reference", "rulebook", "“rulebook”；是否为 "
                                                                                                            "rule-book？", "'rulebook', which does not exist; did you mean "
                                                                                                                          "rule-book?"),
    Fault(THING, "chars: digits, length: {min: 1, max: 3}", "chars: digit, length: {min: 1, max: 3}", "spec.reference", "id: head", "是否为 digits？", "did you mean "
                                                                                                                                                   "digits?"),
    Fault(THING, "alphabet: "
                 "digits", "alphabet: "
                           "nowhere", "spec.reference", "rule: weighted-sum", "alphabet 引用了不存在的 "
                                                                              "alphabet“nowhere”", "alphabet refers to the alphabet 'nowhere', which does not exist"),
    Fault(THING, "of: [colour], into", "of: [color], into", "spec.reference", "rule: weighted-sum", "不存在的 segment“color”", "the segment 'color', which does not exist"),
    Fault(THING, "into: check,", "into: cheque,", "spec.reference", "rule: weighted-sum", "不存在的 segment“cheque”", "the segment 'cheque', which does not exist"),
    Fault(THING, "of: [colour, number], part", "of: [colour, serial], part", "spec.reference", "id: part-known", "不存在的 segment“serial”", "the segment 'serial', which does not exist"),
    Fault(THING, "to: thing", "to: thong", "spec.reference", "to: thong", "to 引用了不存在的 scheme“thong”；是否为 "
                                                                          "thing？", "did you mean "
                                                                                    "thing?"),
    Fault("indicators/basic.yaml", "scheme: thing", "scheme: nothing", "spec.reference", "scheme: nothing", "scheme“nothing”", "the scheme 'nothing', which does not exist"),
    Fault("indicators/basic.yaml", "codelist: "
                                   "colour", "codelist: kolor", "spec.reference", "kolor", "codelist“kolor”", "'kolor', which does not exist"),
    Fault("records/production.yaml", "use: trace_code", "use: tracecode", "spec.reference", "tracecode", "indicator“tracecode”；是否为 "
                                                                                                         "trace_code？", "did you mean "
                                                                                                                        "trace_code?"),
    Fault("records/production.yaml", "when: {trace_code:", "when: {batch:", "spec.reference", "batch", "when 引用了不存在的 "
                                                                                                       "element“batch”", "when refers to the element 'batch', which does not exist"),
    Fault("products/food/flour.yaml", "unit: [thing]", "unit: [thinge]", "spec.reference", "thinge", "是否为 thing？", "did you mean "
                                                                                                                   "thing?"),
    Fault("products/food/flour.yaml", "core: production", "core: processing", "spec.reference", "processing", "record“processing”", "the record 'processing', which does not exist"),
    Fault("products/food/flour.yaml", "use: colour_code", "use: shade_code", "spec.reference", "shade_code", "indicator“shade_code”", "the indicator 'shade_code', which does not exist"),
    Fault("products/food/flour.yaml", "category: food", "category: foods", "spec.value", "foods", "category 的值 foods "
                                                                                                  "不可用；可用：food", "category is foods; allowed: food"),
    Fault("products/food/flour.yaml", 'number: "201"', 'number: "202"', "spec.value", "202", "number 的值 202 "
                                                                                             "不可用；可用：201", "number is 202; allowed: 201"),
    Fault("interfaces/submit.yaml", "accepts: [production]", "accepts: [sale]", "spec.reference", "sale", "record“sale”", "the record 'sale', which does not exist"),
    Fault("interfaces/submit.yaml", "accepts: [production]", "accepts: [production]\nreturns: "
                                                             "[receipt]", "spec.reference", "receipt", "record“receipt”", "the record 'receipt', which does not exist"),
    # what nobody uses
    Fault("alphabets.yaml", "source: {ref: "
                            "other-book}", "source: {ref: "
                                           "rule-book}", "spec.uncited", "id: other-book", "没有任何规范引用此文件；请引用或删去", "cite it or remove it"),
    Fault(THING, "contains: "
                 "capitals", 'contains: '
                             '"[A-Z]"', "spec.unused", "id: capitals", "没有任何规范使用它；请使用或删去", "use it or remove it"),
    # dates
    Fault(THING, "valid_to: "
                 "2019-12-31", "valid_to: "
                               "2020-01-01", "spec.edition_overlap", "valid_from: "
                                                                     "2020-01-01", "版本 new 与 old "
                                                                                   "的有效期重叠", "the edition new overlaps with old"),
    Fault(THING, "    valid_to: "
                 "2019-12-31\n", "", "spec.edition_overlap", "valid_from: "
                                                             "2020-01-01", "重叠", "overlaps with old"),
    Fault(THING, "valid_to: "
                 "2019-12-31", "valid_to: "
                               "2019-12-21", "spec.edition_gap", "valid_from: "
                                                                 "2020-01-01", "版本 old 与 new 之间缺 10 天", "between the editions old and new 10 days are not "
                                                                                                        "covered"),
    Fault(THING, "valid_to: "
                 "2019-12-31", "valid_to: "
                               "2009-12-31", "spec.edition_order", "valid_to", "有效期止于 2009-12-31，早于起始 "
                                                                               "2010-01-01", "ends on 2009-12-31, before it begins on "
                                                                                             "2010-01-01"),
    Fault("sources/test.yaml", "ended: 2030-01-01", "ended: 2019-12-31", "spec.edition_order", "ended", "有效期止于 2019-12-31，早于起始 "
                                                                                                        "2020-01-01", "ends on 2019-12-31, before it begins on "
                                                                                                                      "2020-01-01"),
    # layouts
    Fault(THING, "length: 9", "length: 10", "spec.length", "length: 10", "写明总长 10，各段相加为 9", "states the length 10; the segments add up to 9"),
    Fault(THING, "length: {min: 4, max: 6}", "length: {min: 4}", "spec.length", "length: {min: 4}", "写明总长 >= 4，各段相加为 4..6", "states the length >= 4; the segments add up to 4..6"),
    Fault(THING, "length: {min: 3, max: 7}", "length: {min: 3, max: 8}", "spec.length", "max: 8", "写明总长 3..8，各段相加为 3..7", "the segments add up to 3..7"),
    Fault(THING, "    length: {min: 4, max: 6}\n", "", "spec.layout", "- id: old", "须同时有 length 和 "
                                                                                   "segments", "needs both length and "
                                                                                               "segments"),
    Fault(THING, 'clause: "3"}', 'clause: "3"}\n    length: 9', "spec.layout", "- id: new", "length+segments 与 forms 须二选一", "needs either length and segments, or forms"),
    Fault(THING, "valid: [{code: 1-AB, origin: "
                 "derived}]", "valid: []", "spec.layout", "examples", "至少要有一个正确示例", "needs at least one valid "
                                                                                    "example"),
    Fault(THING, "- id: new", "- id: old", "spec.duplicate_id", "- id: old\n    valid_from: 2020", "id old 已在 editions.0 定义", "the id old is already defined in "
                                                                                                                              "editions.0"),
    Fault(THING, "- id: long", "- id: short", "spec.duplicate_id", "- id: short\n        name: {zh: 长码", "id short 已在 forms.0 定义", "the id short is already defined in "
                                                                                                                                   "forms.0"),
    Fault(THING, "id: made", "id: colour", "spec.duplicate_id", "年月", "id colour 已在 segments.0 定义", "the id colour is already defined in "
                                                                                                    "segments.0"),
    Fault(THING, 'literal: "-"', 'literal: ""', "spec.segment", "id: dash", "段 dash：固定字符为空", "the segment dash has an empty "
                                                                                             "literal"),
    Fault(THING, 'literal: "-"', 'literal: "-", chars: '
                                 'digits', "spec.segment", "id: dash", "段 dash：固定字符不能再有 chars", "is a literal and cannot also have chars"),
    Fault(THING, 'chars: "[A-Z]", length: 2', 'chars: "[A-Z]"', "spec.segment", "id: tail", "段 tail：缺少 "
                                                                                            "length", "the segment tail lacks "
                                                                                                      "length"),
    Fault(THING, 'chars: "[A-Z]", length: 2', "length: 2", "spec.segment", "id: tail", "段 tail：缺少 chars", "the segment tail lacks chars"),
    Fault(THING, 'chars: "[A-Z]", length: 2', 'chars: "[A-Z]", length: 2, optional: true', "spec.segment", "id: tail", "仅用于固定字符", "has also or optional, which belong to a "
                                                                                                                                  "literal"),
    Fault(THING, 'chars: "[A-Z]", length: 2', 'chars: "[A-Z]", length: 2, running: true', "spec.segment", "id: tail", "只有 role: serial 的段可写 "
                                                                                                                      "running", "is running without the role "
                                                                                                                                 "serial"),
    Fault(THING, "length: 2}\n    "
                 "examples", "length: 0}\n    "
                             "examples", "spec.segment", "id: tail", "段 tail：长度须为正数", "the segment tail has no positive "
                                                                                      "length"),
    Fault(THING, 'repeat: {separator: ".", min: 1', 'repeat: {separator: "", min: 1', "spec.segment", "id: arcs", "repeat 须有分隔符", "has a repeat without separator, or not 1 <= min <= max"),
    Fault(THING, "min: 1, max: 3}}\n          - {id: end", "min: 4, max: 3}}\n          - {id: end", "spec.segment", "id: arcs", "1 <= min <= max", "not 1 <= min <= max"),
    Fault(THING, "format: YYMM,", "format: YYM,", "spec.date_format", "id: made", "日期格式 YYM 不可用；由 YYYY YY Y MM DDD DD hh mm ss 组成", "the date format YYM is not usable; compose it of YYYY YY Y "
                                                                                                                                    "MM DDD DD hh mm ss"),
    Fault(THING, "format: YYMM,", "format: MMDD,", "spec.date_format", "id: made", "日期格式 MMDD 不可用", "the date format MMDD is not "
                                                                                                    "usable"),
    Fault(THING, "format: YYMM,", "format: YYYYMM,", "spec.segment", "id: made", "日期格式有 6 位", "has a date format of 6 "
                                                                                              "characters"),
    Fault(THING, "range: {min: 10, max: 90}", "range: {min: 91, max: 90}", "spec.value", "id: number", "range 的值 91..90 不可用；可用：min <= max", "range is 91..90; allowed: min <= max"),
    Fault(THING, "part: {start: 3, end: 4}", "part: {start: 3, end: 5}", "spec.value", "id: part-known", "part 的值 3..5 "
                                                                                                         "不可用；可用：1..4", "part is 3..5; allowed: 1..4"),
    Fault(THING, "part: {start: 3, end: 4}", "part: {start: 0, end: 4}", "spec.value", "id: part-known", "part 的值 0..4 "
                                                                                                         "不可用；可用：1..4", "part is 0..4; allowed: 1..4"),
    Fault(THING, "part: {start: 3, end: 4}, contains: "
                 "capitals,", "", "spec.layout", "id: part-known", "须写明对象 of 和一项限制", "needs segments under of, and one "
                                                                                     "restriction"),
    Fault(THING, 'chars: "[A-Z]", length: 2', 'chars: "[Z-A]", length: 2', "spec.class", "id: tail", "字符集写法错误", "the range Z-A runs backwards; write A-Z"),
    Fault(THING, 'first: "[1-9]"', r'first: "[\\d]"', "spec.class", "id: number", "字符集写法错误", "a backslash in a class stands only "
                                                                                             "before"),
    Fault("alphabets.yaml", 'chars: "[A-Z]"', 'chars: "A-Z"', "spec.class", 'chars: "A-Z"', "字符集写法错误", "write it in brackets, for instance "
                                                                                                       "[0-9A-Z]"),
    Fault(THING, "contains: "
                 "capitals", 'contains: capitals, chars: "[^]"', "spec.class", "id: part-known", "字符集写法错误", "lists no character"),
    Fault(THING, 'first: "[1-9]", length: 2', 'first: "[1-9]", evidence: unsure, length: 2', "spec.severity", "id: number", "依据不确定（unsure）的规则不能判错：请把该限制写入 "
                                                                                                                            "limits", "a rule of evidence unsure cannot raise an error: state the "
                                                                                                                                      "restriction under "
                                                                                                                                      "limits"),
    # GS1
    Fault("gs1/identifiers.yaml", 'id: "10"', "id: ABC", "spec.id_form", "ABC", "id ABC 应由小写字母、数字和 01 / 3100-3105 组成", "01 / 3100-3105"),
    Fault("gs1/identifiers.yaml", "id: 3100-3105", 'id: "101"', "spec.duplicate_id", '"101"', "id 101 已在 '10' 定义", "the id 101 is already defined in '10'"),
    Fault("gs1/identifiers.yaml", '"01+10"', '"01+11"', "spec.reference", "01+11", "requires 引用了不存在的 "
                                                                                   "AI“11”", "requires refers to the AI '11', which does not exist"),
    Fault("gs1/identifiers.yaml", "[310n]", "[320n]", "spec.reference", "320n", "excludes 引用了不存在的 "
                                                                                "AI“320n”", "excludes refers to the AI '320n', which does not exist"),
    Fault("gs1/identifiers.yaml", 'qualifiers: '
                                  '[["10"]]', 'qualifiers: '
                                              '[["21"]]', "spec.reference", '"21"', "qualifiers 引用了不存在的 "
                                                                                    "AI“21”", "qualifiers refers to the AI '21'"),
    Fault("gs1/identifiers.yaml", "length: {min: 1, max: 20}", "length: {min: 1}", "spec.layout", "min: 1}", "每段须有长度，且 1 <= min <= max", "each part needs a length, 1 <= min <= max"),
    Fault("gs1/identifiers.yaml", "length: 6}", "length: {min: 1, max: 6}}", "spec.layout", "3100", "只有最后一段可以变长", "only the last part may vary in "
                                                                                                                  "length"),
    Fault("gs1/identifiers.yaml", "length: 6}", "length: 6, optional: true}", "spec.layout", "3100", "可选段须在必有段之后", "optional parts come after the "
                                                                                                                   "others"),
    Fault("gs1/identifiers.yaml", "length: 14}", "length: {min: 1, max: 14}}", "spec.layout", '"01"', "预定义长度的值须定长", "a value of pre-defined length cannot vary"),
    Fault("gs1/identifiers.yaml", "key: true, ", "", "spec.layout", '"01"', "限定符须有 key: true", "qualifiers need key: true"),
    Fault("gs1/symbologies/all.yaml", "]Q1", "Q1", "spec.layout", '"Q1"', "须为 ] 加两个字符", "needs ] and two "
                                                                                        "characters"),
    Fault("gs1/symbologies/all.yaml", "]Q1", "]E0", "spec.duplicate_id", "id: ean", "id ]E0 已在 qr 定义", "the id ]E0 is already defined in qr"),
    Fault("gs1/symbologies/all.yaml", "digits: 13", "digits: 13, links: true", "spec.layout", "links: true", "links 只用于 carries: plain", "links goes with carries: plain"),
    Fault("gs1/symbologies/all.yaml", "digits: 13, ", "", "spec.layout", "id: ean", "digits 只用于、且须用于 carries: gtin", "digits goes with carries: gtin"),
    Fault("gs1/lists/letters.yaml", "A B C", "A B A", "spec.duplicate_id", "A B A", "id A 已在 codes 定义", "the id A is already defined in codes"),
    # elements
    Fault(BASIC, "  format: n2\n", "", "spec.layout", "- id: colour_code", "format 与 group "
                                                                           "须有且只有一个", "exactly one of format and group"),
    Fault(BASIC, "  group: party\n", "  group: party\n  format: "
                                     "an..50\n", "spec.layout", "- id: maker", "format 与 group "
                                                                               "须有且只有一个", "exactly one of format and group"),
    Fault(BASIC, "group: party", "group: partie", "spec.reference", "partie", "group 引用了不存在的 group“partie”；是否为 "
                                                                              "party？", "group refers to the group 'partie', which does not exist; "
                                                                                        "did you mean "
                                                                                        "party?"),
    Fault(BASIC, "[exp]", "[mfd]", "spec.duplicate_id", 'aliases: {ministry: [mfd]}\n  source: '
                                                        '{ref: rule-book}\n  evidence: single\n  '
                                                        'example: "2027', "id ministry:mfd 已在 made_on 定义", "the id ministry:mfd is already defined in "
                                                                                                           "made_on"),
    Fault(BASIC, "format: an..50", "format: an50..", "spec.value", "an50..", "format 的值 an50.. 不可用；可用：'an50..' is not a format; "
                                                                             "write an..50, n6, n..9, "
                                                                             "n..14,3", "format is an50..; allowed: 'an50..' is not a format; write "
                                                                                        "an..50, n6, n..9, "
                                                                                        "n..14,3"),
    Fault(BASIC, "  unit: kg\n  range", '  unit: kg\n  chars: "[0-9]"\n  range', "spec.layout", 'chars: "[0-9]"', "只有文本可有 chars", "only a text has chars"),
    Fault(BASIC, 'chars: "[A-Z]"', 'chars: "[Z-A]"', "spec.class", "[Z-A]", "字符集写法错误", "the range Z-A runs backwards; write A-Z"),
    Fault(BASIC, 'chars: "[A-Z]"', "chars: capital", "spec.reference", "chars: capital", "chars 引用了不存在的 alphabet“capital”；是否为 "
                                                                                         "capitals？", "did you mean "
                                                                                                      "capitals?"),
    Fault(BASIC, "  format: "
                 "an..4\n", '  format: an..4\n  range: {min: '
                            '"1"}\n', "spec.layout", 'range: {min: "1"}', "只有数值可有 range", "only a number has a range"),
    Fault(BASIC, "  example: AA\n", "", "spec.missing_field", "- id: grade", "grade 缺少必填项 "
                                                                             "example", "grade lacks the required field "
                                                                                        "example"),
    Fault(BASIC, 'example: "01"', 'example: "03"', "spec.value", 'example: "03"', "example 的值 03 不可用；可用：01, 02", "example is 03; allowed: 01, 02"),
    Fault(BASIC, 'example: "01"', 'example: "1"', "spec.value", 'example: "1"', "example 的值 1 "
                                                                                "不可用；可用：n2", "example is 1; allowed: n2"),
    Fault(BASIC, "example: AA\n", "example: AA\n  example_of_item: BB\n", "spec.value", "example_of_item: BB", "example_of_item 的值 BB "
                                                                                                               "不可用；可用：{item}", "example_of_item is BB; allowed: "
                                                                                                                                "{item}"),
    Fault(BASIC, "example: AA\n", "example: AA\n  example_of_item: "
                                  "AAAA{item}\n", "spec.value", "AAAA{item}", "example_of_item 的值 AAAA{item} "
                                                                              "不可用；可用：an..4", "example_of_item is AAAA{item}; allowed: an..4"),
    Fault(BASIC, "example: AA", "example: AAAAA", "spec.value", "AAAAA", "example 的值 AAAAA "
                                                                         "不可用；可用：an..4", "example is AAAAA; allowed: an..4"),
    Fault(BASIC, 'example: "12.5"', 'example: "1234567.5"', "spec.value", "1234567.5", "example 的值 1234567.5 "
                                                                                       "不可用；可用：n..9,3", "example is 1234567.5; allowed: "
                                                                                                        "n..9,3"),
    Fault(BASIC, 'example: "25"', 'example: "-25"', "spec.value", '"-25"', "example 的值 -25 "
                                                                           "不可用；可用：n..12,3", "example is -25; allowed: "
                                                                                             "n..12,3"),
    Fault(BASIC, "format: n2", "format: n3", "spec.layout", "format: n3", "代码“01”不合格式 n3", "the code '01' does not fit the format n3"),
    Fault(BASIC, "zh: 总重量", "zh: 重 量", "spec.near_name", "zh: 重量", "名称“重量”与 total_weight "
                                                                   "的名称仅标点不同；同义的数据元只能定义一次", "the name '重量' differs from that of total_weight in "
                                                                                            "punctuation only; what means the same is defined once"),
    # groups
    Fault(GROUPS, "use: phone", "use: phon", "spec.reference", "phon,", "indicator“phon”；是否为 "
                                                                        "phone？", "did you mean "
                                                                                  "phone?"),
    Fault(GROUPS, "use: weight, obligation: M", "use: maker, obligation: M}\n    - {use: lines, "
                                                "obligation: O", "spec.layout", "- id: line", "组不能包含自身", "a group cannot contain "
                                                                                                         "itself"),
    Fault(GROUPS, "at_least_one: [party_name, "
                  "phone]", "at_least_one: [party_name, "
                            "telephone]", "spec.reference", "telephone", "引用了不存在的 element“telephone”", "the element 'telephone', which does not exist"),
    # records
    Fault(CORE, "stage: production", "stage: baking", "spec.value", "baking", "stage 的值 baking "
                                                                              "不可用；可用：production", "stage is baking; allowed: "
                                                                                                   "production"),
    Fault(CORE, "base: base", "base: bass", "spec.reference", "bass", "base 引用了不存在的 record“bass”；是否为 base？", "did you mean base?"),
    Fault(CORE, "base: base", "base: production", "spec.layout", "base: production", "基础记录不能循环", "cores cannot be each other's base"),
    Fault(CORE, "use: trace_code, obligation: M", "use: total_weight, obligation: M", "spec.duplicate_id", "use: total_weight, obligation: O", "id total_weight 已在 total_weight 定义", "the id total_weight is already defined in "
                                                                                                                                                                                     "total_weight"),
    Fault(CORE, 'obligation: C, when: {trace_code: '
                '["1-AB"]}', "obligation: C", "spec.layout", "obligation: C}", "C 须有 when，或出现在一条规则中", "C needs a when, or a place in a rule of the "
                                                                                                      "record"),
    Fault(CORE, "obligation: C, when", "obligation: M, when", "spec.layout", "when", "只有 C 可有 when", "only C has a when"),
    Fault(CORE, "use: code_scheme, obligation: M", "use: code_scheme, obligation: M, evidence: "
                                                   "unsure", "spec.severity", "unsure", "依据不确定（unsure）的规则不能判错：请写 obligation: O", "a rule of evidence unsure cannot raise an error: write "
                                                                                                                                 "obligation: O"),
    Fault(CORE, "when: {made_on: {since: "
                "2020-01-01}}", "when: {trace_code: {since: "
                                "2020-01-01}}", "spec.layout", "since", "期间条件须用于日期", "a period is a condition on a date"),
    Fault(CORE, "{made_on: {since: "
                "2020-01-01}}", "{made_on: {}}", "spec.layout", "{made_on: {}}", "期间条件须用于日期", "a period is a condition on a date"),
    Fault(CORE, 'when: {colour_code: '
                '["02"]}', 'when: {colour_code: '
                           '["03"]}', "spec.value", '["03"]', "colour_code 的值 03 "
                                                              "不可用；可用：01、02", "colour_code is 03; allowed: 01, 02"),
    Fault(CORE, 'when: {colour_code: '
                '["02"]}', 'when: {color_code: '
                           '["02"]}', "spec.reference", "color_code", "when 引用了不存在的 element“color_code”；是否为 "
                                                                      "colour_code？", "did you mean "
                                                                                      "colour_code?"),
    Fault(CORE, "order: [made_on, "
                "best_before]", "order: [made_on, best_before], equal: [made_on, "
                                "best_before]", "spec.layout", "equal", "每条规则须且只须写一种", "a rule says exactly one thing"),
    Fault(CORE, "- {order: [made_on, "
                "best_before]}", "- {evidence: "
                                 "single}", "spec.layout", "- {evidence: "
                                                           "single}", "每条规则须且只须写一种", "a rule says exactly one thing"),
    Fault(CORE, "order: [made_on, "
                "best_before]", "order: [made_on, best_before], evidence: "
                                "unsure", "spec.severity", "unsure", "依据不确定（unsure）的规则不能判错：请删去该规则", "leave the rule out"),
    Fault(CORE, "order: [made_on, "
                "best_before]", "order: [made_on, "
                                "best_by]", "spec.reference", "best_by", "引用了不存在的 element“best_by”；是否为", "the element 'best_by', which does not exist; did you mean"),
    Fault(CORE, "order: [made_on, "
                "best_before]", "order: [made_on, "
                                "total_weight]", "spec.layout", "order", "order 须用于同类的日期、时刻或数值", "order compares dates, times or numbers of one kind"),
    Fault(CORE, "order: [made_on, "
                "best_before]", "order: [trace_code, "
                                "code_scheme]", "spec.layout", "order", "order 须用于同类", "order compares dates, times or numbers of one kind"),
    Fault(CORE, "order: [made_on, "
                "best_before]", "order: [total_weight, "
                                "maker]", "spec.layout", "order", "order 须用于同类", "order compares dates, times or numbers of one kind"),
    Fault(CORE, "lines: lines, of: "
                "weight", "lines: maker, of: "
                          "weight", "spec.layout", "sum", "sum 须将重复组中的数值相加", "sum adds a number over a repeated group"),
    Fault(CORE, "of: weight, total", "of: grade, total", "spec.layout", "sum", "sum 须将重复组中的数值相加", "sum adds a number over a repeated group"),
    Fault(CORE, "of: weight, total", "of: height, total", "spec.layout", "sum", "sum 须将重复组中的数值相加", "sum adds a number over a repeated group"),
    Fault(CORE, "total: total_weight", "total: made_on", "spec.layout", "sum", "sum 须将重复组中的数值相加", "sum adds a number over a repeated group"),
    Fault(CORE, "scheme: code_scheme", "scheme: code_rule", "spec.reference", "code_rule", "引用了不存在的 element“code_rule”", "the element 'code_rule', which does not exist"),
    Fault(CORE, "on: made_on", "on: maid_on", "spec.reference", "maid_on", "引用了不存在的 element“maid_on”；是否为 "
                                                                           "made_on？", "did you mean "
                                                                                       "made_on?"),
    # what codes may identify
    Fault(BASIC, "identifies: "
                 "[unit]", "identifies: [unit, unit]", "spec.layout", "identifies", "identifies 中有重复", "identifies names something twice"),
    Fault(BASIC, "identifies: "
                 "[unit]", "identifies: [unit, batch, product, class, party, place, "
                           "logistic-unit, package, licence, certificate, document, label, "
                           "object]", "spec.layout", "identifies", "没有代码会被拒绝；请只列可以接受的", "no code would be refused; name what is "
                                                                                        "accepted"),
    Fault(BASIC, "identifies: "
                 "[unit]", "identifies: "
                           "[party]", "spec.layout", "example: thing", "thing 的代码标识 unit，此处只接受 party", "codes of thing identify a unit; accepted here: party"),
    Fault(BASIC, "identifies: "
                 "[unit]", "identifies: [bottle]", "spec.value", "identifies", "bottle", "bottle"),
    Fault(BASIC, "example: thing", "example: thong", "spec.reference", "thong", "example 引用了不存在的 scheme“thong”；是否为 "
                                                                                "thing？", "example refers to the scheme 'thong', which does not "
                                                                                          "exist; did you mean "
                                                                                          "thing?"),
    Fault(BASIC, "  identifies: "
                 "[unit]", "  codelist: colour\n  identifies: "
                           "[unit]", "spec.layout", "identifies", "只有不带代码表、编码规则和字符集的文本可有 "
                                                                  "identifies", "only a text without code list, encoding rule and "
                                                                                "characters has "
                                                                                "identifies"),
    Fault(BASIC, '  chars: "[A-Z]"', '  chars: "[ '
                                     '\u3000]"', "spec.layout", "chars", "chars 中须有可见字符", "chars needs a visible "
                                                                                          "character"),
    Fault(CORE, "  - {code: {value: trace_code, scheme: code_scheme, on: "
                "made_on}}\n", "", "spec.layout", "use: code_scheme", "code_scheme 须出现在一条 code "
                                                                      "规则中，否则其代码不受校验", "code_scheme needs a place in a rule 'code', or the code "
                                                                                       "beside it is not "
                                                                                       "checked"),
    Fault(CORE, "scheme: code_scheme", "scheme: colour_code", "spec.layout", "scheme: colour_code", "colour_code 须写明 "
                                                                                                    "identifies：代码可以标识什么", "colour_code needs identifies: what the code may "
                                                                                                                           "identify"),
    Fault(CORE, "on: made_on", "on: made_on, identifies: [party, "
                               "place]", "spec.layout", "on: made_on, ", "thing 的代码标识 unit，此处只接受 party, place", "codes of thing identify a unit; accepted here: party, place"),
    Fault(CORE, "on: made_on", "on: made_on, identifies: [unit, batch, product, class, party, "
                               "place, logistic-unit, package, licence, certificate, document, "
                               "label, object]", "spec.layout", "on: made_on, ", "没有代码会被拒绝；请只列可以接受的", "no code would be refused; name what is "
                                                                                                      "accepted"),
    Fault(CORE, "on: made_on", "on: made_on, lines: lines", "spec.layout", "on: made_on, ", "lines 须为含有该代码的重复组", "lines must be a repeated group in which the code "
                                                                                                                 "stands"),
    Fault(CORE, "value: trace_code, scheme: code_scheme, on: "
                "made_on", "value: total_weight, scheme: "
                           "code_scheme", "spec.layout", "value: total_weight", "代码须为文本", "a code is a text"),
    Fault(THING, "    to: thing\n", "    to: thing\n    elements: "
                                    "[trace_cod]\n", "spec.reference", "elements", "elements 引用了不存在的 indicator“trace_cod”；是否为 "
                                                                                   "trace_code？", "did you mean "
                                                                                                  "trace_code?"),
    Fault(THING, "    to: thing\n", "    to: thing\n    elements: "
                                    "[maker]\n", "spec.layout", "elements", "数据元 maker 不会有 thing 的代码", "the element maker never holds a code of thing"),
    Fault("codelists/colour.yaml", "name: {zh: 红, en: red}}", 'name: {zh: 红, en: red}, equals: {times: "2", unit: '
                                                              '"03"}}', "spec.value", "equals", "unit 的值 03 "
                                                                                                "不可用；可用：02", "unit is 03; allowed: 02"),
    # products and interfaces
    Fault(FLOUR, "- {id: milling", "- {id: production", "spec.duplicate_id", "磨制", "id production 已在 flour 定义", "the id production is already defined in flour"),
    Fault(FLOUR, "name: {zh: 磨制, en: Milling}, ", "", "spec.missing_field", "id: milling", "milling 缺少必填项 name", "milling lacks the required field name"),
    Fault(FLOUR, "core: production, indicators: [{use: colour_code, obligation: O}]", "core: production}\n  - {id: notice, core: "
                                                                                      "notice", "spec.layout", "id: notice", "抽象的公共记录须由品目补充内容", "an abstract core needs something of the item's own"),
    Fault(FLOUR, "exclusive: [maker, "
                 "lines]", "exclusive: [maker, line]", "spec.reference", "line]", "引用了不存在的 element“line”；是否为 "
                                                                                  "lines？", "did you mean "
                                                                                            "lines?"),
    Fault(FLOUR, "stages: [production]", "stages: [production, "
                                         "baking]", "spec.value", "baking", "stages 的值 baking "
                                                                            "不可用；可用：production、transport", "stages is baking; allowed: production, "
                                                                                                           "transport"),
    Fault(FLOUR, "stages: [production]", "stages: [production, "
                                         "transport]", "spec.layout", "stages", "环节 transport 没有记录", "the stage transport has no "
                                                                                                     "record"),
    Fault(FLOUR, "  unit: [thing]", "  units: [thing]", "spec.unknown_field", "units", "没有字段 units；可用：unit", "has no field units; use: unit"),
    Fault(SUBMIT, "{product_item}", "{product}", "spec.reference", "{product}", "path 引用了不存在的 "
                                                                                "indicator“product”", "path refers to the indicator 'product', which does not exist"),
    Fault(SUBMIT, "use: made_on", "use: maid_on", "spec.reference", "maid_on", "indicator“maid_on”；是否为 "
                                                                               "made_on？", "did you mean "
                                                                                           "made_on?"),
    Fault(SUBMIT, "method: post", "method: put", "spec.value", "put", "method 的值 put 不可用；可用：get, post", "method is put; allowed: get, post"),
    Fault(SUBMIT, "accepts: [production]", "accepts: [everything]", "spec.reference", "everything", "accepts 引用了不存在的 "
                                                                                                    "record“everything”", "accepts refers to the record 'everything', which does not exist"),
]
# fmt: on


def mutated(root: Path, fault: Fault) -> tuple[Resolved, str]:
    """The complete folder with one change, and the text of the changed file."""
    before = COMPLETE.get(fault.path, "")
    assert before.count(fault.old) >= 1 or not before, (
        f"{fault.old!r} does not stand in {fault.path}"
    )
    text = before.replace(fault.old, fault.new, 1) if before else fault.new
    return alone(write(root / "specs", {**COMPLETE, fault.path: text})), text


def line_of(text: str, part: str) -> int:
    """The line on which a part of a text begins."""
    assert part in text, part
    return text.count("\n", 0, text.index(part)) + 1


def test_the_complete_folder_is_clean(tmp_path: Path) -> None:
    """The small standard has no finding."""
    standard = alone(write(tmp_path / "specs", COMPLETE))
    assert [finding.line_text() for finding in lint(standard)] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda f: f"{f.rule}:{f.new.strip()[:30] or f.old.strip()[:30]}"
)
def test_faults(tmp_path: Path, fault: Fault) -> None:
    """One fault gives a finding of its rule on its line, that says in both languages what to do."""
    standard, text = mutated(tmp_path, fault)
    found = lint(standard)
    path = "specs/sources/test.yaml" if fault.rule == "spec.uncited" else f"specs/{fault.path}"
    if fault.rule == "spec.unused":
        path, text = "specs/alphabets.yaml", COMPLETE["alphabets.yaml"]
    if fault.rule == "spec.uncited":
        text = COMPLETE["sources/test.yaml"]
    line = line_of(text, fault.at)
    said = [(f.rule, f.path, f.line, f.text("zh"), f.text("en")) for f in found]
    hits = [
        (zh, en)
        for rule, where, at, zh, en in said
        if (rule, where, at) == (fault.rule, path, line)
    ]
    assert hits, said
    assert any(fault.zh in zh and fault.en in en for zh, en in hits), hits


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda f: f"{f.rule}:{f.new.strip()[:30] or f.old.strip()[:30]}"
)
def test_all_findings_are_errors_with_a_place(tmp_path: Path, fault: Fault) -> None:
    """Every finding on a specification is an error with file and line, and has a text in both
    languages.
    """
    standard, _ = mutated(tmp_path, fault)
    for finding in lint(standard):
        assert finding.severity == "error"
        assert (finding.path or "").startswith("specs/")
        assert finding.line is not None
        assert finding.line >= 1
        assert any("\u4e00" <= char <= "\u9fff" for char in finding.text("zh")), finding.text("zh")
        assert finding.text("en")


def found(root: Path, path: str, old: str, new: str) -> list[Finding]:
    """What lint says of one change."""
    return lint(mutated(root, Fault(path, old, new, "", "", "", ""))[0])


def test_a_code_needs_to_say_what_it_identifies(tmp_path: Path) -> None:
    """A code beside an element that does not say what its codes identify is refused where the two
    are paired.
    """
    (finding,) = found(tmp_path, BASIC, "  identifies: [unit]\n", "")
    assert (
        finding.line_text()
        == "specs/records/production.yaml:18: code_scheme needs identifies: what the code may identify"
    )
    assert finding.text("zh") == "code_scheme 须写明 identifies：代码可以标识什么"


def test_codes_beside_one_scheme_share_what_they_identify(tmp_path: Path) -> None:
    """Two codes under one encoding rule of which nothing could identify both are refused."""
    old = "  - {code: {value: trace_code, scheme: code_scheme, on: made_on}}\n"
    new = old + "  - {code: {value: colour_code, scheme: code_scheme, identifies: [party]}}\n"
    said = {finding.text("en") for finding in found(tmp_path, CORE, old, new)}
    assert said == {"the codes beside code_scheme share nothing that they may identify"}


def test_the_goods_of_an_item_are_not_its_parties(tmp_path: Path) -> None:
    """A scheme under the role of a unit identifies no party: a record with it could not be
    right.
    """
    texts = [f.line_text() for f in found(tmp_path, THING, "identifies: unit", "identifies: party")]
    accepted = "unit, batch, product, logistic-unit, package, label, object"
    assert (
        f"specs/products/food/flour.yaml:8: codes of thing identify a party; accepted here: {accepted}"
        in texts
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # a part of varying length must end at something that cannot occur in it
        ('literal: "-"', 'literal: "7"'),
        ('literal: "-"', 'literal: "-", also: ["7-"]'),
        ('literal: "/Z"', 'literal: "."'),
        ('literal: "-"', 'literal: "-", optional: true'),
    ],
)
def test_parts_that_cannot_be_told_apart(tmp_path: Path, old: str, new: str) -> None:
    """A variable segment before text that may occur in it is refused where more of varying length
    follows.
    """
    text = COMPLETE[THING].replace(
        'chars: "[A-Z]", length: 2}', 'chars: "[A-Z]", length: {min: 1, max: 2}}'
    )
    text = text.replace("length: {min: 4, max: 6}", "length: {min: 3, max: 6}")
    text = text.replace(
        'literal: "/Z"}',
        'literal: "/Z"}\n          - {id: rest, name: {zh: 余, en: Rest}, chars: digits, length: '
        "{min: 1, max: 3}}",
    )
    text = text.replace("length: {min: 3, max: 7}", "length: {min: 4, max: 10}")
    assert [
        f.line_text() for f in lint(alone(write(tmp_path / "good", {**COMPLETE, THING: text})))
    ] == []
    wrong = text.replace(old, new, 1)
    hits = [
        f
        for f in lint(alone(write(tmp_path / "bad", {**COMPLETE, THING: wrong})))
        if f.rule == "spec.ambiguous"
    ]
    (finding,) = hits
    name = "arcs" if "/Z" in old else "head"
    assert finding.line == line_of(wrong, f"id: {name}")
    assert finding.text("zh") == f"变长段 {name} 之后须有其中不出现的固定字符"
    assert (
        finding.text("en")
        == f"the variable segment {name} must be followed by a literal that cannot occur in it"
    )


def test_parts_told_apart_by_their_characters(tmp_path: Path) -> None:
    """Two variable parts side by side are fine if the second begins with what the first cannot
    hold; a wrong class is told once.
    """
    text = (
        COMPLETE[THING]
        .replace('      - {id: dash, name: {zh: 连字符, en: Hyphen}, literal: "-"}\n', "")
        .replace("code: 1-A", "code: 1A")
    )
    text = text.replace(
        'chars: "[A-Z]", length: 2}', 'chars: "[A-Z]", length: {min: 1, max: 2}}'
    ).replace("length: {min: 4, max: 6}", "length: {min: 2, max: 5}")
    tail = 'chars: "[A-Z]", length: {min: 1'
    for new, rules in (
        (tail, []),
        ('chars: "[0-9A-Z]", first: "[A-Z]", length: {min: 1', []),
        ('chars: "[0-9A-Z]", length: {min: 1', ["spec.ambiguous"]),
        ('chars: "[^,]", length: {min: 1', ["spec.ambiguous"]),
        ('chars: "[Z-A]", length: {min: 1', ["spec.class"]),
    ):
        changed = text.replace(tail, new)
        found = lint(alone(write(tmp_path / str(len(new)), {**COMPLETE, THING: changed})))
        assert [f.rule for f in found] == rules, new
    unbounded = COMPLETE[THING].replace("editions:\n", "editions: []\nrest:\n").split("rest:")[0]
    rules = [f.rule for f in lint(alone(write(tmp_path / "none", {**COMPLETE, THING: unbounded})))]
    assert "spec.layout" in rules


def test_an_empty_text_after_a_row_of_items(tmp_path: Path) -> None:
    """An empty fixed text is a finding wherever it stands; lint does not stop there."""
    assert "spec.segment" in [
        f.rule for f in found(tmp_path, THING, 'literal: "/Z"', 'literal: ""')
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            "equal: [{here: [colour]",
            "equal: [{here: [color]",
            id="a link compares a segment that does not exist",
        ),
        pytest.param(
            "there: [colour]}]",
            "there: [color]}]",
            id="a link compares a segment that the other code has not",
        ),
        pytest.param(
            "date: {format: YYMM, century: 2000}", "scheme: thing", id="a code that contains itself"
        ),
        pytest.param(
            "chars: digits, length: 1, repeat",
            'chars: "[0-9.]", length: 1, repeat',
            id="items that may hold their own separator",
        ),
        pytest.param("id: number,", "id: edition,", id="a segment named as an argument of build"),
    ],
)
def test_what_could_never_work(tmp_path: Path, old: str, new: str) -> None:
    """A rule that could never fire, or that would run without end, is a finding and not a surprise
    at run time.
    """
    text = (
        COMPLETE[THING].replace("of: [colour, number]", "of: [colour, edition]")
        if "edition" in new
        else COMPLETE[THING]
    )
    changed = text.replace(old, new, 1)
    assert changed != text
    assert lint(alone(write(tmp_path / "specs", {**COMPLETE, THING: changed})))


def test_findings_stand_in_order(tmp_path: Path) -> None:
    """Findings come in the order of files and lines."""
    text = (
        COMPLETE[THING]
        .replace("length: 9", "length: 8")
        .replace("codelist: colour", "codelist: color")
        .replace("to: thing", "to: thong")
    )
    listed = COMPLETE["codelists/colour.yaml"].replace('code: "02"', 'code: "01"')
    found = lint(
        alone(write(tmp_path / "specs", {**COMPLETE, THING: text, "codelists/colour.yaml": listed}))
    )
    places = [(f.path or "", f.line or 0) for f in found]
    assert len(places) == 5  # a condition of the record names the colour that is lost
    assert places == sorted(places)


def test_one_fault_is_one_finding(tmp_path: Path) -> None:
    """A number where text belongs is told once, not once for every form that it might have had."""
    for path, old, new in (
        (THING, "length: 9", "length: nine"),
        ("codelists/colour.yaml", 'code: "02"', "code: 2"),
    ):
        assert len([f for f in found(tmp_path, path, old, new) if f.path == f"specs/{path}"]) == 1


def test_an_unreadable_file_is_not_called_missing(tmp_path: Path) -> None:
    """A file that cannot be read is told as that; what refers to it does not refer to something
    that does not exist.
    """
    findings = found(tmp_path, THING, "length: 9", "length: nine")
    assert [f.line_text() for f in findings if f.rule == "spec.reference"] == []


def test_unreadable_files_hide_what_they_might_cite(tmp_path: Path) -> None:
    """While a file cannot be read, nothing is called unused: that file may use it."""
    rules = {f.rule for f in found(tmp_path, THING, "id: thing", "{")}
    assert not rules & {"spec.unused", "spec.uncited"}


def test_several_faults_of_a_file_are_all_told(tmp_path: Path) -> None:
    """Each fault of a file that departs from the meta-model is told."""
    text = (
        COMPLETE[THING]
        .replace("identifies: unit", "identifies: thing")
        .replace("length: 9", "length: nine")
        .replace("origin: derived}]", "origin: guess}]", 1)
    )
    found = lint(alone(write(tmp_path / "specs", {**COMPLETE, THING: text})))
    assert [f.line for f in found if f.path == "specs/schemes/thing.yaml"] == sorted(
        line_of(text, part) for part in ("identifies", "length: nine", "origin: guess")
    )


def test_repetition_inside_repetition(tmp_path: Path) -> None:
    """A repeated group has nothing repeated inside: every core and item that would have it is
    told.
    """
    findings = found(
        tmp_path, GROUPS, "use: grade, obligation: O", "use: grade, obligation: O, many: 3"
    )
    assert [(f.rule, f.path, f.text("zh"), f.text("en")) for f in findings] == [
        (
            "spec.layout",
            path,
            "lines：重复的组内不能再有重复",
            "lines: a repeated group has nothing repeated inside",
        )
        for path in ("specs/products/food/flour.yaml",) * 2 + ("specs/records/production.yaml",)
    ]


LIST_OF_ITEMS = """\
id: product-item
name: {zh: 产品品目, en: Product item}
strict: true
source: {ref: rule-book}
evidence: confirmed
of: products
"""


def test_lists_follow_from_the_items(tmp_path: Path) -> None:
    """A code list may say that its values are the items; it then has no entries, and two items have
    two numbers.
    """
    flour = COMPLETE["products/food/flour.yaml"]
    files = {**COMPLETE, "codelists/product-item.yaml": LIST_OF_ITEMS}
    standard = alone(write(tmp_path / "right", files))
    assert [finding.rule for finding in lint(standard)] == []
    assert [(entry.code, entry.name.en) for entry in standard.codelist("product-item").entries] == [
        ("flour", "Flour")
    ]
    wrong = {
        "codelists/product-item.yaml": LIST_OF_ITEMS
        + "entries: [{code: a, name: {zh: 甲, en: A}}]\n"
    }
    found = [finding.text("en") for finding in lint(alone(write(tmp_path / "both", files | wrong)))]
    assert "it needs either entries or of" in found
    again = {"products/food/meal.yaml": flour.replace("id: flour", "id: meal", 1)}
    rules = [
        (finding.rule, finding.path)
        for finding in lint(alone(write(tmp_path / "twice", files | again)))
    ]
    assert ("spec.duplicate_id", "twice/products/food/meal.yaml") in rules


def test_items_stand_in_the_list_of_items(tmp_path: Path) -> None:
    """The id of an item is a value of the list from which records name their item."""
    findings = found(tmp_path, "codelists/product-item.yaml", "code: flour", "code: flower")
    assert [(f.rule, f.path, f.line, f.text("zh"), f.text("en")) for f in findings] == [
        (
            "spec.value",
            "specs/products/food/flour.yaml",
            1,
            "id 的值 flour 不可用；可用：flower",
            "id is flour; allowed: flower",
        )
    ]


def test_records_of_an_item_name_it(tmp_path: Path) -> None:
    """A record of an item's own says its kind and item, or it could not be told from the common
    one.
    """
    findings = found(
        tmp_path,
        "records/base.yaml",
        "use: product_item, obligation: M",
        "use: product_item, obligation: O",
    )
    assert [(f.rule, f.path, f.line, f.text("zh"), f.text("en")) for f in findings] == [
        (
            "spec.layout",
            f"specs/{FLOUR}",
            line,
            "须有必填的 product_item",
            "it needs the mandatory element product_item",
        )
        for line in (10, 11)
    ]


def test_what_is_wrong_with_a_part_is_said_once(tmp_path: Path) -> None:
    """A core that cannot be put together is told where it is wrong; the items that build on it are
    not blamed.
    """
    for path, old, new in (
        (CORE, "use: drift", "use: drifts"),
        (BASIC, "format: n..4,1", "format: n..4,4"),
    ):
        assert {f.path for f in found(tmp_path / new[-4:], path, old, new)} == {f"specs/{path}"}


def test_rules_name_the_field_that_is_wrong(tmp_path: Path) -> None:
    """A finding on an entry of a list names the field, not the number of the entry."""
    (finding,) = found(tmp_path, FLOUR, "unit: [thing]", "unit: [thinge]")
    assert finding.text("zh") == "unit 引用了不存在的 scheme“thinge”；是否为 thing？"
    assert (
        finding.text("en")
        == "unit refers to the scheme 'thinge', which does not exist; did you mean thing?"
    )
    findings = found(tmp_path, CORE, "order: [made_on, best_before]", "order: [made_on, best_by]")
    assert {f.text("en") for f in findings} == {
        "rules refers to the element 'best_by', which does not exist; did you mean best_before?"
    }


def test_the_packaged_standard_is_clean() -> None:
    """The packaged standard has no finding, in its files and in its rules."""
    standard = packaged()
    assert [f.line_text() for f in lint(standard)] == []
    assert [f.line_text() for f in lint_codes(standard)] == []
