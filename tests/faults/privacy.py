"""What leaked, and what went wrong with files, before issue 10: each function shows one fault where
it still is.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.faults import both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NEW = [
    "[9] Match.public_text, Verdict.public_text, Code.public_meanings: what may be shown of a code",
    "[9] Field.personal and the repr of records of one's own standard",
    "[10] files.opened, files.walked, files.creating, UnwritableFile",
    "[10] a second process that writes to the same name refuses",
]
BIRTH = ("19491231", "491231", "19491331", "491331")
NUMBER = "11010519491231002X"
"""The example printed in GB 11643-1999."""
COMMAND = [sys.executable, "-c", "import sys; from tracecode.cli import main; sys.exit(main())"]
PATIENCE = 20
"""Seconds after which a command is taken to hang."""


def _digits(text: str) -> str:
    """The digits of a text, of any script, as ASCII."""
    return "".join(
        str(unicodedata.digit(char)) for char in text if unicodedata.digit(char, None) is not None
    )


def _leaks(text: str) -> bool:
    return any(birth in _digits(text) for birth in BIRTH)


def _report(number: str) -> str | None:
    """Whether a number passes through a report as data."""
    import tracecode as tc

    data = [verdict.as_dict() for verdict in tc.validate([number])]
    said = "".join(
        str(one["text"]) + str(one.get("normalized")) + json.dumps(one["findings"]) for one in data
    )
    return f"the report prints {number!r} whole" if _leaks(said) else None


def _run(*words: str, input: bytes = b"", **options: Any) -> tuple[int | None, str, str]:
    """Exit code (None: it hangs), output and errors of a command."""
    try:
        done = subprocess.run(
            [*COMMAND, *words],
            input=input,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            **options,
        )
    except subprocess.TimeoutExpired:
        return None, "", ""
    return (
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )


def _hangs_or_breaks(*words: str) -> str | None:
    code, _, err = _run(*words)
    if code is None:
        return "the command waits for ever"
    return "the command ends with a traceback" if "Traceback" in err else None


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


# --- [9] citizens' numbers ------------------------------------------------------------------------


def fault_spaces_open_a_number() -> str | None:
    """[9] A citizen's number written with spaces is printed whole."""
    return _report("110105 19491331 002X")


def fault_hyphens_open_a_number() -> str | None:
    """[9] A citizen's number written with hyphens is printed whole."""
    return _report("110105-19491231-002X")


def fault_full_width_opens_a_number() -> str | None:
    """[9] A citizen's number in full-width digits is printed whole."""
    return _report("１１０１０５１９４９１２３１００２Ｘ")


def fault_invisible_characters_open_a_number() -> str | None:
    """[9] A citizen's number with zero-width characters inside is printed whole."""
    return _report("110105\u200b19491231\u200b002X")


def fault_old_numbers_are_shown() -> str | None:
    """[9] A citizen's number of 15 digits is printed whole."""
    return _report("110105491231002")


def fault_a_wrong_month_opens_a_number() -> str | None:
    """[9] A citizen's number with an impossible month is printed whole."""
    return _report("11010519491331002X")


def fault_a_wrong_province_with_dots_opens_a_number() -> str | None:
    """[9] A citizen's number with a province that does not exist, and dots inside, is printed
    whole.
    """
    return _report("990105.19491231.002X")


def fault_a_letter_opens_a_number() -> str | None:
    """[9] A citizen's number with the letter O for a zero is printed whole."""
    return _report("11010519491231O02X")


def fault_many_separators_open_a_number() -> str | None:
    """[9] More than eight marks in a row between the digits, seen or not, and the number is printed
    whole.
    """
    for mark in ("\u200b", " ", "-"):
        if said := _report((mark * 9).join(NUMBER)):
            return said
    return None


def fault_brackets_open_a_number() -> str | None:
    """[9] Brackets, colons or signs around the birth date, and the number is printed whole."""
    for before, behind in ("()", "（）", "[]", "::", "==", "##", ";;"):
        if said := _report(f"110105{before}19491231{behind}002X"):
            return said
    return None


