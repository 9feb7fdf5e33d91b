"""The command that compares two standards: `spec diff OLD NEW`."""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tracecode.cli.commands import _json, wrong_use
from tracecode.cli.show import as_json, columns
from tracecode.errors import UnknownId
from tracecode.privacy import shown

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tracecode.spec.definitions import Definitions
    from tracecode.spec.diff import Change

PACKAGED = "packaged"
"""How the packaged standard is called."""
_BREAKING = ("stored-data", "writers", "readers")


def spec_diff(args: Namespace) -> int:
    """Show what changed between two standards, and whom it breaks."""
    from tracecode.publish.audiences import AUDIENCE_NAMES
    from tracecode.spec.audience import AUDIENCES
    from tracecode.spec.diff import changes

    accepted = _accepted(args.accepted) if args.accepted else {}
    with _standard(args.old) as old, _standard(args.new) as new:
        changed = sorted(changes(old, new), key=lambda change: AUDIENCES.index(change.breaks))
    open_ones = [
        each for each in changed if each.breaks in _BREAKING and each.fingerprint not in accepted
    ]
    unused = sorted(accepted.keys() - {each.fingerprint for each in changed})
    if args.format == "json":
        data: list[dict[str, Any]] = [
            each.as_dict() | {"accepted": accepted.get(each.fingerprint)} for each in changed
        ]  # fmt: skip
        _json({"changes": data, "unused": unused})
    else:
        rows = [
            (AUDIENCE_NAMES[args.lang][each.breaks], each.fingerprint, each.place, _values(each))
            for each in changed
        ]
        if rows:
            print(columns(rows, indent=""))
        for fingerprint in unused:
            print(
                {"zh": "已接受的改动不存在：", "en": "accepted, but there is no such change: "}[
                    args.lang
                ]
                + fingerprint
            )
        counts = {
            "zh": f"{len(changed)} 处改动，{len(open_ones)} 处未接受",
            "en": f"{len(changed)} changes, {len(open_ones)} that break and are not accepted",
        }
        print(counts[args.lang])
    return 1 if open_ones or unused else 0


def _values(change: Change) -> str:
    """Old and new value, as far as they are short."""
    return " → ".join(
        shown("-" if value is None else as_json(value, None), 60)
        for value in (change.old, change.new)
    )


def _accepted(path: str) -> dict[str, str]:
    """The breaks that somebody accepted: a fingerprint and a reason a line; `#` begins a remark."""
    from tracecode.files import opened, reading

    with opened(path) as file, reading(path):
        lines = file.read().decode("utf-8", "replace").splitlines()
    reasons: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        fingerprint, _, reason = line.partition("#")[0].strip().partition(" ")
        if fingerprint and not reason.strip():
            raise wrong_use(
                f"{shown(path)}:{number}: a fingerprint needs a reason / 指纹之后须写理由"
            )
        if fingerprint:
            reasons[fingerprint] = reason.strip()
    return reasons


@contextmanager
def _standard(name: str) -> Iterator[Definitions]:
    """The packaged standard, a folder or installed pack over it, or the `specs` of a git
    revision.
    """
    from tracecode.spec.definitions import Definitions
    from tracecode.spec.layer import Layer
    from tracecode.standard.resolved import packaged, unchecked

    if name == PACKAGED:
        yield packaged()
    elif os.path.isdir(name) or not _is_revision(name):
        try:
            standard = unchecked(name)
        except UnknownId as error:
            near = error.named | {revision: revision for revision in _revisions()}
            kind = "folder, installed pack or git revision"
            raise UnknownId(kind, name, (PACKAGED, *error.known), near) from None
        yield standard
    else:
        with tempfile.TemporaryDirectory(prefix="tracecode-") as folder:
            archive = os.path.join(folder, "specs.tar")
            _git("archive", "--output", archive, name, "specs")
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")
            yield Definitions(Layer(os.path.join(folder, "specs")))


def _is_revision(name: str) -> bool:
    if name.startswith("-"):
        return False
    try:
        return (
            _git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False).returncode
            == 0
        )
    except FileNotFoundError:  # there is no git
        return False


def _revisions() -> list[str]:
    """The names of revisions here: HEAD, branches and tags; none without git."""
    try:
        done = _git(
            "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", check=False
        )
    except FileNotFoundError:
        return []
    return ["HEAD", *done.stdout.split()] if done.returncode == 0 else []


def _git(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    command = ["git", *words]  # the user's own, by its name
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # no shell is in between
    if check and done.returncode:
        raise wrong_use(f"git {words[0]}: {shown(done.stderr.strip(), 200)}")
    return done
