# tables of cases: one case a line
"""A pack whose every text is hostile is loaded, published and printed, and its texts stay texts.

Once as lint lets it pass, and once with a compiled copy in which stands what lint refuses.
"""

from __future__ import annotations

import ast
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from lxml import etree, html
from lxml.isoschematron import Schematron  # type: ignore[import-not-found]
from markdown_it import MarkdownIt

import tracecode as tc
from tests.folders import alone
from tests.hostile_pack import CANARY, NAME, SPITES, UNSEEN, files, forge, pack, texts
from tests.labels.made_fonts import make_font
from tracecode import escape
from tracecode.cli import main
from tracecode.cli.definition import as_data, print_definition
from tracecode.cli.screen import Screen, screens
from tracecode.cli.show import columns
from tracecode.lint.files import lint
from tracecode.publish import (
    conformance,
    documents,
    json_schema,
    models,
    samples,
    schemas,
    schematron,
    template,
    xsd,
)
from tracecode.publish.program import program_text
from tracecode.records import sheet_titles, xml_form
from tracecode.records.model import Record
from tracecode.records.models import model_of
from tracecode.spec.file_kinds import KINDS
from tracecode.standard.elements import RecordLayout
from tracecode.standard.record_layout import layouts
from tracecode.standard.resolved import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u202e\u2066\u3164\ufeff\ufffe]")
"""What no output may hold bare."""
SPACES = re.compile(r"\s+")


