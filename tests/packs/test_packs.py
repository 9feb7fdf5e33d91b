"""Packs: layers over the packaged standard, from Python, on the command line, side by side, in
other processes.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import tracecode as tc
from tests.folders import write
from tracecode.cli import main
from tracecode.lint.blame import lint_all
from tracecode.lint.files import lint
from tracecode.publish.examples import minimal
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import load, unchecked

SEASIDE, INLAND = (Path(__file__).parent / name for name in ("seaside", "inland"))
CODE = "HB91120116000000019T2603120000019"


@pytest.fixture(scope="module")
def seaside() -> tc.Standard:
    """The packaged standard with one pack."""
    return tc.Standard.load(SEASIDE)


@pytest.fixture(scope="module")
def inland() -> tc.Standard:
    """The packaged standard with two packs."""
    return tc.Standard.load(SEASIDE, INLAND)


def kelp(standard: tc.Standard) -> dict[str, Any]:
    """A right record of an item that a pack adds."""
    layout = record_layout(standard.resolved, "production", "kelp")
    return minimal(layout, standard.resolved) | {"code_scheme": "seaside-code", "trace_code": CODE}


# --- what a pack can do ---------------------------------------------------------------------------


def test_a_pack_is_small() -> None:
    """A code that nests another, an item with three records and a label take at most sixty
    lines.
    """
    assert sum(len(path.read_text("utf-8").splitlines()) for path in SEASIDE.rglob("*.yaml")) <= 60


def test_codes_of_a_pack(seaside: tc.Standard) -> None:
    """A code of a pack is read, explained, built and judged by columns, and unknown to the packaged
    standard.
    """
    (match,) = seaside.identify(CODE)
    assert (match.scheme, match.certain) == ("seaside-code", True)
    code = seaside.parse(CODE)
    assert code.meanings("en")["party"] == "Unified social credit code"
    assert code.nested["party"].scheme == "uscc"
    built = seaside.scheme("seaside-code").build(
        party="91120116000000019T", made_on="260312", serial="000001"
    )
    assert built == code
    assert not seaside.is_valid(CODE[:-1] + "B", "seaside-code")
    assert seaside.kernel("seaside-code").check([CODE, CODE[:-1] + "B"]).valid.tolist() == [
        True,
        False,
    ]
    assert CODE in [repair.text for repair in seaside.suggest(CODE[:-1] + "B", "seaside-code")]
    assert not tc.identify(CODE)
    assert seaside.identify("91350100M000100Y43") == tc.identify("91350100M000100Y43")


def test_records_of_a_pack(seaside: tc.Standard) -> None:
    """Records of an item that a pack adds go through every form, typed; their schema takes what the
    library takes.
    """
    record = seaside.loads(json.dumps(kelp(seaside)))
    assert isinstance(record, tc.Record)
    for form in ("json", "xml", "csv", "xlsx"):
        back = seaside.loads(
            seaside.dumps([record] if form in ("csv", "xlsx") else record, form), form
        )
        assert back in (record, [record])
    (verdict,) = seaside.validate(json.dumps(kelp(seaside)).encode(), format="json")
    assert verdict.status == "valid"
    (verdict,) = seaside.validate(
        json.dumps(kelp(seaside) | {"trace_code": CODE[:-1] + "B"}).encode(), format="json"
    )
    assert [finding.rule for finding in verdict.findings] == ["code.check_character"]
    schema = Draft202012Validator(seaside.record_type("kelp", "production").json_schema())
    assert schema.is_valid(kelp(seaside))
    assert not schema.is_valid(kelp(seaside) | {"product_item": "kelpie"})
    (verdict,) = tc.validate(json.dumps(kelp(seaside)).encode(), format="json")
    assert verdict.status == "invalid"


def test_symbols_of_a_pack(tmp_path: Path) -> None:
    """A symbol of a pack's code is drawn by the pack's carrier rule, and what it lacks is cited
    from the pack.
    """
    folder = shutil.copytree(SEASIDE, tmp_path / "seaside")
    (folder / "sources").mkdir()
    write(folder, {"sources/seaside.yaml": """
        - id: seaside-rule
          number: HB 1-2026
          title: {zh: 海滨规则, en: Seaside rule}
          status: in-force
          evidence: confirmed
        """})  # fmt: skip
    path = folder / "schemes/seaside-code.yaml"
    carrier = (
        "    carrier:\n      symbologies: [qr]\n      content: '{code}'\n      min_area_cm2: '9'\n"
    )
    carrier += "      source: {ref: seaside-rule}\n      evidence: confirmed\n    length: 33\n"
    path.write_text(path.read_text("utf-8").replace("    length: 33\n", carrier), encoding="utf-8")
    symbol = tc.symbol_for(tc.Standard.load(folder).parse(CODE), module_mm=0.3)
    (finding,) = symbol.findings()
    assert (finding.rule, finding.source) == ("label.area", "HB 1-2026")


def test_lists_of_items_follow_from_the_items(seaside: tc.Standard) -> None:
    """The code lists of items have what a pack adds, without a line about it."""
    ids, numbers = (seaside.codelist(id).entries for id in ("product-item", "catalogue-item"))
    assert ("kelp", "海带") in [(entry.code, entry.name.zh) for entry in ids]
    assert "108" in [entry.code for entry in numbers]
    assert "kelp" not in [
        entry.code for entry in tc.Standard.packaged().codelist("product-item").entries
    ]


def test_a_pack_replaces_what_it_says(seaside: tc.Standard, inland: tc.Standard) -> None:
    """A list that the upper pack replaces is the new one there, and the old one below; both are
    used side by side.
    """
    codes = [
        [entry.code for entry in one.codelist("animal-sex").entries] for one in (seaside, inland)
    ]
    assert codes[1] == ["F", "M", "C"]
    assert (
        codes[0]
        == [entry.code for entry in tc.Standard.packaged().codelist("animal-sex").entries]
        != codes[1]
    )
    assert inland.parse(CODE).scheme == "seaside-code"


@pytest.mark.slow
def test_own_models_are_published(seaside: tc.Standard, tmp_path: Path) -> None:
    """The typed classes of a pack's records are written as a package that judges by the pack."""
    assert (
        main(["publish", "models", "--specs", str(SEASIDE), "--out", str(tmp_path / "kelp_models")])
        == 0
    )
    program = (
        "import json, sys; sys.path.insert(0, sys.argv[1]); from kelp_models.kelp import "
        "Production;"
        "print(Production.model_validate_json(sys.stdin.read()).trace_code)"
    )
    for change, code in (({}, 0), ({"trace_code": CODE[:-1] + "B"}, 1)):
        raw = json.dumps(kelp(seaside) | change)
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)],
            input=raw,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert (CODE in done.stdout) == (code == 0)