def fault_lists_open_a_number() -> str | None:
    """[9] A number whose parts are members of a list is printed whole."""
    for text in (
        "110105, 19491231, 002X",
        "110105、19491231、002X",
        '["110105","19491231","002X"]',
    ):
        if said := _report(text):
            return said
    return None


def fault_words_of_a_date_open_a_number() -> str | None:
    """[9] Year, month and day in words inside the birth date, and the number is printed whole."""
    return _report("110105 1949年12月31日 002X")


def fault_letters_side_by_side_open_a_number() -> str | None:
    """[9] Letters that look like digits, side by side or at the beginning, and the number is
    printed whole.
    """
    return _report("11O1O519491231OO2X") or _report("I1010519491231002X")


def fault_old_numbers_with_a_wrong_month() -> str | None:
    """[9] A number of 15 digits whose month is wrong is printed whole, where it can be no other
    code.
    """
    return _report("110105491331002")


def fault_repr_of_symbols_and_keys() -> str | None:
    """[9] The repr of a symbol, of a GS1 element and of a key shows a number whole."""
    import tracecode as tc

    try:
        from tracecode import gs1
    except ImportError:  # where the versions that had the fault kept it
        from tracecode.codes import gs1  # type: ignore[attr-defined, no-redef]
    for thing in (
        tc.qr(NUMBER),
        gs1.parse(f"(01)09506000134352(21){NUMBER}").elements[1],
        tc.Ed25519Key.new(NUMBER),
    ):
        if _leaks(repr(thing)):
            return f"the repr of a {type(thing).__name__} shows it"
    return None


def fault_repr_of_findings() -> str | None:
    """[9] The repr of a finding shows the number that its sentence masks."""
    import tracecode as tc

    finding = tc.Finding(
        rule="code.literal", severity="error", values={"found": "11010519491231002X"}
    )
    return "repr(finding) shows a citizen's number" if _leaks(repr(finding)) else None


def fault_repr_of_errors() -> str | None:
    """[9] The repr of an error shows the number that its text masks."""
    import tracecode as tc

    try:
        tc.loads(b'{"record_type": "recall", "11010519491231002X": 1}')
    except tc.InvalidRecord as error:
        return "repr(error) shows a citizen's number" if _leaks(repr(error)) else None
    return "an unknown element passes"


def fault_repr_of_verdicts() -> str | None:
    """[9] The repr of a verdict shows the code that its data mask."""
    import tracecode as tc

    (verdict,) = tc.validate(["11010519491231002X"])
    return "repr(verdict) shows a citizen's number" if _leaks(repr(verdict)) else None


def fault_repr_of_matches() -> str | None:
    """[9] The repr of a match of `identify` shows the number."""
    import tracecode as tc

    return (
        "repr(match) shows a citizen's number"
        if _leaks(repr(tc.identify("11010519491231002X")))
        else None
    )


def fault_repr_of_records() -> str | None:
    """[9] The repr of a typed record shows the elements that the specification marks as
    personal.
    """
    from datetime import UTC, datetime

    from tracecode.models.all_items import Recall

    record = Recall.model_construct(operator_name="某甲乙丙", event_time=datetime.now(UTC))
    return (
        "repr(record) shows the name of a person"
        if "某甲乙丙" in repr(record) + str(record)
        else None
    )


def fault_unknown_ids() -> str | None:
    """[9] The error on an unknown id repeats a citizen's number."""
    import tracecode as tc

    try:
        tc.scheme("11010519491231002X")
    except tc.UnknownId as error:
        said = str(error) + repr(error) + str(error.args)
        return "the error on an unknown id shows a citizen's number" if _leaks(said) else None
    return "an unknown scheme passes"


def fault_header_lines_of_csv() -> str | None:
    """[9] A CSV file without a header: its first line, with names and numbers of persons, is
    printed.
    """
    import tracecode as tc

    try:
        list(tc.validate("某甲乙丙,11010519491231002X\n".encode(), column="code"))
    except tc.UnreadableFile as error:
        return (
            "the first line of data is printed"
            if "某甲乙丙" in str(error) or _leaks(str(error))
            else None
        )
    return "a column that is not there passes"


