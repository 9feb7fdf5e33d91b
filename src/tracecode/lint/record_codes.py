"""Lint of what codes may identify: elements that name encoding rules, the codes beside them, the
codes of an item.

A trace code is a pair of scheme and value. So an element that names a scheme stands beside a code,
and says what the code may identify; a rule that accepts everything, or nothing, would judge nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from tracecode.spec.model import Identifies
from tracecode.spec.rule_model import EqualSpec, codes_in

if TYPE_CHECKING:
    from tracecode.lint.findings import SpecFindings
    from tracecode.spec.model import SchemeSpec
    from tracecode.spec.product_model import ProductSpec
    from tracecode.spec.reader import Document, Place
    from tracecode.spec.record_model import IndicatorSpec, IndicatorUse
    from tracecode.spec.rule_model import CodeRule
    from tracecode.standard.elements import Element, ElementGroup

_EVERYTHING = frozenset(get_args(Identifies))
_NO_GOODS = frozenset({"party", "place", "licence", "certificate", "document", "class"})
"""What is not goods, of one piece or many."""
_GOODS_ROLES = ("unit", "batch", "package", "label")


class CodeLint:
    """Checks one thing at a time; what it finds goes to the notes."""

    def __init__(self, notes: SpecFindings) -> None:
        self._notes = notes

    def indicator(
        self, indicator: IndicatorSpec, text: bool, document: Document, place: Place
    ) -> None:
        """An element that names an encoding rule: it is a text, and its example is such a rule.

        Args:
            indicator: the element.
            text: whether its format is one of text.
            document: where it stands.
            place: where in the document.
        """
        if not indicator.identifies:
            return
        where = (*place, "identifies")
        self._kinds(indicator.identifies, document, where)
        if (
            not text
            or indicator.codelist is not None
            or indicator.scheme is not None
            or indicator.chars is not None
        ):
            self._notes.layout(
                document, where, "只有不带代码表、编码规则和字符集的文本可有 identifies",
                "only a text without code list, encoding rule and characters has identifies",
            )  # fmt: skip
        scheme = self._scheme(indicator.example or "")
        if scheme is None:
            self._notes.refer("scheme", indicator.example or "", document, (*place, "example"))
        elif scheme.identifies not in indicator.identifies:
            self._refused(scheme, indicator.identifies, document, (*place, "example"))

    def rule(self, group: ElementGroup, code: CodeRule, document: Document, place: Place) -> None:
        """A code beside an encoding rule: what it may identify is said, and some code can keep
        it.
        """
        fields = {field.id: field for field in group.elements}
        named = fields[code.scheme]
        inner = self._inner(fields, code)
        if inner is None:
            self._notes.layout(
                document, place, "lines 须为含有该代码的重复组",
                "lines must be a repeated group in which the code stands",
            )  # fmt: skip
            return
        value = inner[code.value]
        if value.format is None or value.format.kind not in ("text", "digits", "letters"):
            self._notes.layout(document, place, "代码须为文本", "a code is a text")
        if code.identifies:
            self._kinds(code.identifies, document, (*place, "code", "identifies"))
        if not named.spec.identifies:
            self._notes.layout(
                document, place, f"{code.scheme} 须写明 identifies：代码可以标识什么",
                f"{code.scheme} needs identifies: what the code may identify",
            )  # fmt: skip
            return
        if not named.identifies:
            self._notes.layout(
                document, place, f"{code.scheme} 旁的各代码没有共同的 identifies",
                f"the codes beside {code.scheme} share nothing that they may identify",
            )  # fmt: skip
            return
        equals = [
            rule.equal
            for rule in group.rules
            if isinstance(rule, EqualSpec) and code.value in rule.equal
        ]
        same = [inner[id] for equal in equals for id in equal if id in inner]
        for field in (value, *same):
            scheme = self._scheme(field.spec.scheme or "")
            if scheme is not None and scheme.identifies not in named.identifies:
                self._refused(scheme, named.identifies, document, place)

    def unpaired(
        self, group: ElementGroup, uses: tuple[IndicatorUse, ...], document: Document, place: Place
    ) -> None:
        """Elements that name an encoding rule without a code beside them: nothing would be judged
        by it.
        """
        paired = {code.scheme for code in codes_in(group.rules)}
        names = {field.id for field in group.elements if field.spec.identifies}
        for i, use in enumerate(uses):
            if use.use in names - paired:
                self._notes.layout(
                    document, (*place, "indicators", i), f"{use.use} 须出现在一条 code "
                                                         f"规则中，否则其代码不受校验",
                    f"{use.use} needs a place in a rule 'code', or the code beside it is not "
                    f"checked",
                )  # fmt: skip

    def roles(self, product: ProductSpec, document: Document, place: Place) -> None:
        """The codes of an item's goods: none of them identifies a party, a licence and the like."""
        for role in _GOODS_ROLES:
            for i, id in enumerate(getattr(product.codes, role)):
                scheme = self._scheme(id)
                if scheme is not None and scheme.identifies in _NO_GOODS:
                    goods = tuple(kind for kind in get_args(Identifies) if kind not in _NO_GOODS)
                    self._refused(scheme, goods, document, (*place, "codes", role, i))

    def _kinds(self, kinds: tuple[str, ...], document: Document, place: Place) -> None:
        if len(set(kinds)) < len(kinds):
            self._notes.layout(
                document, place, "identifies 中有重复", "identifies names something twice"
            )
        if set(kinds) >= _EVERYTHING:
            self._notes.layout(
                document, place, "identifies 列出了全部种类，没有代码会被拒绝；请只列可以接受的",
                "identifies names everything, so no code would be refused; name what is accepted",
            )  # fmt: skip

    def _refused(
        self, scheme: SchemeSpec, kinds: tuple[str, ...], document: Document, place: Place
    ) -> None:
        allowed = ", ".join(kinds)
        self._notes.layout(
            document, place, f"{scheme.id} 的代码标识 {scheme.identifies}，此处只接受 {allowed}",
            f"codes of {scheme.id} identify a {scheme.identifies}; accepted here: {allowed}",
        )  # fmt: skip

    def _scheme(self, id: str) -> SchemeSpec | None:
        scheme: SchemeSpec | None = self._notes.things["scheme"].get(id, (None,))[0]
        return scheme

    @staticmethod
    def _inner(fields: dict[str, Element], code: CodeRule) -> dict[str, Element] | None:
        """The elements among which a code stands; None if it does not stand there."""
        if code.lines is None:
            return fields
        lines = fields[code.lines]
        inner = (
            {field.id: field for field in lines.group.elements}
            if lines.group is not None and lines.many
            else {}
        )
        return inner if code.value in inner else None