@pytest.mark.slow
def test_the_page_on_packs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The files of the page on packs do what it says, without a finding: one is like others, one
    replaces another.
    """
    page = (Path(__file__).parents[2] / "docs/packs.md").read_text("utf-8")
    blocks = re.findall(r"```yaml\n# (seaside/\S+)\n(.*?)```", page, re.DOTALL)
    folder = write(tmp_path, dict(blocks)) / "seaside"
    assert len(blocks) == 2
    code, text = run(capsys, "spec", "lint", str(folder), packs=())
    assert (code, text.splitlines()[-1].split(", ")[1]) == (0, "0 findings")
    standard = tc.Standard.load(folder)
    assert [entry.code for entry in standard.codelist("animal-sex").entries] == [
        "male",
        "female",
        "gelded",
    ]
    assert standard.product("imported-honey").number == "709"


# --- on the command line --------------------------------------------------------------------------


def run(
    capsys: pytest.CaptureFixture[str], *words: str, packs: tuple[Path, ...] = (SEASIDE,)
) -> tuple[int, str]:
    """The exit code of a command with packs, and what it printed."""
    code = main(
        [*words, *(word for pack in packs for word in ("--specs", str(pack))), "--lang", "en"]
    )
    out = capsys.readouterr()
    return code, out.out + out.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["identify", CODE], "certain"), (["parse", CODE], "Credit code"),
        (["spec", "list"], "seaside-code"),
        (["build", "seaside-code", "party=91120116000000019T", "made_on=260312", "serial=000001"], CODE),
        (["spec", "show", "kelp", "--kind", "product"], "Kelp"), (["labels"], "Label of kelp"),
        (["spec", "lint"], "0 findings"), (["labels", "kelp"], CODE),
        (["spec", "coverage"], "kelp"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else None,
)  # fmt: skip
def test_every_command_takes_packs(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Commands work with the packs that they are given."""
    code, text = run(capsys, *words)
    assert code == 0, text
    assert said in text


