# ruff: noqa: E501  # tables of cases: one case a line
"""Numbers of other countries: every module of python-stdnum by its id or by ours, in records of
imports, and alone.

The numbers of parties and people are invented: digits in a row, and the check digits that belong to
them.
"""

from __future__ import annotations

import io
import json
import pickle
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from stdnum.util import get_number_modules

import tracecode as tc
from tests.cases import thinned, together
from tracecode.cli import main
from tracecode.codes.foreign import FAMILY, OURS, PEOPLE, THINGS, foreign_ids, identifies
from tracecode.publish.examples import minimal
from tracecode.records.scheme_names import accepted
from tracecode.standard.record_layout import record_layout
from tracecode.standard.resolved import packaged

ours = packaged()
MODULES = sorted(
    str(vars(module)["__name__"]).removeprefix("stdnum.") for module in get_number_modules()
)
ORIGIN: dict[str, Any] = minimal(record_layout(ours, "import-origin", "imported-tea"), ours)

ROLES = {
    "manufacturer": "import-origin",
    "exporter": "import-origin",
    "carrier": "import-transport",
}
"""Who is named by a number of another country, and the kind of record in which it stands."""
PARTIES = [
    ("au.abn", "21 098 765 590", "21 098 765 591"), ("at.uid", "ATU21098327", "ATU21098320"),
    ("be.vat", "BE 321098803", "BE 321098800"), ("bg.vat", "BG 876543348", "BG 876543340"),
    ("br.cnpj", "76.543.210/0001-98", "76.543.210/0001-90"),
    ("ch.uid", "CHE-987.654.556", "CHE-987.654.550"), ("cy.vat", "CY-09876200C", "CY-09876201C"),
    ("cz.dic", "CZ 10987797", "CZ 10987790"), ("de.vat", "DE 987,654 720", "DE 987,654 721"),
    ("dk.cvr", "DK 21098450", "DK 21098451"), ("ee.kmkr", "EE 432 109 469", "EE 432 109 460"),
    ("es.cif", "J65432783", "J65432780"), ("fi.alv", "FI 21098756", "FI 21098750"),
    ("fr.siren", "098 765 829", "098 765 820"),
    ("fr.tva", "Fr 43 210 987 491", "Fr 43 210 987 490"),
    ("gb.vat", "GB 098 7652 05", "GB 098 7652 00"), ("gr.vat", "EL 876543283", "EL 876543280"),
    ("hu.anum", "HU-65432778", "HU-65432770"), ("ie.vat", "IE 8765412M", "IE 8765410M"),
    ("it.iva", "IT 76543210322", "IT 76543210320"),
    ("jp.cn", "7-6543-2109-8469", "7-6543-2109-8461"), ("si.ddv", "SI 5432 1379", "SI 5432 1370"),
    ("lei", "984500EXAMPLE0000025", "984500EXAMPLE0000020"),
    ("lu.tva", "LU 432 102 07", "LU 432 102 00"), ("nl.btw", "210987650B01", "210987651B01"),
    ("no.orgnr", "987 654 724", "987 654 720"), ("nz.ird", "98-765-212", "98-765-210"),
    ("pl.nip", "PL 2109876651", "PL 2109876650"), ("pt.nif", "PT 109 876 385", "PT 109 876 380"),
    ("se.vat", "SE432109876801", "SE432109876701"), ("sg.uen", "43210071K", "43210070K"),
    ("tw.ubn", "43210553", "43210550"), ("us.ein", "98-7654236", "96-7654236"),
]  # fmt: skip
"""Module, a right number and a wrong one: invented, of digits in a row with the check digits that
the module asks for.
"""


def origin(scheme: str, code: str) -> dict[str, Any]:
    """A record of where an import comes from, with the maker's number."""
    return ORIGIN | {"overseas_maker_scheme": scheme, "overseas_maker_no": code}


def numbered(role: str, scheme: str, code: str) -> dict[str, Any]:
    """A record of an import with the number of a party from abroad."""
    party = {
        "party_name": "Example Trading",
        "party_id": {"code_scheme": scheme, "code_value": code},
    }
    # which the law asks of a seller
    party |= {"address": "1 Example Road", "contact_phone": "00000000"}
    return minimal(record_layout(ours, ROLES[role], "imported-tea"), ours) | {role: party}


def judged(data: dict[str, Any]) -> tuple[str, list[str]]:
    """Verdict and rules."""
    (verdict,) = tc.validate(data)
    return verdict.status, [finding.rule for finding in verdict.findings]


