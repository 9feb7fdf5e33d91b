"""Faults of number 6: text of a specification that is executed, obeyed or written where it does not
belong.

Each function gives a sentence where its fault shows, and None where it does not. They use only what
d7076d4 has.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.faults import both

NEW = [
    "[6] escape.typst and escape.sql: one function each, for writers that are still to come",
    "[6] cli.screen: what the command prints is shown and never obeyed, whoever prints it",
]

CANARY = "tracecode_fault_canary"
CALL = f'"""+setattr(__import__("sys"), "{CANARY}", 1)+"""'
CITED = {"source": {"ref": "book"}, "evidence": "single"}


def _named(zh: str, en: str | None = None) -> dict[str, str]:
    return {"zh": zh, "en": en or zh}


def _list(id: str, *codes: str) -> dict[str, Any]:
    entries = [{"code": code, "name": _named(f"{id}·{code}")} for code in codes]
    return {"id": id, "name": _named(id), "strict": True, **CITED, "entries": entries}


def _element(id: str, example: str = "a", **more: Any) -> dict[str, Any]:
    kind = {} if "group" in more else {"format": "an..99", "example": example}
    return {"id": id, "name": _named(id), "definition": _named(id), **kind, **CITED, **more}


def _standard() -> dict[str, Any]:
    """A small standard without fault, as plain data by file."""
    use = [{"use": id, "obligation": "O"} for id in ("title", "mood", "maker")]
    first = [{"use": "record_type", "obligation": "M"}, {"use": "product_item", "obligation": "M"}]
    return {
        "sources/all.yaml": [
            {"id": "book", "title": _named("规则", "Rules"), "status": "unknown", "evidence": "single"},
        ],
        "codelists/category.yaml": _list("category", "food"),
        "codelists/stage.yaml": _list("stage", "production"),
        "codelists/product-item.yaml": _list("product-item", "bread"),
        "codelists/catalogue-item.yaml": _list("catalogue-item", "201"),
        "codelists/mood.yaml": _list("mood", "good", "bad"),
        "indicators/all.yaml": [
            _element("record_type", "baking"), _element("product_item", "bread"), _element("title"),
            _element("mood", "good", codelist="mood"), _element("maker", group="party"),
            _element("phone"),
        ],
        "groups/all.yaml": [{
            "id": "party", "name": _named("主体", "Party"),
            "definition": _named("参与者", "Who takes part"),
            "indicators": [{"use": "phone", "obligation": "O"}], **CITED,
        }],
        "records/baking.yaml": {"id": "baking", "name": _named("烘焙", "Baking"), "stage": "production",
            "indicators": [*first, *use], **CITED},
        "products/food/bread.yaml": {
            "id": "bread", "number": "201", "category": "food", "name": _named("面包", "Bread"),
            "authorities": ["某局"], "stages": ["production"], "codes": {}, **CITED,
            "records": [{"id": "baking", "core": "baking", "indicators": [{"use": "title", "obligation": "M"}]}],
        },
    }  # fmt: skip


def _write(files: dict[str, Any], name: str = "specs") -> Path:
    root = Path(tempfile.mkdtemp(prefix="fault-")) / name
    files = both.whole() | files
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return root


def _catalog(files: dict[str, Any], name: str = "specs") -> Any:
    return both.load(_write(files, name))


def _run(*words: str) -> tuple[int, str]:
    """The exit code of the command and all that it printed."""
    from tracecode.cli import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(words)
    return code, out.getvalue()


def _lint(files: dict[str, Any], name: str = "specs") -> list[Any]:
    aside = ("spec.uncited", "spec.unused", "spec.tautology", "spec.latin")
    return [finding for finding in both.lint(_catalog(files, name)) if finding.rule not in aside]


def _executed(files: dict[str, Any], name: str = "specs") -> bool:
    """Whether making the class of a record of these specifications runs their text."""
    if hasattr(sys, CANARY):
        delattr(sys, CANARY)
    with contextlib.suppress(TypeError, SyntaxError, ValueError):
        _ = both.record_type("bread", "baking", _catalog(files, name)).model
    return hasattr(sys, CANARY)


def fault_name_of_a_record_is_executed() -> str | None:
    """[6] A record's name with three quotation marks ends the docstring of its class; what follows
    runs.
    """
    files = _standard()
    files["records/baking.yaml"]["name"]["en"] = CALL
    return (
        "the English name of a record was executed when its class was made"
        if _executed(files)
        else None
    )


def fault_name_of_a_group_is_executed() -> str | None:
    """[6] The same in the name of a group."""
    files = _standard()
    files["groups/all.yaml"][0]["name"]["zh"] = CALL
    return (
        "the Chinese name of a group was executed when the class of a record was made"
        if _executed(files)
        else None
    )


def fault_title_of_a_source_is_executed() -> str | None:
    """[6] The same in the title of a document, which the docstring cites."""
    files = _standard()
    files["sources/all.yaml"][0]["title"]["zh"] = CALL
    return (
        "the title of a source was executed when the class of a record was made"
        if _executed(files)
        else None
    )


def fault_clause_is_executed() -> str | None:
    """[6] The same in a clause of a citation."""
    files = _standard()
    files["records/baking.yaml"]["source"] = {"ref": "book", "clause": CALL}
    return (
        "the clause of a citation was executed when the class of a record was made"
        if _executed(files)
        else None
    )


def fault_name_of_the_folder_is_executed() -> str | None:
    """[6] The same in the name of the folder."""
    return (
        "the name of the folder was executed when a class was made"
        if _executed(_standard(), CALL)
        else None
    )


def fault_published_modules_run_names() -> str | None:
    """[6] The name of an item stands in the docstring of a published module and runs when that is
    imported.
    """
    files = _standard()
    files["products/food/bread.yaml"]["name"]["zh"] = CALL
    root = _write(files)
    out = root.parent / "mine"
    code, said = _run("publish", "models", "--specs", str(root), "--out", str(out))
    if code != 0:
        return f"publish models failed: {said}"
    test = f"import sys\ntry:\n    from mine.bread import *\nexcept TypeError: pass\nprint(hasattr(sys, {CANARY!r}))"
    done = subprocess.run(
        [sys.executable, "-c", test], capture_output=True, check=False, cwd=root.parent
    )
    return (
        "a published module executed the name of its item" if b"False" not in done.stdout else None
    )


def fault_backslash_ends_a_published_module() -> str | None:
    """[6] A name that ends with a backslash escapes the quotation mark of its docstring."""
    from tracecode.publish import models

    files = _standard()
    files["sources/all.yaml"][0]["title"]["zh"] = '"\\'
    files["groups/all.yaml"][0]["name"]["zh"] = "\\N{bad}"
    for name, text in models.derived(_catalog(files)).items():
        try:
            ast.parse(text)
        except SyntaxError as error:
            return f"the published module {name} is no Python: {error.msg}"
    return None


def fault_code_beyond_the_first_plane() -> str | None:
    """[6] A value of a code list beyond U+FFFF is written as two halves, so that the right value is
    refused.
    """
    from pydantic_core import SchemaError

    files = _standard()
    files["codelists/mood.yaml"] = _list("mood", "good", "\U00020bb7")
    try:
        model = both.record_type("bread", "baking", _catalog(files)).model
        model.model_validate(
            {"record_type": "baking", "product_item": "bread", "title": "a", "mood": "\U00020bb7"}
        )
    except (SchemaError, ValueError) as error:
        return f"the value U+20BB7 of a code list is refused: {type(error).__name__}"
    return None


def fault_lint_lets_hidden_characters_pass() -> str | None:
    """[6] Controls, marks of direction and what has no width pass lint in the name of a record."""
    for char in ("\x1b", "\u202e", "\u200b", "\u2028", "\x85"):
        files = _standard()
        files["records/baking.yaml"]["name"]["en"] = f"Bak{char}ing"
        if not _lint(files):
            return f"lint says nothing of U+{ord(char):04X} in a name"
    return None


def _weighed(**bounds: str) -> dict[str, Any]:
    """The small standard with a weight between bounds."""
    files = _standard()
    weight = _element("weight", "1", range=bounds) | {"format": "n..9,3"}
    files["indicators/all.yaml"].append(weight)
    files["records/baking.yaml"]["indicators"].append({"use": "weight", "obligation": "O"})
    return files


def fault_lint_lets_bounds_pass_that_are_no_numbers() -> str | None:
    """[6] A bound of a number that is any text passes lint."""
    for text in ("-->", "NaN", "sNaN", "1_0", "\uff11\uff12"):
        if not _lint(_weighed(min=text)):
            return f"lint says nothing of the bound {text}"
    return None


def fault_lint_lets_bounds_pass_that_never_end() -> str | None:
    """[6] A bound of millions of digits passes lint: what is derived of it would take for ever."""
    for text in ("1e9999999", "-1e400", "1e-999999", "Infinity"):
        if not _lint(_weighed(max=text)):
            return f"lint says nothing of the bound {text}"
    return None


def fault_lint_breaks_off_at_a_date() -> str | None:
    """[6] A date that is written as a text of digits ends lint with a traceback."""
    files = _standard()
    files["sources/all.yaml"][0]["ended"] = "00"
    try:
        found = _lint(files)
    except ValueError as error:
        return None if hasattr(error, "findings") else f"lint ends with {type(error).__name__}"
    return None if found else "lint says nothing of the date 00"


def fault_documents_break_off() -> str | None:
    """[6] What lint refuses ends the documents with an error that names neither file nor line."""
    import importlib

    documents = importlib.import_module("tracecode.publish.documents")
    files = _standard()
    files["products/food/bread.yaml"]["category"] = "fodder"
    try:
        documents.derived(_catalog(files), "bilingual")
    except Exception as error:  # noqa: BLE001  # that is what is looked for
        return (
            None if hasattr(error, "findings") else f"the documents end with {type(error).__name__}"
        )
    return None


def fault_lint_lets_hidden_remarks_pass() -> str | None:
    """[6] A mark of direction in a remark, which can make a line look like another one, passes
    lint.
    """
    root = _write(_standard())
    with (root / "sources/all.yaml").open("a", encoding="utf-8") as file:
        file.write(" # \u202e remark\n")
    code, _ = _run("spec", "lint", str(root))
    return "lint says nothing of U+202E in a remark" if code == 0 else None


def fault_lint_lets_texts_pass_that_are_not_normal() -> str | None:
    """[6] Text that is not in normal form C, or with blanks at its ends, passes lint."""
    for name in ("Cafe\u0301", " Baking", "Baking\u3000"):
        files = _standard()
        files["records/baking.yaml"]["name"]["en"] = name
        if not _lint(files):
            return f"lint says nothing of the name {name!r}"
    return None


def fault_name_of_the_folder_passes_lint() -> str | None:
    """[6] The name of the folder stands in documents and messages; lint does not look at it."""
    return (
        "lint says nothing of U+202E in the folder's name"
        if not _lint(_standard(), "a\u202eb")
        else None
    )


def fault_terminal_obeys_lint() -> str | None:
    """[6] `spec lint` prints the name of a folder as it is, orders to the terminal included."""
    files = _standard()
    files["records/baking.yaml"]["base"] = "nothing"
    _, said = _run("spec", "lint", str(_write(files, "a\x1b[2Jb")))
    return "spec lint printed ESC from the folder's name" if "\x1b" in said else None


def fault_terminal_obeys_label() -> str | None:
    """[6] `labels` prints the name of a template, marks of direction included."""
    text = Path(both.packaged_folder(), "labels/tj-trace.yaml").read_text("utf-8")
    path = Path(tempfile.mkdtemp(prefix="fault-")) / "tj-trace.yaml"
    path.write_text(
        text.replace("name: {zh: 产品名称", 'name: {zh: "产\\u202e品\\e[2J"'), encoding="utf-8"
    )
    _, said = _run("labels", str(path), "--lang", "zh")
    return (
        "labels printed U+202E and ESC from the name of a field"
        if re.search("[\u202e\x1b]", said)
        else None
    )


def fault_file_outside_the_folder() -> str | None:
    """[6] The id of an item's record with `../` leads `publish schemas` out of its folder."""
    files = _standard()
    files["products/food/bread.yaml"]["records"][0] |= {
        "id": "/../../../../escaped",
        "name": _named("别名", "Other"),
    }
    for id in ("message-header", "digest", "signature"):
        files["groups/all.yaml"].append(
            {**files["groups/all.yaml"][0], "id": id, "name": _named(id)}
        )
    root = _write(files)
    out = root.parent / "deep" / "out"
    out.mkdir(parents=True)
    with contextlib.suppress(ValueError):
        _run("publish", "schemas", "--specs", str(root), "--out", str(out))
    outside = [path.name for path in root.parent.rglob("*.json") if out not in path.parents]
    return (
        f"publish schemas wrote {outside[0]} outside the folder that was named" if outside else None
    )