@pytest.mark.slow
def test_files_with_packs(
    capsys: pytest.CaptureFixture[str], seaside: tc.Standard, tmp_path: Path
) -> None:
    """Files are validated, converted and written with the packs that a command is given, and
    issuing works by them.
    """
    path = tmp_path / "kelp.json"
    path.write_text(json.dumps(kelp(seaside)), encoding="utf-8")
    assert run(capsys, "validate", str(path))[0] == 0
    assert main(["validate", str(path)]) == 1
    assert run(capsys, "convert", str(path), str(tmp_path / "kelp.xml"))[0] == 0
    assert b"kelp_production" in (tmp_path / "kelp.xml").read_bytes()
    assert run(capsys, "publish", "schemas", "--out", str(tmp_path / "schemas"))[0] == 0
    assert (tmp_path / "schemas/json-schema/kelp_production.json").exists()
    assert run(capsys, "publish", "docs", "--out", str(tmp_path / "docs"))[0] == 0
    assert "海滨追溯码" in (tmp_path / "docs/schemes/seaside-code.md").read_text("utf-8")
    assert run(capsys, "publish", "template", "kelp", str(tmp_path / "kelp.xlsx"))[0] == 0
    assert run(capsys, "qr", CODE, str(tmp_path / "kelp.svg"))[0] == 0
    ledger, out = f"sqlite:///{tmp_path / 'codes.db'}", tmp_path / "codes.txt"
    key = tmp_path / "key"
    assert main(["issue", "keygen", str(key)]) == 0
    issue = [
        "issue",
        "run",
        "seaside-code",
        "3",
        "party=91120116000000019T",
        "made_on=260312",
        "--purpose",
        "test",
    ]
    code, text = run(capsys, *issue, "--ledger", ledger, "--key-file", str(key), "--out", str(out))
    assert code == 0, text
    assert all(seaside.is_valid(line, "seaside-code") for line in out.read_text().split())


# --- threads and processes ------------------------------------------------------------------------


def test_two_packs_in_threads(seaside: tc.Standard, inland: tc.Standard) -> None:
    """Two standards are used by eight threads at once, each by its own rules."""

    def ask(number: int) -> tuple[bool, int]:
        standard = (seaside, inland, tc.Standard.packaged())[number % 3]
        return bool(standard.identify(CODE)), len(standard.codelist("animal-sex").entries)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(300)))
    few = len(tc.Standard.packaged().codelist("animal-sex").entries)
    assert [found[number::3] for number in range(3)] == [
        [(True, few)] * 100,
        [(True, 3)] * 100,
        [(False, few)] * 100,
    ]


def _parsed(asked: tuple[tc.Standard, str]) -> tuple[tc.Code, int]:
    standard, text = asked
    return standard.parse(text), len(standard.codelist("animal-sex").entries)


@pytest.mark.slow
def test_two_packs_in_a_pool_of_processes(seaside: tc.Standard, inland: tc.Standard) -> None:
    """Standards go to fresh workers, codes come back, and each is of the standard by which it was
    read.
    """
    asked = [((seaside, inland)[number % 2], CODE) for number in range(20)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_parsed, asked))
    for (standard, text), (code, entries) in zip(asked, found, strict=True):
        assert code == standard.parse(text)
        assert code.layout is standard.parse(text).layout
        assert entries == len(standard.codelist("animal-sex").entries)


