"""Say what a text is: every scheme that fits, the likeliest first, and why.

How likely a scheme is follows from how many codes it allows: a text that fits a tight rule (a check character, a
fixed prefix, a list of values) fits it by chance far more seldom than a rule that only counts digits. `confidence`
weighs all fitting schemes against each other and against "a text of this alphabet and length that is no code at all";
so a match that rests on length alone never reaches one half.

>>> from tracecode.standard.resolved import packaged
>>> [(m.scheme, m.basis) for m in identify("86902551000259", standard=packaged())[:2]]
[('drug-standard-code', 'check'), ('gtin', 'check')]
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal

from tracecode.codes.fold import fold
from tracecode.codes.form import Form, Reading, random_bits
from tracecode.codes.payload import Inside, Part, payload
from tracecode.codes.registry import registry
from tracecode.codes.rules import Bound
from tracecode.codes.segment import MAX_TEXT
from tracecode.errors import InvalidCode
from tracecode.findings import Finding
from tracecode.privacy import mask, starred
from tracecode.spec.charclass import shows_nothing
from tracecode.spec.model import Fold, Text
from tracecode.value import Value

if TYPE_CHECKING:
    from tracecode.codes.code import Code
    from tracecode.codes.registry import Registry
    from tracecode.codes.scheme import Scheme
    from tracecode.standard.resolved import Resolved

Basis = Literal["check", "content", "length"]

# Weights in bits: how much likelier or unlikelier a reading gets.
_HINT_BITS = 12.0  # the product carries the scheme, or a GS1 application identifier says so
_ERROR_BITS = {"code.check_character": 7.0}  # about one code in a hundred is mistyped or misread somewhere
_OTHER_ERROR_BITS = 16.0  # a fault of one kind at one place is much more special
_WARNING_BITS = 10.0  # an unsure rule is broken: seldom in a real code
_NEAR_BITS = 24.0  # a near miss that explains the text worse than chance by more than this is not worth telling
_NEAR_LENGTH = 400  # longer texts are no mistyped codes
_NEAR_ERRORS = 3  # with more faults a text is something else
_LOOSE_BITS = 10.0  # a rule of length alone that fits so much worse than chance explains nothing: set back as much
_CARRIED_BITS = 4.0  # some product of the catalogue carries the scheme: commoner here than one that none carries
_EVIDENCE_BITS = 8.0  # what a near miss must keep of its rules, unless some product carries it
_LEFT_BITS = 2.0  # a character that a near miss leaves unexplained, beyond its own weight
_RIVAL_BITS = 7.0  # another reading this close, or likelier, leaves doubt
_LEADING = 0.5  # share of a reading of the whole text from which it comes before codes found inside
_CONVINCING = 0.9  # share of the fits beyond which nobody asks for near misses
_OUTLINE = frozenset({"code.characters", "code.length", "code.literal"})  # faults in the outline of a scheme
_MARK_BITS = 4.0  # a hyphen or dot that had to be dropped: it may have meant something
_MARKS: tuple[tuple[Fold, str], ...] = (("hyphens", "-"), ("dots", "."))
_LOOSE: tuple[Fold, ...] = ("width", "trim", "spaces", "hyphens")
_PRECEDENCE = (
    "product",
    "unit",
    "batch",
    "logistic-unit",
    "package",
    "label",
    "licence",
    "certificate",
    "document",
    "party",
)


class Match(Value):
    """One answer of `identify`."""

    scheme: str
    """Id of the scheme."""
    name: Text
    """Its name."""
    text: str
    """The text or the part of it that was read."""
    code: Code | None
    """The code; None for a near miss."""
    confidence: float
    """Between 0 and 1: the share of this reading among all, "no code at all" included."""
    basis: Basis
    """What the answer rests on: `check` a verified check character, `content` fixed text, lists or dates, `length` only
    length and characters."""
    reasons: tuple[Text, ...]
    """Why it fits, in words."""
    findings: tuple[Finding, ...]
    """Of the code: warnings and changes; of a near miss: what is wrong."""
    inside: Inside | None = None
    """The payload in which the code was found."""
    rivals: tuple[str, ...] = ()
    """Other schemes that fit nearly as well; empty if this one stands out."""
    personal: bool = False
    """Whether the scheme is of personal numbers: then no text that is made of the match shows `text`."""

    def __repr__(self) -> str:
        return Value.__repr__(self.replace(text=self.public_text))

    @property
    def certain(self) -> bool:
        """Whether no other reading is plausible. Never for a match by length alone."""
        return self.code is not None and self.basis != "length" and not self.rivals and self.confidence >= 0.99

    @property
    def public_text(self) -> str:
        """The text as it may be shown to anybody."""
        return starred(self.text) if self.personal else mask(self.text)


def identify(
    text: str, product: str | None = None, on: date | None = None, *, near: bool = False, standard: Resolved
) -> list[Match]:
    """Every scheme that a text fits, the likeliest first. Reads leniently.

    Args:
        text: what was scanned or typed: a code, an address with a code in it, GS1 element strings in brackets, a label.
        product: id of the product on which it stands; schemes that the product carries come first.
        on: production date, where known; chooses the editions.
        near: also return the schemes that the text nearly fits, with what is wrong; a broken code of a tight rule comes
            before a whole one of a loose rule.
        standard: the standard.

    Raises:
        UnknownId: there is no such product.
    """
    schemes = registry(standard)
    reader = _Reader(schemes, standard.product(product).codes.all if product else frozenset(), on, near)
    if not text or len(text) > MAX_TEXT:
        return []
    whole = reader.matches([(text, None)])
    found = payload(text)
    inner = [*found.parts, *(part for match in whole for part in _labelled(schemes, match))]
    inside = _unrepeated(reader.matches([(part.text, part) for part in inner]))
    if found.faults:  # a code in a broken message is not a right reading of the message
        inside = [_faulty(match, found.faults) for match in inside] if near else []
    if any(match.code and match.basis != "length" and match.confidence > _LEADING for match in whole) or not inside:
        return whole + inside
    return inside + [match for match in whole if match.code]


def parse(text: str, on: date | None = None, *, strict: bool = False, standard: Resolved) -> Code:
    """Read a text as a code of the likeliest scheme; a warning names the others that fit as well.

    Raises:
        InvalidCode: it fits none; carries every finding.
    """
    matches = identify(text, on=on, near=True, standard=standard)
    if not matches:
        raise InvalidCode([Finding(rule="code.empty" if shows_nothing(text) else "code.no_scheme", severity="error")])
    best = matches[0]
    rule = registry(standard)[best.scheme]
    if best.code is None:
        from tracecode.codes.repair import repairs

        raise InvalidCode(best.findings, partial(repairs, rule, best.text, on))
    code = rule.parse(best.text, on, strict=strict)
    found = doubts(best, standard)
    return code.replace(findings=(*found, *code.findings)) if found else code


def doubts(match: Match, standard: Resolved) -> tuple[Finding, ...]:
    """What speaks against taking the best match for what the text is; where nothing but the text spoke for it.

    Without a verified check character a reading that has rivals, or that only length and characters speak for, is no
    more than the likeliest: it was not checked.
    """
    found = []
    if match.rivals:
        others = [registry(standard)[id].name for id in match.rivals]
        rule = "code.ambiguous" if match.basis == "check" else "code.undecided"
        found.append(Finding(rule=rule, severity="warning", values={"others": others}))
    if match.basis == "length":
        found.append(Finding(rule="code.length_only", severity="warning", values={"name": match.name}))
    return tuple(found)


class _Reader:
    """Reads texts under every scheme that they may belong to, and weighs the readings."""

    def __init__(self, schemes: Registry, favoured: frozenset[str], on: date | None, near: bool) -> None:
        self._schemes, self._favoured, self._on, self._near = schemes, favoured, on, near
        self._bound = Bound(on or date.today(), strict=False)

    def matches(self, texts: list[tuple[str, Part | None]]) -> list[Match]:
        """The matches of each text, its likeliest first. Near misses are looked for only where no fit convinces."""
        each = [self._weigh(text, part, near=False) for text, part in texts]
        fits = [match for matches in each for match in matches]
        if not self._near or any(map(_convincing, each)):
            return fits
        return [match for text, part in texts for match in self._weigh(text, part, near=len(text) <= _NEAR_LENGTH)]

    def _weigh(self, text: str, part: Part | None, *, near: bool) -> list[Match]:
        scored = []
        chance = -random_bits(fold(text, _LOOSE).text)
        for scheme in self._candidates(text, part, near):
            if not near and not scheme.accepts(text, self._bound):
                continue  # quicker than reading it, which would say why
            code, findings = scheme.read(text, self._on)
            if code is not None and not code.segments:
                continue  # a scheme whose rule is unsure takes any text; that is no match
            if code is None and (not near or sum(f.severity == "error" for f in findings) > _NEAR_ERRORS):
                continue
            if scheme.spec.hint_only and scheme.id not in self._favoured and not self._behind_ai(scheme, part):
                continue
            reading = scheme.best(fold(text, scheme.spec.lenient).text, self._bound, self._on)
            score = self._score(reading, part, text)
            if code is None and reading.held < _EVIDENCE_BITS and scheme.id not in self._schemes.index.carried:
                continue
            if code is not None and score < chance - _LOOSE_BITS and _basis(reading.form) == "length":
                score -= _LOOSE_BITS
            scored.append((score, reading, code, findings))
        fitting = max((score for score, _, code, _ in scored if code is not None), default=chance - _NEAR_BITS)
        floor = max(chance - _NEAR_BITS, fitting - _RIVAL_BITS)
        scored = [s for s in scored if s[2] is not None or s[0] > floor]
        scored.sort(key=lambda s: (-round(s[0], 3), _precedence(s[1].form), s[1].form.owner.id))
        top = max([chance, *(score for score, *_ in scored)])
        total = 2.0 ** (chance - top) + sum(2.0 ** (score - top) for score, *_ in scored)
        return [
            self._match(reading, code, findings, text, part, 2.0 ** (score - top) / total, [
                other.form.owner.id for s, other, fits, _ in scored
                if other is not reading and s > score - _RIVAL_BITS and (fits or not code)
            ])
            for score, reading, code, findings in scored
        ]  # fmt: skip

    def _candidates(self, text: str, part: Part | None, near: bool) -> list[Scheme]:
        """Schemes by length and first character; for near misses by a length that is one off, or a fixed beginning."""
        hinted = self._favoured if part is None or part.ai is None else None
        found = [self._schemes[id] for id in self._schemes.index.schemes(text, near=near, hinted=hinted)]
        if part is None or part.ai is None:
            return found
        meant = [scheme for scheme in found if part.ai in scheme.spec.gs1_ai]
        return meant if meant or part.inside == "gs1" else found

    def _score(self, reading: Reading, part: Part | None, text: str) -> float:
        """Binary logarithm of how well the reading explains the text."""
        scheme = reading.form.owner
        folded = fold(text, scheme.spec.lenient)
        left = len(folded.text) - sum(map(len, reading.groups))
        score = -reading.space - max(0, left) * (random_bits(text) / len(text) + _LEFT_BITS)
        score -= _MARK_BITS * sum(text.count(mark) for change, mark in _MARKS if change in folded.changes)
        for finding in reading.findings:
            if finding.severity == "error":
                score -= _ERROR_BITS.get(finding.rule, _OTHER_ERROR_BITS)
                if finding.rule == "code.characters":
                    score -= random_bits(text) / len(text)
            elif finding.severity == "warning":
                score -= _WARNING_BITS
        if scheme.id in self._favoured or self._behind_ai(scheme, part):
            score += _HINT_BITS
        elif scheme.id in self._schemes.index.carried:
            score += _CARRIED_BITS
        return score

    @staticmethod
    def _behind_ai(scheme: Scheme, part: Part | None) -> bool:
        """Whether the part stands behind an application identifier of the scheme."""
        return part is not None and part.ai is not None and part.ai in scheme.spec.gs1_ai

    def _match(
        self, reading: Reading, code: Code | None, findings: tuple[Finding, ...], text: str, part: Part | None,
        confidence: float, rivals: list[str],
    ) -> Match:  # fmt: skip
        form = reading.form
        basis = _basis(form)
        if basis == "content" and any(f.severity == "warning" and f.rule in _OUTLINE for f in findings):
            basis = "length"  # the very content it would rest on is what does not fit
        hinted = form.owner.id in self._favoured or self._behind_ai(form.owner, part)
        share = min(confidence, 0.5) if basis == "length" and not hinted else confidence
        return Match(
            scheme=form.owner.id, name=form.owner.name, text=text, code=code, confidence=round(share, 4), basis=basis,
            reasons=_reasons(form, part, form.owner.id in self._favoured) if code else (), findings=findings,
            inside=part.inside if part else None, rivals=tuple(rivals), personal=form.owner.personal,
        )  # fmt: skip


def _convincing(matches: list[Match]) -> bool:
    """Whether nobody would ask for near misses beside these matches: they leave little to chance or length."""
    sound = (m for m in matches if m.basis != "length" and all(f.severity != "warning" for f in m.findings))
    return sum(match.confidence for match in sound) > _CONVINCING


def _faulty(match: Match, faults: tuple[Finding, ...]) -> Match:
    """A match inside a message that is wrong elsewhere; a fault that both found is told once."""
    known = {finding.rule.partition(".")[2] for finding in match.findings}
    others = tuple(fault for fault in faults if fault.rule.partition(".")[2] not in known)
    return match.replace(code=None, reasons=(), findings=(*match.findings, *others) or faults)


def _labelled(schemes: Registry, match: Match) -> list[Part]:
    """The codes inside a label, as parts."""
    if match.code is None or schemes[match.scheme].spec.identifies != "label":
        return []
    return [Part(code.text, "label") for code in match.code.nested.values()]


def _basis(form: Form) -> Basis:
    kinds = {rule.id for rule in form.rules if rule.severity == "error"}
    if "code.check_character" in kinds or any(
        rule.id == "code.nested" and rule.severity == "error" and rule.bits >= 3 for rule in form.rules
    ):
        return "check"
    if any(s.spec.literal is not None and s.min > 0 for s in form.segments) or sum(r.bits for r in form.rules) >= 2:
        return "content"
    return "length"


def _reasons(form: Form, part: Part | None, favoured: bool) -> tuple[Text, ...]:
    reasons = [rule.reason for rule in form.rules if rule.reason is not None and rule.severity == "error"]
    literals = [
        s.spec.literal for s in form.segments if s.spec.literal is not None and s.spec.literal.strip() and s.min
    ]
    if literals:
        said = " ".join(literals)
        reasons.insert(0, Text(zh=f"固定字符“{said}”", en=f"fixed text '{said}'"))
    if part is not None and part.ai is not None and part.ai in form.owner.spec.gs1_ai:
        reasons.insert(0, Text(zh=f"GS1 应用标识符（{part.ai}）", en=f"GS1 application identifier ({part.ai})"))
    if favoured:
        reasons.append(Text(zh="该品目使用此码", en="the product carries this code"))
    return tuple(reasons) or (Text(zh="仅长度和字符相符", en="only length and characters fit"),)


def _precedence(form: Form) -> int:
    kind = form.owner.spec.identifies
    return _PRECEDENCE.index(kind) if kind in _PRECEDENCE else len(_PRECEDENCE)


def _unrepeated(matches: Iterable[Match]) -> list[Match]:
    """The best match of each scheme and value, the likeliest first."""
    best: dict[tuple[str, str], Match] = {}
    for match in sorted(matches, key=lambda m: -m.confidence):
        best.setdefault((match.scheme, str(match.code)), match)
    return list(best.values())
