"""The pages of released versions on a site: each names the current version."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.publish.test_release import LINE, OPTIONAL, change, released, small
from tracecode.cli import main
from tracecode.errors import WrongUse
from tracecode.publish.site.building import derived
from tracecode.publish.site.links import broken
from tracecode.publish.site.versions import Versions
from tracecode.standard.resolved import load, packaged

pytestmark = pytest.mark.slow

RECALL = "standard/records/recall.html"


def noted(site: dict[str, bytes], path: str) -> str:
    """What a page says above its title of the version that it is of."""
    found = re.search(r'<p class="version">(.*)</p>', site[path].decode())
    return found[1] if found else ""


@pytest.fixture(scope="module")
def specs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A standard of which two versions are released, the second as it is now."""
    made = small(tmp_path_factory.mktemp("versions") / "specs")
    assert released(made, "1.0.0")[0] == 0
    change(made, LINE, LINE + OPTIONAL)
    assert released(made, "1.1.0")[0] == 0
    return made


def test_an_older_page_names_the_current_version(specs: Path) -> None:
    """It leads to the same page of it; the current version is the site itself, which says nothing."""
    site = derived(load(specs), versions=True)
    assert not any(path.startswith("versions/1.1.0/") for path in site)
    for path, data in site.items():
        if path.endswith(".html"):
            assert (b'class="version"' in data) == ("versions/1.0.0/" in path), path
    old = f"versions/1.0.0/{RECALL}"
    assert noted(site, old) == (
        "本页属于 1.0.0 版，不是现行版本。现行版本是 "
        '<a href="../../../../standard/records/recall.html">1.1.0</a>。'
    )
    assert noted(site, f"en/{old}") == (
        "This page is of version 1.0.0, which is not the current one. The current version is "
        '<a href="../../../../standard/records/recall.html">1.1.0</a>.'
    )
    assert b"responsible_person" in site[RECALL]
    assert b"responsible_person" not in site[old]
    assert "本页由标准 1.0.0 版的规范数据生成。" in site[old].decode()
    assert '<a class="switch" href="../../../../en/versions/1.0.0' in site[old].decode()
    listed = site["standard/changes.html"].decode().partition('id="versions"')[2]
    assert re.findall(r'href="([^"]*)">(\d\.\d\.\d)<', listed) == [
        ("index.html", "1.1.0"),
        ("../versions/1.0.0/standard/index.html", "1.0.0"),
    ]
    assert [*broken(site)] == []


def test_what_is_not_released_says_so(specs: Path, tmp_path: Path) -> None:
    """On top of the last version each page of the site names that, whose own pages are there; a page
    that it does not have leads to its first one.
    """
    draft = shutil.copytree(specs, tmp_path / "specs")
    text = (draft / "codelists" / "stage.yaml").read_text(encoding="utf-8")
    (draft / "codelists" / "another-stage.yaml").write_text(
        text.replace("id: stage\n", "id: another-stage\n", 1), encoding="utf-8"
    )
    site = derived(load(draft), versions=True)
    assert noted(site, RECALL) == (
        "本页内容尚未发布。现行版本是 "
        '<a href="../../versions/1.1.0/standard/records/recall.html">1.1.0</a>。'
    )
    assert 'href="../../versions/1.1.0/standard/index.html"' in noted(
        site, "standard/codelists/another-stage.html"
    )
    assert noted(site, f"versions/1.1.0/{RECALL}") == "本页属于现行版本 1.1.0。"
    assert 'href="../../../1.1.0/standard/records/recall.html"' in noted(
        site, f"versions/1.0.0/{RECALL}"
    )
    assert [*broken(site)] == []


def test_no_versions(specs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing released: nothing to tell. What cannot be told is said: of a pack, and where the
    definitions of a version are absent.
    """
    assert [*Versions(packaged()).pages(())] == []
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "alphabets.yaml").write_text("[]\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="no released versions"):
        Versions(load(pack))
    (specs / "published" / "1.0.0" / "definitions.json.gz").unlink()
    command = ["publish", "site", "--specs", str(specs), "--out", str(tmp_path / "site")]
    assert main([*command, "--versions", "--lang", "zh"]) == 2
    assert "此处未安装 1.0.0 版的规范数据" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()
