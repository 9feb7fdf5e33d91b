"""What is written in fewer words means what it would mean in full."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.cases import together
from tests.folders import alone, write
from tests.lint.test_shorter import FOOD, SHORTER
from tracecode.errors import SpecError, UnknownId
from tracecode.spec.expand import expanded
from tracecode.spec.file_kinds import KINDS, kind_of
from tracecode.spec.layout_model import Length
from tracecode.spec.reader import Document, read
from tracecode.spec.share import merged
from tracecode.standard.resolved import packaged

if TYPE_CHECKING:
    from pathlib import Path

    from tracecode.findings import Finding

FILES = packaged().layers[0].files


@together("path", FILES)
def test_what_is_written_out_stays(path: str) -> None:
    """Writing out twice is writing out once, and what is written as it is kept is never changed in
    place.
    """
    kind = kind_of(path)
    assert kind is not None
    document = read(packaged().layers[0].path(path), path)
    before = copy.deepcopy(document.data)
    once = expanded(document, kind)
    assert document.data == before
    assert expanded(once, kind).data == once.data


def test_an_edition_like_another() -> None:
    """A layout has the segments, length, checks and limits of the one that it is like, and nothing
    else of it.
    """
    layouts = {
        form.id: form for form in packaged().scheme("fertilizer-registration").editions[0].layouts
    }
    ministry, provincial, bare = (
        layouts[id] for id in ("ministry", "provincial", "microbial-bare")
    )
    assert [segment.id for segment in provincial.segments] == [
        "province",
        *(one.id for one in ministry.segments),
    ]
    assert bare.segments[-1] == ministry.segments[-1]
    assert provincial.warn is not None
    assert (ministry.warn, ministry.evidence, bare.evidence) == (None, None, "confirmed")
    first, second = packaged().scheme("pesticide-unit").editions
    assert [one.id for one in first.segments[:-1]] == [one.id for one in second.segments[:-1]]
    assert (first.segments[-1].id, second.segments[-1].id) == ("random_part", "free_part")
    assert (second.source.ref, second.evidence) == ("mara-1049-2026", "single")


def test_lines_are_those_of_what_somebody_wrote() -> None:
    """A segment that was taken over stands where it was written, one that was replaced where that
    is.
    """
    text = SHORTER["schemes/nest.yaml"].splitlines()
    standard = packaged()
    document = standard.document("scheme", "fertilizer-registration")
    written = read(standard.layers[0].path("schemes/fertilizer-registration.yaml"), "").lines
    form: tuple[str | int, ...] = ("editions", 0, "forms")
    assert document.line((*form, 1, "segments", 0)) == written[(*form, 0, "segments", 0)]
    assert document.line((*form, 2, "segments", 0)) == written[(*form, 2, "replace", "prefix", 0)]
    assert text[8 - 1].strip() == "forms:"


def test_defaults_count_for_what_names_no_source(tmp_path: Path) -> None:
    """An element without a source has the file's; one with its own says its evidence itself."""
    standard = alone(write(tmp_path / "specs", SHORTER))
    assert standard.group("party").source.ref == "rule-book"
    assert standard.group("line").evidence == "single"
    edition = standard.scheme("nest").editions[0]
    assert (edition.source.ref, edition.evidence) == ("other-book", "single")
    assert edition.layouts[0].source is None


