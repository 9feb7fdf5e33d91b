"""What the carrier rule of an edition asks of a symbol: what it says, and how large and sure it
is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracecode.findings import Finding
from tracecode.labels.draw import LEVELS, UndrawableText

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.labels.symbol import Symbol
    from tracecode.spec.model import CarrierSpec

_FIELD = re.compile(r"\{(trace_url|code)\}")


def rule_content(code: Code, rule: CarrierSpec, name: str, trace_url: str | None) -> str:
    """What the symbol says: the rule's template, filled in."""
    if rule.content is None:
        raise UndrawableText(
            f"what the symbol of {name} holds was not found in its standard; draw a text with "
            f"qr() / "
            "标准中未见二维码内容的规定"
        )
    wanted = "{trace_url}" in rule.content
    if wanted and not trace_url:
        raise UndrawableText(
            f"the symbol of {name} holds a trace address before the code ({rule.content}); give "
            f"it / 须给出追溯网址"
        )
    if trace_url and not wanted:
        raise UndrawableText(
            f"the symbol of {name} holds {rule.content}, without an address / "
            f"该码的二维码内容不含追溯网址"
        )
    values = {"trace_url": trace_url or "", "code": code.normalized}
    # at once: an address may hold "{code}" itself
    return _FIELD.sub(lambda match: values[match[1]], rule.content)


def against_rule(symbol: Symbol) -> Iterator[Finding]:
    """What of a symbol is less than its carrier rule asks: area, quiet zone, level of error
    correction.
    """
    rule = symbol.rule
    assert rule is not None

    def warning(rule_id: str, actual: str, allowed: str) -> Finding:
        values = {"found": actual, "allowed": allowed}
        return Finding(
            rule=rule_id,
            severity="warning",
            values=values,
            source=symbol.cited,
            evidence=rule.evidence,
        )

    area = (symbol.modules * symbol.module_mm / 10) ** 2
    if rule.min_area_cm2 is not None and round(area, 3) < float(rule.min_area_cm2):
        yield warning("label.area", f"{area:.2f}", rule.min_area_cm2)
    border = symbol.quiet * symbol.module_mm
    if rule.quiet_zone_mm is not None and round(border, 3) < float(rule.quiet_zone_mm):
        yield warning("label.quiet_zone", f"{border:.2f}", rule.quiet_zone_mm)
    least, level = rule.error_correction, symbol.level
    if least is not None and level is not None and LEVELS.index(level) < LEVELS.index(least):
        yield warning("label.level", level, least)
