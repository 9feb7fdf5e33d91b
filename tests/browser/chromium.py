"""A browser for tests: Debian's Chromium, driven by its own chromedriver over the protocol of W3C
WebDriver.

Nothing is installed beside these two programs; the protocol is JSON over HTTP on this machine.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_ARGUMENTS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--no-first-run", "--lang=zh-CN",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1280,900",
)  # fmt: skip
"""Nothing but this machine is reached, whatever a page asks for."""


class Browser:
    """One window."""

    def __init__(self, address: str, session: str) -> None:
        self._address, self._session = address, session

    def open(self, url: str) -> None:
        """Go to a page, and wait until it stands there: a busy machine's driver comes back before."""
        leaves = self.run("return location.href.split('#')[0]") != url.partition("#")[0]
        self.run("window.left = arguments[0]", leaves)
        self._ask("POST", "url", {"url": url})
        self.wait("return !window.left && document.readyState === 'complete'")

    def run(self, script: str, *arguments: object) -> Any:
        """Run JavaScript in the page, and give what it returns."""
        return self._ask("POST", "execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script: str, *arguments: object, seconds: float = 30) -> Any:
        """Wait until JavaScript gives something that counts as true, and give that."""
        end = time.monotonic() + seconds
        while not (found := self.run(script, *arguments)):
            if time.monotonic() > end:
                raise AssertionError(f"in {seconds} s it did not become true: {script}")
            time.sleep(0.05)
        return found

    def type(self, selector: str, text: str) -> None:
        """Send keys, or the path of a file, to an element."""
        found = self._ask("POST", "element", {"using": "css selector", "value": selector})
        self._ask("POST", f"element/{found[_ELEMENT]}/value", {"text": text})

    def click(self, selector: str) -> None:
        """Click an element."""
        found = self._ask("POST", "element", {"using": "css selector", "value": selector})
        self._ask("POST", f"element/{found[_ELEMENT]}/click", {})

    def picture(self, path: Path) -> None:
        """Keep what is seen as a PNG file."""
        path.write_bytes(base64.b64decode(self._ask("GET", "screenshot")))

    def messages(self) -> list[str]:
        """What was written to the console since the last call."""
        return [f"{each['level']}: {each['message']}" for each in self._log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for since the last call, but for those that stand in the
        page itself.
        """
        events = [json.loads(each["message"])["message"] for each in self._log("performance")]
        sent = [each for each in events if each["method"] == "Network.requestWillBeSent"]
        addresses = [each["params"]["request"]["url"] for each in sent]
        return [
            address for address in addresses if not address.startswith(("data:", "blob:", "about:"))
        ]

    def _log(self, kind: str) -> list[dict[str, Any]]:
        logged: list[dict[str, Any]] = self._ask("POST", "se/log", {"type": kind})
        return logged

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        return _ask(f"{self._address}/session/{self._session}/{path}", method, body)


@contextmanager
def browser(
    profile: Path, *, width: int | None = None, dark: bool = False, camera: Path | None = None
) -> Iterator[Browser]:  # fmt: skip
    """A browser, ended when the block ends.

    Args:
        profile: an empty folder for what it keeps.
        width: of a telephone, in CSS pixels; None: a window of a desk.
        dark: whether the system prefers dark colours.
        camera: what the camera sees, a file of JPEG pictures; None: there is no camera.
    """
    arguments = [
        *_ARGUMENTS,
        f"--user-data-dir={profile}",
        *(["--blink-settings=preferredColorScheme=0"] * dark),
    ]
    if camera is not None:
        arguments += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        arguments += [f"--use-file-for-fake-video-capture={camera}"]
    options: dict[str, Any] = {"binary": shutil.which("chromium"), "args": arguments}
    if width is not None:
        options["mobileEmulation"] = {
            "deviceMetrics": {"width": width, "height": 780, "pixelRatio": 2.0}
        }
    wanted = {
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    }
    with _driver() as address:
        made = _ask(f"{address}/session", "POST", {"capabilities": {"alwaysMatch": wanted}})
        try:
            own = Browser(address, made["sessionId"])
            own.open("about:blank")
            own.requests()  # those of the first page of the browser itself
            yield own
        finally:
            _ask(f"{address}/session/{made['sessionId']}", "DELETE", None)


@contextmanager
def _driver() -> Iterator[str]:
    """A chromedriver on a port of its own choice."""
    command = ["chromedriver", "--port=0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            port = next(
                match[1]
                for line in process.stdout
                if (match := re.search(r"on port (\d+)\.", line))
            )
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _ask(url: str, method: str, body: object) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:  # on this machine
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(json.load(error)["value"]["message"]) from None