def test_a_nested_code_has_the_characters_of_its_scheme(tmp_path: Path) -> None:
    """They follow from the scheme in force, also where a layer replaces it; what is stated
    stays.
    """
    files = dict(SHORTER)
    (inner,) = [
        one
        for one in alone(write(tmp_path / "a", files)).scheme("nest").editions[0].forms[0].segments
        if one.scheme
    ]
    assert (inner.chars, inner.length) == ("[\\-0-9A-Z]", Length(min=3, max=9))
    files["schemes/nest.yaml"] = files["schemes/nest.yaml"].replace(
        "scheme: leaf", 'scheme: leaf, chars: "[0-9A-C-]"'
    )
    stated = alone(write(tmp_path / "b", files)).scheme("nest").editions[0].forms[0].segments[1]
    assert (stated.chars, stated.length) == ("[0-9A-C-]", Length(min=3, max=9))
    top = {
        "schemes/leaf.yaml": SHORTER["schemes/leaf.yaml"].replace(
            "name: {zh: 叶", "overrides: true\nname: {zh: 叶"
        )
    }
    top["schemes/leaf.yaml"] = (
        top["schemes/leaf.yaml"].replace("[A-Z]", "[A-C]").replace("length: 2", "length: 1")
    )
    layered = alone(write(tmp_path / "c", SHORTER), write(tmp_path / "d", top))
    assert layered.scheme("nest").editions[0].forms[0].segments[1].chars == "[\\-0-9A-C]"


def test_schemes_that_nest_each_other_end(tmp_path: Path) -> None:
    """A circle of nested schemes is said, and not followed."""
    leaf = SHORTER["schemes/leaf.yaml"].replace('chars: "[A-Z]", length: 2', "scheme: nest")
    standard = alone(write(tmp_path / "specs", SHORTER | {"schemes/leaf.yaml": leaf}))
    with pytest.raises(SpecError, match="a scheme cannot contain itself"):
        standard.scheme("nest")


def test_an_absent_category_is_told_where_it_is_named(tmp_path: Path) -> None:
    """The library says so too, with file, line and remedy, and not only lint."""
    files = {path: text for path, text in SHORTER.items() if path != FOOD}
    standard = alone(write(tmp_path / "specs", files))
    with pytest.raises(SpecError) as caught:
        standard.product("flour")
    (finding,) = caught.value.findings
    assert (finding.rule, finding.path, finding.line) == (
        "spec.like",
        "specs/products/food/flour.yaml",
        3,
    )
    with pytest.raises(UnknownId):
        standard.product("flower")


def test_an_item_replaces_the_records_that_it_adds_to() -> None:
    """Its own records take the place of the shared ones; new ones stand after the one before
    them.
    """
    category = {
        "id": "all",
        "records": [{"id": id, "core": id} for id in "abcd"],
        "codes": {"unit": ["x"]},
    }
    own = {"id": "b", "core": "b", "gaps": []}
    records = [{"id": "new", "core": "a"}, own, {"id": "z", "core": "z"}]
    item = {"id": "it", "like": "all", "without": ["d"], "records": records}
    made = merged(item, category)
    assert [record["id"] for record in made.data["records"]] == ["new", "a", "b", "z", "c"]
    assert made.data["records"][2] is own
    assert (made.data["codes"], made.data["category"], made.faults) == ({"unit": ["x"]}, "all", [])


LETTERS = "abcdefgh"


@given(
    shared=st.lists(st.sampled_from(LETTERS), unique=True),
    without=st.sets(st.sampled_from(LETTERS)),
    own=st.lists(st.sampled_from(LETTERS + "xyz"), unique=True),
)
def test_every_record_is_there_once(shared: list[str], without: set[str], own: list[str]) -> None:
    """However an item lists its records: each of its own is there, each shared one unless left out,
    and none twice.
    """
    rows = [[{"id": id, "core": id} for id in ids] for ids in (shared, own)]
    item = {"id": "it", "like": "all", "without": sorted(without), "records": rows[1]}
    made = merged(item, {"id": "all", "records": rows[0]})
    ids = [record["id"] for record in made.data.get("records", [])]
    assert len(ids) == len(set(ids))
    assert set(ids) == (set(shared) - without) | set(own)
    if not made.faults:
        assert [id for id in ids if id in own] == own
        assert [id for id in ids if id in shared and id not in own] == [
            id for id in shared if id not in without and id not in own
        ]