def fault_names_of_files() -> str | None:
    """[9] The error on a file repeats a citizen's number in its name."""
    import tracecode as tc

    try:
        list(tc.validate(Path("110105-19491231-002X.json")))
    except tc.UnreadableFile as error:
        return (
            "the name of a file shows a citizen's number"
            if _leaks(str(error) + repr(error))
            else None
        )
    return "a file that is not there passes"


def fault_arguments_of_the_command() -> str | None:
    """[9] The command repeats a citizen's number among arguments that it does not know."""
    _, out, err = _run("parse", "6901234567892", "11010519491231002X")
    return "the error on an argument shows a citizen's number" if _leaks(out + err) else None


def fault_parts_of_a_number() -> str | None:
    """[9] A wrong citizen's number that is read by another encoding rule comes out in its parts."""
    _, out, err = _run("parse", "110105194913310021", "--lang", "en")
    return "the parts of a code show a citizen's number" if _leaks(out + err) else None


def fault_a_date_cut_out_of_a_number() -> str | None:
    """[9] From a citizen's number in an address, the birth date is taken for a code and shown."""
    import tracecode as tc

    found = tc.identify("https://t.example/110105.19491231.002X", near=True)
    return (
        "a birth date is offered as a code" if any(_leaks(repr(match)) for match in found) else None
    )


def fault_suggestions_of_numbers() -> str | None:
    """[9] For a wrong citizen's number, right numbers of other persons are proposed."""
    import tracecode as tc

    found = tc.suggest("110105194912310021", "resident-id")
    return f"{len(found)} numbers of persons are proposed" if found else None


def fault_build_prints_numbers() -> str | None:
    """[9] `build` prints a personal number whole, as text; as JSON it is masked."""
    parts = ("division=110105", "birth_date=19491231", "sequence=002")
    _, out, _ = _run("build", "resident-id", *parts)
    return "build prints a citizen's number" if _leaks(out) else None


def fault_text_between_elements() -> str | None:
    """[9] Text between the elements of XML is quoted, although it may be the name of a person."""
    import tracecode as tc

    raw = '<recall xmlns="urn:tracecode:records"><record_type>recall</record_type>某甲乙丙</recall>'
    said = str([verdict.as_dict() for verdict in tc.validate(raw.encode())])
    return "stray text is quoted" if "某甲乙丙" in said else None


def fault_half_a_number_in_text_between_elements() -> str | None:
    """[9] Text between the elements of XML is cut before it is masked, so that half a number
    stays.
    """
    import tracecode as tc

    stray = "x" * 24 + "11010519491231002X"
    raw = f'<recall xmlns="urn:tracecode:records"><record_type>recall</record_type>{stray}</recall>'
    said = str([verdict.as_dict() for verdict in tc.validate(raw.encode())])
    return "half a citizen's number is quoted" if "1949123" in said else None


def fault_text_in_place_of_a_group() -> str | None:
    """[9] A text that stands where a group with personal elements belongs is quoted."""
    import tracecode as tc

    raw = json.dumps({"header": "某甲乙丙 13800000000", "body": "某甲乙丙"}).encode()
    said = str([verdict.as_dict() for verdict in tc.validate(raw)])
    return "a text in place of a group is quoted" if "某甲乙丙" in said else None


# --- [10] files and terminals ---------------------------------------------------------------------


def fault_umask() -> str | None:
    """[10] A file is written readable for all, whatever the umask."""
    with _folder() as folder:
        _run("qr", "6901234567892", "x.svg", "--scheme", "gtin", cwd=folder, umask=0o077)
        mode = stat.S_IMODE((folder / "x.svg").stat().st_mode)
    return f"under umask 077 a file has the mode {mode:o}" if mode & 0o077 else None


