# ruff: noqa: E501  # tables of cases: one case a line
"""The catalogue: things by id, read when asked for, from the compiled copy where it is fresh."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.folders import BASE, alone, edition, scheme_file, write
from tracecode.errors import SpecError, UnknownId
from tracecode.spec.file_kinds import KINDS, kind_of
from tracecode.spec.layer import COMPILED, Layer
from tracecode.spec.layer import packaged as packaged_folder
from tracecode.spec.meta import derived
from tracecode.standard.resolved import packaged

SEGMENT = "- {id: a, name: {zh: 甲, en: First}, chars: digits, length: 2}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder `specs` with the base files and one scheme."""
    return write(
        tmp_path / "specs",
        {**BASE, "schemes/thing.yaml": scheme_file("thing", edition(SEGMENT, "2"))},
    )


def compile_copy(root: Path) -> None:
    """Write the derived files of a folder."""
    for path, text in derived(Layer(root)).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def test_things_by_id(root: Path) -> None:
    """Each kind is found by its id, made once, and listed in order."""
    standard = alone(root)
    assert standard.scheme("thing").name.zh == "试验码"
    assert standard.scheme("thing") is standard.scheme("thing")
    assert standard.source("rule-book").number == "TEST 1-2020"
    assert standard.alphabet("digits").chars == "[0-9]"
    assert standard.codelist("colour").entries[1].name.en == "green"
    assert standard.ids("source") == ("rule-book", "unnumbered")
    assert standard.ids("codelist") == ("colour", "shade")
    assert standard.ids("indicator") == ()
    assert standard.layers[0].files == (
        "alphabets.yaml",
        "codelists/colour.yaml",
        "codelists/shade.yaml",
        "schemes/thing.yaml",
        "sources/test.yaml",
    )
    assert repr(standard) == "Resolved(Layer('specs', 5 files))"


@pytest.mark.parametrize(
    "kind",
    ["scheme", "codelist", "source", "alphabet", "indicator", "record", "product", "interface"],
)
def test_unknown_ids(root: Path, kind: str) -> None:
    """An id that does not exist raises, whatever the kind."""
    with pytest.raises(UnknownId, match=rf"unknown {kind} 'nothing'"):
        getattr(alone(root), kind)("nothing")


def test_near_ids_are_named(root: Path) -> None:
    """The error of an unknown id names near ones."""
    with pytest.raises(UnknownId, match=r"unknown codelist 'color'; did you mean colour\?"):
        alone(root).codelist("color")


def test_the_packaged_standard() -> None:
    """Without a path the packaged standard is loaded, once; every kind that it has can be read."""
    standard = packaged()
    assert standard is packaged()
    assert Path(standard.layers[0].root) == Path(packaged_folder())
    assert standard.product("pesticide").category == "agri-input"
    assert standard.record("production").indicators
    assert standard.indicator("batch_no").format == "an..50"
    assert standard.interface("submit").caller == "enterprise"
    for kind in KINDS:
        standard.ids(kind)


def test_every_packaged_scheme_is_read() -> None:
    """Every scheme, code list and product of the packaged standard can be read."""
    standard = packaged()
    for kind in ("scheme", "codelist", "product", "record", "interface"):
        for id in standard.ids(kind):
            assert getattr(standard, kind)(id).id == id


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_no_specifications(tmp_path: Path, name: str) -> None:
    """A folder without specifications, or none at all, is an error at once."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(SpecError) as caught:
        alone(tmp_path / name)
    (finding,) = caught.value.findings
    assert finding.rule == "spec.no_files"
    assert name in str(finding.path)
    assert finding.text("zh") == "没有规范文件（*.yaml）"
    assert finding.text("en") == "there are no specification files (*.yaml) here"


def test_what_is_not_read(root: Path) -> None:
    """Hidden folders, derived and published files and other kinds of files are not
    specifications.
    """
    for path in (".git/a.yaml", "meta/b.yaml", "published/1/c.yaml", "notes.txt"):
        write(root, {path: "a: 1\n"})
    assert len(Layer(root).files) == 5


def test_a_wrong_file_raises_each_time(root: Path) -> None:
    """A file that departs from the meta-model raises with file and line, at the first reading and
    at every later one.
    """
    write(root, {"sources/zz.yaml": "- id: bad\n"})
    standard = alone(root)
    for _ in range(2):
        with pytest.raises(SpecError) as caught:
            standard.ids("source")
        assert {f.path for f in caught.value.findings} == {"specs/sources/zz.yaml"}
        assert {f.rule for f in caught.value.findings} == {"spec.missing_field"}


def test_a_wrong_file_does_not_disturb_others(root: Path) -> None:
    """What is not asked for may be wrong."""
    write(root, {"schemes/broken.yaml": "{"})
    standard = alone(root)
    assert standard.scheme("thing").id == "thing"
    with pytest.raises(SpecError):
        standard.scheme("broken")


# --- the compiled copy ----------------------------------------------------------------------------


def test_an_edited_file_counts_at_once(root: Path) -> None:
    """A file that differs from the compiled copy is read from its YAML; the others still come from
    the copy.
    """
    compile_copy(root)
    path = root / "schemes/thing.yaml"
    path.write_text(path.read_text("utf-8").replace("试验码", "改过的码"), encoding="utf-8")
    assert alone(root).scheme("thing").name.zh == "改过的码"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(SpecError):
        alone(root).scheme("thing")
    assert alone(root).codelist("colour").id == "colour"


def test_a_new_file_counts_at_once(root: Path) -> None:
    """A file that the compiled copy does not know is read from its YAML; one that was removed is
    gone.
    """
    compile_copy(root)
    write(root, {"schemes/other.yaml": scheme_file("other", edition(SEGMENT, "2"))})
    (root / "schemes/thing.yaml").unlink()
    assert alone(root).ids("scheme") == ("other",)
    assert alone(root).scheme("other").id == "other"
    with pytest.raises(UnknownId):
        alone(root).scheme("thing")


def test_line_ends_do_not_matter(root: Path) -> None:
    """A file that differs only in its line ends is the same file."""
    compile_copy(root)
    before = Layer(root).checksum("alphabets.yaml")
    path = root / "alphabets.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert Layer(root).checksum("alphabets.yaml") == before


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "12", "{\n}\n", "\x00", '{\n"alphabets.yaml":3\n}\n']
)
def test_a_broken_copy_does_not_matter(root: Path, text: str) -> None:
    """A compiled copy that cannot be read is as good as none."""
    write(root, {COMPILED: text})
    assert alone(root).scheme("thing").id == "thing"
    assert alone(root).alphabet("digits").id == "digits"


def test_copy_and_yaml_say_the_same(root: Path) -> None:
    """What comes from the compiled copy equals what comes from the YAML."""
    plain = {id: alone(root).codelist(id) for id in alone(root).ids("codelist")}
    compile_copy(root)
    assert {id: alone(root).codelist(id) for id in alone(root).ids("codelist")} == plain


def test_every_line_of_a_copy_is_found(root: Path) -> None:
    """Each file's line, the first and the last too, and none for a file that the copy has not."""
    compile_copy(root)
    layer = Layer(root)
    assert all(layer.copied(path) == layer.document(path).data for path in layer.files)
    assert [
        layer.copied(path) for path in ("a.yaml", "alphabet", "schemes/thing.yam", "zz.yaml")
    ] == [None] * 4


