"""When an edition of an encoding rule is in force, and which layouts may be meant on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracecode.errors import UnknownId
from tracecode.findings import Finding

if TYPE_CHECKING:
    from tracecode.codes.layout import Layout
    from tracecode.codes.scheme import Scheme
    from tracecode.codes.segment_rules import Bound
    from tracecode.spec.model import EditionSpec


def when(edition: EditionSpec, on: date) -> str:
    """Whether an edition is `past`, `current` or `future` on a day."""
    if start(edition) > on:
        return "future"
    return "past" if end(edition) < on else "current"


def start(edition: EditionSpec) -> date:
    """The first day of an edition."""
    return edition.valid_from or date.min


def end(edition: EditionSpec) -> date:
    """The last day of an edition."""
    return edition.valid_to or date.max


def order(edition: EditionSpec, on: date) -> tuple[int, int]:
    """First the editions in force on a day, then the older ones, the latest first, then the future
    ones.
    """
    return ("current", "past", "future").index(when(edition, on)), -start(edition).toordinal()


def distance(edition: EditionSpec, on: date) -> int:
    """Days from a day outside an edition's dates to the nearer end of them."""
    return min(abs((start(edition) - on).days), abs((end(edition) - on).days))


def chosen(
    scheme: Scheme, on: date | None, edition: str | None, form: str | None, *, strict: bool
) -> list[Layout]:  # fmt: skip
    """The layouts that may be meant: of the named edition, or of those in force on a date (or
    nearest to it).

    Strict reading takes those for lenient reading only where they are asked for by name.

    Raises:
        UnknownId: there is no such edition or form.
    """
    if edition is None and form is None:
        layouts = list(scheme.strict_layouts if strict else scheme.layouts)
    else:
        layouts = _named(scheme, edition, form, strict=strict)
    if on is None or edition is not None:
        return layouts
    in_force = [f for f in layouts if when(f.edition, on) == "current"]
    if in_force:
        return in_force
    nearest = min((f.edition for f in layouts), key=lambda e: (distance(e, on), order(e, on)))
    return [f for f in layouts if f.edition is nearest]


def ordered(
    scheme: Scheme, bound: Bound, on: date | None, edition: str | None, form: str | None
) -> Sequence[Layout]:
    """The same in the order in which they are tried: by their editions, so that what is read does
    not depend on the day on which it is read. Days recur, so what is meant by nothing else is kept.
    """
    if edition is not None or form is not None:
        return _sorted(scheme, bound, on, edition, form)
    key = (bound.reference, bound.strict, on is None)
    kept = scheme.ordered.get(key)
    if kept is None:
        if len(scheme.ordered) > _MOST_DAYS:
            scheme.ordered.clear()
        kept = scheme.ordered[key] = _sorted(scheme, bound, on, edition, form)
    return kept


_MOST_DAYS = 4096


def _sorted(
    scheme: Scheme, bound: Bound, on: date | None, edition: str | None, form: str | None
) -> Sequence[Layout]:
    layouts = chosen(scheme, on, edition, form, strict=bound.strict)
    return sorted(layouts, key=lambda each: order(each.edition, bound.reference))


def _named(scheme: Scheme, edition: str | None, form: str | None, *, strict: bool) -> list[Layout]:
    known = [f for f in scheme.layouts if edition in (None, f.edition.id)]
    if not known:
        raise UnknownId(
            f"edition of {scheme.id}", str(edition), [e.id for e in scheme.spec.editions]
        )
    layouts = [
        f for f in known if form == f.id or (form is None and not (strict and f.spec.lenient_only))
    ]
    if not layouts:
        raise UnknownId(f"form of {scheme.id}", str(form), [f.id for f in known])
    return layouts


def off_date(scheme: Scheme, layout: Layout, on: date | None) -> Iterator[Finding]:
    """That the edition of a layout is not in force on a day."""
    if on is not None and when(layout.edition, on) != "current":
        values = {"on": on.isoformat(), "edition": layout.edition.id}
        cite = scheme.standard.cite(layout.edition.source)
        evidence = layout.edition.evidence
        yield Finding(
            rule="code.edition", severity="warning", values=values, source=cite, evidence=evidence
        )