def fault_umask_behind_a_link_to_nothing() -> str | None:
    """[10] A file that takes the place of a link to nothing is readable for all, whatever the
    umask.
    """
    with _folder() as folder:
        (folder / "x.svg").symlink_to(folder / "nothing" / "x")
        _run("qr", "6901234567892", "x.svg", "--scheme", "gtin", cwd=folder, umask=0o077)
        mode = (folder / "x.svg").stat().st_mode if (folder / "x.svg").exists() else 0
    return f"under umask 077 a file has the mode {stat.S_IMODE(mode):o}" if mode & 0o077 else None


def fault_mode_of_what_is_replaced() -> str | None:
    """[10] A private file that is written again becomes readable for all."""
    with _folder() as folder:
        file = folder / "x.svg"
        file.touch(0o600)
        _run("qr", "6901234567892", "x.svg", "--scheme", "gtin", cwd=folder)
        mode = stat.S_IMODE(file.stat().st_mode)
    return f"a file of mode 600 has the mode {mode:o} afterwards" if mode & 0o077 else None


def fault_pipes_as_input() -> str | None:
    """[10] A named pipe as input makes the command wait for ever."""
    with _folder() as folder:
        os.mkfifo(folder / "x.json")
        return _hangs_or_breaks("validate", str(folder / "x.json"))


def fault_devices_as_input() -> str | None:
    """[10] A device as input is read for ever."""
    return _hangs_or_breaks("convert", "/dev/zero", "x.xml") or _hangs_or_breaks(
        "validate", "/dev/zero"
    )


def fault_pipes_in_place_of_keys() -> str | None:
    """[10] A named pipe as key file makes the command wait for ever."""
    with _folder() as folder:
        os.mkfifo(folder / "key")
        words = ("issue", "run", "pesticide-unit", "1", "--ledger", f"sqlite:///{folder}/l.db")
        return _hangs_or_breaks(*words, "--key-file", str(folder / "key"))


def fault_pipes_in_place_of_specifications() -> str | None:
    """[10] A named pipe as label template makes the command wait for ever."""
    with _folder() as folder:
        os.mkfifo(folder / "x.yaml")
        return _hangs_or_breaks("labels", str(folder / "x.yaml"))


def _replaced(make: Callable[[Path], None], kind: Callable[[int], bool]) -> str | None:
    with _folder() as folder:
        target = folder / "x.svg"
        make(target)
        code, _, _ = _run("qr", "6901234567892", str(target), "--scheme", "gtin")
        kept = kind(target.stat().st_mode)
    return (
        None
        if kept and code == 2
        else f"exit code {code}; it {'is' if kept else 'is no longer'} what it was"
    )


def fault_pipes_as_output() -> str | None:
    """[10] A named pipe as output is replaced by a file."""
    return _replaced(os.mkfifo, stat.S_ISFIFO)


def fault_devices_as_output() -> str | None:
    """[10] A link to a device as output is replaced by a file."""
    return _replaced(lambda target: target.symlink_to("/dev/null"), stat.S_ISCHR)


def fault_full_disk_of_the_output() -> str | None:
    """[10] Where the output is redirected to a full disk, the command ends with a traceback."""
    return _full_disk("spec", "list")


def fault_a_pipe_where_a_folder_belongs() -> str | None:
    """[10] Where derived files should go below a pipe, a traceback or a bare error number comes
    instead of its name.
    """
    with _folder() as folder:
        os.mkfifo(folder / "pipe")
        code, _, err = _run("publish", "docs", "--out", "pipe", "--lang", "en", cwd=folder)
    if "Traceback" in err or code != 2:
        return f"it ends with exit code {code}: {err[-60:]}"
    return (
        None
        if "pipe" in err and "EEXIST" not in err and "is a pipe" in err
        else f"it says: {err[-60:]}"
    )


def fault_a_pipe_among_specifications() -> str | None:
    """[10] Lint passes over a pipe that is named as a file of specifications."""
    with _folder() as folder:
        shutil.copytree(
            both.packaged_folder(),
            folder / "specs",
            ignore=shutil.ignore_patterns("meta", "published"),
        )
        os.mkfifo(folder / "specs" / "schemes" / "pipe.yaml")
        found = [finding.rule for finding in both.lint(both.load(folder / "specs"))]
    return None if "spec.unreadable" in found else "lint says nothing of a pipe named pipe.yaml"


