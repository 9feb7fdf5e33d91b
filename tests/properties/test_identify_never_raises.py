# ruff: noqa: PT017  # tables of cases: one case a line
"""Law: whatever the text, `identify` answers; and for a code of a scheme the answers hold that
scheme.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import drawing
from tests.strategies import ODD, altered, layout_of, layouts, texts_of, tight
from tracecode.codes.payload import payload
from tracecode.errors import InvalidCode

FORMS = [
    names
    for names in layouts()
    if tight(layout_of(*names)) and not tc.scheme(names[0]).spec.hint_only
]
HINTED = [names for names in layouts() if tc.scheme(names[0]).spec.gs1_ai]

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(codec=None), max_size=20),
    st.text(st.sampled_from(ODD + "0123456789ABC"), max_size=60),
    st.text(st.sampled_from("()[]{}0123456789/?&=;%:#.\n,，"), max_size=60),
    st.builds(
        "https://{}".format, st.text(st.sampled_from("a.[]@:/?#&=%20123456789"), max_size=60)
    ),
)


@drawing(150)
@given(text=TEXTS, near=st.booleans())
def test_identify_never_raises(text: str, near: bool) -> None:
    """Any text gets a list of matches, ordered and complete; control characters, surrogates and
    emoji too.
    """
    for match in tc.identify(text, near=near):
        assert 0 <= match.confidence <= 1
        assert match.certain is False or match.basis != "length"
        assert match.code is not None or near
        assert match.name.zh
        assert match.name.en
        for finding in match.findings:
            assert finding.text("zh")
            assert finding.text("en")


@drawing(60)
@given(text=TEXTS)
def test_parse_raises_nothing_else(text: str) -> None:
    """Reading a text without a scheme gives a code or InvalidCode, whose text can be printed in
    both languages.
    """
    try:
        code = tc.parse(text)
    except InvalidCode as error:
        assert error.findings
        assert str(error).isprintable() or "\n" in str(error)
        assert str(error).encode("utf-8")
    else:
        assert code.text


@pytest.mark.parametrize(
    ("scheme", "edition", "form"), [pytest.param(*names, id=":".join(names)) for names in FORMS]
)
@drawing(4)
@given(data=st.data())
def test_identify_includes_the_scheme(
    scheme: str, edition: str, form: str, data: st.DataObject
) -> None:
    """A code of a rule that has more than lengths and characters is recognised as one of its
    scheme, also with blanks around where the scheme allows them.
    """
    layout = layout_of(scheme, edition, form)
    code = data.draw(texts_of(layout))
    if len(layout.segments) == 1 and (inner := layout.segments[0].spec.scheme) is not None:
        scheme = inner  # the text of a symbol that is another code and nothing else is that code
    matches = {match.scheme: match for match in tc.identify(code.normalized)}
    assert scheme in matches
    found = matches[scheme].code
    assert found is not None
    assert found.normalized == tc.parse(code.normalized, scheme).normalized
    if "trim" in tc.scheme(scheme).spec.lenient:
        assert scheme in {match.scheme for match in tc.identify(f" {code.normalized} ")}


@drawing(30)
@given(data=st.data())
def test_identify_of_broken_codes(data: st.DataObject) -> None:
    """A broken code raises nothing either, with or without near misses."""
    names = data.draw(st.sampled_from(layouts()))
    text = data.draw(altered(texts_of(layout_of(*names)).map(str)))
    assert isinstance(tc.identify(text), list)
    assert isinstance(tc.identify(text, near=True), list)


@pytest.mark.parametrize(
    ("scheme", "edition", "form"), [pytest.param(*names, id=":".join(names)) for names in HINTED]
)
@drawing(4)
@given(data=st.data())
def test_identify_behind_an_application_identifier(
    scheme: str, edition: str, form: str, data: st.DataObject
) -> None:
    """Behind its GS1 application identifier a code is recognised as one of its scheme, also where
    its form alone says nothing.
    """
    code = data.draw(texts_of(layout_of(scheme, edition, form)))
    for ai in tc.scheme(scheme).spec.gs1_ai:
        text = f"({ai}){code.normalized}"
        if not set("()") & set(code.normalized) and not payload(text).faults:
            assert scheme in {match.scheme for match in tc.identify(text)}, text
