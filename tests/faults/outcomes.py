"""[1] A yes is a yes: what was not judged, or was not there, passed for valid."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.faults import both

COMMAND = [sys.executable, "-c", "import sys; from tracecode.cli import main; sys.exit(main())"]
EMPTY_MESSAGE = {
    "header": {
        "message_id": "0b1e7c1e-0000-4000-8000-000000000001", "message_type": "submit",
        "standard_version": "0.1",
        "sender_id": {"code_scheme": "uscc", "code_value": "91350100M000100Y43"},
        "receiver_id": {"code_scheme": "uscc", "code_value": "91350100M000100Y43"},
        "sent_at": "2026-03-12T08:30:00+08:00", "record_count": 0,
    },
    "body": [],
}  # fmt: skip


def _exit(*words: str, stdin: bytes = b"") -> int:
    return subprocess.run(
        [*COMMAND, *words], input=stdin, capture_output=True, check=False
    ).returncode


def _validated(name: str, content: bytes, *words: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return _exit("validate", str(path), *words)


def fault_an_empty_file_is_clean() -> str | None:
    """[1] An empty file of codes ends with exit code 0."""
    return "exit code 0" if _validated("codes.txt", b"") == 0 else None


def fault_blank_lines_are_clean() -> str | None:
    """[1] A file of nothing but blank lines ends with exit code 0."""
    return "exit code 0" if _validated("codes.txt", b"\n\n\n") == 0 else None


def fault_a_header_alone_is_clean() -> str | None:
    """[1] A CSV file of codes with a header and no row ends with exit code 0."""
    return (
        "exit code 0" if _validated("codes.csv", b"code,made\n", "--column", "code") == 0 else None
    )


def fault_an_empty_list_of_records_is_clean() -> str | None:
    """[1] A JSON list without records ends with exit code 0."""
    return "exit code 0" if _validated("records.json", b"[]") == 0 else None


def fault_an_empty_ndjson_is_clean() -> str | None:
    """[1] A file of NDJSON without a line ends with exit code 0."""
    return "exit code 0" if _validated("records.ndjson", b"\n") == 0 else None


def fault_a_message_without_records_is_clean() -> str | None:
    """[1] A message that carries nothing ends with exit code 0."""
    return (
        "exit code 0"
        if _validated("message.json", json.dumps(EMPTY_MESSAGE).encode()) == 0
        else None
    )


def fault_no_codes_from_python_are_clean() -> str | None:
    """[1] A report over nothing has no error."""
    import tracecode as tc

    return "no error" if tc.validate([]).run().errors == 0 else None


def fault_a_template_is_clean() -> str | None:
    """[1] A template that nobody filled in ends with exit code 0."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "egg.xlsx"
        made = _exit("publish", "template", "egg", str(path))
        assert made == 0
        return "exit code 0" if _exit("validate", str(path)) == 0 else None


def fault_a_guess_is_clean() -> str | None:
    """[1] Codes for which only their length speaks end with exit code 0, as if they had been
    judged.
    """
    return (
        "exit code 0" if _exit("validate", "-", stdin=b"8426317000284518311\nN/A\n") == 0 else None
    )


def fault_any_text_is_valid_by_an_unsure_rule() -> str | None:
    """[1] A text that fits no layout of a rule of unsure evidence is valid by it."""
    import tracecode as tc

    (verdict,) = tc.validate(["hello"], scheme="fireworks-unit-code")
    return "'hello' is a valid code of a fireworks unit" if verdict.status == "valid" else None


def fault_is_valid_says_yes_to_any_text() -> str | None:
    """[1] `is_valid` says yes to a text that fits no layout of a rule of unsure evidence."""
    import tracecode as tc

    return "True" if tc.is_valid("hello", "fireworks-unit-code") else None


def fault_columns_say_yes_to_any_text() -> str | None:
    """[1] So do the checks over columns."""
    return "valid" if both.kernel("fireworks-unit-code").check(["hello"]).valid[0] else None


def fault_a_wrong_date_beside_a_code_is_valid() -> str | None:
    """[1] A row whose production date cannot be read is valid, judged by no date."""
    import tracecode as tc

    table = b"code,made\n91350100M000100Y43,soon\n"
    (verdict,) = tc.validate(table, column="code", on_column="made")
    return "valid" if verdict.status == "valid" else None


def fault_a_crash_ends_the_run() -> str | None:
    """[1] One record on which a rule crashes costs all others their verdicts."""
    import tracecode as tc

    module = next(
        name for name in ("tracecode.checks.clerk", "tracecode.checks.records") if find_spec(name)
    )
    names = vars(import_module(module))
    original = names["judge"]

    def crashing(data: dict[str, object], *rest: object) -> object:
        if data.get("recall_no") == "boom":
            raise ZeroDivisionError
        return original(data, *rest)

    names["judge"] = crashing
    lines = [json.dumps({"record_type": "recall", "recall_no": name}) for name in ("boom", "other")]
    try:
        verdicts = list(tc.validate("\n".join(lines).encode(), format="ndjson"))
    except ZeroDivisionError:
        return "ZeroDivisionError"
    return (
        None
        if [verdict.status == "valid" for verdict in verdicts] == [False, False]
        else "a crash passed for valid"
    )


