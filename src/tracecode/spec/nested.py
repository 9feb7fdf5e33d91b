"""A segment that holds a code of another scheme has that scheme's characters and length, unless it states its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tracecode.spec.charclass import CharClass


def incomplete(scheme: Mapping[str, Any]) -> bool:
    """Whether a segment of a scheme says of which scheme its codes are, and leaves out characters or length."""
    return any(_open(segment) for _, segment in _segments(scheme))


def completed(
    scheme: dict[str, Any], inner: Callable[[str], Mapping[str, Any]], chars: Callable[[str], str]
) -> dict[str, Any]:
    """A scheme whose nested segments have characters and length; as plain data.

    Args:
        scheme: as its file says it, written out.
        inner: gives the data of a scheme by its id, with nested segments complete.
        chars: gives the characters of an alphabet by its id.
    """

    def segment(data: dict[str, Any]) -> dict[str, Any]:
        if not _open(data):
            return data
        other = inner(data["scheme"])
        derived = {"chars": _chars(other, chars), "length": _length(other)}
        return {
            **data,
            **{
                name: value
                for name, value in derived.items()
                if name not in data and value is not None
            },
        }

    def layout(data: dict[str, Any]) -> dict[str, Any]:
        made = dict(data)
        if "segments" in data:
            made["segments"] = [segment(item) for item in data["segments"]]
        if "forms" in data:
            made["forms"] = [layout(form) for form in data["forms"]]
        return made

    return {**scheme, "editions": [layout(edition) for edition in scheme["editions"]]}


def circle(scheme: Mapping[str, Any], inner: str) -> tuple[tuple[str | int, ...], dict[str, str]]:
    """Where a scheme holds another one that leads back to it, and what to do about that, as reasons of `spec.layout`.

    Args:
        scheme: as its file says it, written out.
        inner: id of the scheme that leads back.
    """
    reasons = {
        "reason_zh": f"编码规则不能包含自身（经 {inner}）；该段请写 chars 和 length，不写 scheme，或改为其他编码规则",
        "reason_en": f"a scheme cannot contain itself (by way of {inner}); give that segment chars and length"
        " in place of scheme, or name another scheme",
    }
    return next((place for place, id in held(scheme) if id == inner), ("editions",)), reasons


def held(scheme: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The ids of the schemes whose codes a scheme holds, each with the place of the segment or limit."""
    for i, edition in enumerate(scheme["editions"]):
        forms = edition.get("forms", ())
        for within, layout in [
            ((), edition),
            *((("forms", j), form) for j, form in enumerate(forms)),
        ]:
            for part in ("segments", "limits"):
                for at, item in enumerate(layout.get(part, ())):
                    if "scheme" in item:
                        yield ("editions", i, *within, part, at), item["scheme"]


def _open(segment: Mapping[str, Any]) -> bool:
    return (
        "scheme" in segment
        and "literal" not in segment
        and not ("chars" in segment and "length" in segment)
    )


def _layouts(scheme: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for edition in scheme["editions"]:
        yield from edition.get("forms") or [edition]


def _segments(scheme: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    return (
        (layout, segment) for layout in _layouts(scheme) for segment in layout.get("segments", ())
    )


def _length(scheme: Mapping[str, Any]) -> int | dict[str, int] | None:
    """Fewest and most characters of a code; None if nothing is said of them."""
    spans = [_span(layout["length"]) for layout in _layouts(scheme) if "length" in layout]
    if not spans:
        return None
    low, high = min(least for least, _ in spans), [most for _, most in spans]
    if None in high:
        return {"min": low}
    most = max(limit for limit in high if limit is not None)
    return low if low == most else {"min": low, "max": most}


def _span(length: int | Mapping[str, int]) -> tuple[int, int | None]:
    return (length, length) if isinstance(length, int) else (length["min"], length.get("max"))


def _chars(scheme: Mapping[str, Any], chars: Callable[[str], str]) -> str | None:
    """The characters of a code, by an alphabet of its segments or as a class; None where any character may stand."""
    listed: set[str] = set()
    named: dict[str, CharClass] = {}
    for _, segment in _segments(scheme):
        listed.update(
            segment.get("literal", ""),
            *segment.get("also", ()),
            segment.get("repeat", {}).get("separator", ""),
        )
        if (written := segment.get("chars")) is not None:
            charset = named.setdefault(
                written, CharClass.read(written if written.startswith("[") else chars(written))
            )
            if charset.negated:
                return None
            listed.update(charset.chars)
    same = (written for written, charset in named.items() if set(charset.chars) == listed)
    return next(same, CharClass.of(listed).text if listed else None)
