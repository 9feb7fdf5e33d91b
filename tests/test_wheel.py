"""A built wheel, installed elsewhere, works: it carries the specifications and needs nothing of the
repository.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel of this repository was unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [
        *pip,
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder / "dist"),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("tracecode-*.whl")
    target = folder / "site"
    subprocess.run(
        [*pip, "install", "--no-deps", "--target", str(target), str(wheel)],
        check=True,
        capture_output=True,
    )
    return target


def run(installed: Path, code: str, cwd: Path) -> str:
    """What a program prints that finds the installed wheel before the repository."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(installed)!r}); {code}"],
        cwd=cwd, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_wheel_reads_its_own_specifications(installed: Path, tmp_path: Path) -> None:
    """The installed package finds its specifications beside itself and parses with them."""
    said = run(
        installed,
        "import tracecode as tc; root = tc.Standard.packaged().resolved.layers[0].root;"
        " print(tc.__file__, root, tc.parse('91350100M000100Y43').scheme)",
        tmp_path,
    )
    file, root, scheme = said.split()
    assert Path(file).is_relative_to(installed)
    assert Path(root).is_relative_to(installed)
    assert scheme == "uscc"


def test_the_wheel_is_whole(installed: Path) -> None:
    """The wheel has every specification file, the compiled copy, the index and the typing marker.

    Of what is published it has the schema of messages and the rule program of each released
    version, and no more.
    """
    ours, theirs = files(ROOT / "specs"), files(installed / "tracecode" / "specs")
    read = re.compile(r"published/[0-9.]+/(message|codes)\.json\.gz")
    assert theirs == {
        name for name in ours if not name.startswith("published/") or read.fullmatch(name)
    }
    assert (installed / "tracecode" / "py.typed").is_file()


def files(folder: Path) -> set[str]:
    """The files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_published_files_have_no_home_in_a_wheel(installed: Path, tmp_path: Path) -> None:
    """An installed package says that published files need a folder, and writes none into itself."""
    said = run(
        installed,
        "from tracecode.cli import main; print(main(['publish', 'samples', '--lang', 'en']))",
        tmp_path,
    )
    assert said == "2\n"
    assert not (installed / "tracecode" / "specs" / "published" / "next").exists()


def test_the_wheel_needs_no_yaml_to_parse(installed: Path, tmp_path: Path) -> None:
    """Reading a code with the packaged standard loads neither the YAML nor the validation
    library.
    """
    said = run(
        installed,
        "import tracecode as tc; tc.parse('SC11464010500015'); print({'yaml', 'pydantic'} & "
        "set(sys.modules))",
        tmp_path,
    )
    assert said.strip() == "set()"
