# tables of cases: one case a line
"""Law: every example of the packaged standard is judged as it says."""

from __future__ import annotations

from tests.cases import together
from tests.strategies import schemes
from tracecode.findings import status_of
from tracecode.spec.model import InvalidExample, ValidExample

VALID = [
    (scheme.id, edition.id, example)
    for scheme in schemes() for edition in scheme.spec.editions
    for example in edition.examples.valid
]  # fmt: skip
INVALID = [
    (scheme.id, edition.id, example)
    for scheme in schemes() for edition in scheme.spec.editions
    for example in edition.examples.invalid
]  # fmt: skip
BY_ID = {scheme.id: scheme for scheme in schemes()}


@together("scheme, edition, example", VALID)
def test_valid_examples(scheme: str, edition: str, example: ValidExample) -> None:
    """A valid example passes, under its form and with its segments; one that is lenient has
    findings in strict reading.
    """
    rule = BY_ID[scheme]
    code = rule.parse(
        example.code, example.on, strict=not example.lenient, edition=edition, form=example.form
    )
    for id, value in (example.segments or {}).items():
        assert code.segments[id] == value
    assert rule.is_valid(example.code, example.on, strict=not example.lenient)
    if example.lenient:
        _, findings = rule.read(
            example.code, example.on, strict=True, edition=edition, form=example.form
        )
        assert findings


@together("scheme, edition, example", INVALID)
def test_invalid_examples(scheme: str, edition: str, example: InvalidExample) -> None:
    """An invalid example is refused, or warned of, by the rule that it names."""
    rule = BY_ID[scheme]
    code, findings = rule.read(
        example.code, example.on, strict=not example.lenient, edition=edition, form=example.form
    )
    assert (example.finding, example.severity) in [(f.rule, f.severity) for f in findings]
    assert (code is None) is (example.severity == "error")
    valid = rule.is_valid(
        example.code, example.on, strict=not example.lenient, edition=edition, form=example.form
    )
    assert valid is (status_of(findings) == "valid")


@together("id", BY_ID)
def test_every_edition_has_examples(id: str) -> None:
    """Every edition has examples of both kinds."""
    for edition in BY_ID[id].spec.editions:
        assert edition.examples.valid
        assert edition.examples.invalid
