"""The report of a validation in a browser: it opens at once, filters work, and nothing is asked
for.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import tracecode as tc
from tests.browser.chromium import Browser, browser
from tests.reports.made import HOSTILE, verdicts


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports: of a hundred thousand findings held against an earlier run, and of hostile
    texts.
    """
    made = tmp_path_factory.mktemp("report")
    tc.write_findings(verdicts(1_000), made / "earlier.ndjson")
    tc.write_findings(verdicts(100_000), made / "large.html", against=made / "earlier.ndjson")
    tc.write_findings(verdicts(64, text=HOSTILE), made / "hostile.html", lang="en")
    return made


@pytest.fixture(scope="module")
def origin(folder: Path) -> str:
    """Where the reports are: nothing else may be asked for."""
    return folder.as_uri()


def listed(window: Browser) -> str:
    """The line that says how many findings are listed."""
    return str(window.run("return document.querySelector('#listed').textContent"))


def test_a_hundred_thousand_findings(desk: Browser, origin: str) -> None:
    """It is there in three seconds; search, filters, language, examples and the text to forward
    work.
    """
    desk.open(f"{origin}/large.html")
    assert desk.run("return performance.getEntriesByType('navigation')[0].duration") < 3_000
    assert "100,000" in listed(desk)
    desk.run("document.querySelector('#language').click()")
    assert desk.run("return document.title") == "Validation report"
    desk.type("#search", "data.nfc lines[3]")
    desk.wait("return document.querySelectorAll('.rule').length === 1")
    desk.run("document.querySelector('.rule').open = true")
    desk.wait("return document.querySelectorAll('.rule tbody tr').length === 3")
    desk.click(".rule .more")
    assert desk.run("return document.querySelectorAll('.rule tbody tr').length") == 53
    desk.click(".rule .forward")
    text = desk.run("return document.querySelector('.rule textarea').value")
    assert text.startswith("Hello, checking found the following.")
    assert "data.nfc" in text
    assert "Remedy: Normalise texts to NFC before they are written" in text
    desk.run(
        "const s = document.querySelector('#search'); s.value = ''; s.dispatchEvent(new "
        "Event('input'))"
    )
    desk.wait("return document.querySelectorAll('.rule').length === 5")
    for choice, value, groups in (
        ("who", "sender", 2),
        ("who", "", 5),
        ("sort", "2", 1),
        ("sort", "", 5),
        ("change", "1", 5),
    ):
        desk.run(
            "const s = document.querySelector(`#by-${arguments[0]}`); s.value = arguments[1];"
            "s.dispatchEvent(new Event('change'))", choice, value,
        )  # fmt: skip
        assert desk.run("return document.querySelectorAll('.rule').length") == groups, (
            choice,
            value,
        )
    assert "1,000" in listed(desk)


def test_telephone(phone: Browser, origin: str) -> None:
    """On a telephone nothing is wider than the screen, whatever the texts are and whatever is
    open.
    """
    for page in ("large", "hostile"):
        phone.open(f"{origin}/{page}.html")
        phone.wait("return document.querySelectorAll('.rule').length === 5")
        phone.run("document.querySelectorAll('.rule').forEach((each) => { each.open = true; })")
        phone.wait("return document.querySelectorAll('.rule table').length > 0")
        phone.run("document.querySelectorAll('.forward').forEach((each) => each.click())")
        assert phone.run("return document.documentElement.scrollWidth") <= 360


def test_hostile_texts(desk: Browser, origin: str) -> None:
    """What stands in the data is text on the page, and makes nothing of its own."""
    desk.open(f"{origin}/hostile.html")
    desk.run("document.querySelectorAll('.rule').forEach((each) => { each.open = true; })")
    desk.wait("return document.body.textContent.includes('onerror=document.title')")
    assert desk.run("return document.querySelectorAll('img').length") == 0
    assert desk.run("return document.title") == "Validation report"


def test_dark(origin: str, tmp_path: Path) -> None:
    """Dark where the system is dark."""
    with browser(tmp_path, dark=True) as dark:
        dark.open(f"{origin}/large.html")
        assert (
            dark.run("return getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 30)"
        )
        assert dark.messages() == []
