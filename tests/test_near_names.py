# ruff: noqa: E501  # tables of cases: one case a line
"""Names that are nearly right: every lookup and every choice proposes near ones, also by what
things are called.
"""

from __future__ import annotations

import importlib
import inspect
import pickle
import pkgutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import tracecode as tc
from tracecode.cli import main
from tracecode.messages import LANGUAGES
from tracecode.standard.composition import group_layout
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = tc.parse("SC11464010500015")
UNIT = tc.parse("31722252247250743408010974953971", "pesticide-unit")
ours = packaged()


@pytest.mark.parametrize(
    ("ask", "near"),
    [
        (lambda: tc.product("elevater"), "elevator"), (lambda: tc.product("电梯"), "elevator"), (lambda: tc.product("婴幼儿配方奶粉"), "infant-formula"),
        (lambda: tc.product("Elevator"), "elevator"), (lambda: tc.product("gas_cylinder"), "gas-cylinder"), (lambda: tc.product("Gas cylinders"), "gas-cylinder"),
        (lambda: tc.scheme("pesticide_unit"), "pesticide-unit"), (lambda: tc.scheme("统一社会信用代码"), "uscc"), (lambda: tc.scheme("信用代码"), "uscc"),
        (lambda: tc.scheme("GB32100"), "uscc"), (lambda: tc.scheme("uscC"), "uscc"), (lambda: tc.is_valid("x", "gtim"), "gtin"), (lambda: tc.parse("x", "ｇｔｉｎ"), "gtin"),
        (lambda: tc.suggest("x", "vim"), "vin"), (lambda: tc.kernel("drug-trace20"), "drug-trace-20"), (lambda: tc.validate([], scheme="usc"), "uscc"),
        (lambda: tc.validate([], product="农药"), "pesticide"), (lambda: tc.identify("x", "pestiside"), "pesticide"),
        (lambda: tc.record_type("elevator", "maintainance"), "maintenance"), (lambda: tc.record_type("elevator", "维护保养"), "maintenance"),
        (lambda: tc.record_type("pesticide", "prodution"), "production"), (lambda: tc.record_type("农药", "production"), "pesticide"), (lambda: tc.record_type(None, "回执"), "receipt"),
        (lambda: tc.Standard.packaged().codelist("unit"), "quantity-unit"), (lambda: tc.Standard.packaged().codelist("追溯单元级别"), "unit-level"),
        (lambda: tc.Standard.packaged().indicator("批次号"), "batch_no"), (lambda: tc.Standard.packaged().indicator("batch-no"), "batch_no"),
        (lambda: tc.Standard.packaged().source("gb-32100"), "gb-32100-2015"), (lambda: tc.label("pesticid"), "pesticide"), (lambda: tc.Standard.packaged().ids("schemes"), "scheme"),
        (lambda: group_layout(ours, "partie"), "party"), (lambda: record_layout(ours, "recall").element("召回编号"), "recall_no"), (lambda: record_layout(ours, "recall").element("recal_no"), "recall_no"),
        (lambda: tc.scheme("pesticide-unit").parse("x", edition="moa2579"), "moa-2579"), (lambda: tc.loads(b"{}", "jsn"), "json"), (lambda: tc.loads(b"{}", "JSON"), "json"),  # type: ignore[arg-type]
        (lambda: tc.dumps([], "excel"), "xlsx"), (lambda: tc.validate(b"", format="ndjsn"), "ndjson"), (lambda: CODE.meanings("en-GB"), "en"), (lambda: CODE.meanings("中文"), "zh"),  # type: ignore[arg-type]
        (lambda: tc.Finding(rule="data.empty", severity="error").text("cn"), "zh"), (lambda: tc.symbol_for(UNIT, symbology="datamatrix"), "data-matrix"), (lambda: tc.qr("x", level="m"), "M"),  # type: ignore[arg-type]
        (lambda: list(tc.symbols(["x"], symbology="QR")), "qr"), (lambda: tc.Issuer(cipher="sm-4"), "sm4"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_near_names(ask: Callable[[], object], near: str) -> None:
    """The error names what was probably meant, in both languages; it travels between processes."""
    with pytest.raises(tc.UnknownId) as caught:
        ask()
    error = caught.value
    assert near in (*error.near, *error.known), error
    assert near in error.texts["en"]
    assert near in error.texts["zh"]
    assert isinstance(error, LookupError)
    copied = pickle.loads(pickle.dumps(error))
    assert (str(copied), copied.near) == (str(error), error.near)


def test_nothing_is_near() -> None:
    """Where nothing is near, the error lists what there is."""
    with pytest.raises(tc.UnknownId) as caught:
        CODE.meanings("fr")
    assert caught.value.texts == {
        "en": "unknown language 'fr'; known: en, zh",
        "zh": "没有语言“fr”；已有：en, zh",
    }
    assert {*LANGUAGES} == {"en", "zh"}


@pytest.mark.parametrize(
    "kind",
    [
        "scheme",
        "product",
        "record",
        "group",
        "codelist",
        "indicator",
        "source",
        "label",
        "interface",
    ],
)
@pytest.mark.slow
def test_everything_is_found_by_its_name(kind: str) -> None:
    """Whatever a kind of thing is called, in Chinese or English, its id is proposed for it."""
    for name, id in ours.names(kind).items():
        if name in ours.ids(kind):
            continue
        with pytest.raises(tc.UnknownId) as caught:
            ours.thing(kind, name)
        assert id in caught.value.near, name


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("validte x", "validate"), ("spec lst", "list"), ("publish tempalte a b", "template"), ("validate --schme uscc", "--scheme"), ("validate --on-colum x", "--on-column"),
        ("spec list schem", "scheme"), ("spec show 电梯", "elevator"), (("spec show "
                                                                      "elevater"), "elevator"), ("validate --input jsn", "json"), ("identify x --lang cn", "zh"),
        (("parse x --scheme "
         "统一社会信用代码"), "uscc"), ("identify x --product 农药", "pesticide"), (("publish template 农药 "
                                                                         "x.xlsx"), "pesticide"),
        ("publish template pesticide x.xlsx --record 生产", "production"), ("labels pesticid x.csv x.pdf", "pesticide"), ("validate --limit deph=3 x", "depth"), ("build sc-food-license", "sc-food-licence"),
        (("qr x x.svg --symbology "
         "datamatrix"), "data-matrix"), (("issue run pestcide-unit 1 --ledger "
                                        "sqlite:///x.db"), "pesticide-unit"), ("issue rum x", "run"),
    ],
)  # fmt: skip
def test_the_command_line(
    words: str,
    near: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Commands, options, choices and ids that are nearly right: exit code 2, and what was probably
    meant.
    """
    monkeypatch.chdir(tmp_path)
    try:
        code = main(words.split())
    except SystemExit as stop:
        code = int(str(stop.code))
    said = capsys.readouterr().err
    assert code == 2
    assert near in said
    assert "Traceback" not in said


# --- errors ---------------------------------------------------------------------------------------


def test_all_errors_are_exported() -> None:
    """Every error of the package is a `TraceCodeError` and stands in the public face."""
    found: dict[str, type[BaseException]] = {}
    for module in pkgutil.walk_packages(tc.__path__, "tracecode."):
        if ".models." in module.name or module.name.endswith("__main__"):
            continue
        classes = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
        ours = {name: one for name, one in classes if one.__module__.startswith("tracecode")}
        found |= {name: one for name, one in ours.items() if issubclass(one, BaseException)}
    assert len(found) > 15
    for name, thing in found.items():
        assert issubclass(thing, tc.TraceCodeError), name
        assert name.startswith("_") or getattr(tc, name) is thing, name


# --- extras ---------------------------------------------------------------------------------------

ABSENT = {
    "numpy": ("bulk", "tc.kernel('gtin')"), "sqlalchemy": ("issue", "tc.Issuer()"), "cryptography": ("sign", "tc.Ed25519Key.new('a')"),
    "gmssl_pyx": ("sign", "tc.Sm2Key.new('a')"), "openpyxl": ("excel", ("tc.dumps([], "
                                                                       "'xlsx')")), "zxingcpp": ("labels", "list(tc.symbols(['x'], symbology='data-matrix'))"),
    "fontTools": ("labels", "from tracecode.labels.fonts import Font; import glob; Font(__file__)"),
}  # fmt: skip


@pytest.mark.parametrize("package", ABSENT)
def test_missing_extras(package: str) -> None:
    """What needs a package that is not installed says so, with the command that installs it, in
    both languages.
    """
    extra, call = ABSENT[package]
    code = f"""
import sys
sys.modules[{package!r}] = None
__file__ = "none.ttf"
import tracecode as tc
try:
    {call}
except tc.MissingExtra as error:
    assert isinstance(error, tc.TraceCodeError) and isinstance(error, ImportError)
    print(error.package, error.extra, str(error).count("pip install 'tracecode[{extra}]'"))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [package, extra, "2"], done.stderr


def test_options_of_other_commands_are_not_proposed(capsys: pytest.CaptureFixture[str]) -> None:
    """An option that only another command has is unknown here, and never its own remedy."""
    with pytest.raises(SystemExit):
        main(["publish", "template", "pesticide", "production", "a.xlsx", "--out", "x"])
    assert "did you mean --out" not in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["publish", "docs", "--ot", "x"])
    assert "did you mean --out?" in capsys.readouterr().err


def test_a_near_name_is_proposed_once_and_in_the_right_letters() -> None:
    """Several names of one thing propose it once; a foreign rule in capitals is told its name."""
    for wrong, near in {"Production": ("production",), "PRODUCTION": ("production",)}.items():
        with pytest.raises(tc.UnknownId) as caught:
            tc.record_type("pesticide", wrong)
        assert caught.value.near == near
    with pytest.raises(tc.UnknownId) as caught:
        tc.scheme("Foreign:DE.VAT")
    assert caught.value.near[0] == "foreign:de.vat"
