"""The locks and the bill of materials: what is installed is named, file by file, and nothing else
is fetched.
"""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-lowest.lock")


def script(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the repository."""
    command = [sys.executable, str(ROOT / "script" / name), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", LOCKS)
def test_every_release_has_hashes(name: str) -> None:
    """A lock names releases by `==` with the hashes of their files, and neither an address nor an
    option of pip.
    """
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    written = [line for line in lines if line and not line.startswith("#")]
    pins = [line for line in written if not line.startswith(" ")]
    assert len(pins) > 50
    for line in pins:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; [^;]+)? \\", line), line
    for line in written:
        assert line in pins or re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
    for line, after in itertools.pairwise(written):
        assert line.endswith("\\") == (not after[0].isalnum()), line


def test_the_locks_agree_with_the_project() -> None:
    """Every package and extra of pyproject.toml is locked, and its lower bound is what the lowest
    lock holds.
    """
    done = script("lock", "--check")
    assert (done.returncode, done.stdout) == (0, "")


def test_an_extra_brings_only_what_it_needs() -> None:
    """The part of a lock for the demo holds the core, the build backend and its extra, and no tool
    of the tests.
    """
    names = set(
        re.findall(r"^[a-z0-9-]+(?===)", script("lock", "--print", "excel").stdout, re.MULTILINE)
    )
    assert {"pydantic", "hatchling", "openpyxl"} <= names
    assert not {"pytest", "numpy", "cryptography"} & names
    bare = script("lock", "--print", "").stdout
    assert "openpyxl==" not in bare
    assert "pydantic==" in bare


def test_an_unknown_extra_is_refused() -> None:
    """An extra that pyproject.toml does not have ends with exit code 2 and its name."""
    done = script("lock", "--print", "excel,exel")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no extra exel" in done.stderr


def test_the_bill_of_materials() -> None:
    """It is the same each time, names each locked release, and what is carried along, with licence
    and hashes.
    """
    text = script("sbom").stdout
    assert text == script("sbom").stdout
    assert "://" not in text
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "tracecode")
    by_name = {one["name"]: one for one in bill["components"]}
    assert all(one["licenses"] and one["hashes"] for one in by_name.values())
    scopes = {
        name: by_name[name]["scope"] for name in ("pydantic", "openpyxl", "pytest", "hatchling")
    }
    assert scopes == {
        "pydantic": "required",
        "openpyxl": "optional",
        "pytest": "excluded",
        "hatchling": "excluded",
    }
    locked = set(
        re.findall(r"^([a-z0-9-]+)==", (ROOT / LOCKS[0]).read_text(encoding="utf-8"), re.MULTILINE)
    )
    # the decoder of the code page is carried along
    assert locked | {"zxing-wasm"} == by_name.keys()
