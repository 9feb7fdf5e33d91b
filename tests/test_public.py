"""The public face: names, lazy import, errors, findings, messages, privacy."""

from __future__ import annotations

import ast
import copy
import json
import pickle
import string
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import tracecode as tc
from tests.cases import together
from tracecode.errors import FindingsError
from tracecode.findings import SEVERITIES, Finding, cited, has_errors
from tracecode.messages import rules, sentence
from tracecode.spec.base import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(tc.__file__).parent
RULES = rules()

# --- names and import -----------------------------------------------------------------------------


@together("name", tc.__all__)
def test_public_names(name: str) -> None:
    """Every public name can be imported, and is listed by dir()."""
    assert getattr(tc, name) is not None
    assert name in dir(tc)


def test_public_names_are_complete() -> None:
    """The list of names is sorted in its own way, without repetition, and each name has a home."""
    assert len(tc.__all__) == len(set(tc.__all__))
    assert {*tc._HOMES, *tc._FUNCTIONS} == set(tc.__all__)  # the tables behind the names
    assert tc.__version__


def test_unknown_names() -> None:
    """A name that does not exist raises AttributeError, as in any module."""
    with pytest.raises(AttributeError, match="module 'tracecode' has no attribute 'nothing'"):
        _ = tc.nothing


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys, json; print(json.dumps(list(sys.modules)))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "module",
    [
        "pydantic",
        "yaml",
        "click",
        "rich",
        "dataclasses",
        "qrcode",
        "png",
        "re",
        "typing_extensions",
    ],
)
def test_import_is_lazy(module: str) -> None:
    """Importing the library loads nothing that costs time."""
    before = loaded_by("pass")
    after = loaded_by("import tracecode")
    assert module not in after - before
    assert {name for name in after - before if name.startswith("tracecode")} == {"tracecode"}


def test_errors_need_no_library() -> None:
    """The errors and messages load neither YAML nor validation library."""
    assert not loaded_by("import tracecode as tc; tc.InvalidCode; tc.Finding") & {
        "pydantic",
        "yaml",
        "click",
        "dataclasses",
    }


# --- errors ---------------------------------------------------------------------------------------

FINDING = Finding(
    rule="code.length", severity="error",
    values={"name": {"zh": "甲", "en": "First"}, "found": 1, "allowed": 2}, path="a", position=3,
    source="TEST 1",
)  # fmt: skip


def test_error_tree() -> None:
    """Every error is a TraceCodeError and also what it is to a program that does not know us."""
    assert issubclass(tc.InvalidCode, tc.TraceCodeError)
    assert issubclass(tc.InvalidCode, ValueError)
    assert issubclass(tc.IssueError, ValueError)
    assert issubclass(tc.SpecError, ValueError)
    assert issubclass(tc.UnknownId, LookupError)
    assert issubclass(tc.UnreadableFile, ValueError)
    assert not issubclass(tc.UnknownId, ValueError)


def test_errors_with_findings() -> None:
    """Such an error prints its first finding in both languages and how many follow."""
    one, two = tc.InvalidCode([FINDING]), tc.InvalidCode(iter([FINDING, FINDING, FINDING]))
    assert (
        str(one)
        == "a@3: First has 1 characters; expected 2 [TEST 1]\na@3: 甲应为 2 个字符，实为 1 个 [TEST 1]"
    )
    assert two.message("en") == "a@3: First has 1 characters; expected 2 [TEST 1] (and 2 more)"
    assert two.message("zh") == "a@3: 甲应为 2 个字符，实为 1 个 [TEST 1]（另有 2 条）"
    assert two.findings == (FINDING,) * 3
    assert isinstance(one, FindingsError)


def test_unknown_ids() -> None:
    """An unknown id names near ones; if none is near, some that exist; a long one is cut."""
    assert str(tc.UnknownId("scheme", "usc", ["uscc", "gtin"])) == (
        "unknown scheme 'usc'; did you mean uscc?\n没有编码规则“usc”；是否为 uscc？"
    )
    assert str(tc.UnknownId("scheme", "zzz", ["uscc", "gtin"])) == (
        "unknown scheme 'zzz'; known: gtin, uscc\n没有编码规则“zzz”；已有：gtin, uscc"
    )
    assert tc.UnknownId("edition of uscc", "9", ["1"]).texts["zh"] == "没有 uscc 的版本“9”；已有：1"
    error = tc.UnknownId("scheme", "x" * 200, [])
    assert (error.kind, error.wanted) == ("scheme", "x" * 200)
    assert max(map(len, error.texts.values())) < 150


