"""A site, built once; and browsers that look at it, from its folder and over HTTP on this
machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.browser.chromium import Browser, browser
from tracecode.cli import main


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the packaged standard; of `TRACECODE_SITE`, where one is built already."""
    if built := os.environ.get("TRACECODE_SITE"):
        return Path(built)
    folder = tmp_path_factory.mktemp("site") / "site"
    assert main(["publish", "site", "--out", str(folder)]) == 0
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site over HTTP."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="session", params=["file", "http"])
def origin(request: pytest.FixtureRequest, site: Path) -> str:
    """Where the site begins: its folder, or a server."""
    return site.as_uri() if request.param == "file" else str(request.getfixturevalue("served"))


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A window of the usual size."""
    with browser(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture(scope="session")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A telephone, 360 CSS pixels wide."""
    with browser(tmp_path_factory.mktemp("phone"), width=360) as made:
        yield made


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does, no page writes to the console, and nothing is asked for but files of
    the site.
    """
    used = [
        request.getfixturevalue(name) for name in ("desk", "phone") if name in request.fixturenames
    ]
    yield
    begins = [request.getfixturevalue(name) for name in ("origin",) if name in request.fixturenames]
    for each in used:
        assert each.messages() == []
        assert [
            address for address in each.requests() if not address.startswith(tuple(begins))
        ] == []