# --- what can be wrong ----------------------------------------------------------------------------

LIST = """
    id: animal-sex
    name: {zh: 动物性别, en: Sex of animals}
    strict: true
    source: {ref: project}
    evidence: project
    entries: [{code: F, name: {zh: 雌, en: female}}]
    """
ODD = LIST.replace("animal-sex", "odd")
INDICATOR = """
    - id: odd_mark
      name: {zh: 标记, en: Odd mark}
      format: an1
      codelist: animal-sx
      definition: {zh: 甲乙丙, en: Which of the marks it is}
      source: {ref: project}
      evidence: project
    """
NESTED = """
    id: odd
    name: {{zh: 甲码, en: Odd code}}
    identifies: unit
    issued_by: {{kind: enterprise, name: {{zh: 生产者, en: Maker}}}}
    editions:
      - id: v1
        source: {{ref: project}}
        evidence: project
        length: {{min: 1, max: 20}}
        segments:
          - {{id: party, name: {{zh: 主体, en: Party}}, {}}}
        examples: {{valid: [], invalid: []}}
    """
CITED = "source: {ref: project}, evidence: project}"
PACK = "id: odd\nname: {zh: 甲, en: Odd}\nlanguage: 1\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "rule", "place", "said"),
    [
        ({"codelists/animal-sex.yaml": LIST}, "spec.layer_clash", ("codelists/animal-sex.yaml", 1), "overrides: true"),
        (
            {"codelists/odd.yaml": LIST.replace("id: animal-sex", "id: odd\n    overrides: true")},
            "spec.override_nothing", ("codelists/odd.yaml", 1), "no layer below",
        ),
        (
            {"alphabets.yaml": "- {id: digits, name: {zh: 甲, en: A}, chars: '[0-9]', " + CITED},
            "spec.layer_clash", ("alphabets.yaml", 1), "alphabet digits",
        ),
        ({"pack.yaml": PACK + "needs: [seaside]\n"}, "spec.layer_missing", ("pack.yaml", 4), "load that first"),
        ({"pack.yaml": PACK.replace("1", "0")}, "spec.language", ("pack.yaml", 3), "version 0"),
        ({"pack.yaml": PACK.replace("language: 1", "language: one")}, "spec.type", ("pack.yaml", 3), "12"),
        ({"pack.yaml": "id: [\n"}, "spec.yaml", ("pack.yaml", 2), "YAML"),
        ({"codelists/new.yaml": "id: new\n"}, "spec.missing_field", ("codelists/new.yaml", 1), "name"),
        ({"gs1/own.yaml": "[]"}, "spec.layer_gs1", ("gs1/own.yaml", 1), "the same for all"),
        ({"notes.txt": "x"}, "spec.no_files", (None, None), "no specification files"),
        (
            {"schemes/odd.yaml": NESTED.format("scheme: usc")}, "spec.reference", ("schemes/odd.yaml", 11),
            "scheme 'usc', which does not exist; did you mean uscc?",
        ),
        (
            {"schemes/odd.yaml": NESTED.format("chars: digits, length: 1, codelist: animal-sx")},
            "spec.reference", ("schemes/odd.yaml", 11),
            "codelist 'animal-sx', which does not exist; did you mean animal-sex?",
        ),
        (
            {"indicators/odd.yaml": INDICATOR}, "spec.reference", ("indicators/odd.yaml", 4),
            "codelist 'animal-sx', which does not exist; did you mean animal-sex?",
        ),
        (
            {"codelists/odd.yaml": ODD, "codelists/odd2.yaml": ODD}, "spec.duplicate_id", ("codelists/odd2.yaml", 1),
            "the id odd is already defined in odd/codelists/odd.yaml",
        ),
        ({"codelists/odd2.yaml": ODD}, "spec.id", ("codelists/odd2.yaml", 1), "expected odd2"),
        (
            {"alphabets.yaml": "- {id: odd, name: {zh: 甲, en: A}, chars: '[0-9]', " + CITED
             + "\n- {id: odd, name: {zh: 乙, en: B}, chars: '[0-8]', " + CITED},
            "spec.duplicate_id", ("alphabets.yaml", 2), "already defined in odd/alphabets.yaml",
        ),
    ],
    ids=[
        "clash", "nothing", "list", "missing", "language", "type", "yaml", "field", "gs1", "empty",
        "scheme", "codelist", "element", "twice", "named", "listed twice",
    ],
)  # fmt: skip
def test_what_is_wrong_has_file_line_and_remedy(
    files: dict[str, str],
    rule: str,
    place: tuple[str | None, int | None],
    said: str,
    tmp_path: Path,
) -> None:
    """A pack that does not fit is refused with file, line and remedy; the packaged standard still
    loads.
    """
    folder = write(tmp_path / "odd", files)
    with pytest.raises(tc.SpecError) as caught:
        tc.Standard.load(folder)
    finding = caught.value.findings[0]
    file, line = place
    assert (finding.rule, finding.path, finding.line) == (
        rule,
        f"odd/{file}" if file else "odd",
        line,
    )
    assert said in finding.text("en")
    assert finding.text("zh") != finding.text("en")
    assert main(["parse", CODE, "--specs", str(folder)]) != 0
    assert main(["spec", "lint", str(folder)]) != 0
    assert tc.Standard.load(SEASIDE).parse(CODE)


