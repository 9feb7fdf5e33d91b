"""New definitions to start from: the files of `tracecode spec new`, of which lint has nothing to say.

>>> scaffold("scheme", "jar-code")[0]
'schemes/jar-code.yaml'
"""

from __future__ import annotations

from typing import Literal, get_args, get_type_hints

from tracecode.findings import Finding
from tracecode.spec.file_kinds import KINDS, odd_name
from tracecode.spec.texts import TextRule, odd_id

NewKind = Literal["pack", "scheme", "element", "record", "product"]
NEW_KINDS: tuple[NewKind, ...] = get_args(NewKind)


def scaffold(kind: NewKind, id: str, category: str = "", number: str = "") -> tuple[str, str]:
    """The file of a new definition: its path below the folder of the pack, and what stands in it.

    Whatever is called new in it is for people to change; the rest is right as it is.

    Args:
        kind: what it is.
        id: of the definition, in which `odd_new_id` sees nothing wrong: a file is named after it.
        category: of an item.
        number: of an item, in the catalogue.
    """
    path = _PATHS[kind].format(
        id=id.replace("_", "-") if kind == "element" else id, category=category
    )
    from tracecode.spec.tree import written  # with the reader of YAML, which few commands need

    text = _TEXTS[kind].replace("id: ID", f"id: {written(id)}").replace("ID", id)
    return path, text.replace("CATEGORY", category).replace("NUMBER", number)


def odd_new_id(kind: NewKind, id: str) -> Finding | None:
    """What is wrong with the id of a definition that is to be begun, by the rules that lint has; None if nothing is."""
    cls = KINDS["indicator" if kind == "element" else kind].cls
    (rule,) = get_type_hints(cls, include_extras=True)["id"].__metadata__
    assert isinstance(rule, TextRule)
    if odd := odd_id(rule, id):
        return Finding(rule=odd[0], severity="error", values=odd[1])
    path, _ = scaffold(kind, id)
    return odd_name(path.rpartition("/")[2], path)


_PATHS: dict[NewKind, str] = {
    "pack": "pack.yaml", "scheme": "schemes/{id}.yaml", "element": "indicators/{id}.yaml",
    "record": "records/{id}.yaml", "product": "products/{category}/{id}.yaml",
}  # fmt: skip
_TEXTS: dict[NewKind, str] = {
    "pack": """\
id: ID
name: {zh: 新规范包（ID）, en: New pack (ID)}
language: 1
""",
    "scheme": """\
id: ID
name: {zh: 新编码规则（ID）, en: New encoding rule (ID)}
identifies: unit
issued_by: {kind: enterprise, name: {zh: 企业, en: Enterprise}}
lenient: [width, trim, upper]
editions:
  - id: v1
    source: {ref: project}
    evidence: project
    length: 10
    segments:
      - {id: prefix, name: {zh: 前缀, en: Prefix}, literal: XX, role: prefix}
      - {id: serial, name: {zh: 序列号, en: Serial number}, chars: digits, length: 7, role: serial}
      - {id: check, name: {zh: 校验码, en: Check digit}, chars: digits, length: 1, role: check}
    checks:
      - {rule: iso7064-mod-11-10, of: [serial], into: check, source: {ref: project}, evidence: project}
    carrier: {symbologies: [qr, text], content: "{code}", source: {ref: project}, evidence: project}
    examples:
      valid: [{code: XX00000015, origin: derived}]
      invalid:
        - {code: XX00000016, finding: code.check_character}
        - {code: XX0000015, finding: code.length}
""",
    "element": """\
- id: ID
  name: {zh: 新数据元（ID）, en: New element (ID)}
  definition: {zh: 所指为何、如何计量、自何时起、由谁填写, en: "What is meant, how it is counted, from when, by whom"}
  format: an..50
  source: {ref: project}
  evidence: project
  example: ABC
""",
    "record": """\
id: ID
name: {zh: 新记录（ID）, en: New record (ID)}
stage: production
recorders: [producer]
base: goods
indicators: []
source: {ref: project}
evidence: project
""",
    "product": """\
id: ID
number: "NUMBER"
category: CATEGORY
name: {zh: 新品目（ID）, en: New item (ID)}
authorities: []
stages: [production, storage]
codes: {unit: [tj-trace], batch: [tj-trace], party: [uscc]}
source: {ref: project}
evidence: project
records:
  - {id: production, core: production}
  - {id: storage, core: storage}
""",
}
