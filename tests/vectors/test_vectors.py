"""Every outside vector gets the verdict that its source states.

The JSON files beside this test are copies of the project's research on standards: real codes, codes
printed in documents, and broken ones. `kinds.yaml` says how each kind is put to the library;
`DISPUTED.md` lists vectors whose stated verdict is itself doubtful, with the reason.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

import tracecode as tc
from tests.cases import together
from tracecode import gs1
from tracecode.standard.check_computation import algorithm
from tracecode.standard.resolved import packaged

HERE = Path(__file__).parent
KINDS: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "kinds.yaml").read_text(encoding="utf-8"))
VECTORS: list[dict[str, Any]] = [
    vector
    for file in sorted(HERE.glob("*.vectors.json"))
    for vector in json.loads(file.read_text(encoding="utf-8"))
]
DISPUTED = (HERE / "DISPUTED.md").read_text(encoding="utf-8")


def verdict(kind: dict[str, Any], vector: dict[str, Any]) -> bool:
    """What the library says of a vector."""
    code, options = vector["code"], kind["options"]
    if "check" in options:
        width = options["characters"]
        try:
            return bool(algorithm(options["check"])(code[:-width]) == code[-width:])
        except ValueError:
            return False
    if "gs1" in options:
        return gs1.is_valid(code)
    if "codelist" in options:
        return code in [entry.code for entry in packaged().codelist(options["codelist"]).entries]
    scheme = tc.scheme(kind["scheme"])
    codes = code.split(options["split"]) if "split" in options else [code]
    chosen = {"edition": kind["edition"], "form": options.get("form"), "strict": kind["strict"]}
    if not all(scheme.is_valid(one, **chosen) for one in codes):
        return False
    if "link" in options:
        (link,) = [link for link in scheme.spec.links if link.id == options["link"]]
        other = tc.scheme(link.to).parse(vector["context"][options["with"]])
        return not scheme.agrees(scheme.parse(code), other, link.id)
    return True


JUDGED = [
    v for v in VECTORS if v["valid"] is not None and "later" not in KINDS[v["kind"]]["options"]
]


@together("vector", JUDGED, ids=lambda vector: f"{vector['kind']}: {vector['code']!r}")
def test_verdict(vector: dict[str, Any]) -> None:
    """The library's verdict is the stated one, or the vector is listed as disputed."""
    said = verdict(KINDS[vector["kind"]], vector)
    listed = f"`{vector['kind']}` `{vector['code']}`" in DISPUTED
    assert (said == vector["valid"]) is not listed


def test_every_kind_is_mapped() -> None:
    """Each kind of vector has its entry in the map, and each entry its vectors."""
    assert set(KINDS) == {vector["kind"] for vector in VECTORS}


def test_identify_finds_the_scheme() -> None:
    """Of the right vectors at least 95 % are identified: their scheme comes first, or is named as a
    rival.
    """
    vectors = [
        v
        for v in JUDGED
        if v["valid"]
        and KINDS[v["kind"]]["scheme"]
        and not KINDS[v["kind"]]["options"].get("split")
    ]
    found = 0
    for vector in vectors:
        wanted = KINDS[vector["kind"]]["scheme"]
        matches = tc.identify(vector["code"])
        found += bool(matches) and wanted in (matches[0].scheme, *matches[0].rivals)
    assert found >= 0.95 * len(vectors)
