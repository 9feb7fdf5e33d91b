"""What is listed of what was found, where to, and how the command ends: what `validate` and
`across` share.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from tracecode.cli.parser import CommandParser
from tracecode.privacy import shown

if TYPE_CHECKING:
    from tracecode.checks.across import Across, AcrossFinding
    from tracecode.checks.report import Report, Verdict
    from tracecode.findings import Status
    from tracecode.reports.writing import FindingFiles

EXIT: Mapping[Status, int] = {"valid": 0, "invalid": 1, "not checked": 3}
"""How a command ends that judges something."""
FailOn = Literal["error", "not-checked", "warning"]


def takes(parser: CommandParser) -> None:
    """The options that choose what is listed, and how the command ends."""
    parser.add_argument(
        "--out", metavar="FILE", action="append",
        help="write the findings in place of listing them; the ending says how: .html for people, "
             ".xlsx, .csv, "
        ".ndjson, .parquet, .sarif; may be given several times / "
        "写出校验结果，后缀决定格式，可多次给出",
    )  # fmt: skip
    parser.add_argument(
        "--against", metavar="EARLIER",
        help="with --out: what is new, remains or is gone since that run (.ndjson or .parquet) / "
             "与前次结果比较",
    )  # fmt: skip
    parser.add_argument("--errors-only", action="store_true", help="list errors only / 只列出错误")
    parser.add_argument(
        "--limit", action="append", metavar="N|NAME=VALUE",
        help="list at most N; all are counted. NAME=VALUE: change a limit of reading, see "
             "docs/limits.md "
        "/ 最多列出 N 条；或修改读取限值",
    )  # fmt: skip
    parser.add_argument(
        "--fail-on", choices=("error", "not-checked", "warning"), default="not-checked",
        help="what the exit code tells: error: 1 for errors, else 0; not-checked (default): and 3 "
             "where something was "
        "not checked; warning: and 1 for warnings / 退出码反映什么",
    )  # fmt: skip


class ListedFindings:
    """Which of what was found is listed; everything is counted where it is judged."""

    def __init__(self, args: Namespace) -> None:
        """The choice that the words of a command make. Numbers are taken out of `args.limit`, which
        limits reading too.

        Raises:
            WrongUse: --against without --out.
        """
        from tracecode.cli.commands import wrong_use

        words = args.limit or []
        for word in words:
            number = word.isascii() and word.isdecimal() and len(word) < 16
            if not number and word[:1] in {*"+-.0123456789"}:
                raise wrong_use(
                    f"--limit takes a number of findings, or NAME=VALUE, not {shown(word, 40)!r} / "
                    "--limit 应为条数或 NAME=VALUE"
                )
        numbers = [
            int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 16
        ]
        args.limit = [
            word for word in words if not (word.isascii() and word.isdecimal() and len(word) < 16)
        ]
        self.limit = min(numbers, default=None)
        self.errors_only: bool = args.errors_only
        self.unlisted = 0
        """How many were not listed, for the limit."""
        self._listed = 0
        self._fail_on: FailOn = args.fail_on
        self._out: list[str] = args.out or []
        self._against: str | None = args.against
        self._lang: Literal["zh", "en"] = args.lang
        if self._against is not None and not self._out:
            raise wrong_use("--against needs --out / --against 须与 --out 同用")

    def files(self, inputs: Iterable[str], *others: str) -> FindingFiles | None:
        """The files that are asked for; what is wrong with them is said at once.

        Args:
            inputs: what is read.
            others: what is written beside.
        """
        if not self._out:
            return None
        from tracecode.reports.writing import FindingFiles, apart

        inputs = [path for path in inputs if path != "-"]
        apart([*self._out, *others], inputs)

        return FindingFiles(
            self._out,
            against=self._against,
            errors_only=self.errors_only,
            limit=self.limit,
            lang=self._lang,
            inputs=inputs,
        )

    def verdicts(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """Those that are listed; all are asked for."""
        for verdict in verdicts:
            if self.errors_only:
                errors = tuple(
                    finding for finding in verdict.findings if finding.severity == "error"
                )
                if errors and self._is_listed():
                    yield replace(verdict, findings=errors)
            elif self._is_listed():
                yield verdict

    def across(self, found: Iterable[AcrossFinding]) -> Iterator[AcrossFinding]:
        """Those that are listed; all are asked for."""
        for each in found:
            if (not self.errors_only or each.severity == "error") and self._is_listed():
                yield each

    def _is_listed(self) -> bool:
        if self.limit is not None and self._listed >= self.limit:
            self.unlisted += 1
            return False
        self._listed += 1
        return True

    def say_unlisted(self) -> None:
        """Say on the error stream how many were not listed."""
        if self.unlisted:
            zh, en = (
                f"另有 {self.unlisted} 条未列出（--limit）",
                f"{self.unlisted} more are not listed (--limit)",
            )
            print(zh if self._lang == "zh" else en, file=sys.stderr)

    def say_interrupted(self) -> None:
        """Say on the error stream that the run was ended before its end."""
        zh = "已中断：以上是到此为止的结果，其余未校验"
        en = "interrupted: this is what was found so far, the rest was not checked"
        print(zh if self._lang == "zh" else en, file=sys.stderr)

    def exit_code(self, report: Report | Across) -> int:
        """How the command ends."""
        if report.status == "invalid" or (
            self._fail_on == "warning" and report.warnings > report.unchecked
        ):
            return 1
        return 0 if self._fail_on == "error" else EXIT[report.status]
