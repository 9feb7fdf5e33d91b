"""The symbol of a label: what its template says of it, filled with values and drawn as large as its
box allows.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracecode.codes.registry import registry
from tracecode.errors import InvalidCode
from tracecode.findings import Finding
from tracecode.labels.data import BadLabels, Values
from tracecode.labels.draw import SYMBOLOGIES, Symbology, UndrawableText, strongest
from tracecode.labels.drawn import Area
from tracecode.labels.symbol import MODULE_MM, QUIET, Symbol, quiet_modules, symbol_for
from tracecode.lint.labels import filled

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.spec.label_model import LabelSymbol
    from tracecode.standard.resolved import Resolved


def label_symbol(
    spec: LabelSymbol,
    standard: Resolved,
    box: Area,
    values: dict[str, str],
    dpi: int,
    on: date | None,
) -> Symbol:
    """The symbol of a label, as large as its box allows; the code as it was read or built becomes
    the value `code`.

    Args:
        spec: what the template says of it.
        standard: where encoding rules are looked up.
        box: in which it stands, in millimetres.
        values: of the fields of the label.
        dpi: dots an inch of the printer.
        on: production date, which chooses the edition of the code.

    Raises:
        BadLabels: it cannot be drawn, or does not fit into its box.
        InvalidCode: a value is no code.
    """
    try:
        if spec.gs1 is not None:
            from tracecode.gs1 import build

            message = build(
                {ai: value for ai, text in spec.gs1.items() if (value := filled(text, values))}
            )
            text = message.digital_link(filled(spec.link or "", values))
            symbology = spec.symbology or SYMBOLOGIES[0]
            # as GS1 prints it for people
            values["code"] = " ".join(f"({ai}) {message[ai]}" for ai in message)
            symbol = _plain(text, symbology)
        else:
            code = _code(spec, standard, values, on)
            values["code"] = code.normalized
            if spec.content is not None:
                symbol = _plain(filled(spec.content, values), spec.symbology or SYMBOLOGIES[0])
            else:
                address = filled(spec.trace_url, values) if spec.trace_url is not None else None
                symbol = symbol_for(code, trace_url=address, symbology=spec.symbology)
    except UndrawableText as error:
        en, _, zh = str(error).partition(" / ")
        values.setdefault("code", "")
        reasons = {"reason_en": en, "reason_zh": zh or en}
        raise BadLabels(
            [Finding(rule="label.symbol", severity="error", values=reasons, path="symbol")]
        ) from None
    return _placed(symbol, box, dpi)


def _code(spec: LabelSymbol, standard: Resolved, values: Values, on: date | None) -> Code:
    assert spec.scheme is not None
    rule = registry(standard)[spec.scheme]
    if spec.code is not None:
        code, findings = rule.alone(filled(spec.code, values), on, form=spec.form)
        if code is None:  # a scan is refused too: of its elements the symbol would show one
            raise InvalidCode(findings)
        return code
    parts = {id: filled(text, values) for id, text in (spec.build or {}).items()}
    return rule.build(form=spec.form, on=on, **parts)


def _plain(text: str, symbology: Symbology) -> Symbol:
    """A symbol of a text for which no carrier rule stands."""
    rows, level = strongest(text, symbology)
    return Symbol(text, rows, MODULE_MM, QUIET[symbology], level, symbology)


def _placed(symbol: Symbol, box: Area, dpi: int) -> Symbol:
    """The symbol as large as its box allows, a module being whole printer dots."""
    _, _, width, height = box
    side, dot = min(width, height), 25.4 / dpi
    least = symbol.modules + 2 * QUIET[symbol.symbology]
    for dots in range(math.floor(side / dot / least + 1e-6), 0, -1):
        module = dots * dot
        quiet = quiet_modules(symbol.symbology, symbol.rule, module)
        if (symbol.modules + 2 * quiet) * module <= side + 1e-6:
            return replace(symbol, module_mm=module, quiet=quiet)
    values = {"found": least, "allowed": f"{side:g}", "dpi": dpi}
    raise BadLabels(
        [Finding(rule="label.symbol_fit", severity="error", values=values, path="symbol")]
    )