def fault_id_of_an_item_s_record() -> str | None:
    """[6] The id of an item's own record is looked at by nobody, and becomes the name of files and
    XML elements.
    """
    files = _standard()
    files["products/food/bread.yaml"]["records"][0] |= {
        "id": "a b<c>",
        "name": _named("别名", "Other"),
    }
    return "lint says nothing of the id 'a b<c>' of an item's record" if not _lint(files) else None


def fault_elements_that_python_cannot_have() -> str | None:
    """[6] Keywords and names of the class of records pass lint as ids of elements."""
    for id in ("class", "import", "rules", "copy", "model_config"):
        files = _standard()
        files["indicators/all.yaml"].append(_element(id))
        files["records/baking.yaml"]["indicators"].append({"use": id, "obligation": "O"})
        if not _lint(files):
            return f"lint says nothing of an element with the id {id!r}"
    return None


def fault_two_ids_one_class() -> str | None:
    """[6] `lot-1` and `lot1` become one class, so that one of them is lost."""
    files = _standard()
    for id, name in (("lot-1", "甲"), ("lot1", "乙")):
        files["groups/all.yaml"].append(
            {**files["groups/all.yaml"][0], "id": id, "name": _named(name)}
        )
    return (
        "lint says nothing of two groups whose classes are both Lot1" if not _lint(files) else None
    )