segment = st.fixed_dictionaries({"id": st.sampled_from(LETTERS), "length": st.integers(1, 3)})
segments = st.lists(segment, min_size=1, unique_by=lambda one: one["id"])


@given(base=segments, data=st.data())
def test_like_is_the_other_but_for_what_is_replaced(base: list[Any], data: st.DataObject) -> None:
    """Whatever is replaced and left out, the segments are the other's with exactly these
    changes.
    """
    ids = [one["id"] for one in base]
    without = data.draw(st.lists(st.sampled_from(ids), unique=True))
    kept = [id for id in ids if id not in without]
    replaced = data.draw(st.lists(st.sampled_from(kept), unique=True)) if kept else []
    new = {"id": "new", "name": {"zh": "新", "en": "New"}, "chars": "digits", "length": 9}
    like = {
        "id": "two",
        "like": "one",
        "without": without,
        "replace": {id: [new, new] for id in replaced},
    }
    scheme: Any = {"editions": [{"id": "e", "forms": [{"id": "one", "segments": base}, like]}]}
    made: Any = expanded(Document("x", scheme, {}), KINDS["scheme"]).data
    one, two = made["editions"][0]["forms"]
    wanted = [
        [new, new] if part["id"] in replaced else [part]
        for part in base
        if part["id"] not in without
    ]
    assert two["segments"] == [part for parts in wanted for part in parts]
    assert one == {"id": "one", "segments": base}


WORDS = (
    "editions", "forms", "like", "replace", "without", "segments", "id", "defaults", "records",
    "groups", "source", "evidence", "core",
)  # fmt: skip
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(WORDS), inner),
)


@given(data=anything, kind=st.sampled_from(sorted(KINDS)))
def test_no_shape_breaks_it(data: Any, kind: str) -> None:
    """Whatever a file holds, it is written out or refused with findings."""
    faults: tuple[Finding, ...] = ()
    try:
        expanded(Document("x", data, {}), KINDS[kind])
    except SpecError as error:
        faults = tuple(error.findings)
        event("refused")
    assert all(finding.text("zh") and finding.text("en") for finding in faults)


def written_out(forms: list[Any]) -> list[str]:
    """The rules by which a scheme of some layouts is refused."""
    scheme: Any = {"editions": [{"id": "e", "forms": forms}]}
    try:
        expanded(Document("x", scheme, {}), KINDS["scheme"])
    except SpecError as error:
        return [finding.rule for finding in error.findings]
    return []


@pytest.mark.slow
def test_what_would_grow_without_end_is_refused() -> None:
    """Few lines that come to millions of segments, or are like each other by the thousand, are
    told, not followed.
    """
    part = {"id": "a", "name": {"zh": "甲", "en": "A"}, "chars": "digits", "length": 1}
    base = {"id": "f0", "segments": [part] * 10}
    doubling = [
        {"id": f"f{i}", "like": f"f{i - 1}", "replace": {"a": [part] * 10}} for i in range(1, 12)
    ]
    assert written_out([base, *doubling]) == ["spec.duplicate_id"]
    wide = {"id": "f0", "segments": [{**part, "id": f"a{i}"} for i in range(1000)]}
    assert set(written_out([wide, *({"id": f"f{i}", "like": "f0"} for i in range(1, 1000))])) == {
        "spec.layout"
    }
    row = [
        {"id": "f0", "segments": [part]},
        *({"id": f"f{i}", "like": f"f{i - 1}"} for i in range(1, 3000)),
    ]
    assert set(written_out(row[::-1])) == {"spec.layout"}
    assert written_out(row[:40][::-1]) == []


def test_odd_segments_are_left_to_the_checker() -> None:
    """An id that is none stops nothing here."""
    odd = {"id": "f0", "segments": [{"id": []}, {"id": {}}, 7, {"id": "a"}]}
    assert written_out([odd, {"id": "f1", "like": "f0", "replace": {"a": []}}]) == []