@pytest.mark.slow
def test_a_loosened_rule_needs_a_reason(tmp_path: Path) -> None:
    """A pack that allows what a confirmed rule does not says why; one that allows less need not."""
    old = tc.Standard.packaged().resolved.layers[0].path("schemes/vin.yaml")
    text = Path(old).read_text("utf-8").replace("id: vin\n", "id: vin\noverrides: true\n", 1)
    changed = {"wider": text.replace('chars: "[0-9X]"', 'chars: "[0-9XY]"', 1), "same": text}
    assert changed["wider"] != text
    for name, one in changed.items():
        folder = write(tmp_path / name, {"schemes/vin.yaml": one})
        found = [finding for finding in lint(unchecked(folder)) if finding.rule == "spec.loosened"]
        assert [finding.path for finding in found] == (
            [f"{name}/schemes/vin.yaml"] if name == "wider" else []
        ), name
    write(
        tmp_path / "wider",
        {"schemes/vin.yaml": changed["wider"] + "reason: {zh: 试验, en: A test}\n"},
    )
    assert not [
        finding
        for finding in lint(unchecked(tmp_path / "wider"))
        if finding.rule == "spec.loosened"
    ]


def test_packs_that_need_each_other(tmp_path: Path) -> None:
    """Two packs of which each needs the other are loaded in no order; each error names the pack
    that is missing.
    """
    first = write(
        tmp_path / "first", {"pack.yaml": PACK.replace("odd", "first") + "needs: [second]\n"}
    )
    second = write(
        tmp_path / "second", {"pack.yaml": PACK.replace("odd", "second") + "needs: [first]\n"}
    )
    for packs, missing in (((first, second), "second"), ((second, first), "first")):
        with pytest.raises(tc.SpecError, match=f"the pack {missing}, which it needs"):
            tc.Standard.load(*packs)


def test_what_lies_below_is_not_what_lies_above(tmp_path: Path) -> None:
    """A pack that is loaded before what it needs is told what lies below it, and one of an id that
    is there, where.
    """
    upper = write(tmp_path / "upper", {"pack.yaml": PACK + "needs: [seaside]\n"})
    with pytest.raises(tc.SpecError) as caught:
        tc.Standard.load(upper, SEASIDE)
    assert "the layers below (tracecode);" in caught.value.findings[0].text("en")
    assert tc.Standard.load(SEASIDE, upper)
    for again in (
        SEASIDE,
        write(tmp_path / "again", {"pack.yaml": PACK.replace("odd", "seaside")}),
    ):
        with pytest.raises(tc.SpecError) as caught:
            tc.Standard.load(SEASIDE, again)
        (finding,) = caught.value.findings
        assert (finding.rule, finding.path, finding.line) == (
            "spec.layer_twice",
            f"{again.name}/pack.yaml",
            1,
        )