def fault_index_is_lost() -> str | None:
    """[6] A code list that is called `index` takes the place of the index of all code lists."""
    files = _standard()
    files["codelists/index.yaml"] = _list("index", "a")
    return (
        "lint says nothing of a code list whose page is the index of the folder"
        if not _lint(files)
        else None
    )


def fault_forged_copy() -> str | None:
    """[6] A compiled copy with the right checksums and other content is read, while lint looks at
    the YAML.
    """
    root = _write(_standard())
    text = both.compiled(root)
    (root / "meta").mkdir()
    (root / "meta/catalog.json").write_text(
        text.replace('"en":"Baking"', '"en":"Other"'), encoding="utf-8"
    )
    code, _ = _run("spec", "lint", str(root))
    used = both.load(root).record("baking").name.en
    return (
        f"the record is called {used!r}, which no file says, and lint is content"
        if code == 0 and used == "Other"
        else None
    )


def fault_formula_in_the_template() -> str | None:
    """[6] A name that begins with `=` is a formula in the Excel template."""
    import openpyxl

    from tracecode.publish.template import template

    files = _standard()
    files["indicators/all.yaml"][2]["name"] = _named("=HYPERLINK(A1)")
    catalog = _catalog(files)
    path = Path(tempfile.mkdtemp(prefix="fault-")) / "a.xlsx"
    template([one for one in both.layouts(catalog) if one.product], catalog, path)
    cells = [
        cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row
    ]
    return (
        "a header cell of the template is a formula"
        if any(cell.data_type == "f" for cell in cells)
        else None
    )


