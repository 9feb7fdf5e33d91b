# tables of cases: one case a line
"""Differences between standards: what changed, from what to what, and whom it breaks."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.folders import WHOLE, write
from tests.lint.test_files import COMPLETE
from tracecode.cli import main
from tracecode.spec.audience import AUDIENCES
from tracecode.spec.definitions import Definitions
from tracecode.spec.diff import Change, changes
from tracecode.spec.layer import Layer
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

THING, BASIC, LINES, CORE = (
    "schemes/thing.yaml",
    "indicators/basic.yaml",
    "groups/basic.yaml",
    "records/production.yaml",
)
COLOUR, FLOUR = "codelists/colour.yaml", "products/food/flour.yaml"
S, W, R, G, T = AUDIENCES
GREEN = '  - {code: "02", name: {zh: 绿, en: green}}\n'
BLUE = '  - {code: "03", name: {zh: 蓝, en: blue}}\n'

PREPARED = [
    # code lists and alphabets
    (COLOUR, GREEN, "", S, "codelist colour entries.02"),
    (COLOUR, GREEN, GREEN + BLUE, R, "codelist colour entries.03"),
    (COLOUR, "en: green", "en: verdant", T, "codelist colour entries.02.name.en"),
    (COLOUR, "green}}", "green}, valid_to: 2026-12-31}", W, "codelist colour entries.02.valid_to"),
    (COLOUR, "strict: true", "strict: false", R, "codelist colour strict"),
    (COLOUR, 'covers: ["0"]', 'covers: ["0", "1"]', S, "codelist colour covers"),
    ("alphabets.yaml", '"[A-Z]"', '"[A-HJ-NP-Z]"', S, "alphabet capitals chars"),
    ("alphabets.yaml", '"[A-Z]"', '"[A-Z0-9]"', R, "alphabet capitals chars"),
    # encoding rules
    (THING, "length: {min: 4, max: 6}", "length: {min: 4, max: 5}", S, ("scheme thing "
                                                                       "editions.old.length.max")),
    (THING, "length: {min: 1, max: 3}}", "length: {min: 1, max: 4}}", R, ("scheme thing "
                                                                         "editions.old.segments.head.length.max")),
    (THING, 'literal: "/Z"', 'literal: "/Y"', S, ("scheme thing "
                                                 "editions.new.forms.long.segments.end.literal")),
    (THING, ("valid_to: "
            "2019-12-31"), "valid_to: 2019-06-30", S, "scheme thing editions.old.valid_to"),
    (THING, ("    valid_from: "
            "2020-01-01\n"), ("    valid_from: 2020-01-01\n    valid_to: "
                            "2027-12-31\n"), W, "scheme thing editions.new.valid_to"),
    (THING, "range: {min: 10, max: 90}", "range: {min: 10, max: 99}", R, ("scheme thing "
                                                                         "editions.new.forms.short.segments.number.range.max")),
    (THING, (", codelist: "
            "colour}"), "}", R, "scheme thing editions.new.forms.short.segments.colour.codelist"),
    (THING, "weights: [1, 2]", "weights: [2, 1]", S, ("scheme thing "
                                                     "editions.new.forms.short.checks.+")),
    (THING, ("contains: "
            "capitals"), ("contains: "
                        "digits"), T, ("scheme thing "
                                     "editions.new.forms.short.limits.part-known.contains")),
    (THING, ("        name: {zh: 长码, en: Long "
            "code}\n"), ("        name: {zh: 长码, en: Long code}\n        warn: {zh: 未经证实, en: "
                       "Not verified}\n"), T, "scheme thing editions.new.forms.long.warn"),
    (THING, ("        name: {zh: 长码, en: Long "
            "code}\n"), ("        name: {zh: 长码, en: Long code}\n        lenient_only: "
                       "true\n"), S, "scheme thing editions.new.forms.long.lenient_only"),
    (THING, "lenient: [trim]", "lenient: []", W, "scheme thing lenient"),
    (THING, "symbologies: [qr]", ("symbologies: [qr, "
                                 "data-matrix]"), W, ("scheme thing "
                                                    "editions.new.carrier.symbologies")),
    (THING, "identifies: unit", "identifies: batch", S, "scheme thing identifies"),
    (THING, "{zh: 头部, en: Head}", "{zh: 头, en: Head}", T, ("scheme thing "
                                                          "editions.old.segments.head.name.zh")),
    (THING, 'clause: "3"', 'clause: "4"', T, "scheme thing editions.new.source.clause"),
    (FLOUR, "records:\n", ('domains: [{element: colour_code, begins: ["01"], codelist: colour, '
                          'source: {ref: rule-book}, evidence: '
                          'unsure}]\nrecords:\n'), T, "product flour domains"),
    # elements and records
    (BASIC, "format: n..12,3", "format: n..14,3", R, "indicator total_weight format"),
    (BASIC, "format: n5..12", "format: n5..11", S, "indicator phone format"),
    (BASIC, "  unit: kg\n", "  unit: g\n", S, "indicator weight unit"),
    (BASIC, "  privacy: personal\n", "", G, "indicator party_name privacy"),
    (BASIC, 'max: "500"', 'max: "1000"', R, "indicator weight range.max"),
    (LINES, "{use: grade, obligation: O}", "{use: grade, obligation: M}", S, ("group line "
                                                                             "indicators.grade.obligation")),
    (CORE, "{use: trace_code, obligation: M}", "{use: trace_code, obligation: O}", R, ("record production "
                                                                                      "indicators.trace_code.obligation")),
    (CORE, "  - {use: maker, obligation: O}\n", "", S, "record production indicators.maker"),
    (CORE, "many: 20", "many: 50", R, "record production indicators.lines.many"),
    (CORE, "  - {order: [made_on, best_before]}\n", "", R, "record production rules.-"),
    (FLOUR, "stages: [production]", "stages: [production, transport]", T, "product flour stages"),
    ("sources/test.yaml", "status: unknown", "status: replaced", T, "source other-book status"),
]  # fmt: skip


def standard(folder: Path, files: dict[str, str]) -> Definitions:
    """The definitions of files."""
    return Definitions(Layer(write(folder, files)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "old", "new", "breaks", "place"),
    PREPARED,
    ids=[f"{n} {p[4]}" for n, p in enumerate(PREPARED)],
)
def test_prepared_changes(
    path: str, old: str, new: str, breaks: str, place: str, tmp_path: Path
) -> None:
    """Each change is found where it is, with the smallest audience that it breaks; going back,
    nothing else is found.
    """
    assert old in COMPLETE[path]
    before = standard(tmp_path / "old", COMPLETE)
    after = standard(tmp_path / "new", {**COMPLETE, path: COMPLETE[path].replace(old, new, 1)})
    found = {change.place: change.breaks for change in changes(before, after)}
    assert found[place] == breaks, found
    places = {change.place.rstrip("+-") for change in changes(after, before)}
    assert places == {place.rstrip("+-") for place in found}


def test_values_and_fingerprints(tmp_path: Path) -> None:
    """A change has the old and the new value; its fingerprint stays when words change, and is
    another for other values.
    """

    def one(name: str, text: str) -> Change:
        after = standard(
            tmp_path / name, {**COMPLETE, COLOUR: COMPLETE[COLOUR].replace(GREEN, GREEN + text)}
        )
        (change,) = changes(before, after)
        return change

    before = standard(tmp_path / "old", COMPLETE)
    blue = one("blue", BLUE)
    assert (blue.old, blue.new) == (None, {"code": "03", "name": {"zh": "蓝", "en": "blue"}})
    assert one("azure", BLUE.replace("blue", "azure")).fingerprint == blue.fingerprint
    assert one("other", BLUE.replace("03", "04")).fingerprint != blue.fingerprint
    assert blue.as_dict()["fingerprint"] == blue.fingerprint


def test_definitions_that_come_and_go(tmp_path: Path) -> None:
    """A definition that came or went is one change."""
    more = {"codelists/shade.yaml": COMPLETE[COLOUR].replace("id: colour", "id: shade")}
    before, after = (
        standard(tmp_path / "old", COMPLETE),
        standard(tmp_path / "new", COMPLETE | more),
    )
    assert [(change.place, change.breaks) for change in changes(before, after)] == [
        ("codelist shade", "text")
    ]
    assert [(change.place, change.breaks) for change in changes(after, before)] == [
        ("codelist shade", "stored-data")
    ]


SOLD = """\
id: sold
name: {zh: 售出, en: Sold}
columns: {batch: text}
reads: [{records: [production], take: {batch: [batch_no]}}]
"""
ONCE = """\
id: once
name: {zh: 一次, en: Once}
asks: {zh: 只售一次。, en: Sold once.}
remedy: {zh: 请更正。, en: Correct it.}
source: {ref: project}
evidence: project
check: {unique: {of: sold, by: [batch]}}
samples: [{about: {zh: 对, en: Right}, records: [{record_type: production}]}]
"""
LAW = """\
id: rule-book
evidence: confirmed
articles:
  - id: art-1
    name: {zh: 保存, en: Kept}
    records: [production]
    asks: [[made_on]]
    keep: [{after: made_on, months: 24}]
    report: {after: made_on, days: 9}
  - id: art-2
    name: {zh: 内容, en: Content}
    records: [production]
    asks: [[weight]]