def test_unreadable_files() -> None:
    """A file that cannot be read is told in both languages."""
    error = tc.UnreadableFile("cannot", "不能")
    assert str(error) == "cannot\n不能"
    assert error.texts == {"en": "cannot", "zh": "不能"}


@pytest.mark.parametrize(
    "error",
    [
        tc.InvalidCode([FINDING]),
        tc.IssueError([FINDING]),
        tc.SpecError([FINDING]),
        tc.UnknownId("scheme", "usc", ["uscc"]),
        tc.UnreadableFile("cannot", "不能"),
    ],
)
def test_errors_travel(error: Exception) -> None:
    """An error can be copied, and sent from a worker process."""
    for other in (copy.copy(error), pickle.loads(pickle.dumps(error))):  # our own data
        assert type(other) is type(error)
        assert str(other) == str(error)


# --- findings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "line"),
    [
        ({}, "the file is empty"),
        ({"path": "a.yaml"}, "a.yaml: the file is empty"),
        ({"path": "a.yaml", "line": 3}, "a.yaml:3: the file is empty"),
        ({"line": 3}, "3: the file is empty"),
        ({"path": "party", "position": 2}, "party@2: the file is empty"),
        ({"position": 2}, "@2: the file is empty"),
        (
            {"path": "a", "line": 1, "position": 2, "source": "GB 1"},
            "a:1@2: the file is empty [GB 1]",
        ),
    ],
)
def test_findings_as_lines(places: dict[str, object], line: str) -> None:
    """A finding as a line says where, what, and by which document."""
    finding = Finding(rule="spec.empty", severity="error", **places)  # type: ignore[arg-type]
    assert finding.line_text() == line
    assert finding.line_text("zh") == line.replace("the file is empty", "文件为空")


def test_findings_as_data() -> None:
    """A finding as data has its rule, its places and its texts; absent places are left out."""
    assert FINDING.as_dict() == {
        "rule": "code.length", "severity": "error", "path": "a", "position": 3, "source": "TEST 1",
        "zh": "甲应为 2 个字符，实为 1 个", "en": "First has 1 characters; expected 2",
    }  # fmt: skip
    assert FINDING.as_dict("zh").keys() == {"rule", "severity", "path", "position", "source", "zh"}
    assert json.dumps(FINDING.as_dict())


def test_has_errors() -> None:
    """Only errors are errors."""
    warning = Finding(rule="spec.empty", severity="warning")
    assert not has_errors([])
    assert not has_errors([warning])
    assert has_errors((warning, FINDING))
    assert SEVERITIES == ("error", "warning", "info")


# --- messages -------------------------------------------------------------------------------------


