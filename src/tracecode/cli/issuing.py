"""The commands that issue codes: `issue keygen`, `issue run` and `issue status`."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tracecode.cli.commands import WrongUse, _json
from tracecode.cli.screen import beneath, put_code, standard_lines
from tracecode.cli.show import columns
from tracecode.privacy import mask, shown

if TYPE_CHECKING:
    from tracecode.codes.issue import Issuer, IssueStatus, Manifest


def keygen(args: Namespace) -> int:
    """Make a key."""
    from tracecode.codes.issue import write_key

    key = write_key(Path(args.file))
    said = "指纹" if args.lang == "zh" else "fingerprint"
    print(f"{args.file}: {said} {key.fingerprint}")
    return 0


def run(args: Namespace) -> int:
    """Issue codes to a file, or to the output as text."""
    segments: dict[str, str] = {}
    for segment in args.segments:
        name, equals, value = segment.partition("=")
        if not equals or name in _OPTIONS:
            raise WrongUse(f"{shown(segment)!r} is not SEGMENT=VALUE / 应写成 段名=值")
        segments[name] = value
    options = {name: getattr(args, name) for name in _OPTIONS} | segments
    issuer = _issuer(args)
    if args.out is None:
        if args.format != "text":
            raise WrongUse("--format needs --out / --format 须与 --out 同用")
        for code in issuer.issue(args.scheme, args.count, **options):
            put_code(code.normalized)
        return 0
    progress = None
    if sys.stderr.isatty():

        def progress(written: int) -> None:
            end = "" if written < args.count else "\n"
            print(f"\r{written:,}", end=end, file=beneath(sys.stderr), flush=True)

    manifest = issuer.issue_to(args.out, args.scheme, args.count, format=args.format, progress=progress, **options)
    _print_manifest(manifest, args.lang)
    return 0


def status(args: Namespace) -> int:
    """Say of codes whether they were issued; exit code 1 if one was not."""
    codes = args.codes if args.codes != ["-"] else standard_lines()
    good = True
    for found in _issuer(args, make=False).statuses(codes, args.scheme):
        good &= found.issued and found.state != "voided"
        if args.format == "json":
            _json(_as_dict(found), indent=None)
        else:
            _print_status(found, args.lang)
    return 0 if good else 1


_OPTIONS = ("purpose", "edition", "form", "on", "serial_prefix", "serial_length", "serial_chars")


def _issuer(args: Namespace, *, make: bool = True) -> Issuer:
    from tracecode.codes.issue import Issuer

    return Issuer(args.ledger, None if args.key_file is None else Path(args.key_file), cipher=args.cipher, make=make)


def _print_manifest(manifest: Manifest, lang: str) -> None:
    zh = lang == "zh"
    print(f"{manifest.file}: {manifest.count} {'个代码' if zh else 'codes'}")
    print(
        columns(
            [
                ("首个" if zh else "first", manifest.first),
                ("末个" if zh else "last", manifest.last),
                ("批号" if zh else "batch", manifest.batch),
                ("密钥指纹" if zh else "key", manifest.key or "-"),
                ("SHA-256", manifest.sha256),
            ]
        )
    )


def _print_status(found: IssueStatus, lang: str) -> None:
    zh = lang == "zh"
    said = {
        "issued": ("已赋出", "issued"), "activated": ("已激活", "active"), "voided": ("已作废", "VOID"),
        None: ("从未赋出", "NEVER ISSUED"),
    }[found.state]  # fmt: skip
    print(f"{shown(found.code, 200)}: {said[0] if zh else said[1]}")
    rows = [("编码规则" if zh else "scheme", found.scheme or "-")]
    if found.issued and found.at is not None:
        rows += [
            ("序号" if zh else "number", str(found.number)),
            ("批号" if zh else "batch", found.batch or "-"),
            ("时间" if zh else "at", found.at.isoformat(timespec="seconds")),
            ("用途" if zh else "purpose", shown(found.purpose or "-", 200)),
        ]
    if found.parent is not None:
        rows.append(("所在包装" if zh else "in", " ".join(found.parent)))
    if found.odds is not None:
        rows.append(("伪造者猜中的概率" if zh else "odds of a guess", f"{found.odds:.2g}"))
    print(columns(rows))


def _as_dict(found: IssueStatus) -> dict[str, object]:
    values = dict(found.__dict__)
    values["code"] = mask(found.code)
    if found.at is not None:
        values["at"] = found.at.isoformat()
    return values