@together("module", MODULES)
def test_every_module(module: str) -> None:
    """Every module is reached by its id, or is named by the scheme of ours, which the error
    proposes.
    """
    id = f"{FAMILY}{module}"
    if module in OURS:
        with pytest.raises(tc.UnknownId) as caught:
            tc.scheme(id)
        assert caught.value.near == (OURS[module],)
        assert tc.scheme(OURS[module])
        return
    scheme = tc.scheme(id)
    assert scheme is tc.scheme(id)
    assert pickle.loads(pickle.dumps(scheme)) is scheme
    assert id in foreign_ids()
    assert not scheme.is_valid("?")
    assert not scheme.is_valid("")
    code, findings = scheme.read("?")
    assert (code, [one.rule for one in findings]) == (None, ["code.foreign"])
    assert scheme.name.zh
    assert scheme.personal == (module in PEOPLE)


def test_none_asks_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No rule opens a connection or looks a host up, whatever it is given."""
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *given: asked.append(given))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **_: asked.append(given))
    for id in foreign_ids():
        scheme = tc.scheme(id)
        for text in (
            "123456789",
            "DE987654720",
            "12345678901",
            "A1234567B",
            *(right for _, right, _ in PARTIES[:4]),
        ):
            scheme.read(text)
    assert asked == []


def test_the_lists_name_modules() -> None:
    """What stands for nobody, for people, or is ours, exists; each module is in one list at
    most.
    """
    assert {*OURS, *PEOPLE, *THINGS} <= {*MODULES}
    assert len(OURS) + len(PEOPLE) + len(THINGS) == len({*OURS, *PEOPLE, *THINGS})
    assert {identifies(f"{FAMILY}{name}") for name in MODULES} == {"party", "object", None}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("module", "right", "wrong"), thinned(PARTIES, 5))
def test_in_a_record_of_an_import(module: str, right: str, wrong: str, role: str) -> None:
    """The right number of maker, exporter or carrier is accepted by record, class and every form; a
    wrong one is an error of its code.
    """
    scheme, kind = f"{FAMILY}{module}", ROLES[role]
    data = numbered(role, scheme, tc.scheme(scheme).validate(right))
    assert judged(data) == ("valid", []), data
    record = tc.record_type("imported-tea", kind).model.model_validate(data)
    for form in ("json", "xml", "csv", "xlsx"):
        content = tc.dumps(record if form in ("json", "xml") else [record], form)
        assert tc.validate(content, format=form).run().status == "valid"
    (verdict,) = tc.validate(numbered(role, scheme, tc.scheme(scheme).compact(wrong)))
    assert verdict.status == "invalid", wrong
    assert [(one.rule, one.path) for one in verdict.findings] == [
        ("code.foreign", f"{role}.party_id.code_value")
    ]


def test_the_number_in_china_stands_apart() -> None:
    """The number under which a maker is registered in China has its own element, and may be one
    from abroad as before.
    """
    assert judged(origin("foreign:de.vat", "987654720")) == ("valid", [])
    assert judged(origin("foreign:de.vat", "987654721")) == ("invalid", ["code.foreign"])


@pytest.mark.parametrize("role", ROLES)
def test_a_number_of_no_party(role: str) -> None:
    """Where a party is named by a number, neither the number of a person or a thing nor one without
    its rule is taken.
    """
    for scheme, code in (("foreign:es.dni", "98765432M"), ("gtin", "06901234567892")):
        assert judged(numbered(role, scheme, code)) == ("invalid", ["record.identifies"])
    data = numbered(role, "foreign:lei", "984500EXAMPLE0000025")
    del data[role]["party_id"]["code_scheme"]
    assert judged(data) == ("invalid", ["record.missing"])


def test_as_the_sender_of_a_message() -> None:
    """A party from abroad signs as any other; its number is judged, and has one spelling."""
    party, key = ("foreign:de.vat", "987654720"), tc.Ed25519Key.new("one")
    record = tc.record_type("imported-tea", "import-origin").model.model_validate(ORIGIN)
    message = tc.Message.new(
        [record], sender=party, receiver=("uscc", "91350100M000100Y43")
    ).signed(key)
    for spelling in ("987654720", "DE987654720"):
        assert message.verify([tc.PartyKey((party[0], spelling), key.public())]).sender == party
    with pytest.raises(tc.InvalidCode):
        message.verify([tc.PartyKey((party[0], "987654721"), key.public())])
    with pytest.raises(tc.InvalidKey, match="identify no party"):
        message.verify([tc.PartyKey(("foreign:es.dni", "98765432M"), key.public())])


@pytest.mark.parametrize(
    ("scheme", "code", "rule"),
    [
        ("foreign:es.dni", "98765432M", "record.identifies"),
        ("foreign:iban", "GB82WEST12345698765432"[:18], "record.identifies"),
        ("foreign:luhn", "7894", "record.identifies"),
        ("foreign:de.vta", "987654720", "record.unknown_scheme"),
        ("foreign:cn.uscc", "91350100M000100Y43", "record.unknown_scheme"),
        ("foreign:", "1", "record.unknown_scheme"),
        ("foreign:os.path", "1", "record.unknown_scheme"),
        ("foreign:util", "1", "record.unknown_scheme"),
        ("foreign:DE.VAT", "987654720", "record.unknown_scheme"),
        ("foreign:../x", "1", "record.unknown_scheme"),
    ],
)  # fmt: skip
def test_what_names_no_foreign_party(scheme: str, code: str, rule: str) -> None:
    """Numbers of people and things are no party's, what does not exist is unknown, and what is ours
    is named by ours.
    """
    status, rules = judged(origin(scheme, code))
    assert (status, rules) == ("invalid", [rule])
    if scheme == "foreign:cn.uscc":
        (verdict,) = tc.validate(origin(scheme, code))
        assert "uscc" in verdict.findings[0].text("zh")


def test_elsewhere_they_are_refused() -> None:
    """Where goods are identified, no number of a party is accepted, foreign or not."""
    storage = minimal(record_layout(ours, "storage"), ours) | {
        "trace_code": "987654720",
        "code_scheme": "foreign:de.vat",
    }
    assert "record.identifies" in judged(storage)[1]


def test_not_proposed_and_not_listed_among_ours() -> None:
    """`identify` proposes none; they are no part of the standard's ids, which the rule program and
    the schemas list.
    """
    assert not any(
        match.scheme.startswith(FAMILY) for match in tc.identify("DE987654720", near=True)
    )
    assert not any(
        id.startswith(FAMILY) for id in (*ours.ids("scheme"), *accepted(ours, ("party",)))
    )
    assert len(foreign_ids()) == len(MODULES) - len(OURS)


def test_schemas_know_the_family() -> None:
    """The published schemas take such a name where a party may stand, and nowhere else."""
    schema = tc.record_type("imported-tea", "import-origin").json_schema()
    definitions: Any = schema["$defs"]
    assert "foreign:" in json.dumps(definitions["schemes-party"])
    text = json.dumps(
        [one for id, one in definitions.items() if id.startswith("schemes-") and "party" not in id]
    )
    assert "foreign:" not in text


def test_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """The command line lists, shows and reads them as any scheme."""
    assert main(["spec", "list", "--lang", "en"]) == 0
    assert "foreign:de.vat" in capsys.readouterr().out
    assert main(["spec", "show", "foreign:de.vat", "--lang", "en"]) == 0
    assert "python-stdnum (de.vat)" in capsys.readouterr().out
    assert main(["parse", "DE987654720", "--scheme", "foreign:de.vat", "--lang", "zh"]) == 0
    assert main(["parse", "DE987654721", "--scheme", "foreign:de.vat", "--lang", "zh"]) == 1
    assert "境外编号 de.vat：校验码不对" in capsys.readouterr().out
    code = tc.parse("DE 987654720", "foreign:de.vat")
    assert (code.normalized, code.segments, code.scheme) == (
        "987654720",
        {"number": "987654720"},
        "foreign:de.vat",
    )
    assert tc.scheme("foreign:de.vat").build(number="987654720").normalized == "987654720"
    with pytest.raises(tc.InvalidCode):
        tc.scheme("foreign:de.vat").build(nr="987654720")
    assert [
        one.status for one in tc.validate(io.BytesIO(b"DE987654720\nx\n"), scheme="foreign:de.vat")
    ] == [
        "valid",
        "invalid",
    ]


def test_people_are_masked() -> None:
    """No text shows the number of a person."""
    (verdict,) = tc.validate(["98765432-M"], scheme="foreign:es.dni")
    assert verdict.status == "valid"
    assert "98765432" not in repr(verdict) + str(verdict.as_dict())


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("uscc", " 91350100m000100y43"),
        ("gtin", "6901234567892"),
        ("foreign:lei", "984500EXAMPLE0000025"),
        ("foreign:damm", "5724"),
    ],
)
def test_the_four_verbs(id: str, text: str) -> None:
    """A scheme drops in where a module of python-stdnum is expected."""
    scheme = tc.scheme(id)
    number = scheme.validate(text)
    assert scheme.is_valid(number)
    assert scheme.compact(text)
    assert scheme.validate(scheme.format(text)) == number
    with pytest.raises(tc.InvalidCode) as caught:
        scheme.validate("?")
    assert isinstance(caught.value, ValueError)


def test_what_was_folded_is_told_by_its_number() -> None:
    """An invisible character that is passed over is named, as under any scheme."""
    (finding,) = tc.parse("984500EXAMPLE0000025\u200b", "foreign:lei").findings
    assert finding.text("en") == "read after folding: invisible characters removed (U+200B)"
    assert "U+200B" in finding.text("zh")


def test_without_the_extra() -> None:
    """Without python-stdnum nothing is refused and nothing is called right: it was not checked;
    alone it says why.
    """
    code = f"""