def fault_a_dangling_link_ends_the_run() -> str | None:
    """[10] A dangling link in a folder ends the run, whatever else lies there."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.json").symlink_to(Path(folder) / "nothing")
        (Path(folder) / "b.json").write_text('{"record_type": "recall"}', encoding="utf-8")
        done = subprocess.run(
            [*COMMAND, "validate", folder, "--format", "json"], capture_output=True, check=False
        )
        return (
            None
            if b"b.json" in done.stdout
            else f"b.json was not judged; exit code {done.returncode}"
        )


def fault_a_table_of_codes_ends_the_run() -> str | None:
    """[10] A CSV file in a folder that holds no records ends the run."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.csv").write_text("code\n91350100M000100Y43\n", encoding="utf-8")
        (Path(folder) / "b.json").write_text('{"record_type": "recall"}', encoding="utf-8")
        done = subprocess.run(
            [*COMMAND, "validate", folder, "--format", "json"], capture_output=True, check=False
        )
        return (
            None
            if b"b.json" in done.stdout
            else f"b.json was not judged; exit code {done.returncode}"
        )


def fault_folders_below_are_passed_over() -> str | None:
    """[10] What lies in a folder below is neither judged nor named."""
    with tempfile.TemporaryDirectory() as folder:
        below = Path(folder) / "below"
        below.mkdir()
        (Path(folder) / "a.json").write_text('{"record_type": "recall"}', encoding="utf-8")
        (below / "b.json").write_text('{"record_type": "recall"}', encoding="utf-8")
        done = subprocess.run(
            [*COMMAND, "validate", folder, "--format", "json"], capture_output=True, check=False
        )
        return None if b"b.json" in done.stdout else "below/b.json was passed over in silence"


def fault_a_picture_is_passed_over() -> str | None:
    """[10] A file that is not read is not named."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.json").write_text('{"record_type": "recall"}', encoding="utf-8")
        (Path(folder) / "scan.png").write_bytes(b"\x89PNG")
        done = subprocess.run(
            [*COMMAND, "validate", folder, "--format", "json"], capture_output=True, check=False
        )
        return None if b"scan.png" in done.stdout else "scan.png was passed over in silence"


def fault_python_does_not_read_folders() -> str | None:
    """[10] The command reads a folder, `tc.validate` does not."""
    import tracecode as tc

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.json").write_text('{"record_type": "recall"}', encoding="utf-8")
        try:
            report = tc.validate(Path(folder)).run()
        except tc.UnreadableFile as error:
            return error.texts["en"]
        return None if report.rules else "nothing was judged"


def fault_a_misspelt_column_of_dates_is_clean() -> str | None:
    """[1] `--on-column` with a column that is not there turns the check by date off, with exit code
    0.
    """
    # of an edition that ended on 2026-10-31
    code = "3" + "172225" + "1" + "247" + "250743408010974953971"
    table = f"code,made\n{code},2026-11-01\n".encode()
    words = ("--column", "code", "--scheme", "pesticide-unit", "--on-column")
    if (right := _validated("codes.csv", table, *words, "made")) != 1:
        return f"a code of an edition that ended: exit code {right}"
    return "exit code 0" if _validated("codes.csv", table, *words, "mad") == 0 else None


def fault_a_second_column_of_codes_is_lost() -> str | None:
    """[5] Of two columns with the name of the codes one is never read, with exit code 0."""
    table = b"code,code\n91350100M000100Y43,garbage\n"
    words = ("--column", "code", "--scheme", "uscc")
    return "exit code 0" if _validated("codes.csv", table, *words) == 0 else None


def fault_a_cell_beyond_the_header_is_lost() -> str | None:
    """[5] A cell of a table of codes whose column has no header is never read, with exit code 0."""
    table = b"code\n91350100M000100Y43,garbage\n"
    words = ("--column", "code", "--scheme", "uscc")
    return "exit code 0" if _validated("codes.csv", table, *words) == 0 else None


def fault_an_empty_table_is_wrong_use() -> str | None:
    """[1] A CSV file in which nothing stands is taken for wrong use: its column of codes is to be
    named.
    """
    ends = {
        _validated("empty.csv", content, *words)
        for content in (b"", b"\xef\xbb\xbf")
        for words in ((), ("--column", "code"))
    }
    return f"exit codes {sorted(ends)}" if ends != {1} else None


def fault_an_invisible_code_is_not_empty() -> str | None:
    """[4] A line of an invisible character is a code that no rule fits; one of blanks is empty."""
    import tracecode as tc

    rules = [
        [finding.rule for verdict in tc.validate([text]) for finding in verdict.findings]
        for text in (" ", "\u200b")
    ]
    return (
        f"a blank is {rules[0]}, an invisible character {rules[1]}"
        if rules[0] != rules[1]
        else None
    )


NEW = [
    "[1] the counts of a receipt tell records that were not checked from those refused",
    "[1] exit code 3: no error, but something was not checked",
]
