"""Bulk validation: the same specification as a check over whole columns. For platforms that judge
codes by the million.

It reads strictly and says of each row whether it is valid and, if not, by which rule. It needs the
extra `bulk` (numpy; pyarrow for Arrow columns), which is imported when a kernel is asked for.

>>> import tracecode as tc
>>> gtin = tc.kernel("gtin")
>>> verdicts = gtin.check(["6901234567892", "6901234567890", "69012341", None])
>>> verdicts.valid.tolist()
[True, False, True, False]
>>> [verdicts.rules[rule] for rule in verdicts.rule.tolist()]
['', 'code.check_character', '', 'code.empty']
>>> verdicts.count()
{'code.check_character': 1, 'code.empty': 1}

Columns are Arrow strings (`Array` or `ChunkedArray`), numpy arrays of fixed-width bytes or text, or
lists of str.

A row is judged by arithmetic on columns of bytes wherever its length settles which character
belongs to which segment, also among Chinese characters. The rest is left to the engine for single
codes, row by row, with the same verdicts, and slower: layouts that a length does not settle, and
other than ASCII characters where a free text allows any. `Kernel.engine` tells the schemes apart:
`columns`, `mixed` and `rows`. That engine also names the rule for wrong rows with other than ASCII
characters, and for wrong characters in layouts of several lengths. Where several layouts have the
row's length, the rule is that of the layout that came closest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.errors import WrongUse
from tracecode.extras import extra
from tracecode.standard.resolved import kept

if TYPE_CHECKING:
    from tracecode.codes.bulk.engine import Kernel
    from tracecode.standard.resolved import Resolved


@kept
def kernel(
    standard: Resolved, scheme_id: str, edition: str | None = None, form: str | None = None
) -> Kernel:
    """The check of one scheme over columns, compiled once and shared.

    Args:
        standard: where the scheme is specified.
        scheme_id: the scheme.
        edition: only this edition.
        form: only this layout.

    Raises:
        UnknownId: there is no such scheme, edition or form.
        MissingExtra: numpy is not installed.
        WrongUse: its rule is a module of another library, which judges number by number.
    """
    from tracecode.codes.foreign import is_foreign

    if is_foreign(scheme_id):
        raise WrongUse(
            f"{scheme_id} has no kernel: its numbers are judged one by one, by validate or "
            f"is_valid",
            f"{scheme_id} 没有列式校验，请用 validate 或 is_valid 逐个校验",
        )
    extra("numpy", "bulk")
    from tracecode.codes.bulk.engine import Kernel
    from tracecode.codes.registry import registry

    return Kernel(registry(standard)[scheme_id], edition, form)
