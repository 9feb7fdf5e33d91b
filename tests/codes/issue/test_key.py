"""Keys: where they come from, what is refused, and that they never show."""

from __future__ import annotations

import os
import pickle
import traceback
from pathlib import Path

import pytest

from tests.codes.issue.test_issuer import refused
from tracecode.codes.issue import write_key
from tracecode.codes.issue.key import VARIABLE, read_key
from tracecode.errors import IssueError

SECRET = "00112233445566778899aabbccddeeff"


def test_a_new_key(tmp_path: Path) -> None:
    """A new key is random, in a file that only its owner reads, and is read back as the same
    key.
    """
    made = write_key(tmp_path / "a.key")
    assert (tmp_path / "a.key").stat().st_mode & 0o777 == 0o600
    assert len((tmp_path / "a.key").read_text().strip()) == 64
    found = read_key(tmp_path / "a.key")
    assert found is not None
    assert found.fingerprint == made.fingerprint
    assert write_key(tmp_path / "b.key").fingerprint != made.fingerprint


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """A file that exists is left as it is; a folder that does not exist is told."""
    write_key(tmp_path / "a.key")
    before = (tmp_path / "a.key").read_text()
    with pytest.raises(IssueError) as error:
        write_key(tmp_path / "a.key")
    refused(error, "issue.exists")
    assert (tmp_path / "a.key").read_text() == before
    with pytest.raises(IssueError) as error:
        write_key(tmp_path / "none" / "a.key")
    refused(error, "issue.output")


def test_three_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File, environment variable and function give the same key."""
    path = tmp_path / "a.key"
    path.write_text(f" {SECRET}\n")
    path.chmod(0o600)
    monkeypatch.setenv(VARIABLE, SECRET.upper())
    found = [read_key(path), read_key(None), read_key(lambda: bytes.fromhex(SECRET))]
    assert len({key.fingerprint for key in found if key is not None}) == 1
    assert None not in found
    monkeypatch.delenv(VARIABLE)
    assert read_key(None) is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_an_open_file(mode: int, tmp_path: Path) -> None:
    """A key file that others can read or write is refused."""
    path = tmp_path / "a.key"
    write_key(path)
    path.chmod(mode)
    with pytest.raises(IssueError) as error:
        read_key(path)
    refused(error, "issue.key_mode")


@pytest.mark.parametrize(
    "text", ["", SECRET[:-2], SECRET[:-1], "not hexadecimal at all, but long enough", "密钥" * 20]
)
def test_a_bad_key(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is too short or not hexadecimal is refused, and is not shown."""
    path = tmp_path / "a.key"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    with pytest.raises(IssueError) as error:
        read_key(path)
    refused(error, "issue.key_form")
    assert not text or text not in "".join(traceback.format_exception(error.value))
    monkeypatch.setenv(VARIABLE, text)
    with pytest.raises(IssueError) as error:
        read_key(None)
    refused(error, "issue.key_form")


@pytest.mark.parametrize(
    "text", ["00" * 16, "11" * 32, "0123" * 16, "00" * 31 + "05", "aabbccdd" * 4]
)
def test_a_key_that_nobody_drew(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of one repeated byte, or of a few, is refused from every source, with the way to make
    one.
    """
    path = tmp_path / "a.key"
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    monkeypatch.setenv(VARIABLE, text)
    for source, where in (
        (path, str(path)),
        (None, VARIABLE),
        (lambda: bytes.fromhex(text), "key()"),
    ):
        with pytest.raises(IssueError) as error:
            read_key(source)
        refused(error, "issue.key_weak")
        said = error.value.findings[0].text("en")
        assert where in said
        assert "issue keygen" in said
        assert text not in said


def test_a_function_that_returns_no_key() -> None:
    """A function must return enough bytes."""
    for wrong in (b"short", SECRET):
        with pytest.raises(IssueError) as error:
            read_key(lambda wrong=wrong: wrong)  # type: ignore[misc]
        refused(error, "issue.key_form")


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is told by its name."""
    with pytest.raises(IssueError) as error:
        read_key(tmp_path / "a.key")
    refused(error, "issue.key_missing")


@pytest.mark.parametrize("wrong", [SECRET, SECRET.encode(), 7])
def test_the_key_itself_is_no_argument(wrong: object) -> None:
    """A key given as an argument is refused without showing it."""
    with pytest.raises(TypeError) as error:
        read_key(wrong)  # type: ignore[arg-type]
    assert SECRET not in str(error.value)


def test_a_key_does_not_show(tmp_path: Path) -> None:
    """Neither text nor fingerprint hold the secret, and a key is not pickled."""
    key = write_key(tmp_path / "a.key")
    secret = (tmp_path / "a.key").read_text().strip()
    assert repr(key) == f"IssuingKey({key.fingerprint})"
    assert len(key.fingerprint) == 16
    assert key.fingerprint not in secret
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(key)
    assert not hasattr(key, "__dict__")
    assert os.fspath(tmp_path) not in repr(key)
