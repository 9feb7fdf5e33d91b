"""Figures of the document: what is drawn of a code, an item, the messages, with caption and what it
shows in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tracecode.publish.documents.structure import fixed_length
from tracecode.publish.documents.tree import Figure
from tracecode.publish.standard_document.figures import BarPart, Steps, check, structure
from tracecode.publish.standard_document.worked import worked
from tracecode.spec.base import Text
from tracecode.standard.check_rules import Hybrid, Unfit

if TYPE_CHECKING:
    from tracecode.publish.standard_document.draft import DocumentDraft
    from tracecode.spec.layout_model import LayoutSpec
    from tracecode.standard.check_rules import CheckRule


def structure_figure(
    draft: DocumentDraft, key: str, named: Text, layout: LayoutSpec, example: Mapping[str, str]
) -> Figure:
    """The segments of a layout as a bar, with the values of an example."""
    parts = [
        BarPart(
            _drawn(draft, segment.name),
            example.get(segment.id, segment.literal or ""),
            fixed_length(segment),
        )
        for segment in layout.segments
    ]
    caption = draft.title(Text(zh=f"{named.zh}的结构", en=f"Structure of the {named.en}"))
    said = ("; " if draft.lang == "en" else "；").join(
        f"{part.name} {part.value or part.length or ''}".strip() for part in parts
    )
    return Figure(f"figure-{key}", caption, structure(parts), said, listed=False)


def worked_figure(
    draft: DocumentDraft, key: str, named: Text, rule: CheckRule, body: str
) -> Figure | None:
    """A check character worked out; None where the rule has none for such a code."""
    try:
        work = worked(rule, body)
    except Unfit:
        return None
    words = {
        "position": Text(zh="位", en="Place"), "character": Text(zh="字符", en="Character"),
        "value": Text(zh="数值 a", en="Value a"), "weight": Text(zh="权 w", en="Weight w"),
        "product": Text(zh="积 w×a", en="Product w×a"), "sum": Text(zh="和 s", en="Sum s"),
    }  # fmt: skip
    result = Text(zh=f"校验码为 {work.result}", en=f"the check character is {work.result}")
    if isinstance(rule, Hybrid):
        words["product"] = Text(zh="积 p", en="Product p")
        lines = [f"r = (1 − {work.total}) mod {work.modulus} = {work.remainder}"]
    else:
        lines = [f"S = {work.total}", f"r = {work.total} mod {work.modulus} = {work.remainder}"]
    lines[-1] += f"{', ' if draft.lang == 'en' else '，'}{_drawn(draft, result)}"
    caption = draft.title(
        Text(zh=f"{named.zh}的校验码计算示例", en=f"Check character of the {named.en}, worked out")
    )
    drawing = check(work, Steps(**{id: _drawn(draft, word) for id, word in words.items()}), lines)
    return Figure(
        f"figure-check-{key}",
        caption,
        drawing,
        f"{body} → {work.result}; {'; '.join(lines)}",
        listed=False,
    )


def _drawn(draft: DocumentDraft, text: Text) -> str:
    """A text as it stands in a drawing, where there is little room: in one language."""
    return text.en if draft.lang == "en" else text.zh
