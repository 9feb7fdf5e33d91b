"""The table of application identifiers is compared with a file of the dictionary, and brought up to
date from one.
"""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT
from tracecode.standard.resolved import packaged

SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "script" / "gs1-table"))
SPECS = ROOT / "specs"


def dictionary(release: str = "2026-01-27") -> str:
    """The packaged table in the words of the dictionary."""
    lines = [
        f"# Release: {release}",
        "#",
        "",
        "# AI    Flags  Specification  Attributes  Title",
        "",
    ]
    for id in packaged().ids("gs1-ai"):
        spec = packaged().gs1_ai(id)
        flags = "*" * spec.predefined + "?" * spec.attribute
        words = []
        for part in spec.parts:
            length = part.length if isinstance(part.length, int) else f"..{part.length.max}"
            core = f"{part.chars}{length}"
            words.append(",".join([f"[{core}]" if part.optional else core, *part.linters]))
        words += [f"req={','.join(group)}" for group in spec.requires]
        words += [f"ex={','.join(spec.excludes)}"] if spec.excludes else []
        chains = "|".join(map(",".join, spec.qualifiers))
        words += [f"dlpkey={chains}" if chains else "dlpkey"] if spec.key else []
        lines.append(
            f"{spec.id:<11} {flags:<3} {' '.join(words)}"
            + (f"  # {spec.title}" if spec.title else "")
        )
    return "\n".join([*lines, ""])


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """A copy of the specifications that the script touches."""
    for folder in ("gs1", "sources"):
        shutil.copytree(SPECS / folder, tmp_path / folder)
    return tmp_path


def run(text: str, folder: Path, *options: str) -> int:
    """The script on a dictionary of this text."""
    file = folder / "dictionary.txt"
    file.write_text(text, encoding="utf-8")
    code: int = SCRIPT["main"]([str(file), "--specs", str(folder), *options])
    return code


def changed() -> str:
    """A later release: one identifier new, one gone, one with another length, one with another
    linter.
    """
    lines = dictionary("2027-01-15").splitlines()
    lines = [line for line in lines if not line.startswith("8030 ")]
    lines = [
        line.replace("X..20", "X..25", 1) if line.startswith("10 ") else line for line in lines
    ]
    lines = [
        line.replace(" N6,yymmd0", " N6,yymmdd", 1) if line.startswith("11 ") else line
        for line in lines
    ]
    return "\n".join(
        [
            *lines,
            "9999         ?  N3 [X..4],iso3166  req=01 req=21 dlpkey=22,10|235  # NEW: one",
            "",
        ]
    )


def test_the_packaged_table_names_its_release() -> None:
    """The table and the source say of which release of the dictionary they are."""
    head = (SPECS / "gs1" / "application-identifiers.yaml").read_text(encoding="utf-8")
    source = packaged().source("gs1-ai-dictionary")
    assert source.issued is not None
    assert f"release {source.issued}" in head
    assert source.issued.isoformat() in source.title.zh


@pytest.mark.slow
def test_the_same_dictionary_differs_in_nothing(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Comparing with what the table was made from says nothing and ends with 0; writing it gives
    the same file.
    """
    assert run(dictionary(), specs) == 0
    assert capsys.readouterr().out == ""
    assert run(dictionary(), specs, "--update") == 0
    for name in ("gs1/application-identifiers.yaml", "sources/common.yaml"):
        if (SPECS / name).exists():
            assert (specs / name).read_text(encoding="utf-8") == (SPECS / name).read_text(
                encoding="utf-8"
            )


def test_what_differs_is_said(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Release, new and lost identifiers and changed fields are a line each; nothing is written."""
    assert run(changed(), specs) == 1
    release, gone, new, *fields = capsys.readouterr().out.splitlines()
    assert release == "release: 2026-01-27 -> 2027-01-15"
    assert gone.startswith(
        '- 8030: {id: "8030", title: DIGSIG, parts: [{chars: "Z", length: {min: 1, max: 90}}], '
        "requires:"
    )
    parts = '[{chars: "N", length: 3}, {chars: "X", length: {min: 1, max: 4}, optional: true, linters: [iso3166]}]'
    rest = 'requires: [["01"], ["21"]], key: true, qualifiers: [["22", "10"], ["235"]], attribute: true'
    assert new == f'+ 9999: {{id: "9999", title: "NEW: one", parts: {parts}, {rest}}}'
    assert fields == [
        (
            '~ 10.parts: [{chars: "X", length: {min: 1, max: 20}}] -> [{chars: "X", length: {min: 1, '
            "max: 25}}]"
        ),
        (
            '~ 11.parts: [{chars: "N", length: 6, linters: [yymmd0]}] -> [{chars: "N", length: 6, '
            "linters: [yymmdd]}]"
        ),
    ]
    file = "gs1/application-identifiers.yaml"
    assert (specs / file).read_bytes() == (SPECS / file).read_bytes()


def test_the_table_is_brought_up_to_date(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After an update the table and its source are of the new release, and nothing differs any
    more.
    """
    assert run(changed(), specs, "--update") == 0
    capsys.readouterr()
    assert run(changed(), specs) == 0
    assert capsys.readouterr().out == ""
    head = (specs / "gs1" / "application-identifiers.yaml").read_text(encoding="utf-8")
    assert "release 2027-01-15: 541 in 224 rows" in head
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (specs / "sources").glob("*.yaml")
    )
    assert "issued: 2027-01-15" in sources
    assert "2026-01-27" not in sources.partition("id: gs1-ai-dictionary")[2].partition("\n- id:")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("01 * N14,csum # GTIN\n", "names no release"),
        (
            "# Release: 2027-01-15\n01 * N14,csum foo=1 # GTIN\n",
            "line 2: 'foo=1' is neither a part nor a known attribute",
        ),
        ("# Release: 2027-01-15\n01 ! N14 # GTIN\n", "line 2: unknown flags '!'"),
        ("# Release: 2027-01-15\n01 * [N14 # GTIN\n", "line 2: '[N14' has one bracket"),
        ("# Release: 2027-01-15\nGTIN\n", "line 2: not an entry"),
        ("# Release: 2027-01-15\n01 N14\n01 N14\n", "line 3: 01 stands twice"),
    ],
)
def test_what_is_no_dictionary_is_refused(
    text: str, said: str, specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is not read in full changes nothing and ends with 2."""
    assert run(text, specs, "--update") == 2
    assert said in capsys.readouterr().err
