"""The table of the plan's clauses: each name in it exists, each item that a clause is about is
served.
"""

from __future__ import annotations

import runpy
from typing import Any

import pytest

from tests.docs.pages import ROOT
from tracecode.standard.resolved import packaged

PLAN = runpy.run_path(str(ROOT / "script" / "plan"))
ROWS = PLAN["rows"]()


def test_the_page_is_up_to_date() -> None:
    """`docs/plan.md` is what `script/plan` writes."""
    assert PLAN["PAGE"].read_text(encoding="utf-8") == PLAN["page"](packaged())


@pytest.mark.parametrize("row", ROWS, ids=[row.data["id"] for row in ROWS])
def test_a_clause_is_answered(row: Any) -> None:
    """What is named exists and is for the items that the clause is about; `partly` has a reserved
    interface.
    """
    assert row.faults(packaged()) == []
    assert row.state in ("covered", "partly")


def test_ids() -> None:
    """Each row has an id of its own."""
    assert len({row.data["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"records": ["spot-chek"]}, "records: spot-chek does not exist"),
        ({"interfaces": ["nowhere"]}, "interfaces: nowhere does not exist"),
        ({"pages": ["nowhere.md"]}, "pages: nowhere.md does not exist"),
        ({"recrods": ["recall"]}, "unknown key recrods"),
        (
            {"records": ["filling"], "for": ["gas-cylinder", "elevator"]},
            "elevator has none of filling",
        ),
        ({"records": ["recall", "filling"], "for": ["food"]}, "filling is of none of the items"),
        (
            {"interfaces": ["submit"], "unknown": {"zh": "未见", "en": "not seen"}},
            "no reserved interface is named",
        ),
    ],
)
def test_a_wrong_row_is_named(changed: dict[str, Any], fault: str) -> None:
    """A name that leads nowhere, an item that is left out and an excuse without a reserved
    interface are faults.
    """
    row = PLAN["Row"]({"id": "x", "clause": "一", "asks": {"zh": "事", "en": "thing"}, **changed})
    assert any(fault in text for text in row.faults(packaged()))
