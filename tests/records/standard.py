"""A small standard with records, for tests. Its names, documents, codes and parties are
invented.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from tests.folders import BASE, alone, edition, scheme_file, write
from tracecode.standard.resolved import Resolved

_ELEMENTS = (
    # id, zh, en, format or group, more, example
    ("record_type", "记录类型", "Record type", "format: 'an..30'", "", "delivery"),
    ("product_item", "产品品目", "Product item", "format: 'an..30'", "", "bread"),
    (
        "record_id",
        "记录标识",
        "Record id",
        "format: 'uuid'",
        "",
        "0b1e7c1e-0000-4000-8000-000000000001",
    ),
    ("title", "标题", "Title", "format: 'an2..10'", "", "Rye bread"),
    ("mark", "标记", "Mark", "format: 'an..4'", ', chars: "[A-Z]"', "AB"),
    ("article", "货号", "Article", "format: 'n6'", "", "120116"),
    ("initials", "缩写", "Initials", "format: 'a2..3'", "", "Ab"),
    ("colour", "颜色", "Colour", "format: 'n2'", ", codelist: colour", "01"),
    ("shade", "色调", "Shade", "format: 'an..8'", ", codelist: tone", "light"),
    ("size", "尺寸", "Size", "format: 'an..2'", ", codelist: size", "s1"),
    ("count", "件数", "Count", "format: 'n..3'", ', range: {min: "1"}', "12"),
    ("warmth", "温度", "Warmth", "format: 'n..4,1'", ', range: {min: "-30", max: "60"}', "-1.5"),
    ("weight", "重量", "Weight", "format: 'n..6,2'", "", "12.5"),
    ("total", "总重量", "Total weight", "format: 'n..8,2'", "", "25"),
    ("net", "净重", "Net weight", "format: 'n..8,2'", "", "20"),
    ("baked_on", "烘焙日期", "Baked on", "format: 'YYYY-MM-DD'", "", "2026-03-12"),
    ("best_before", "保质期至", "Best before", "format: 'YYYY-MM-DD'", "", "2026-03-20"),
    (
        "handed_over_at",
        "交接时间",
        "Handed over at",
        "format: 'YYYY-MM-DDThh:mm:ss±hh:mm'",
        "",
        "2026-03-12T08:30:00+08:00",
    ),
    ("organic", "有机", "Organic", "format: 'boolean'", "", "true"),
    ("page", "网页", "Page", "format: 'uri'", "", "https://example.com/a"),
    ("unit_code", "单元代码", "Unit code", "format: 'an..20'", ", scheme: unit-code", "A-12"),
    ("other_code", "其他代码", "Other code", "format: 'an..20'", "", "A-12"),
    (
        "other_scheme",
        "其他编码规则",
        "Other encoding rule",
        "format: 'an..20'",
        ", identifies: [unit]",
        "unit-code",
    ),
    ("loose_code", "宽松代码", "Loose code", "format: 'an..20'", ", scheme: loose-code", "B-12"),
    ("driver", "司机", "Driver", "format: 'an..8'", ", privacy: personal", "某甲"),
    ("receiver", "收货人", "Receiver", "format: 'an..8'", ", privacy: personal", "某甲"),
    (
        "driver_level",
        "司机级别",
        "Driver's level",
        "format: 'an..8'",
        ", codelist: tone, privacy: personal",
        "light",
    ),
    (
        "licence",
        "驾照号",
        "Driving licence",
        "format: 'an..20'",
        ", scheme: unit-code, privacy: personal",
        "A-12",
    ),
    ("phone", "电话", "Telephone", "format: 'n5..12'", "", "02212345"),
    ("mail", "邮箱", "Mail address", "format: 'an..30'", "", "a@example.com"),
    ("fax", "传真", "Fax", "format: 'n5..12'", "", "02212346"),
    ("sender", "发货方", "Sender", "group: party", "", ""),
    ("lines", "明细", "Lines", "group: line", "", ""),
    ("tags", "标签", "Tags", "format: 'an..5'", "", "new"),
)

FILES = {
    "codelists/tone.yaml": """
        id: tone
        name: {zh: 色调表, en: Tones}
        strict: false
        source: {ref: rule-book}
        evidence: confirmed
        entries:
          - {code: light, name: {zh: 浅, en: light}}
          - {code: dark, name: {zh: 深, en: dark}}
        """,
    "codelists/size.yaml": "id: size\nname: {zh: 尺寸表, en: Sizes}\nstrict: true\nsource: {ref: "
    "rule-book}\n"
    "evidence: confirmed\nentries:\n"
    + "".join(f"  - {{code: s{i}, name: {{zh: 尺寸{i}, en: Size {i}}}}}\n" for i in range(1, 10))
    + "".join(f"  - {{code: t{i}, name: {{zh: 大号{i}, en: Large {i}}}}}\n" for i in range(1, 10)),
    "schemes/unit-code.yaml": scheme_file(
        "unit-code",
        edition(
            '- {id: head, name: {zh: 头部, en: Head}, chars: "[A-Z]", length: 1}\n'
            '- {id: dash, name: {zh: 连字符, en: Hyphen}, literal: "-"}\n'
            "- {id: number, name: {zh: 号码, en: Number}, chars: digits, length: 2}",
            "4",
            id="old",
            dates="valid_to: 2025-12-31",
            example="A-12",
        )
        + edition(
            '- {id: head, name: {zh: 头部, en: Head}, chars: "[A-M]", length: 1}\n'
            '- {id: dash, name: {zh: 连字符, en: Hyphen}, literal: "-"}\n'
            "- {id: number, name: {zh: 号码, en: Number}, chars: digits, length: 2}",
            "4",
            id="new",
            dates="valid_from: 2026-01-01",
            example="A-12",
        ),
    ),
    "schemes/loose-code.yaml": scheme_file(
        "loose-code",
        edition(
            '- {id: head, name: {zh: 首字母, en: First letter}, chars: "[A-Z]", length: 1}\n'
            '- {id: dash, name: {zh: 短横, en: Dash}, literal: "-"}\n'
            "- {id: number, name: {zh: 序号, en: Serial number}, chars: digits, length: 2}",
            "4",
            limits='- {id: known, name: {zh: 已知, en: Known}, of: [head], chars: "[B-Z]", '
            "source: {ref: rule-book}, evidence: unsure}",
            example="B-12",
        ),
    )
    .replace("试验码", "宽松码")
    .replace("Test code", "Loose code"),
    "schemes/party-code.yaml": scheme_file(
        "party-code",
        edition(
            "- {id: number, name: {zh: 编号, en: Number of the party}, chars: digits, length: 6}",
            "6",
            example='"123456"',
        ),
    )
    .replace("试验码", "主体码")
    .replace("Test code", "Party code")
    .replace("identifies: unit", "identifies: party"),
    "indicators/all.yaml": "".join(
        f'- {{id: {id}, name: {{zh: {zh}, en: "{en}"}}, definition: {{zh: {zh}, en: "{en}"}}, {kind}, '
        f"source: {{ref: rule-book}}, evidence: "
        f"confirmed{more}{f', example: {example!r}' if example else ''}}}\n"
        for id, zh, en, kind, more, example in _ELEMENTS
    ),
    "groups/all.yaml": """
        - id: party
          name: {zh: 主体, en: Party}
          definition: {zh: 参与者, en: Who takes part}
          indicators:
            - {use: title, obligation: M}
            - {use: phone, obligation: C}
            - {use: mail, obligation: C}
            - {use: driver, obligation: O}
            - {use: receiver, obligation: O}
          rules:
            - {at_least_one: [phone, mail]}
            - {equal: [driver, receiver]}
          source: {ref: rule-book, clause: "4"}
          evidence: confirmed
        - id: line
          name: {zh: 行, en: Line}
          definition: {zh: 一行, en: One line}
          indicators:
            - {use: article, obligation: M}
            - {use: weight, obligation: O}
          source: {ref: rule-book}
          evidence: confirmed
        """,
    "records/delivery.yaml": """
        id: delivery
        name: {zh: 交付, en: Delivery}
        indicators:
          - {use: record_type, obligation: M}
          - {use: product_item, obligation: O}
          - {use: record_id, obligation: O}
          - {use: title, obligation: M, source: {ref: rule-book, clause: "2"}}
          - {use: mark, obligation: O}
          - {use: article, obligation: O}
          - {use: initials, obligation: O}
          - {use: colour, obligation: O}
          - {use: shade, obligation: C, when: {colour: ["02"], organic: ["true"]}}
          - {use: size, obligation: O}
          - {use: count, obligation: O}
          - {use: warmth, obligation: O}
          - {use: total, obligation: O}
          - {use: net, obligation: O}
          - {use: baked_on, obligation: O}
          - {use: best_before, obligation: C, when: {baked_on: {since: 2026-01-01, until: 2026-12-31}}}
          - {use: handed_over_at, obligation: O}
          - {use: organic, obligation: O}
          - {use: page, obligation: O}
          - {use: unit_code, obligation: O}
          - {use: other_code, obligation: O, many: 3}
          - {use: other_scheme, obligation: C, when: {other_code: ["*"]}}
          - {use: loose_code, obligation: O}
          - {use: driver, obligation: O}
          - {use: receiver, obligation: O}
          - {use: driver_level, obligation: O}
          - {use: licence, obligation: C, when: {driver: ["某乙"]}}
          - {use: phone, obligation: O}
          - {use: mail, obligation: O}
          - {use: fax, obligation: O}
          - {use: sender, obligation: O}
          - {use: lines, obligation: O, many: 3}
          - {use: tags, obligation: O, many: 2}
        rules:
          - {exclusive: [mail, fax, phone]}
          - {order: [baked_on, best_before]}
          - {order: [net, total]}
          - {equal: [unit_code, mark]}
          - {equal: [driver, receiver]}
          - {sum: {lines: lines, of: weight, total: total}}
          - {code: {value: other_code, scheme: other_scheme, on: baked_on}}
        source: {ref: rule-book, clause: "1"}
        evidence: confirmed
        """,
    "records/receipt.yaml": """
        id: receipt
        name: {zh: 收讫, en: Receipt}
        indicators:
          - {use: record_type, obligation: M}
          - {use: title, obligation: M}
        source: {ref: unnumbered}
        evidence: single
        """,
}


@cache
def standard() -> Resolved:
    """The small standard as a catalogue."""
    return alone(write(Path(tempfile.mkdtemp(prefix="tracecode-test-")), {**BASE, **FILES}))


def right(**more: Any) -> dict[str, Any]:
    """A right record of the small standard, with more elements or other ones; None leaves one
    out.
    """
    made = {"record_type": "delivery", "title": "Rye bread", **more}
    return {id: value for id, value in made.items() if value is not None}