import sys
from pathlib import Path
sys.modules["stdnum"] = None
import tracecode as tc
data = {origin("foreign:de.vat", "1")!r}
(verdict,) = tc.validate(data)
print(verdict.status, [one.rule for one in verdict.findings])
print([v.status for v in tc.validate(["1"], scheme="foreign:de.vat")])
for ask in (lambda: tc.is_valid("1", "foreign:de.vat"), lambda: tc.parse("1", "foreign:de.vat"), lambda: tc.suggest("1", "foreign:de.vat")):
    try:
        ask()
    except tc.MissingExtra as error:
        print(error.extra)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        "not checked ['check.extra']",
        "['not checked']",
        "foreign",
        "foreign",
        "foreign",
    ], done.stderr


def test_a_module_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the module says nothing of the number: it was not checked, and the finding names
    fault and module.
    """

    def broken(_: str) -> str:
        raise IndexError

    monkeypatch.setattr("stdnum.de.vat.validate", broken)
    (verdict,) = tc.validate(["DE136695976"], scheme="foreign:de.vat")
    assert verdict.status == "not checked"
    assert [finding.rule for finding in verdict.findings] == ["check.failed"]
    assert verdict.findings[0].values["found"] == "IndexError, stdnum.de.vat"
    (verdict,) = tc.validate(origin("foreign:de.vat", "DE136695976"))
    assert verdict.status == "not checked"


def test_no_code_holds_a_foreign_number(tmp_path: Path) -> None:
    """A pack that nests one is refused by lint and at work alike, whether the number in it is right
    or wrong.
    """
    folder = tmp_path / "fp" / "schemes"
    folder.mkdir(parents=True)
    (folder / "fp-code.yaml").write_text(NESTING, encoding="utf-8")
    standard = tc.Standard.load(folder.parent)
    for text in ("FPDE136695976", "FPDE136695977"):
        with pytest.raises(tc.UnknownId, match=r"foreign:de\.vat"):
            standard.parse(text, "fp-code")


def test_no_kernel() -> None:
    """A kernel knows layouts, and no module: it is refused, for a layout alone would call wrong
    numbers right.
    """
    with pytest.raises(tc.WrongUse, match="one by one"):
        tc.kernel("foreign:de.vat")


NESTING = """\
id: fp-code
name: {zh: 试验码, en: Trial code}
identifies: unit
issued_by: {kind: enterprise, name: {zh: 生产者, en: Maker}}
defaults: {source: {ref: project}, evidence: project}
editions:
  - id: v1
    length: 13
    segments:
      - {id: prefix, name: {zh: 前缀, en: Prefix}, literal: FP, role: prefix}
      - {id: party, name: {zh: 对方, en: Party}, scheme: "foreign:de.vat", chars: alnum, length: 11, role: party}
    examples:
      valid: [{code: FPDE136695976, origin: derived}]
      invalid: [{code: FPDE136695977, finding: code.nested}]
"""


@pytest.mark.parametrize("name", ["lei", "de.vat", "DE.VAT"])
def test_a_number_without_its_family_is_named_with_it(name: str) -> None:
    """As who knows the modules of python-stdnum calls it."""
    with pytest.raises(tc.UnknownId) as unknown:
        tc.scheme(name)
    assert unknown.value.near[0] == f"foreign:{name.lower()}"
    with pytest.raises(tc.UnknownId) as unknown:
        tc.scheme("de.vatt")
    assert not [id for id in unknown.value.near if id.startswith("foreign:")]