def fault_sheet_of_another_type() -> str | None:
    """[6] Two types whose names agree in 31 characters share the title of a sheet; records come
    back as the other.
    """
    files = _standard()
    files["products/food/bread.yaml"]["name"] = _named("很长的品目名称" * 5, "Bread")
    own = files["products/food/bread.yaml"]["records"]
    files["records/cooling.yaml"] = {
        **files["records/baking.yaml"],
        "id": "cooling",
        "name": _named("冷却", "Cooling"),
    }
    own.append(
        {"id": "cooling", "core": "cooling", "indicators": [{"use": "title", "obligation": "M"}]}
    )
    files["indicators/all.yaml"].append(
        _element("record_id", "0b1e7c1e-0000-4000-8000-000000000001", format="uuid")
    )
    for core in ("baking", "cooling"):
        uses = files[f"records/{core}.yaml"]["indicators"]
        files[f"records/{core}.yaml"] = {
            **files[f"records/{core}.yaml"],
            "indicators": [*uses, {"use": "record_id", "obligation": "O"}],
        }
    catalog = _catalog(files)
    kinds = []
    for kind in ("baking", "cooling"):
        data = {
            "record_type": kind,
            "product_item": "bread",
            "title": "a",
            "record_id": "0b1e7c1e-0000-4000-8000-000000000001",
        }
        record = both.record_type("bread", kind, catalog).model.model_validate(data)
        read = both.through(record, "xlsx", catalog)
        assert isinstance(read, list)
        kinds.append(read[0].record_type)
    return (
        f"records of baking and cooling come back as {kinds}"
        if kinds != ["baking", "cooling"]
        else None
    )


