"""`spec new`: what is begun lints, works at once, and never takes the place of anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import tracecode as tc
from tracecode.cli import main
from tracecode.lint.blame import lint_all
from tracecode.publish import documents, models, schemas
from tracecode.publish.template import template
from tracecode.spec.scaffold import NEW_KINDS
from tracecode.standard.resolved import load

pytestmark = pytest.mark.slow

WORDS = {
    "scheme": "jar-code",
    "element": "honey_colour",
    "record": "honey-check",
    "product": "honey",
    "pack": "bees",
}


def new(pack: Path, kind: str, *more: str) -> int:
    """Begin a definition of a kind in a pack."""
    category = ["--category", "edible-agri"] if kind == "product" else []
    return main(["spec", "new", kind, WORDS[kind], "--pack", str(pack), *category, *more])


@pytest.mark.parametrize("kind", NEW_KINDS)
def test_each_kind_lints(kind: str, tmp_path: Path) -> None:
    """The file is there, with that of the pack, and lint has nothing to say."""
    assert new(tmp_path / "bees", kind) == 0
    assert lint_all(load(tmp_path / "bees")) == []
    files = [path for path in (tmp_path / "bees").rglob("*") if path.is_file()]
    assert len(files) == (1 if kind == "pack" else 2)


@pytest.mark.long
def test_a_new_item_has_everything(tmp_path: Path) -> None:
    """All kinds beside each other, and one line edited: class, schema, document and template of the
    new item.
    """
    pack = tmp_path / "bees"
    for kind in NEW_KINDS:
        assert new(pack, kind) == 0
    item = pack / "products" / "edible-agri" / "honey.yaml"
    before, after = (
        "core: production}",
        "core: production, indicators: [{use: honey_colour, obligation: M}]}",
    )
    item.write_text(item.read_text("utf-8").replace(before, after, 1), "utf-8")
    standard = load(pack)
    assert lint_all(standard) == []
    ours = tc.Standard.load(pack)
    assert ours.parse("XX00000015").scheme == "jar-code"
    production = ours.record_type("honey", "production")
    assert production.layout.element("honey_colour").required
    assert "honey_colour" in production.model.model_fields
    assert any("honey_production" in name for name in schemas.derived(standard))
    assert "honey_colour" in documents.derived(standard, "zh")["records/honey_production.md"]
    assert "honey/__init__.py" in models.derived(standard, "mine", ["bees"])
    template([production.layout], standard, tmp_path / "honey.xlsx")
    assert (tmp_path / "honey.xlsx").stat().st_size > 1000


@pytest.mark.parametrize("id", ["n", "y", "no", "on", "null", "true"])
def test_ids_that_yaml_reads_otherwise(id: str, tmp_path: Path) -> None:
    """An id that stands for a number, a truth value or nothing in YAML is a text all the same, of
    pack and definition.
    """
    pack = tmp_path / id
    assert main(["spec", "new", "scheme", id, "--pack", str(pack)]) == 0
    standard = load(pack)
    assert lint_all(standard) == []
    assert standard.scheme(id).id == id
    for path in (pack / "pack.yaml", pack / "schemes" / f"{id}.yaml"):
        assert path.read_text("utf-8").startswith(f'id: "{id}"\n')


def test_numbers_go_on(tmp_path: Path) -> None:
    """An item has the next number of its category, also beside another new one."""
    for id in ("honey", "wax"):
        assert (
            main(
                [
                    "spec",
                    "new",
                    "product",
                    id,
                    "--pack",
                    str(tmp_path / "bees"),
                    "--category",
                    "edible-agri",
                ]
            )
            == 0
        )
    standard = load(tmp_path / "bees")
    assert int(standard.product("wax").number) == int(standard.product("honey").number) + 1
    assert standard.product("honey").number not in {
        tc.Standard.packaged().resolved.product(id).number
        for id in tc.Standard.packaged().resolved.ids("product")
    }


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (["scheme", "uscc"], "defined by the layer specs", 1),
        (["scheme", "Jar_Code"], "must be lower-case letters", 2),
        (["element", "honey-colour"], "must be", 2),
        (["record", "recall"], "defined by the layer specs", 1),
        (["product", "honey"], "--category goes with a product", 2),
        (["scheme", "jar", "--category", "food"], "--category goes with a product", 2),
        (["product", "honey", "--category", "fod"], "food", 2),
        (["thing", "x"], "scheme", 2),
    ],
)
def test_what_cannot_be(
    words: list[str], said: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong or taken name is refused with the reason, and nothing is written."""
    try:
        ended = main(["spec", "new", *words, "--pack", str(tmp_path / "bees"), "--lang", "en"])
    except SystemExit as left:
        ended = int(left.code or 0)
    assert ended == code
    assert said in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


ODD = [
    "../../up", "..", ".", "", "/up", "a/b", "a\\b", "con", "Jar", "jar code", "jar\x1b[31m",
    "jar\u202eedoc", "jar\n", "罐", "jar\u200b", "a" * 65, "{id}", "jar / code",
]  # fmt: skip


@pytest.mark.parametrize("id", ODD)
@pytest.mark.parametrize("kind", NEW_KINDS)
def test_ids_that_no_file_may_have(
    kind: str, id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An id that leads out of the pack or hides a character is wrong use in both languages; nothing
    is written.
    """
    category = ["--category", "edible-agri"] if kind == "product" else []
    for lang, said in (("en", ("must be", "cannot be used")), ("zh", ("应由", "不可用"))):
        arguments = [
            "spec",
            "new",
            kind,
            "--pack",
            str(tmp_path / "deep" / "bees"),
            *category,
            "--lang",
            lang,
        ]
        assert main([*arguments, "--", id]) == 2
        told = capsys.readouterr().err
        assert any(part in told for part in said)
        assert told.rstrip("\n").isprintable()
    assert os.listdir(tmp_path) == []


def test_folders_that_no_pack_may_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pack is named after its folder, wherever one stands: a name that is no id is refused before
    it is a file.
    """
    for name in ("My pack", "b\u202eees", "con"):
        assert (
            main(["spec", "new", "scheme", "jar", "--pack", str(tmp_path / name), "--lang", "en"])
            == 2
        )
        assert capsys.readouterr().err.strip()
    assert os.listdir(tmp_path) == []
    (tmp_path / "bees" / "inside").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "bees" / "inside")
    assert main(["spec", "new", "scheme", "jar", "--pack", ".."]) == 0
    monkeypatch.chdir(tmp_path / "bees")
    assert main(["spec", "new", "scheme", "pot", "--pack", "."]) == 0
    made = [
        "bees",
        "bees/inside",
        "bees/pack.yaml",
        "bees/schemes",
        "bees/schemes/jar.yaml",
        "bees/schemes/pot.yaml",
    ]
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == made
    assert "id: bees" in (tmp_path / "bees" / "pack.yaml").read_text("utf-8")


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there stays; a pack that cannot be written is said."""
    assert new(tmp_path / "bees", "scheme") == 0
    file = tmp_path / "bees" / "schemes" / "jar-code.yaml"
    file.write_text(file.read_text("utf-8") + "# mine\n", "utf-8")
    assert new(tmp_path / "bees", "scheme", "--lang", "en") == 2
    assert "is there already" in capsys.readouterr().err
    assert file.read_text("utf-8").endswith("# mine\n")
    (tmp_path / "file").write_text("x")
    assert new(tmp_path / "file" / "bees", "scheme", "--lang", "en") == 2
