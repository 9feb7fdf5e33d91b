"""Every rule has a remedy: who acts, and how, in both languages."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import get_args

from tests.cases import together
from tracecode.messages import _TABLES, Actor, remedy, rules
from tracecode.reports.words import ACTORS

RULES = rules()
PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


@together("rule", RULES)
def test_every_rule_has_a_remedy_and_an_anchor(rule: str) -> None:
    """Each language is itself, says something, and ends without a full stop, as the sentences
    do.
    """
    who, zh, en = remedy(rule, {})
    assert who in ACTORS
    assert re.search("[\u4e00-\u9fff]", zh)
    assert re.fullmatch(r"[A-Z][\x20-\x7e]+[^.\s]", en)
    assert not zh.endswith("。")
    assert "{" not in zh + en
    assert f'<a id="{rule}"></a>' in PAGE


def test_no_remedy_without_a_rule() -> None:
    """The tables name the same rules, and the actors are those that there are words for."""
    for table in dict.fromkeys(_TABLES.values()):
        module = import_module(f"tracecode.messages.{table}")
        assert set(module.REMEDIES) == set(module.RULES)
    assert tuple(ACTORS) == get_args(Actor)