def fault_quotation_marks_in_xpath() -> str | None:
    """[6] A value with both kinds of quotation marks ends the literal of an XPath expression."""
    return _schematron("'\"", "is no XPath")


def fault_braces_in_schematron() -> str | None:
    """[6] Processors compute what stands in braces of a test: a value of a code list is an
    expression.
    """
    return _schematron("{1 div 0}{", "is computed by the processor")


def _schematron(mood: str, said: str) -> str | None:
    from lxml import etree
    from lxml.isoschematron import Schematron  # type: ignore[import-not-found]

    from tracecode.publish import schematron

    files = _standard()
    files["codelists/mood.yaml"] = _list("mood", "good", mood)
    use = {"use": "phone", "obligation": "C", "when": {"mood": [mood]}}
    files["products/food/bread.yaml"]["records"][0]["indicators"].append(use)
    catalog = _catalog(files)
    _with_parts(catalog)
    text = schematron.schema(catalog, both.record_layout(catalog, "baking", "bread"))
    try:
        judge = Schematron(etree.fromstring(text.encode()))
    except etree.LxmlError as error:
        return f"a condition on the value {mood} {said}: {error}"
    space = re.search('uri="([^"]*)"', text)
    assert space is not None
    inner = "".join(
        f"<{tag}>{value.replace('&', '&amp;')}</{tag}>" for tag, value in (("mood", mood),)
    )
    record = etree.fromstring(f'<bread_baking xmlns="{space[1]}">{inner}</bread_baking>')
    return (
        f"a condition on the value {mood} does not hold for it" if judge.validate(record) else None
    )


def _with_parts(catalog: Any) -> None:
    """Give a standard the parts of a message, whatever they are."""
    from tracecode.records.plain import PARTS

    party = both.group_layout(catalog, "party")
    both.set_groups(catalog, dict.fromkeys(PARTS.values(), party))


