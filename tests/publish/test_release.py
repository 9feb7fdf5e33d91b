"""Versions of a standard: what may be released on top of another, and messages of an older one."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tracecode.checks.records import records
from tracecode.cli import main
from tracecode.lint.rule_ids import sentences, wrong_ids
from tracecode.publish.documents import derived
from tracecode.publish.documents.traversal import blocks, plain, runs
from tracecode.publish.documents.tree import TableBlock
from tracecode.publish.site.history import History, Subject
from tracecode.publish.standard_document import standard_document
from tracecode.records import xml_form
from tracecode.records.reading import FileFormat
from tracecode.spec.layer import packaged as packaged_folder
from tracecode.standard.released import PARTS, Level, Release, least, level, number, releases
from tracecode.standard.resolved import load

if TYPE_CHECKING:
    from tracecode.records.verification import PartyKey

RECALL = "records/recall.yaml"
LINE = "  - {use: recall_no, obligation: M}\n"
OPTIONAL = (
    "  - {use: responsible_person, obligation: O, source: {ref: project}, evidence: project}\n"
)
BASES = {"event", "goods", "oversight", "use"}
"""On which these kinds stand."""
FORMS: tuple[FileFormat, ...] = ("json", "ndjson", "xml")
"""The forms that carry messages."""
STEPS: tuple[Level, ...] = ("major", "minor", "patch")
MANDATORY = OPTIONAL.replace("O", "M", 1)


def small(folder: Path) -> Path:
    """A standard of one item, made of the packaged one, with the kinds of record that its category
    has.
    """
    category = (Path(packaged_folder()) / "products" / "agri-input.yaml").read_text(
        encoding="utf-8"
    )
    kinds = {*re.findall(r"^  - ([a-z-]+)$", category, re.MULTILINE)}
    chosen = {
        "products": {"agri-input", "agri-input.yaml"},
        "agri-input": {"fertilizer.yaml"},
        "records": {f"{kind}.yaml" for kind in kinds | BASES},
    }

    def left_out(where: str, names: list[str]) -> list[str]:
        kept = chosen.get(Path(where).name)
        unwanted = {"meta", "published", "laws", "interfaces", "labels"}
        return [
            name for name in names if name in unwanted or (kept is not None and name not in kept)
        ]

    shutil.copytree(packaged_folder(), folder, ignore=left_out)
    return folder


def released(specs: Path, version: str) -> tuple[int, str]:
    """The exit code of releasing a version, and what is told of it."""
    code = main(["spec", "release", version, "--specs", str(specs), "--lang", "en"])
    return code, version


def change(specs: Path, old: str, new: str) -> None:
    """Change the recall record of a standard."""
    file = specs / RECALL
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def message(record: dict[str, Any], version: str) -> dict[str, Any]:
    """A message with one record that names a version."""
    party = {"code_scheme": "uscc", "code_value": "91350100M000100Y43"}
    header = {
        "message_id": "0f8c2b6e-5d1a-4c3f-9b7e-2a6d4e8f1c05", "message_type": "submit",
        "standard_version": version, "sender_id": party, "receiver_id": party,
        "sent_at": "2026-03-12T10:30:00+08:00", "record_count": 1,
    }  # fmt: skip
    return {"header": header, "body": [record]}


def judged(
    specs: Path,
    record: dict[str, Any],
    version: str,
    form: FileFormat = "json",
    keys: list[PartyKey] | None = None,
) -> list[tuple[str, list[str]]]:
    """Status and rules of record and message, in a message of a version."""
    standard, data = load(specs), message(record, version)
    source = xml_form.dump(data, standard) if form == "xml" else json.dumps(data).encode()
    report = records(source, form, standard=standard, keys=keys)
    return [(verdict.status, [finding.rule for finding in verdict.findings]) for verdict in report]


@pytest.mark.slow
def test_a_release_a_compatible_and_a_breaking_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What may be left out raises Y, what must be there X; a message of the first version is still
    judged by it.
    """
    specs = small(tmp_path / "specs")
    assert released(specs, "1.0.0")[0] == 0
    (first,) = releases(load(specs))
    assert {part for part in PARTS if first.has(part)} == {*PARTS}
    recall = next(
        data
        for data in first.read("samples")
        if data["record_type"] == "recall" and "trace_codes" in data
    )

    change(specs, LINE, LINE + OPTIONAL)
    capsys.readouterr()
    assert released(specs, "1.0.1")[0] == 1
    assert "the version is at least 1.1.0, not 1.0.1" in capsys.readouterr().err
    assert released(specs, "1.1.0")[0] == 0

    change(specs, OPTIONAL, MANDATORY)
    annex = changes_annex(specs)
    assert "Changes since version 1.1.0" in annex
    assert "recall" in annex
    assert released(specs, "1.2.0")[0] == 1
    told = capsys.readouterr().err
    assert "the version is at least 2.0.0, not 1.2.0" in told
    assert "of version 1.1.0 is refused now: responsible_person" in told
    assert released(specs, "2.0.0")[0] == 0
    assert released(specs, "1.9.0")[0] == 2
    assert [each.version for each in releases(load(specs))] == ["1.0.0", "1.1.0", "2.0.0"]

    older = judged(specs, recall, "1.0.0")
    assert older[0] == ("not checked", ["message.older"])
    assert judged(specs, recall, "0.1")[0][1][0] == "record.missing"
    assert judged(specs, recall | {"responsible_person": "王五"}, "1.0.0")[0] == (
        "invalid",
        ["record.unknown_field"],
    )
    code = recall["trace_codes"][0]
    assert judged(specs, recall | {"trace_codes": [code[:-1] + "!"]}, "1.0.0")[0][0] == "invalid"
    assert judged(specs, recall | {"started_on": "2026-13-01"}, "1.0.0")[0] == (
        "invalid",
        ["record.schema"],
    )
    other = recall | {"code_scheme": "x-other:1"}
    assert "record.foreign_scheme" in judged(specs, other, "1.0.0")[0][1]
    wrong = load(specs), json.dumps(message(recall, "1.0.0") | {"body": [recall, recall]}).encode()
    assert "message.count" in [
        f.rule for v in records(wrong[1], "json", standard=wrong[0]) for f in v.findings
    ]
    for form in FORMS:
        assert judged(specs, recall, "1.0.0", form) == older
        assert judged(specs, recall | {"recall_no": "示例" * 99}, "1.0.0", form)[0] == (
            "invalid",
            ["record.schema"],
        )
        unknown = judged(specs, recall, "7.0.0", form)
        assert [(status, rules[0]) for status, rules in unknown] == [
            ("not checked", "message.version")
        ] * 2
    assert judged(specs, recall, "1.0.0", keys=[])[0][1][0] == "message.older"

    page = derived(load(specs), "bilingual")["changes.md"]
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## 2.0.0",
        "## 1.1.0",
        "## 1.0.0",
    ]
    assert "`recall`" in page
    assert "Changes since version 1.1.0" in changes_annex(specs)  # and not since itself
    history = History(load(specs))
    shown = history.section([Subject("record", "recall")], "en", "standard/records/recall.html")
    assert re.findall(r">(\d\.\d\.\d)<", shown) == ["2.0.0", "1.1.0"]
    assert "added" in shown
    assert "<code>O</code> → <code>M</code>" in shown
    same = history.section([Subject("record", "event")], "zh", "standard/records/event.html")
    assert "自首个版本 1.0.0 以来没有改动。" in same


