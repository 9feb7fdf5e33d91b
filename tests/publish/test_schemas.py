"""The published files are made the same each time, and those in the repository are up to date."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.folders import alone
from tracecode.publish import limits_page, schema_limits, schemas
from tracecode.standard.resolved import packaged

CATALOG = packaged()


@pytest.mark.slow
def test_same_each_time() -> None:
    """Two catalogues of the same specifications give the same files to the byte."""
    assert schemas.derived(CATALOG) == schemas.derived(alone(CATALOG.layers[0].root))


@pytest.mark.slow
def test_code_lists() -> None:
    """Every code list is published with both names, source and evidence."""
    files = schemas.derived(CATALOG)
    for id in CATALOG.ids("codelist"):
        made = json.loads(files[f"codelists/{id}.json"])
        assert [entry["code"] for entry in made["entries"]] == [
            one.code for one in CATALOG.codelist(id).entries
        ]
        assert {"id", "name", "strict", "source", "evidence"} <= set(made)


def test_page_of_limits() -> None:
    """Every limit stands on the page in both languages, with an anchor of its name."""
    page = limits_page.page(CATALOG)
    for limit in schema_limits.limits():
        assert f'<a id="{limit.id}"></a>' in page
        assert limit.name.zh in page
        assert limit.reason.en in page


def test_committed_page_of_limits() -> None:
    """`docs/schema-limits.md` is up to date; `script/limits` writes it."""
    page = Path(__file__).parents[2] / "docs" / "schema-limits.md"
    assert page.read_text(encoding="utf-8") == limits_page.page(CATALOG)