def fault_unit_on_a_page() -> str | None:
    """[6] The unit of an element stands on the page of a record as it is, tags included."""
    from tracecode.publish import documents

    files = _standard()
    files["indicators/all.yaml"][2]["unit"] = "<script>alert(1)</script>"
    page = documents.derived(_catalog(files))["records/bread_baking.md"]
    told = re.sub("`[^`\n]*`", "", page)  # in a code span nothing is a tag
    return "a page holds <script> from the unit of an element" if "<script>" in told else None


def fault_number_on_a_page() -> str | None:
    """[6] So does the number of an item."""
    from tracecode.publish import documents

    files = _standard()
    files["products/food/bread.yaml"]["number"] = "2<img src=x>"
    page = documents.derived(_catalog(files))["products/bread.md"]
    return "a page holds <img> from the number of an item" if "<img" in page else None


def fault_list_on_a_page() -> str | None:
    """[6] A definition that is a rule of Markdown becomes one."""
    from tracecode.publish import documents

    files = _standard()
    files["groups/all.yaml"][0]["definition"] = _named("---")
    page = documents.derived(_catalog(files))["groups/party.md"]
    return (
        "a definition of three hyphens is a line across the page" if "\n\n---\n\n" in page else None
    )


def fault_group_called_line() -> str | None:
    """[6] A group with the id `line` takes the place of what every text is, in the published JSON
    Schema.
    """
    from jsonschema import Draft202012Validator

    files = _standard()
    files["groups/all.yaml"][0]["id"] = files["indicators/all.yaml"][4]["group"] = "line"
    schema = both.record_type("bread", "baking", _catalog(files)).json_schema()
    right = {"record_type": "baking", "product_item": "bread", "title": "a"}
    return (
        None
        if Draft202012Validator(schema).is_valid(right)
        else "the schema takes a text for the group 'line'"
    )


def fault_class_of_characters_in_xsd() -> str | None:
    """[6] In the class `[(?:]` the XSD loses two characters, which it takes for the beginning of a
    group.
    """
    files = _standard()
    files["indicators/all.yaml"][2] |= {"chars": "[(?:]", "example": "(?:"}
    catalog = _catalog(files)
    _with_parts(catalog)
    return (
        None
        if "[(?:]*" in both.record_type("bread", "baking", catalog).xsd()
        else "the XSD does not have the class [(?:]"
    )


def fault_field_in_a_value_of_a_label() -> str | None:
    """[6] What looks like a field in a value is filled in once more."""
    import tracecode as tc

    template = tc.label("pesticide")
    row = {**template.sample, "trace_url": "HTTPS://T.EXAMPLE/{code}/"}
    found = template.symbol(row).text
    return None if found.startswith("HTTPS://T.EXAMPLE/{code}/") else f"the symbol holds {found}"


def fault_formula_in_the_sample_of_a_label() -> str | None:
    """[6] `labels` prints a CSV to begin with, in which an example may be a formula."""
    text = Path(both.packaged_folder(), "labels/tj-trace.yaml").read_text("utf-8")
    path = Path(tempfile.mkdtemp(prefix="fault-")) / "tj-trace.yaml"
    path.write_text(
        text.replace("example: 某某配合饲料", "example: =cmd|calc!A0"), encoding="utf-8"
    )
    _, said = _run("labels", str(path), "--lang", "zh")
    return "the sample row has the formula =cmd|calc!A0" if ",=cmd" in said else None


def fault_full_width_formula_in_a_report() -> str | None:
    """[6] A full-width equals sign, which Chinese spreadsheets take for one, begins a cell of the
    report.
    """
    path = Path(tempfile.mkdtemp(prefix="fault-")) / "a.txt"
    path.write_text("＝1+1\n", encoding="utf-8")
    _, said = _run("validate", str(path), "--format", "csv")
    return "a cell of the report begins with a full-width equals sign" if ",＝1+1" in said else None