@pytest.mark.slow
def test_a_circle_of_codes_has_file_and_line(tmp_path: Path) -> None:
    """A scheme that holds itself is refused at the segment, by whatever reads it, and once by
    lint.
    """
    folder = shutil.copytree(SEASIDE, tmp_path / "seaside")
    path = folder / "schemes/seaside-code.yaml"
    path.write_text(
        path.read_text("utf-8").replace("scheme: uscc", "scheme: seaside-code"), encoding="utf-8"
    )
    line = next(
        at
        for at, text in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "scheme: seaside-code" in text
    )
    with pytest.raises(tc.SpecError) as caught:
        tc.Standard.load(folder).parse(CODE)
    for findings in (caught.value.findings, lint(unchecked(folder))):
        assert [(finding.path, finding.line) for finding in findings] == [
            ("seaside/schemes/seaside-code.yaml", line)
        ]
        assert "in place of scheme" in findings[0].text("en")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({"labels/odd.yaml": "id: odd\n  bad: ["}, "spec.yaml"),
        ({"odd/odd.yaml": "id: odd\n"}, "spec.misplaced"),
        ({"codelists/odd.yaml": LIST.replace("animal-sex", "odd\n    overrides: true")}, "spec.override_nothing"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_one_fault_is_one_finding(files: dict[str, str], rule: str, tmp_path: Path) -> None:
    """What is wrong in one file of a pack is not found again in the files of the packaged
    standard.
    """
    assert [finding.rule for finding in lint(unchecked(write(tmp_path / "odd", files)))] == [rule]


@pytest.mark.slow
def test_a_replaced_list_needs_no_new_element() -> None:
    """Elements of the layers below have examples of the list that replaced theirs, and lint finds
    nothing.
    """
    assert lint(unchecked(SEASIDE, INLAND)) == []
    below, above = (load(*packs) for packs in ((SEASIDE,), (SEASIDE, INLAND)))
    element = next(
        element
        for id in below.ids("indicator")
        if (element := below.indicator(id)).codelist == "animal-sex"
    )
    assert (element.example, above.indicator(element.id).example) == ("female", "F")


@pytest.mark.slow
def test_codes_that_are_always_in_doubt_need_no_further_example(tmp_path: Path) -> None:
    """A right code of a layout that warns of each of its codes shows the warning, so lint asks for
    no other.
    """
    folder = shutil.copytree(SEASIDE, tmp_path / "seaside")
    path = folder / "schemes/seaside-code.yaml"
    text = path.read_text("utf-8").replace(
        "    length: 33\n", "    length: 33\n    warn: {zh: 存疑, en: In doubt}\n", 1
    )
    assert "warn" in text
    path.write_text(text, encoding="utf-8")
    assert lint_all(unchecked(folder)) == []
    assert [
        finding.rule for finding in tc.Standard.load(folder).parse(CODE, "seaside-code").findings
    ] == ["code.unverified_layout"]


def test_a_whole_standard_above_another(tmp_path: Path) -> None:
    """A standard of its own lies below nothing else: by itself it loads alone, above another it is
    refused.
    """
    whole = write(
        tmp_path / "whole", {"pack.yaml": PACK + "whole: true\n", "codelists/animal-sex.yaml": LIST}
    )
    assert load(whole).ids("scheme") == ()
    with pytest.raises(tc.SpecError, match="can only be the lowest layer"):
        tc.Standard.load(SEASIDE, whole)


@pytest.mark.parametrize("name", ["nowhere", "./nowhere", "/nowhere/at/all"])
def test_no_such_pack(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is neither a folder nor an installed pack is said, without a traceback on the
    command line.
    """
    with pytest.raises(tc.UnknownId, match="nowhere"):
        tc.Standard.load(name)
    assert main(["parse", CODE, "--specs", name]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["citi", "./citi/", "packs/citi"])
def test_a_folder_that_was_nearly_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the folders beside one that is not there those of like names are proposed, no others."""
    for folder in ("city", "docs", "packs/city", "packs/other"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "citi.txt").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tc.UnknownId) as caught:
        tc.Standard.load(name)
    near = "packs/city" if name.startswith("packs") else "city"
    assert caught.value.near == (near,)
    assert f"did you mean {near}?" in str(caught.value)
    assert f"是否为 {near}？" in str(caught.value)


@pytest.mark.slow
def test_a_broken_compiled_copy(tmp_path: Path) -> None:
    """A pack whose compiled copy is broken is read from its YAML files; lint says what to do."""
    folder = shutil.copytree(SEASIDE, tmp_path / "seaside")
    write(folder, {"meta/catalog.json": '{\n"schemes/seaside-code.yaml":[\n}\n'})
    assert tc.Standard.load(folder).parse(CODE).scheme == "seaside-code"
    (finding,) = lint(unchecked(folder))
    assert (finding.rule, finding.path, finding.line) == (
        "spec.derived",
        "seaside/meta/catalog.json",
        1,
    )
    assert main(["spec", "compile", str(folder)]) == 0
    assert lint(unchecked(folder)) == []
    assert tc.Standard.load(folder).parse(CODE).scheme == "seaside-code"


def test_an_installed_pack(tmp_path: Path) -> None:
    """A pack that a distribution brings is found by its name, without running its package."""
    package = tmp_path / "site/seaside_pack"
    shutil.copytree(SEASIDE, package)
    (package / "__init__.py").write_text("raise SystemExit('the package was run')\n")
    info = tmp_path / "site/seaside_pack-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: seaside-pack\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[tracecode.packs]\nseaside = seaside_pack\n")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import tracecode as tc;"
        "print(tc.Standard.load('seaside').parse(sys.argv[2]).scheme)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "site"), CODE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "seaside-code", done.stderr