def fields(template: str) -> set[str]:
    """The values that a sentence needs."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@together("rule", RULES)
def test_every_rule_has_two_sentences(rule: str) -> None:
    """Each rule has a sentence in Chinese and one in English, with the same values, and both can be
    filled.
    """
    zh, en = RULES[rule]
    assert {name.removesuffix("_zh") for name in fields(zh)} == {
        name.removesuffix("_en") for name in fields(en)
    }
    values = {name: name for name in fields(zh) | fields(en)}
    assert all(value in sentence(rule, values, "zh") for value in map(str, fields(zh)))
    assert all(value in sentence(rule, values, "en") for value in map(str, fields(en)))
    assert any("\u4e00" <= char <= "\u9fff" for char in zh) or fields(zh) == {"reason_zh"}
    assert not any("\u4e00" <= char <= "\u9fff" for char in en)
    assert not en.endswith(".")
    assert not zh.endswith("。")


def test_unlisted_rules_raise() -> None:
    """A rule that is not listed is a fault of this library and raises."""
    with pytest.raises(KeyError):
        sentence("code.nothing", {}, "en")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the source, with its file."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield path.relative_to(SOURCE).as_posix(), node


@cache
def used_rules() -> dict[str, str]:
    """The rule ids that stand in the source as text, each with a file."""
    found: dict[str, str] = {}
    prefixes = {rule.partition(".")[0] for rule in RULES}
    for path in sorted(SOURCE.rglob("*.py")):
        if path.parent.name == "messages" or (
            (path.parent == SOURCE or SOURCE / "models" in path.parents)
            and path.name != "findings.py"
        ):  # models are derived
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                prefix, dot, rest = node.value.partition(".")
                if (
                    dot
                    and prefix in prefixes
                    and rest.replace("_", "").isalnum()
                    and rest.islower()
                ):
                    found[node.value] = path.relative_to(SOURCE).as_posix()
    return {rule: file for rule, file in found.items() if rule not in FILE_NAMES}


FILE_NAMES = {"message.json", "code.html"}
NO_MESSAGE = {"code.nested"}  # the findings of a nested code are those of its own scheme


def test_every_rule_that_is_used_is_listed() -> None:
    """Every rule id in the source has its sentences."""
    assert {
        rule: file
        for rule, file in used_rules().items()
        if rule not in RULES and rule not in NO_MESSAGE
    } == {}


def test_every_listed_rule_is_used() -> None:
    """No rule is listed that nothing can find."""
    assert sorted(set(RULES) - set(used_rules())) == []


def given_values(call: ast.Call) -> tuple[str, set[str]] | None:
    """The rule of a finding that is made here and the names of its values, where both are written
    out.
    """
    keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if isinstance(call.func, ast.Name) and call.func.id == "Finding":
        rule, values = keywords.get("rule"), keywords.get("values")
        if values is None:
            names: set[str] = set()
        elif isinstance(values, ast.Dict) and all(
            isinstance(key, ast.Constant) for key in values.keys
        ):
            names = {str(key.value) for key in values.keys if isinstance(key, ast.Constant)}
        else:
            return None
    else:
        rule = next(
            (a for a in call.args if isinstance(a, ast.Constant) and a.value in RULES), None
        )
        names = set(keywords)
        name = (
            call.func.attr
            if isinstance(call.func, ast.Attribute)
            else call.func.id
            if isinstance(call.func, ast.Name)
            else ""
        )
        if name not in ("_say", "_wrong", "_at") or any(
            keyword.arg is None for keyword in call.keywords
        ):
            return None
    return (str(rule.value), names) if isinstance(rule, ast.Constant) else None


@pytest.mark.slow
def test_findings_give_what_their_sentences_need() -> None:
    """Wherever a finding is made with its values written out, these fill its sentences in both
    languages.
    """
    checked = 0
    for file, call in calls():
        if (given := given_values(call)) is not None and given[0] in RULES:
            rule, names = given
            needed = fields(RULES[rule][0]) | fields(RULES[rule][1])
            assert needed <= names, f"{file}:{call.lineno}: {rule} needs {sorted(needed - names)}"
            checked += 1
    assert checked > 30


def test_values_in_sentences() -> None:
    """Texts in two languages are said in the right one, lists joined, foreign text made safe."""
    values = {
        "name": SimpleNamespace(zh="甲", en="First"),
        "found": "a\nb",
        "allowed": ["x", {"zh": "乙", "en": "B"}],
    }
    assert sentence("code.literal", values, "zh") == "甲应为“x、乙”，实为“a<U+000A>b”"
    assert sentence("code.literal", values, "en") == "First is 'a<U+000A>b'; expected 'x, B'"
    long = sentence("code.literal", {**values, "found": "y" * 500}, "en")
    assert len(long) < 260
    assert "…" in long


def test_braces_in_values() -> None:
    """Foreign text with braces is shown as it is."""
    assert (
        sentence("code.literal", {"name": "{x}", "found": "{0}", "allowed": "{allowed}"}, "en")
        == "{x} is '{0}'; expected '{allowed}'"
    )


def test_citations_are_in_the_language_of_the_text() -> None:
    """A document without a number is cited by its title in the language of the text; one with a
    number by that.
    """
    (verdict,) = tc.validate({"record_type": "recall"})
    missing = next(finding for finding in verdict.findings if finding.rule == "record.missing")
    for finding in (missing, pickle.loads(pickle.dumps(missing)), copy.deepcopy(missing)):
        assert finding.line_text("en").endswith(" [Convention of this project]")
        assert finding.line_text("zh").endswith(" [本项目约定]")
        assert finding.as_dict("en")["source"] == "Convention of this project"
        assert (
            finding.as_dict("zh")["source"]
            == finding.as_dict()["source"]
            == finding.source
            == "本项目约定"
        )
    _, findings = tc.scheme("uscc").read("91350100M000100Y44")
    assert "[GB 32100-2015" in findings[0].line_text("en")


@together("id", tc.Standard.packaged().ids("source"))
def test_every_document_can_be_cited_in_english(id: str) -> None:
    """No English citation has a Chinese title in it."""
    citation = tc.Standard.packaged().cite(Citation(ref=id))
    english = cited(citation, "en")
    assert english == citation or not any("\u4e00" <= char <= "\u9fff" for char in english)