def loaded(code: str) -> set[str]:
    """Which of the heavy libraries a fresh interpreter has loaded after running some code."""
    probe = f"{code}\nimport sys, json; print(json.dumps([n for n in ('pydantic', 'yaml', 'click', 'rich', 'jsonschema') if n in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_fresh_copy_needs_no_library(root: Path) -> None:
    """Reading and using a scheme loads neither YAML nor validation library where the compiled copy
    is fresh.
    """
    code = (
        "from tracecode.codes.registry import registry\nfrom tracecode.spec.layer import Layer\n"
        "from tracecode.standard.resolved import Resolved\n"
        f"scheme = registry(Resolved(Layer({str(root)!r})))['thing']\nassert "
        f"scheme.parse('12').segments['a'] == '12'\n"
    )
    assert loaded(code) == {"pydantic", "yaml"}
    compile_copy(root)
    assert loaded(code) == set()


# --- kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("sources/a.yaml", "source"),
        ("alphabets.yaml", "alphabet"),
        ("codelists/a.yaml", "codelist"),
        ("schemes/a.yaml", "scheme"),
        ("indicators/a.yaml", "indicator"),
        ("records/a.yaml", "record"),
        ("products/food/a.yaml", "product"),
        ("interfaces/a.yaml", "interface"),
        ("schemes/deep/a.yaml", None),
        ("products/a.yaml", "category"),
        ("Schemes/a.yaml", None),
        ("schemes/a.yml", None),
        ("other.yaml", None),
    ],
)
def test_kinds(path: str, kind: str | None) -> None:
    """The kind of a file follows from its place."""
    found = kind_of(path)
    assert (found.id if found else None) == kind


def test_kinds_have_a_model() -> None:
    """Each kind has a class of the meta-model, in which every thing has an id."""
    for kind in KINDS.values():
        assert "id" in kind.cls.__annotations__


def test_a_copy_of_the_packaged_folder_is_the_same(tmp_path: Path) -> None:
    """The packaged folder works from anywhere."""
    root = tmp_path / "elsewhere"
    shutil.copytree(packaged_folder(), root)
    assert alone(root).scheme("uscc") == packaged().scheme("uscc")


def test_what_is_named_as_a_file_and_is_none(root: Path) -> None:
    """A pipe, a link to nothing and a link to itself count as files, and are refused by name when
    they are read.
    """
    os.mkfifo(root / "schemes" / "pipe.yaml")
    (root / "schemes" / "lost.yaml").symlink_to("nothing")
    (root / "schemes" / "ring.yaml").symlink_to("ring.yaml")
    (root / "schemes" / ".#thing.yaml").symlink_to("somebody@host.1234")  # an editor's lock
    layer = Layer(root)
    names = [f"schemes/{name}.yaml" for name in ("lost", "pipe", "ring")]
    assert [
        name for name in layer.files if name != "schemes/thing.yaml" and "schemes" in name
    ] == names
    for name in names:
        for read in (
            layer.checksum,
            layer.document,
            lambda name: layer.plain(name, KINDS["scheme"]),
        ):
            with pytest.raises(SpecError) as error:
                read(name)
            assert error.value.findings[0].rule == "spec.unreadable"
    with pytest.raises(SpecError, match="it is a pipe, not a file"):
        layer.document("schemes/pipe.yaml")


def test_links_between_folders(root: Path) -> None:
    """Each folder is read once, wherever links lead."""
    before = Layer(root).files
    for name in ("one", "two"):
        (root / "schemes" / name).symlink_to(root)
        (root / name).symlink_to(".")
    assert Layer(root).files == before


def test_a_folder_that_cannot_be_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that the system does not open is named: what stands in it would be missing without a
    word.
    """
    opened = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("schemes/"):
            raise PermissionError(errno.EACCES, "", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root may read everything
    with pytest.raises(SpecError) as error:
        _ = Layer(root).files
    assert error.value.message("en") == "schemes/: cannot be read: Permission denied"