# --- a pack says things once ----------------------------------------------------------------------

SHORT = {
    "pack.yaml": "id: short\nname: {zh: 简写规范包, en: Short pack}\nlanguage: 1\n",
    "schemes/short-code.yaml": """
        id: short-code
        name: {zh: 简写码, en: Short code}
        identifies: unit
        issued_by: {kind: enterprise, name: {zh: 生产者, en: Maker}}
        defaults: {source: {ref: project}, evidence: project}
        editions:
          - id: v1
            valid_to: 2026-12-31
            forms:
              - id: party
                name: {zh: 单位, en: Organisation}
                length: 24
                segments:
                  - {id: prefix, name: {zh: 前缀, en: Prefix}, literal: SC, role: prefix}
                  - {id: party, name: {zh: 信用代码, en: Credit code}, scheme: uscc, role: party}
                  - {id: serial, name: {zh: 序号, en: Serial}, chars: digits, length: 4, role: serial}
              - id: operator
                name: {zh: 经营者, en: Operator}
                like: party
                replace:
                  party:
                    - {id: operator, name: {zh: 经营者, en: Operator}, scheme: mofcom-operator, role: party}
                length: 19
                warn: {zh: 经营者代码尚未核实, en: Operator codes are not verified yet}
            examples:
              valid:
                - {code: SC91120116000000019T0001, origin: derived, form: party}
                - {code: SC12010400100230001, origin: derived, form: operator}
              invalid:
                - {code: SC91120116000000019A0001, finding: code.check_character, form: party}
                - {code: SC12010400100230002, finding: code.unverified_layout, severity: warning, form: operator}
          - id: v2
            valid_from: 2027-01-01
            like: v1.party
            examples:
              valid: [{code: SC91120116000000019T0001, origin: derived}]
              invalid: [{code: SX91120116000000019T0001, finding: code.literal}]
        """,
    "products/import/imported-honey.yaml": """
        id: imported-honey
        number: "709"
        like: import
        without: [cross-border-order, food-recall]
        name: {zh: 进口蜂蜜, en: Imported honey}
        codes:
          unit: [short-code]
        defaults: {source: {ref: project}, evidence: project}
        records:
          - id: import-origin
            indicators: [{use: tea_garden, obligation: O}]
          - disposal
          - recall
        """,
}


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that says things once."""
    return write(tmp_path_factory.mktemp("packs") / "short", SHORT)


@pytest.mark.slow
def test_a_pack_says_things_once(short: Path) -> None:
    """It is like layouts of its own and like the packaged category, and nests packaged codes
    without their lengths.
    """
    from tracecode.lint.blame import lint_all

    assert [finding.line_text() for finding in lint_all(unchecked(short))] == []
    standard = tc.Standard.load(short)
    scheme = standard.resolved.scheme("short-code")
    party, operator, later = (*scheme.editions[0].layouts, *scheme.editions[1].layouts)
    assert [(one.id, one.chars, one.length) for one in party.segments[1:2]] == [
        ("party", "uscc-31", 18)
    ]
    assert [one.id for one in operator.segments] == ["prefix", "operator", "serial"]
    assert [one.id for one in later.segments] == [one.id for one in party.segments]
    assert standard.is_valid("SC12010400100230001", "short-code")
    _, (doubt,) = standard.scheme("short-code").read("SC12010400100230001")
    assert (doubt.rule, doubt.text("zh")) == (
        "code.unverified_layout",
        "代码结构存疑：经营者代码尚未核实",
    )
    records = [one.id for one in standard.resolved.product("imported-honey").records]
    shared = [one.id for one in standard.resolved.product("imported-tea").records]
    assert records == [id for id in shared[:-1] if id not in ("cross-border-order", "food-recall")] + [
        "recall", "complaint",
    ]  # fmt: skip
    assert (
        not record_layout(standard.resolved, "import-origin", "imported-honey")
        .element("tea_garden")
        .required
    )


def test_a_category_of_a_pack_counts_for_all_its_items(short: Path, tmp_path: Path) -> None:
    """A layer that replaces what items share changes each item that is like it, also those of
    layers below.
    """
    written = (Path(__file__).parents[2] / "specs/products/import.yaml").read_text("utf-8")
    changed = written.replace("id: import\n", "id: import\noverrides: true\n").replace(
        "  - complaint\n", ""
    )
    above = write(tmp_path / "above", {"products/import.yaml": changed})
    standard = load(short, above)
    for item in ("imported-honey", "imported-tea"):
        assert "complaint" not in [one.id for one in standard.product(item).records]
    assert "complaint" in [one.id for one in load(short).product("imported-tea").records]


def test_rewriting_is_no_change(
    capsys: pytest.CaptureFixture[str], short: Path, tmp_path: Path
) -> None:
    """`spec diff` compares what files mean, however they are written; `spec show` prints it in
    full.
    """
    standard = load(short)
    full = standard.data("scheme", "short-code")
    text = json.dumps(full, ensure_ascii=False)
    item = json.dumps(standard.data("product", "imported-honey"), ensure_ascii=False)
    files = {path: SHORT[path] for path in SHORT if path == "pack.yaml"}
    files |= {"schemes/short-code.yaml": text, "products/import/imported-honey.yaml": item}
    long = write(tmp_path / "short", files)
    assert main(["spec", "diff", str(short), str(long), "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 changes")
    assert (
        main(
            [
                "spec",
                "show",
                "imported-honey",
                "--kind",
                "product",
                "--specs",
                str(short),
                "--format",
                "json",
            ]
        )
        == 0
    )
    shown = json.loads(capsys.readouterr().out)
    assert {"id": "food-dealer-purchase", "core": "food-dealer-purchase"} in shown["records"]
    assert (shown["category"], "like" in shown) == ("import", False)