def changes_annex(specs: Path) -> str:
    """What the document of a standard says of its changes."""
    document = standard_document(load(specs), "en")
    annex = next(section for section in document.sections if section.id == "changes")
    said = (plain(run) for block in blocks(annex) for run in runs(block))
    captions = (plain(block.caption) for block in blocks(annex) if isinstance(block, TableBlock))
    return "\n".join([*captions, *said])


def kept(folder: Path, version: str, rules: dict[str, dict[str, str]]) -> None:
    """A released version of which only the rules are kept."""
    (folder / version).mkdir(parents=True)
    (folder / version / "rules.json.gz").write_bytes(gzip.compress(json.dumps(rules).encode()))


def test_rule_ids_keep_their_meaning(tmp_path: Path) -> None:
    """An id that means something else is told, and one that was retired and came back; better words
    are not.
    """
    specs = tmp_path / "specs"
    shutil.copytree(Path(packaged_folder()) / "sources", specs / "sources")
    shutil.copy(Path(packaged_folder()) / "pack.yaml", specs)
    now = sentences()
    gone = {"zh": "这条规则早已停用", "en": "this rule was retired long ago"}
    kept(specs / "published", "0.1.0", {**now, "record.gone": gone})
    kept(specs / "published", "0.2.0", {**now})
    standard = load(specs)
    assert list(wrong_ids(standard)) == []
    better = now | {"record.missing": {"zh": "没有填写{name}", "en": "{name} is missing here"}}
    assert list(wrong_ids(standard, better)) == []
    other = now | {
        "record.missing": {"zh": "二维码太小", "en": "the QR symbol is printed too small"}
    }
    (finding,) = wrong_ids(standard, other)
    assert finding.text("en") == (
        "the rule record.missing does not mean what it meant in version 0.1.0; give it another id"
    )
    (finding,) = wrong_ids(standard, now | {"record.gone": gone})
    assert finding.text("zh") == "规则标识 record.gone 在 0.2.0 版已停用，不得再用"


def test_numbers() -> None:
    """A number has three parts without leading zeros; the first part that differs says what was
    raised.
    """
    assert [number(text) for text in ("1.2.3", "01.2.3", "1.2", "1.2.3-a", "１.2.3")] == [
        (1, 2, 3),
        *[None] * 4,
    ]
    assert [level((1, 2, 3), now) for now in ((2, 0, 0), (1, 3, 0), (1, 2, 4))] == [
        "major",
        "minor",
        "patch",
    ]
    assert [level((0, 2, 3), now) for now in ((0, 3, 0), (0, 2, 4))] == ["major", "patch"]
    assert [least((1, 2, 3), step) for step in STEPS] == [(2, 0, 0), (1, 3, 0), (1, 2, 4)]
    assert [least((0, 2, 3), step) for step in STEPS] == [(0, 3, 0), (0, 3, 0), (0, 2, 4)]
    assert Release((1, 2, 3), "x").version == "1.2.3"
