"""Numbers of other countries: encoding rules of the family `foreign:<module>`, read by
python-stdnum (extra `foreign`).

Imports name makers, exporters and carriers by their own country's number: `foreign:de.vat`,
`foreign:lei`. The module is one of python-stdnum's; none of its rules is written again, and nothing
asks the network. A number of which this standard has an encoding rule is named by that. These rules
are no part of the rule program, and `identify` proposes none.

>>> import tracecode as tc
>>> vat = tc.scheme("foreign:de.vat")
>>> vat.is_valid("DE987654720"), vat.parse("DE 987654720").normalized
(True, '987654720')
>>> vat.is_valid("DE136695978")
False
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tracecode.arguments import checked, refusal
from tracecode.codes.code import Code
from tracecode.codes.scheme import Scheme
from tracecode.errors import InvalidCode, MissingExtra, UnknownId
from tracecode.extras import extra
from tracecode.findings import Finding, discreet, has_errors
from tracecode.fold import Folded, fold
from tracecode.spec.base import Text
from tracecode.spec.charclass import shows_nothing
from tracecode.spec.construct import construct
from tracecode.spec.model import SchemeSpec
from tracecode.standard.resolved import LIBRARY
from tracecode.standard.segment import MAX_TEXT

if TYPE_CHECKING:
    from tracecode.codes.segment_rules import Bound
    from tracecode.spec.model import Identifies
    from tracecode.standard.resolved import Resolved

FAMILY = "foreign:"
"""What stands before the module."""
NAME = r"[a-z0-9_]{1,24}(\.[a-z0-9_]{1,24})?"
"""A module as a pattern in the common dialect, without anchors."""
OURS: Mapping[str, str] = {
    "casrn": "cas", "cn.ric": "resident-id", "cn.uscc": "uscc", "ean": "gtin", "gs1_128": "gtin",
    "iso6346": "container-number",
}  # fmt: skip
"""Modules of whose numbers this standard has an encoding rule."""
PEOPLE = frozenset({
    "ar.dni", "at.vnr", "be.bis", "be.eid", "be.nn", "be.ssn", "bg.egn", "bg.pnf", "br.cpf",
    "ca.bc_phn", "ca.sin", "ch.ssn", "cr.cpf", "cr.cr", "cu.ni", "cz.rc", "de.idnr", "dk.cpr",
    "do.cedula", "ec.ci", "ee.ik", "es.dni", "es.nie", "fi.hetu", "fi.veronumero", "fr.nif",
    "fr.nir", "gb.nhs", "gb.upn", "gr.amka", "id.nik", "ie.pps", "il.idnr", "in_.aadhaar",
    "in_.epic", "in_.vid", "it.codicefiscale", "jp.in_", "kr.rrn", "lt.asmens", "mu.nid", "mx.curp",
    "my.nric", "nl.bsn", "nl.identiteitskaartnummer", "nl.onderwijsnummer", "no.fodselsnummer",
    "pe.cui", "pk.cnic", "pl.pesel", "pt.cc", "ro.cnp", "se.personnummer", "si.emso", "sk.rc",
    "th.pin", "tr.tckimlik", "ua.rntrc", "us.atin", "us.itin", "us.ptin", "us.ssn", "za.idnr",
})  # fmt: skip
"""Modules of numbers of natural persons: they are masked, and stand for no party."""
THINGS = frozenset({
    "ar.cbu", "at.postleitzahl", "be.iban", "be.ogm_vcs", "bitcoin", "cfi", "ch.esr", "cusip",
    "cz.bankaccount", "damm", "de.leitweg", "de.wkn", "do.ncf", "es.ccc", "es.cups", "es.iban",
    "es.postal_code", "es.referenciacatastral", "eu.banknote", "eu.ecnumber", "eu.nace", "figi",
    "gb.sedol", "grid", "iban", "imei", "imo", "imsi", "isan", "isbn", "isin", "ismn", "iso11649",
    "iso7064.mod_11_10", "iso7064.mod_11_2", "iso7064.mod_37_2", "iso7064.mod_37_36",
    "iso7064.mod_97_10", "isrc", "issn", "it.aic", "luhn", "mac", "me.iban", "meid", "nl.postcode",
    "no.iban", "no.kontonr", "nz.bankaccount", "se.postnummer", "us.rtn", "verhoeff",
})  # fmt: skip
"""Modules of numbers that stand for no party either: accounts, papers, places, things, and bare
check algorithms.
"""


class ForeignScheme(Scheme):
    """The rule of a module at work, with all that a `Scheme` does; it has one part, the number."""

    def __init__(self, id: str, standard: Resolved, sibling: Callable[[str], Scheme]) -> None:
        super().__init__(_spec(id), standard, sibling)

    @cached_property
    def module(self) -> Any:
        """The module of python-stdnum.

        Raises:
            MissingExtra: it is not installed.
        """
        return _module(self.id.removeprefix(FAMILY))

    @checked
    def is_valid(
        self, text: str, on: date | None = None, *, strict: bool = True, edition: str | None = None,
        form: str | None = None,
    ) -> bool:  # fmt: skip
        """As of any scheme.

        Raises:
            MissingExtra: python-stdnum is not installed.
        """
        self.module  # noqa: B018  # said, not taken for wrong
        return self.read(text, on, strict=strict, edition=edition, form=form)[0] is not None

    @cached_property
    def judge(self) -> Callable[[str, date | None], bool]:
        """As `is_valid`, strictly, for loops; without python-stdnum nothing is refused, and `read`
        says why.
        """

        def right(text: str, _on: date | None = None) -> bool:
            return not has_errors(self.read(text, strict=True)[1])

        return right

    @checked
    def parse(
        self, text: str, on: date | None = None, *, strict: bool = False,
        edition: str | None = None, form: str | None = None,
    ) -> Code:  # fmt: skip
        """As of any scheme.

        Raises:
            InvalidCode: it is no such number.
            MissingExtra: python-stdnum is not installed.
        """
        self.module  # noqa: B018
        code, findings = self.read(text, on, strict=strict, edition=edition, form=form)
        if code is None:
            raise InvalidCode(findings)
        return code

    def alone(
        self, text: str, on: date | None = None, *, strict: bool = False,
        edition: str | None = None, form: str | None = None,
    ) -> tuple[Code | None, tuple[Finding, ...]]:  # fmt: skip
        """As of any scheme; without python-stdnum there is no code, and a finding that it was not
        checked.
        """
        if not isinstance(text, str):
            raise refusal(Scheme.judged, "text", text)
        # refuses an edition or form that there is not
        self.candidates(on, edition, form, strict=True)
        if shows_nothing(text):
            return None, (Finding(rule="code.empty", severity="error"),)
        if len(text) > MAX_TEXT:
            values: dict[str, object] = {"found": len(text), "allowed": MAX_TEXT}
            return None, (Finding(rule="code.too_long", severity="error", values=values),)
        folded = Folded(text, text, ()) if strict else fold(text, self.spec.lenient)
        reason, number = self._judged(folded.text, strict=strict)
        if isinstance(reason, Finding):
            return None, (reason,)
        if reason is not None:
            values = {"name": self.name, "reason_zh": reason.zh, "reason_en": reason.en}
            source = self.standard.cite(self.spec.editions[0].source)
            refused = Finding(
                rule="code.foreign",
                severity="error",
                values=values,
                source=source,
                evidence="single",
            )
            return None, discreet((refused,), text)
        notes: tuple[Finding, ...] = ()
        if folded.changes:
            values = {"changes": folded.said}
            notes = (Finding(rule="code.folded", severity="info", values=values),)
        layout = self.layouts[0]
        code = Code(
            scheme=self.id, normalized=number, text=text, edition=layout.edition.id, form=layout.id,
            segments=MappingProxyType({"number": number}), findings=notes, _layout=layout, _on=on,
        )  # fmt: skip
        return code, notes

    def _judged(self, text: str, *, strict: bool) -> tuple[Text | Finding | None, str]:
        """Why a text is no such number, or that it was not checked; and the number."""
        try:
            module = self.module
        except MissingExtra as error:
            return Finding(
                rule="check.extra",
                severity="warning",
                values={"found": error.package, "allowed": error.extra},
            ), ""
        if strict and (text != text.strip() or not text.isprintable()):
            return _REASONS["InvalidFormat"], ""
        try:
            return None, str(module.validate(text))
        except extra("stdnum.exceptions", "foreign").ValidationError as error:
            return _REASONS.get(type(error).__name__, _REASONS["InvalidFormat"]), ""
        except Exception as error:  # noqa: BLE001  # a fault of the module says nothing of the number
            failed = f"{type(error).__name__}, stdnum.{self.id.removeprefix(FAMILY)}"
            return Finding(rule="check.failed", severity="warning", values={"found": failed}), ""

    def accepts(self, text: str, bound: Bound) -> bool:
        """Whether an inner text is such a number."""
        return self.judge(text, None) if bound.strict else self.read(text)[0] is not None

    @checked
    def build(
        self, /, edition: str | None = None, form: str | None = None, on: date | None = None,
        **segments: str | date | Code,
    ) -> Code:  # fmt: skip
        """The code of a whole number: `build(number="...")`; check characters are not computed.

        Raises:
            InvalidCode: the number is missing, there is another segment, or it is no such number.
        """
        if set(segments) != {"number"}:
            return super().build(edition, form, on, **segments)
        return self.parse(str(segments["number"]), on, strict=True, edition=edition, form=form)

    @checked
    def compact(self, text: str) -> str:
        """As python-stdnum has it: without what people write between the parts."""
        make = getattr(self.module, "compact", None)
        return str(make(text)) if make is not None else text.strip()

    @checked
    def format(self, text: str) -> str:
        """As python-stdnum has it: as people write it."""
        make = getattr(self.module, "format", None)
        return str(make(text)) if make is not None else self.compact(text)


_REASONS = {
    "InvalidChecksum": Text(zh="校验码不对", en="its check characters are wrong"),
    "InvalidLength": Text(zh="长度不对", en="its length is wrong"),
    "InvalidFormat": Text(zh="写法不对", en="it is not written as such a number"),
    "InvalidComponent": Text(zh="其中一部分不存在", en="a part of it does not exist"),
}


def is_foreign(id: str) -> bool:
    """Whether an id is of this family, whether or not there is such a module."""
    return id.startswith(FAMILY) and re.fullmatch(NAME, id.removeprefix(FAMILY)) is not None


def identifies(id: str) -> Identifies | None:
    """What the numbers of a module stand for; None if there is none, or it is one of `OURS`.

    Without python-stdnum a module of any name may exist, and is taken for one of parties.
    """
    name = id.removeprefix(FAMILY)
    if not is_foreign(id) or name in OURS or not _exists(name):
        return None
    return "object" if name in PEOPLE or name in THINGS else "party"


def foreign_ids() -> tuple[str, ...]:
    """The ids of all rules of this family, sorted; none where python-stdnum is not installed."""
    return tuple(f"{FAMILY}{name}" for name in sorted(_modules()) if name not in OURS)


def foreign_scheme(id: str, standard: Resolved, sibling: Callable[[str], Scheme]) -> ForeignScheme:
    """The rule of a module.

    Raises:
        UnknownId: there is no such module, or this standard has an encoding rule of its numbers,
            which it names.
    """
    if identifies(id) is None:
        ours = {f"{FAMILY}{name}": scheme for name, scheme in OURS.items()}
        raise UnknownId("scheme", id, (*foreign_ids(), *standard.ids("scheme")), ours)
    return ForeignScheme(id, standard, sibling)


@cache
def _modules() -> frozenset[str]:
    """The modules that judge numbers."""
    try:
        util = extra("stdnum.util", "foreign")
    except MissingExtra:
        return frozenset()
    return frozenset(
        module.__name__.removeprefix("stdnum.") for module in util.get_number_modules()
    )


def _exists(name: str) -> bool:
    try:
        return callable(getattr(_module(name), "validate", None))
    except MissingExtra:
        return True


def _module(name: str) -> Any:
    """A module by name; None if there is none of that name.

    Raises:
        MissingExtra: python-stdnum is not installed.
    """
    extra("stdnum", "foreign")
    try:
        return importlib.import_module(f"stdnum.{name}")
    except ImportError:
        return None


@cache
def _spec(id: str) -> SchemeSpec:
    """What a module says of itself, as a specification."""
    name = id.removeprefix(FAMILY)
    try:
        title = str(_module(name).__doc__ or name).strip().splitlines()[0].rstrip(".")
    except MissingExtra:
        title = f"Number {name}"
    number = {
        "id": "number",
        "name": {"zh": "编号", "en": "Number"},
        "chars": "[!-~]",
        "length": {"min": 1, "max": 64},
    }
    cited = {"ref": LIBRARY, "clause": name}
    edition = {
        "id": "python-stdnum", "source": cited, "evidence": "single",
        "length": {"min": 1, "max": 64}, "segments": [number],
        "examples": {"valid": [], "invalid": []},
    }  # fmt: skip
    data = {
        "id": "foreign", "name": {"zh": f"境外编号 {name}", "en": title}, "identifies": identifies(id) or "object",
        "issued_by": {"kind": "authority", "name": {"zh": "所在国主管机关", "en": "The authority of its "
                                                                           "country"}},
        "lenient": ["width", "trim"], "editions": [edition],
    }  # fmt: skip
    if name in PEOPLE:
        data["privacy"] = "personal"
    return construct(SchemeSpec, data).replace(id=id)