@pytest.fixture(scope="module", params=["clean", "forged"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pack."""
    folder = pack(tmp_path_factory.mktemp("hostile"))
    if request.param == "forged":
        forge(folder)
    return folder


@pytest.fixture
def standard(home: Path) -> Iterator[Resolved]:
    """The pack; afterwards no text of it was carried out."""
    yield alone(home)
    assert not hasattr(sys, CANARY)


def types(standard: Resolved) -> list[RecordLayout]:
    """The record types of the pack."""
    return list(layouts(standard))


def words(standard: Resolved) -> list[str]:
    """Every text for people that the pack says, as a program reads it."""
    return texts(
        [
            layer.plain(path, kind)
            for kind in KINDS.values()
            for layer, path in standard.files(kind.id)
        ]
    )


def squeezed(text: str) -> str:
    """A text without blanks, since lines are broken anywhere."""
    return SPACES.sub("", text)


def test_the_clean_pack_passes_lint(tmp_path: Path) -> None:
    """Everything in the pack is allowed: that it is harmless is due to what writes it out."""
    assert [finding.line_text() for finding in lint(alone(pack(tmp_path)))] == []
    said = texts(list(files().values()))
    assert all(any(spite in text for text in said) for spite in SPITES)
    assert len(set(said)) > 150


def test_a_forged_copy_is_reported(tmp_path: Path) -> None:
    """Lint says that the compiled copy does not say what the files say, also where their checksums
    agree.
    """
    folder = pack(tmp_path)
    forge(folder)
    found = [finding for finding in lint(alone(folder)) if finding.rule == "spec.derived"]
    assert {finding.path for finding in found} == {f"{NAME}/meta/catalog.json"}


def test_typed_classes(standard: Resolved) -> None:
    """Classes are made, with the texts as they are, and judge."""
    for layout in types(standard):
        model = model_of(layout, standard)
        assert squeezed(layout.name.zh) in squeezed(model.__doc__ or "")
        small = samples.samples(layout, standard)[1].data
        record = model.model_validate(small)
        assert record.plain() == small
        assert isinstance(record, Record)
        assert tc.Standard(standard).loads(json.dumps(small, ensure_ascii=False)) == record
        assert (
            tc.Standard(standard).loads(tc.Standard(standard).dumps(record, "xml"), "xml") == record
        )
        assert tc.Standard(standard).loads(tc.Standard(standard).dumps([record], "csv"), "csv") == [
            record
        ]
        assert tc.Standard(standard).loads(
            tc.Standard(standard).dumps([record], "xlsx"), "xlsx"
        ) == [record]


def test_modules(standard: Resolved, home: Path, tmp_path: Path) -> None:
    """Published modules are Python that holds the texts, and nothing of them runs when they are
    imported.
    """
    package = tmp_path / "mine"
    package.mkdir()
    made = models.derived(standard, "mine", [os.path.relpath(home, package)])
    found: list[str] = []
    for name, source in made.items():
        assert not ODD.search(source)
        tree = ast.parse(source)
        calls = [
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert not {"setattr", "__import__"} & set(calls)
        found += [str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(source, encoding="utf-8")
    said = squeezed("".join(found))
    for layout in types(standard):
        assert squeezed(layout.name.zh) in said
        assert all(squeezed(field.name.en) in said for field in layout.elements)
    assert {entry.code for entry in standard.codelist("mood").entries} <= set(found)
    code = f"""
import sys, importlib
classes = 0
for name in {[name.removesuffix(".py").replace("/", ".") for name in made]}:
    name = f"mine.{{name}}".removesuffix(".__init__")
    module = importlib.import_module(name)
    for each in vars(module).values():
        if isinstance(each, type) and each.__module__ == name.rpartition(".")[0]:
            each.model_rebuild()
            classes += 1
assert classes
print(hasattr(sys, {CANARY!r}))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, check=True, cwd=tmp_path
    )
    assert done.stdout == b"False\n"


def test_schemas(standard: Resolved) -> None:
    """JSON is JSON, XML is well-formed and both hold the texts; XSD and Schematron are what their
    processors take.
    """
    made = schemas.derived(standard)
    for name, text in made.items():
        assert not ODD.search(text) or name.endswith(".json"), name
        if name.endswith(".json"):
            json.loads(text)
    root = etree.fromstring(made["xsd/tracecode.xsd"].encode())
    said = {each.text for each in root.iter("{*}documentation")}
    for layout in types(standard):
        assert (
            "".join(
                escape.code_point(c) if c in "\x00\x08\x1b\ufffe" else c for c in layout.name.zh
            )
            in said
        )
        etree.XMLSchema(etree.fromstring(xsd.schema(standard, layout).encode()))
        judge = Schematron(etree.fromstring(schematron.schema(standard, layout).encode()))
        for sample in samples.samples(layout, standard)[:2]:
            assert judge.validate(etree.fromstring(xml_form.dump(sample.data, standard)))
        whole: Any = json_schema.schema(layout, standard)
        assert whole["x-name"] == {"zh": layout.name.zh, "en": layout.name.en}


def test_the_rule_program_and_its_proof(standard: Resolved) -> None:
    """They are JSON that hides nothing: a line is a line for whoever splits them, and no screen is
    steered.
    """
    program = program_text(standard)
    proof = conformance.derived(standard)["conformance.ndjson"]
    assert not ODD.search(program)
    assert not ODD.search(proof)
    assert json.loads(program)["schemes"]["thing"]["name"]["zh"] in words(standard)
    assert proof.splitlines() == proof.split("\n")[:-1]
    assert all(json.loads(line)["scheme"] for line in proof.splitlines())


def test_a_condition_on_a_value_with_both_quotation_marks(standard: Resolved) -> None:
    """In Schematron a value is compared as it is, whatever marks it has."""
    (layout,) = [layout for layout in types(standard) if layout.id == "flour_production"]
    judge = Schematron(etree.fromstring(schematron.schema(standard, layout).encode()))
    moods = [entry.code for entry in standard.codelist("mood").entries]
    assert any("'" in mood and '"' in mood for mood in moods[:3])
    small = samples.samples(layout, standard)[0].data
    for at, mood in enumerate(moods):
        record = xml_form.dump({**small, "mood": mood}, standard)
        assert judge.validate(etree.fromstring(record)) is (at >= 3), mood


def test_pages(standard: Resolved) -> None:
    """Rendered with raw HTML allowed, the pages show the texts, and have no element, link or
    picture of theirs.
    """
    render = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render
    found = []
    for path, page in documents.derived(standard, "bilingual").items():
        assert not ODD.search(page)
        assert re.fullmatch(r"[a-z0-9_-]+(/[a-z0-9_-]+)?\.md", path)
        tree = html.fromstring(f"<div>{render(page.removeprefix('---'))}</div>")
        for each in tree.iter():
            assert each.tag in ALLOWED, (path, each.tag)
            assert set(each.attrib) <= {"href", "id"}, (path, each.attrib)
            assert re.fullmatch(r"[a-z0-9_./-]*(#[a-z0-9_-]+)?", each.get("href", "")), (
                path,
                each.get("href"),
            )
            assert re.fullmatch("[a-z0-9_-]*", each.get("id", ""))
        found.append("".join(map(str, tree.itertext())))
    said = squeezed("".join(found))
    names = [layout.name for layout in types(standard)]
    names += [standard.indicator(id).name for id in standard.ids("indicator")]
    for name in names:
        assert squeezed(escape.terminal(name.zh.strip(), "\r")) in said
        assert squeezed(escape.terminal(name.en.strip(), "\r")) in said
    assert all(squeezed(entry.code) in said for entry in standard.codelist("weather").entries)


ALLOWED = {
    "a", "br", "code", "div", "h1", "h2", "h3", "h4", "hr", "li", "p", "table", "tbody", "td", "th",
    "thead", "tr", "ul",
}  # fmt: skip


def test_samples(standard: Resolved) -> None:
    """The samples are JSON and XML with one line a record."""
    for name, text in samples.derived(standard, ("json", "xml")).items():
        if name.endswith(".xml"):
            etree.fromstring(text.encode())
        else:
            assert all(
                isinstance(json.loads(line), dict) for line in text.removesuffix("\n").split("\n")
            )


def test_template(standard: Resolved, tmp_path: Path) -> None:
    """The workbook has no formula, and shows the names; every sheet is found again by its title."""
    path = tmp_path / "form.xlsx"
    template.template(types(standard), standard, path)
    book = openpyxl.load_workbook(path)
    cells = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert {cell.data_type for cell in cells} == {"s"}
    shown = [escape.from_excel(str(cell.value)) for cell in cells]
    assert any(text.startswith("=cmd|") for text in map(stripped, shown))
    for layout in types(standard):
        assert sheet_titles.own_title(layout, standard) in book.sheetnames
        for field in layout.elements:
            if field.group is None and field.id not in ("record_type", "product_item"):
                assert field.name.zh in shown


def stripped(text: str) -> str:
    """A text without the hidden character before it."""
    return text.removeprefix(text[:1]) if escape.hidden(text[:1] or " ") else text


def test_screen(standard: Resolved, capsys: pytest.CaptureFixture[str]) -> None:
    """Definitions and lists are printed with their texts, and without anything that a terminal
    obeys.
    """
    with screens():
        for kind in KINDS:
            for id in standard.ids(kind):
                print_definition(standard.thing(kind, id), standard, "zh")
                data = as_data(standard.thing(kind, id))
                sys.stdout.write(escape.json(json.dumps(data, ensure_ascii=False)))
            rows = [
                (id, str(getattr(standard.thing(kind, id), "name", "")))
                for id in standard.ids(kind)
            ]
            sys.stdout.write(columns(rows or [("", "")], indent=""))
        sys.stdout.writelines(
            [standard.name, repr(standard), *(finding.line_text() for finding in lint(standard))]
        )
    out = capsys.readouterr().out
    assert not ODD.search(out)
    for thing in map(standard.indicator, standard.ids("indicator")):
        assert escape.terminal(thing.name.zh) in out


def test_the_command(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`publish` writes files with plain names inside the folder that was named, and nowhere else;
    `spec lint` prints.
    """
    out = tmp_path / "out"
    out.mkdir()
    for what in ("models", "schemas", "docs", "samples"):
        assert main(["publish", what, "--specs", str(home), "--out", str(out / what)]) == 0
    main(["spec", "lint", str(home)])
    for path in out.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", str(path.relative_to(out)))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    written = capsys.readouterr()
    assert not ODD.search(written.out + written.err)
    assert not hasattr(sys, CANARY)


# --- labels ---------------------------------------------------------------------------------------

TEMPLATE = """\
id: spiteful
name: {{zh: {name}, en: {name}}}
size: 300 300
fields:
  - {{id: code, name: {{zh: 追溯码, en: Trace code}}, example: TJ1403191120116000000019T2603127K2M9QX4V}}
  - {{id: maker, name: {{zh: 生产者, en: Maker}}, example: {example}}}
symbol: {{box: 1.5 3 19 19, scheme: tj-trace, code: "{{code}}"}}
texts:
  - {{text: {text}, box: 22 3 270 270, size: "6"}}
  - {{text: "{{maker}}", box: 22 280 270 15, size: "6"}}
source: {{ref: project}}
evidence: project
"""


@pytest.mark.slow
@pytest.mark.parametrize("spite", SPITES)
def test_labels(spite: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text on a label is shown as it is: no tag of SVG, no order to a printer, no field that was
    not one before.
    """
    bare = re.sub("[{}]", "", spite)  # around fields only, as lint sees to it
    filled = TEMPLATE.format(
        name=json.dumps(spite), text=json.dumps(bare), example=json.dumps(f"{spite} {{code}}")
    )
    path = tmp_path / "spiteful.yaml"
    path.write_text(filled, encoding="utf-8")
    font = make_font(tmp_path / "made.ttf", "".join(map(chr, range(0x20, 0x7F))) + "＝追溯码生产者")
    label = tc.label(path, font)
    svg = etree.fromstring(label.svg(label.sample).encode())
    said = [text for each in svg.iter("{*}g") if (text := each.get("aria-label")) is not None]
    assert squeezed(bare) + squeezed(spite) + "{code}" == squeezed("".join(said))
    assert {etree.QName(each).localname for each in svg.iter()} <= {
        "svg",
        "path",
        "g",
        "use",
        "defs",
    }
    label.write([label.sample], tmp_path / "a.zpl")
    zpl = (tmp_path / "a.zpl").read_text("utf-8")
    assert (zpl.count("^XA"), zpl.count("^XZ"), zpl.count("~")) == (1, 1, 0)
    label.write([label.sample], tmp_path / "a.pdf")
    assert main(["labels", str(path), "--font", str(font)]) == 0
    row = capsys.readouterr().out.splitlines()[1]
    assert not re.match(r"[^,]*,\"?[=+\-@＝]", row)
    symbol = tc.qr(spite)
    assert symbol.text == spite
    assert {
        etree.QName(each).localname for each in etree.fromstring(symbol.svg().encode()).iter()
    } == {"svg", "path"}


# --- what lint refuses ----------------------------------------------------------------------------

PLACES = (
    ("indicators/basic.yaml", ("zh: 追溯码", 'zh: "追{}溯码"')),
    ("indicators/basic.yaml", ("en: Code of the unit", 'en: "Code of{} the unit"')),
    ("codelists/colour.yaml", ("en: green", 'en: "gr{}een"')),
    ("codelists/colour.yaml", ('code: "02"', 'code: "0{}2"')),
    ("sources/test.yaml", ("zh: 另一规则", 'zh: "另{}一规则"')),
    ("products/food/flour.yaml", ("authorities: [某局]", 'authorities: ["某{}局"]')),
    (
        "interfaces/submit.yaml",
        ("path: /records/{product_item}", 'path: "/records/{}{{product_item}}"'),
    ),
    ("schemes/thing.yaml", ("zh: 生产者", 'zh: "生{}产者"')),
)


@pytest.mark.slow
@pytest.mark.parametrize("char", [*UNSEEN, "\x9b", "\u0378", "\ue000", "\u200d", "\U000e0041"])
@pytest.mark.parametrize(("path", "change"), PLACES, ids=lambda value: str(value)[:40])
def test_what_cannot_be_seen_is_refused(
    char: str, path: str, change: tuple[str, str], tmp_path: Path
) -> None:
    """A hidden character in a text, written as an escape, is a finding with its file and line, and
    the file is not read.
    """
    from tests.folders import write
    from tests.lint.test_files import COMPLETE

    old, new = change
    odd = char[0]
    before = COMPLETE[path]
    assert old in before
    written = f"\\U{ord(odd):08x}"
    text = before.replace(
        old,
        new.replace("{{", "\x01").replace("{}", written).replace("\x01", "{").replace("}}", "}"),
        1,
    )
    standard = alone(write(tmp_path / "specs", {**COMPLETE, path: text}))
    found = [finding for finding in lint(standard) if finding.rule == "spec.hidden"]
    line = text.count("\n", 0, text.index(written)) + 1
    assert [(finding.path, finding.line) for finding in found] == [(f"specs/{path}", line)]
    assert f"U+{ord(odd):04X}" in found[0].text("zh")
    (kind,) = [kind for kind in KINDS.values() if kind.holds(path)]
    with pytest.raises(tc.SpecError, match="a control or invisible character"):
        standard.layers[0].plain(path, kind)


def test_the_screen_behind_a_command_is_given_back() -> None:
    """After a command the streams are those of before, also after wrong use."""
    before = sys.stdout, sys.stderr
    with pytest.raises(SystemExit):
        main(["parse"])
    assert (sys.stdout, sys.stderr) == before
    out = io.StringIO()
    screen = Screen(out, "<out>")
    screen.writelines(["a\x1b[2J\n", "b\tc\r\n", "d\r"])
    assert out.getvalue() == "a<U+001B>[2J\nb\tc\r\nd<U+000D>"
    assert screen.isatty() is False