"""
RULES = {"rules/once.yaml": ONCE, "rules/rows/sold.yaml": SOLD, "laws/rule-book.yaml": LAW}
WORDS_OF_LAW = LAW.partition("    keep:")[0]


@pytest.mark.parametrize(
    ("path", "came", "went"),
    [
        ("rules/once.yaml", S, R),
        ("rules/rows/sold.yaml", G, G),
        ("laws/rule-book.yaml", S, R),
        ("gs1/identifiers.yaml", R, S),
        ("gs1/lists/letters.yaml", R, S),
        ("gs1/symbologies/all.yaml", R, S),
    ],
)
def test_whom_a_definition_breaks_that_comes_or_goes(
    path: str, came: str, went: str, tmp_path: Path
) -> None:
    """A rule across records, or a period of a law, may find something in records that had no
    finding.
    """
    whole = {**COMPLETE, **RULES}
    less = {name: text for name, text in whole.items() if name != path}
    before, after = standard(tmp_path / "old", less), standard(tmp_path / "new", whole)
    assert {change.breaks for change in changes(before, after)} == {came}
    assert {change.breaks for change in changes(after, before)} == {went}


@pytest.mark.parametrize(
    ("path", "old", "new", "to", "back"),
    [
        ("rules/once.yaml", "by: [batch]", "by: [batch, party]", S, S),
        ("rules/once.yaml", "Sold once.", "Sold no more than once.", T, T),
        ("rules/once.yaml", "Correct it.", "Correct the record.", T, T),
        ("rules/once.yaml", "records: [{record_type: production}]", "records: []", T, T),
        ("rules/once.yaml", "evidence: project", "evidence: unsure", T, T),
        ("rules/once.yaml", "evidence: project", "evidence: single", S, R),
        ("rules/once.yaml", "check:", "severity: warning\ncheck:", R, S),
        ("rules/rows/sold.yaml", "{batch: text}", "{batch: text, party: text}", G, S),
        ("rules/rows/sold.yaml", "[batch_no]", "[batch_no, lot]", S, S),
        ("laws/rule-book.yaml", "months: 24", "months: 36", S, S),
        ("laws/rule-book.yaml", "    keep: [{after: made_on, months: 24}]\n", "", R, S),
        ("laws/rule-book.yaml", "    report: {after: made_on, days: 9}\n", "", R, S),
        ("laws/rule-book.yaml", "days: 9", "days: 7", S, R),
        ("laws/rule-book.yaml", "[[weight]]", "[[grade]]", T, T),
        ("laws/rule-book.yaml", LAW[LAW.index("  - id: art-2") :], "", T, T),
    ],
)  # fmt: skip
def test_whom_a_change_of_rules_breaks(
    path: str, old: str, new: str, to: str, back: str, tmp_path: Path
) -> None:
    """Words, samples and what only the standard is held against break nobody; what records are
    judged by does.
    """
    files = {**COMPLETE, **RULES}
    assert old in files[path]
    before = standard(tmp_path / "old", files)
    after = standard(tmp_path / "new", {**files, path: files[path].replace(old, new, 1)})
    for one, other, breaks in ((before, after, to), (after, before, back)):
        found = [change.breaks for change in changes(one, other)]
        assert min(found, key=AUDIENCES.index) == breaks


def test_a_law_without_periods(tmp_path: Path) -> None:
    """A law that says nothing of how long records are kept breaks nobody."""
    files = {**COMPLETE, "laws/rule-book.yaml": WORDS_OF_LAW}
    before, after = standard(tmp_path / "old", COMPLETE), standard(tmp_path / "new", files)
    assert [change.breaks for change in changes(before, after)] == [T]


def test_the_same_standard_has_no_changes() -> None:
    """The packaged standard does not differ from itself."""
    assert not list(changes(packaged(), packaged()))


# --- the command ----------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code of the command, and what it printed."""
    code = main(["spec", "diff", *words, "--lang", "en"])
    out = capsys.readouterr()
    return code, out.out + out.err


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Folders are compared; breaks that somebody accepted with a reason count no more, and unused
    ones are named.
    """
    old = str(write(tmp_path / "old", {**WHOLE, **COMPLETE}))
    files = {**WHOLE, **COMPLETE, COLOUR: COMPLETE[COLOUR].replace(GREEN, BLUE)}
    new = str(write(tmp_path / "new", files))
    assert run(capsys, old, old) == (0, "0 changes, 0 that break and are not accepted\n")
    code, text = run(capsys, old, new)
    assert code == 1
    assert text.splitlines()[0].startswith("stored data")
    assert "2 changes, 2 that break" in text
    main(["spec", "diff", old, new, "--format", "json"])
    found = [change["fingerprint"] for change in json.loads(capsys.readouterr().out)["changes"]]
    file = tmp_path / "accepted"
    file.write_text(
        f"# accepted\n{found[0]} it was never used\n{found[1]} announced\n", encoding="utf-8"
    )
    assert run(capsys, old, new, "--accepted", str(file))[0] == 0
    code, text = run(capsys, old, old, "--accepted", str(file))
    assert code == 1
    assert text.count("accepted, but there is no such change") == 2
    file.write_text(f"{found[0]}\n", encoding="utf-8")
    code, text = run(capsys, old, new, "--accepted", str(file))
    assert (code, "needs a reason" in text) == (2, True)


def test_packs_and_revisions(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pack is compared with the packaged standard; git revisions with each other and with a
    folder.
    """
    pack = write(
        tmp_path / "pack", {"codelists/new.yaml": COMPLETE[COLOUR].replace("id: colour", "id: new")}
    )
    assert run(capsys, "packaged", str(pack))[1].splitlines()[0].split()[2:][1:4] == [
        "codelist",
        "new",
        "-",
    ]
    monkeypatch.chdir(
        write(tmp_path / "repo", {f"specs/{path}": text for path, text in COMPLETE.items()})
    )
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"], ["tag", "v1"]):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *words], check=True
        )
    write(
        tmp_path / "repo/specs",
        {**WHOLE, COLOUR: COMPLETE[COLOUR].replace("en: green", "en: verdant")},
    )
    code, text = run(capsys, "v1", "specs")
    assert (code, "codelist colour entries.02.name.en" in text) == (0, True)
    assert run(capsys, "HEAD", "v1") == (0, "0 changes, 0 that break and are not accepted\n")
    assert run(capsys, "no-such-thing", "v1")[0] == 2


def test_a_revision_that_was_nearly_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is nothing is near to a revision too; without a repository to none."""
    monkeypatch.chdir(tmp_path)
    code, text = run(capsys, "HED", "packaged")
    assert code == 2
    assert "unknown folder, installed pack or git revision 'HED'" in text
    assert "HEAD" not in text
    for words in (
        "init -q -b main",
        "-c user.name=A -c user.email=a@b.example commit -q --allow-empty -m x",
        "tag v1.5.0",
    ):
        subprocess.run(["git", *words.split()], check=True)
    assert "did you mean HEAD?" in run(capsys, "HED", "HEAD")[1]
    assert "did you mean v1.5.0?" in run(capsys, "v1.50", "HEAD")[1]
    assert "did you mean packaged?" in run(capsys, "package", "HEAD")[1]
