"""The commands that issue codes: `issue keygen`, `issue run`, `issue recover` and `issue
status`.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from tracecode.cli.chosen import chosen
from tracecode.cli.commands import _json, wrong_use
from tracecode.cli.parser import CommandParser, command, options
from tracecode.cli.screen import beneath, put, put_code, standard_lines
from tracecode.cli.show import as_json, columns
from tracecode.findings import status_of
from tracecode.privacy import mask, shown

if TYPE_CHECKING:
    from datetime import datetime
    from types import FrameType

    from tracecode.codes.issue import Issuer, IssueStatus, Manifest, Recovery
    from tracecode.codes.issue.output import OutputFormat


def takes(parser: CommandParser) -> None:
    """The commands of `issue` and their arguments."""
    names = parser.add_subparsers(metavar="COMMAND", parser_class=CommandParser, required=True)
    sub = command(names, "keygen", keygen, "make a key / 生成密钥")
    sub.add_argument("file", metavar="FILE")
    options(sub)
    sub = command(names, "run", run, "issue codes / 赋码")
    sub.add_argument("scheme", metavar="SCHEME")
    sub.add_argument("count", metavar="COUNT", type=int)
    sub.add_argument("segments", metavar="SEGMENT=VALUE", nargs="*")
    sub.add_argument(
        "--out", metavar="FILE", help="a new file; default: print the codes / 输出文件"
    )
    sub.add_argument(
        "--format",
        choices=("text", "csv", "ndjson", "parquet"),
        help="of --out; default: as its ending says / 格式",
    )
    sub.add_argument("--purpose", default="", metavar="TEXT", help="for the log / 用途")
    sub.add_argument("--edition", metavar="ID", help="edition of the scheme / 版本")
    sub.add_argument("--form", metavar="ID", help="layout of the scheme / 形式")
    sub.add_argument(
        "--serial-prefix",
        default="",
        metavar="TEXT",
        help="head of every serial / 序列号的固定开头",
    )
    sub.add_argument(
        "--serial-length", type=int, metavar="N", help="where the rule lets it vary / 序列号长度"
    )
    sub.add_argument(
        "--serial-chars", metavar="CLASS", help="use only these, as in [0-9] / 序列号所用字符"
    )
    _ledger(sub)
    options(sub, "on")
    _manifests(
        sub,
        "folders with manifests, beside that of --out; an older ledger issues nothing / 清单文件夹",
    )
    sub = command(
        names, "recover", recover, "make a restored or lost ledger safe / 恢复台账后防止重复"
    )
    sub.add_argument(
        "--ledger", required=True, metavar="URL", help="sqlite:///FILE or postgresql://... / 台账"
    )
    _manifests(sub, "folders with manifests, at any depth / 清单文件夹")
    sub.add_argument(
        "--reserve", type=int, metavar="N",
        help="so many codes at most, of any one kind, left without a manifest / "
             "未留清单的代码至多多少个",
    )  # fmt: skip
    sub.add_argument(
        "--new-nonce",
        action="store_true",
        help="where nobody can say / 无法确定数量时，改用新随机数",
    )
    sub.add_argument("--purpose", default="", metavar="TEXT", help="for the log / 用途")
    options(sub, "format")
    sub = command(names, "status", status, "say whether codes were issued / 核验代码是否赋出")
    sub.add_argument(
        "codes", metavar="CODE", nargs="+", help="- reads one a line / - 表示逐行读取标准输入"
    )
    _ledger(sub)
    options(sub, "scheme", "format")


def _ledger(parser: CommandParser) -> None:
    parser.add_argument(
        "--ledger", required=True, metavar="URL", help="sqlite:///FILE or postgresql://... / 台账"
    )
    parser.add_argument(
        "--key-file", metavar="FILE", help="default: the variable TRACECODE_ISSUE_KEY / 密钥文件"
    )
    parser.add_argument(
        "--cipher", choices=("aes", "sm4"), default="aes", help="block cipher / 分组密码"
    )


def _manifests(parser: CommandParser, text: str) -> None:
    parser.add_argument(
        "--manifests", metavar="DIR", nargs="+", action="extend", default=[], help=text
    )


def keygen(args: Namespace) -> int:
    """Make a key."""
    from pathlib import Path

    from tracecode.codes.issue import write_key

    key = write_key(Path(args.file))
    label = "指纹" if args.lang == "zh" else "fingerprint"
    print(f"{args.file}: {label} {key.fingerprint}")
    return 0


def run(args: Namespace) -> int:
    """Issue codes to a file, or to the output as text."""
    segments: dict[str, str] = {}
    for segment in args.segments:
        name, equals, value = segment.partition("=")
        if not equals or name in _OPTIONS:
            raise wrong_use(f"{shown(segment)!r} is not SEGMENT=VALUE / 应写成 段名=值")
        segments[name] = value
    options = {name: getattr(args, name) for name in _OPTIONS} | segments
    issuer = _issuer(args)
    if args.out is None:
        if args.format not in (None, "text"):
            raise wrong_use("--format needs --out / --format 须与 --out 同用")
        for code in issuer.issue(args.scheme, args.count, **options):
            put_code(code.normalized)
        return 0
    progress = None
    if sys.stderr.isatty():

        def progress(written: int) -> None:
            end = "" if written < args.count else "\n"
            print(f"\r{written:,}", end=end, file=beneath(sys.stderr), flush=True)

    with _ended_by_signals():
        manifest = issuer.issue_to(
            args.out,
            args.scheme,
            args.count,
            format=args.format or _format_of(args.out),
            progress=progress,
            **options,
        )
    _print_manifest(manifest, args.lang)
    return 0


def recover(args: Namespace) -> int:
    """Make a ledger safe that was restored or lost; 1 if codes were issued twice before, 3 if not
    all was read.
    """
    if args.reserve is None and not args.new_nonce:
        raise wrong_use(
            "recover needs --reserve N or --new-nonce / 请给出 --reserve N 或 --new-nonce"
        )

    done = chosen(args).issuer(args.ledger).recover(
        args.manifests, reserve=args.reserve, new_nonce=args.new_nonce, purpose=args.purpose
    )  # fmt: skip
    if args.format == "json":
        _json(_recovery_data(done))
    else:
        _print_recovery(done, args.lang)
    for finding in done.findings:
        print(finding.text(args.lang), file=sys.stderr)
    return {"invalid": 1, "not checked": 3, "valid": 0}[status_of(done.findings)]


def status(args: Namespace) -> int:
    """Say of codes whether they were issued; exit code 1 if one was not."""
    codes = args.codes if args.codes != ["-"] else standard_lines()
    good = True
    for code_status in _issuer(args, make=False).statuses(codes, args.scheme):
        good &= code_status.issued and code_status.state != "voided"
        if args.format == "json":
            put(as_json(_as_dict(code_status)))
        else:
            _print_status(code_status, args.lang)
    return 0 if good else 1


def _format_of(path: str) -> OutputFormat:
    """The form that the ending of a file says; one code a line for any other."""
    endings: dict[str, OutputFormat] = {
        ".csv": "csv",
        ".ndjson": "ndjson",
        ".jsonl": "ndjson",
        ".parquet": "parquet",
    }
    return endings.get(os.path.splitext(path)[1].lower(), "text")


_MOVED = 20  # counts shown
_OPTIONS = ("purpose", "edition", "form", "on", "serial_prefix", "serial_length", "serial_chars")


def _issuer(args: Namespace, *, make: bool = True) -> Issuer:
    from pathlib import Path

    key = None if args.key_file is None else Path(args.key_file)
    return chosen(args).issuer(
        args.ledger, key, cipher=args.cipher, make=make, manifests=getattr(args, "manifests", ())
    )


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the run as Ctrl-C does, so that what was begun is cleared away."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:  # not where nohup had it ignored
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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


def _print_recovery(done: Recovery, lang: str) -> None:
    zh = lang == "zh"
    print(f"{'台账' if zh else 'ledger'} {done.ledger}")
    rows = [
        ("读取的清单" if zh else "manifests", str(done.manifests)),
        ("其他台账的清单" if zh else "of others", str(len(done.foreign))),
        ("前移的计数" if zh else "counts moved", str(len(done.scopes))),
    ]
    if done.renewed:
        rows.append(("随机数" if zh else "nonce", "已更换" if zh else "a new one"))
    print(columns(rows))
    for moved in done.scopes[:_MOVED]:
        print(
            f"  {moved.scheme} {shown(moved.codes)}: {moved.before} -> {moved.after} / {moved.room}"
        )
    if len(done.scopes) > _MOVED:
        print(f"  … {len(done.scopes) - _MOVED}")
    for path in done.foreign:
        print(f"{'未使用' if zh else 'not used'}: {shown(path, 200)}", file=sys.stderr)


def _recovery_data(done: Recovery) -> dict[str, object]:
    return done.__dict__ | {
        "scopes": [moved.__dict__ for moved in done.scopes],
        "findings": [each.as_dict() for each in done.findings],
    }


def _print_status(status: IssueStatus, lang: str) -> None:
    state = {
        "issued": ("已赋出", "issued"), "activated": ("已激活", "active"),
        "voided": ("已作废", "VOID"), None: ("从未赋出", "NEVER ISSUED"),
    }[status.state]  # fmt: skip
    head = f"{shown(status.code, 200)}: {state[lang == 'en']}"
    details = _details(
        status.scheme, status.batch if status.issued else None,
        status.at if status.issued else None, status.purpose, status.parent, status.odds, lang
    )  # fmt: skip
    # masked piece by piece, which the screen would do anew
    put(f"{head}\n{details.replace(_NUMBER, str(status.number))}")


@lru_cache(256)
def _details(
    scheme: str | None, batch: str | None, at: datetime | None, purpose: str | None,
    parent: tuple[str, ...] | None, odds: float | None, lang: str
) -> str:  # fmt: skip
    """What is said of a code beside its number, which is mostly the same of many in a row: to lay
    it out took a third of the time.
    """
    zh = lang == "zh"
    rows = [("编码规则" if zh else "scheme", scheme or "-")]
    if at is not None:
        rows += [
            ("序号" if zh else "number", _NUMBER),
            ("批号" if zh else "batch", batch or "-"),
            ("时间" if zh else "at", at.isoformat(timespec="seconds")),
            ("用途" if zh else "purpose", shown(purpose or "-", 200)),
        ]
    if parent is not None:
        rows.append(("所在包装" if zh else "in", shown(" ".join(parent), 200)))
    if odds is not None:
        rows.append(("伪造者猜中的概率" if zh else "odds of a guess", f"{odds:.2g}"))
    return columns(rows)


_NUMBER = "\0"
"""Stands for the number of a code; no text that is shown holds it."""


def _as_dict(status: IssueStatus) -> dict[str, object]:
    values = dict(status.__dict__)
    for name in ("code", "batch", "purpose"):
        if (text := values.get(name)) is not None:
            values[name] = mask(str(text))
    if status.parent is not None:
        values["parent"] = [mask(part) for part in status.parent]
    if status.at is not None:
        values["at"] = status.at.isoformat()
    return values