def _full_disk(*words: str) -> str | None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, *words], stdout=full, stderr=subprocess.PIPE, check=False)
    said = done.stderr.decode()
    if "Traceback" in said or "Exception ignored" in said:
        return "a full disk is a traceback"
    return None if done.returncode == 2 else f"a full disk ends with exit code {done.returncode}"


def fault_full_disk_of_the_version() -> str | None:
    """[10] Where the output is redirected to a full disk, `--version` ends with a traceback."""
    return _full_disk("--version")


def fault_full_disk_of_the_help() -> str | None:
    """[10] Where the output is redirected to a full disk, `--help` says nothing and ends with 0."""
    return _full_disk("--help")


def _limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))


def fault_full_disk_of_a_file() -> str | None:
    """[10] Where a file cannot grow, `publish template` ends with a traceback."""
    with _folder() as folder:
        words = ("publish", "template", "pesticide", "x.xlsx")
        code, _, err = _run(*words, cwd=folder, preexec_fn=_limited)
        left = os.listdir(folder)
    if "Traceback" in err:
        return "a file that cannot grow is a traceback"
    return None if code == 2 and not left else f"exit code {code}, left behind: {left}"


def fault_full_disk_without_a_name() -> str | None:
    """[10] Where a file cannot grow, `convert` says `None` in place of its name."""
    from random import Random

    from tracecode.testing import payload

    with _folder() as folder:
        record = payload(both.record_layout(both.packaged(), "recall"), Random(1))
        (folder / "x.json").write_text(json.dumps(record))
        code, _, err = _run("convert", "x.json", "y.xml", cwd=folder, preexec_fn=_limited)
    return None if code == 2 and "y.xml" in err else f"exit code {code}: {err.strip()}"


def fault_killed_writers_leave_files() -> str | None:
    """[10] What a killed process leaves behind is never removed by the next one."""
    program = (
        "import os, signal\nfrom tracecode.files import replacing\nwith replacing('x') as file:\n"
        "    file.write(b'1')\n    file.flush()\n    {}"
    )
    with _folder() as folder:
        for end in ("os.kill(os.getpid(), signal.SIGKILL)", "pass"):
            subprocess.run([sys.executable, "-c", program.format(end)], cwd=folder, check=False)
        left = sorted(os.listdir(folder))
    return None if left == ["x"] else f"there is {left}"


def fault_closed_streams() -> str | None:
    """[10] A command that was given no standard output, or no input, ends with a traceback."""
    for redirect in (">&-", "<&-"):
        words = [*COMMAND, "validate", "--scheme", "uscc"]
        done = subprocess.run(
            ["sh", "-c", f'"$@" {redirect}', "-", *words],
            input=b"1\n",
            capture_output=True,
            check=False,
        )
        if b"Traceback" in done.stderr:
            return f"with {redirect} there is a traceback"
    return None


def fault_escapes_in_arguments() -> str | None:
    """[10] Terminal escapes among arguments that are not known reach the terminal."""
    _, _, err = _run("parse", "6901234567892", "\x1b[2J\u202e")
    return "an escape sequence is printed" if "\x1b" in err or "\u202e" in err else None


def fault_escapes_in_names_of_files() -> str | None:
    """[10] Terminal escapes in the name of a file reach the terminal with every verdict."""
    with _folder() as folder:
        (folder / "\x1b[2J.json").write_text('{"record_type": "recall"}')
        _, out, _ = _run("validate", "\x1b[2J.json", cwd=folder)
    return "an escape sequence is printed" if "\x1b" in out else None


def fault_directions_in_json() -> str | None:
    """[10] Characters that turn the direction of writing reach the terminal in JSON."""
    _, out, _ = _run("validate", "--scheme", "uscc", "--format", "json", input="1\u202e\n".encode())
    return "U+202E is printed" if "\u202e" in out else None
