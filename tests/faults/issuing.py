"""Faults of issuing that d7076d4 shows, each through names that exist there. None: the fault does
not show.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NEW = [
    "[8] `Issuer.recover`, `tracecode issue recover`: a restored or lost ledger is made safe",
    (
        "[8] `Issuer(manifests=...)`, `issue run --manifests`: further folders whose manifests are "
        "looked at"
    ),
    (
        "[8] `Issuer.recover` counts what it could not read, and `Issuer(manifests=...)` refuses "
        "while something cannot be"
    ),
    (
        "[8] manifests name ledger, nonce, pattern and alphabet, so that a lost ledger is made again "
        "from them"
    ),
    "[8] `script/crash-test --parallel` and `--killed`",
]

ORDER: dict[str, Any] = {
    "registration_category": "1", "registration_last6": "172225", "production_type": "1",
    "spec_code": "001",
}  # fmt: skip
NODE: dict[str, Any] = {"node": "220122001"}
COMMAND = [
    sys.executable,
    "-c",
    "import sys; from tracecode.cli import main; sys.exit(main())",
    "issue",
]


@contextmanager
def _home() -> Iterator[tuple[Path, Callable[..., Any]]]:
    """A folder with a key, and what opens its ledger."""
    import tracecode as tc
    from tracecode.codes.issue import write_key

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_key(folder / "issue.key")

        def issuer(ledger: str | None = None, **options: Any) -> Any:
            return tc.Issuer(
                ledger or f"sqlite:///{folder}/codes.db", folder / "issue.key", **options
            )

        yield folder, issuer


def _outcome(run: Callable[[], object]) -> str:
    """`done`, the rule of an IssueError, or the name of another error."""
    import tracecode as tc

    try:
        run()
    except tc.IssueError as error:
        try:
            str(error)
        except ValueError:
            return "IssueError that cannot be printed"
        return error.findings[0].rule
    except Exception as error:  # noqa: BLE001  # every error that is none of ours is the fault
        return type(error).__name__
    return "done"


def _traceback(outcome: str) -> str | None:
    return None if outcome == "done" or outcome.startswith("issue.") else f"it ends with {outcome}"


def _change(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(folder / "codes.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def _command(folder: Path, count: int, *options: str) -> list[str]:
    segments = [f"{id}={text}" for id, text in ORDER.items()]
    own = [
        "--ledger",
        f"sqlite:///{folder}/codes.db",
        "--key-file",
        str(folder / "issue.key"),
        "--lang",
        "en",
    ]
    return [*COMMAND, "run", "pesticide-unit", str(count), *segments, *own, *options]


def _begin(folder: Path, count: int) -> subprocess.Popen[str]:
    command = _command(folder, count, "--out", str(folder / "codes"))
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# --- files ----------------------------------------------------------------------------------------


def fault_parallel_runs_overwrite_each_other() -> str | None:
    """[8] Four commands at once to one name all end with 0, and the codes of three are lost."""
    with _home() as (folder, issuer):
        issuer()
        running = [_begin(folder, 60_000) for _ in range(4)]
        for process in running:
            process.communicate()
        won = sum(process.returncode == 0 for process in running)
        return None if won == 1 else f"{won} of 4 runs to one name ended with 0; one file is there"


def fault_a_second_writer_is_let_in() -> str | None:
    """[8] While a file is being written, another call to the same name takes numbers, and one of
    the two is lost.
    """
    with _home() as (folder, issuer):
        inner: list[str] = []

        def meanwhile(_: int) -> None:
            if not inner:
                inner.append("")
                inner[0] = _outcome(
                    lambda: issuer().issue_to(folder / "codes", "pesticide-unit", 10, **ORDER)
                )

        outer = _outcome(
            lambda: issuer().issue_to(
                folder / "codes", "pesticide-unit", 10, progress=meanwhile, **ORDER
            )
        )
        both = outer == inner[0] == "done"
        return "both calls say that they wrote the one file" if both else None


def fault_another_program_s_file_is_replaced() -> str | None:
    """[8] A file that another program makes while the codes are written is overwritten."""
    with _home() as (folder, issuer):

        def meanwhile(_: int) -> None:
            (folder / "codes").write_text("theirs")

        _outcome(
            lambda: issuer().issue_to(
                folder / "codes", "pesticide-unit", 10, progress=meanwhile, **ORDER
            )
        )
        return (
            None
            if (folder / "codes").read_text() == "theirs"
            else "the file of another program was overwritten"
        )


def fault_a_kill_leaves_a_name_blocked() -> str | None:
    """[8] A process that is killed between its two names leaves a manifest that stops every later
    run.
    """
    with _home() as (folder, issuer):
        child = os.fork()
        if not child:
            calls = 0

            def dying(real: Callable[..., object]) -> Callable[..., object]:
                def call(*words: object, **options: object) -> object:
                    nonlocal calls
                    calls += 1
                    if calls == 2:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return real(*words, **options)

                return call

            import tracecode.codes.issue as package

            # later versions rename in a way of their own
            part = getattr(package, "part_file", None)
            for owner, name in ((os, "replace"), (os, "link"), (os, "rename"), (part, "_renamed")):
                if owner is not None:
                    setattr(owner, name, dying(getattr(owner, name)))
            try:
                issuer().issue_to(folder / "codes", "pesticide-unit", 10, **ORDER)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        again = _outcome(lambda: issuer().issue_to(folder / "codes", "pesticide-unit", 10, **ORDER))
        return None if again == "done" else f"the next run to the name is refused: {again}"


def fault_a_kill_leaves_hidden_files() -> str | None:
    """[8] What a killed process leaves behind is hidden, and no later run clears it away."""
    with _home() as (folder, issuer):
        child = os.fork()
        if not child:
            try:
                issuer().issue_to(
                    folder / "codes",
                    "pesticide-unit",
                    10,
                    progress=lambda _: os.kill(os.getpid(), 9),
                    **ORDER,
                )
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        _outcome(lambda: issuer().issue_to(folder / "codes", "pesticide-unit", 10, **ORDER))
        left = [path.name for path in folder.iterdir() if path.name.endswith(".part")]
        return f"{len(left)} files are left for ever, such as {left[0]}" if left else None


def fault_umask_is_not_kept() -> str | None:
    """[10] Files of codes have the mode 0600, whatever the umask says, so that a group cannot read
    them.
    """
    with _home() as (folder, issuer):
        before = os.umask(0o027)
        try:
            issuer().issue_to(folder / "codes", "pesticide-unit", 10, **ORDER)
        finally:
            os.umask(before)
        mode = (folder / "codes").stat().st_mode & 0o777
        return None if mode == 0o640 else f"under the umask 027 the file has the mode {mode:o}"


def fault_sigterm_leaves_parts() -> str | None:
    """[8] SIGTERM ends `issue run` without clearing away what it began."""
    with _home() as (folder, issuer):
        issuer()
        process = _begin(folder, 30_000_000)
        for _ in range(2000):
            if any(
                path.name.endswith(".part") and path.stat().st_size for path in folder.iterdir()
            ):
                break
            try:
                process.wait(0.02)
                break
            except subprocess.TimeoutExpired:
                continue
        process.terminate()
        process.communicate()
        left = [path.name for path in folder.iterdir() if path.name.endswith(".part")]
        return f"{', '.join(left)} left" if left else None


def fault_numbers_for_a_disk_that_is_too_small() -> str | None:
    """[8] Numbers are taken for a file that cannot fit on the disk, as could be known before."""
    with _home() as (folder, issuer):
        count = 10**15  # 33 petabytes
        begun: list[int] = []

        def stop(written: int) -> None:
            begun.append(written)
            raise KeyboardInterrupt

        with suppress(KeyboardInterrupt):
            _outcome(
                lambda: issuer().issue_to(
                    folder / "codes", "pesticide-unit", count, progress=stop, **ORDER
                )
            )
        return f"{count} numbers were taken" if begun else None


def fault_an_odd_name_is_a_traceback() -> str | None:
    """[8] An output whose name holds NUL ends with a ValueError."""
    with _home() as (folder, issuer):
        return _traceback(
            _outcome(lambda: issuer().issue_to(f"{folder}/a\0b", "pesticide-unit", 1, **ORDER))
        )


def fault_a_name_that_is_no_utf8_costs_numbers() -> str | None:
    """[8] An output whose name is not UTF-8 ends with a UnicodeEncodeError, after its numbers were
    taken.
    """
    with _home() as (folder, issuer):
        path = os.fsdecode(os.fsencode(folder) + b"/\xff")
        return _traceback(_outcome(lambda: issuer().issue_to(path, "pesticide-unit", 1, **ORDER)))


def fault_a_full_output_is_a_traceback() -> str | None:
    """[8] Codes printed to a full disk end with a traceback."""
    with _home() as (folder, issuer), open("/dev/full", "w", encoding="ascii") as full:
        issuer()
        done = subprocess.run(
            _command(folder, 3), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
        return (
            "a traceback is printed"
            if "Traceback" in done.stderr or "Exception" in done.stderr
            else None
        )


# --- the database ---------------------------------------------------------------------------------


@contextmanager
def _server() -> Iterator[tuple[str, Callable[[str], None]] | None]:
    """A PostgreSQL server, and what runs a statement there; None where there is none."""
    from tests.codes.issue import server

    if server.absent():
        yield None
        return
    import psycopg

    with server.postgres() as url:

        def execute(statement: str) -> None:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(statement)

        yield url, execute


def fault_a_server_that_only_reads_is_called_damaged() -> str | None:
    """[8] A standby is called a damaged ledger, with the advice to restore a backup, which repeats
    codes.
    """
    with _home() as (_, issuer), _server() as found:
        if found is None:
            return None
        url, execute = found
        issuer(url)
        execute("ALTER ROLE tester SET default_transaction_read_only = on")
        outcome = _outcome(lambda: issuer(url).issue("pesticide-unit", 1, **ORDER))
        return (
            "a read-only server is called damaged"
            if outcome == "issue.ledger_damaged"
            else _traceback(outcome)
        )


def fault_a_missing_right_is_called_damaged() -> str | None:
    """[8] A user without the right to write is told that the ledger is damaged."""
    with _home() as (_, issuer), _server() as found:
        if found is None:
            return None
        url, execute = found
        issuer(url)
        execute("CREATE ROLE clerk LOGIN")
        execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO clerk")
        clerk = url.replace("tester@", "clerk@")
        outcome = _outcome(lambda: issuer(clerk).issue("pesticide-unit", 1, **ORDER))
        return (
            "a missing right is called damage"
            if outcome == "issue.ledger_damaged"
            else _traceback(outcome)
        )


def fault_a_missing_table_is_called_damaged() -> str | None:
    """[8] With PostgreSQL a missing table is called damage of the database."""
    with _home() as (_, issuer), _server() as found:
        if found is None:
            return None
        url, execute = found
        issuer(url)
        execute("DROP TABLE tracecode_issues")
        outcome = _outcome(lambda: issuer(url).issue("pesticide-unit", 1, **ORDER))
        return (
            "a missing table is called damage"
            if outcome == "issue.ledger_damaged"
            else _traceback(outcome)
        )


def fault_options_of_the_address_are_dropped() -> str | None:
    """[8] The `options` of a PostgreSQL address are dropped without a word: the ledger lands in
    another schema.
    """
    with _home() as (_, issuer), _server() as found:
        if found is None:
            return None
        url, execute = found
        execute("CREATE SCHEMA trace")
        issuer(f"{url}&options=-c%20search_path%3Dtrace")
        outcome = _outcome(lambda: execute("SELECT * FROM trace.tracecode_ledger"))
        return (
            None if outcome == "done" else "the ledger is not in the schema that the address names"
        )


def fault_a_wrong_port_is_a_traceback() -> str | None:
    """[8] A port that is no number ends with a ValueError."""
    with _home() as (_, issuer):
        return _traceback(_outcome(lambda: issuer("postgresql://host:port/codes")))


def fault_any_file_is_called_a_damaged_ledger() -> str | None:
    """[8] A text file that is named by a slip is called a damaged ledger, with the advice to
    restore a backup.
    """
    with _home() as (folder, issuer):
        (folder / "notes.txt").write_text("no ledger at all\n" * 100)
        outcome = _outcome(lambda: issuer(f"sqlite:///{folder}/notes.txt"))
        return (
            "a text file is called damaged"
            if outcome == "issue.ledger_damaged"
            else _traceback(outcome)
        )


def fault_memory_passes_for_a_ledger() -> str | None:
    """[8] An address of a database in memory, which forgets, is not refused as such."""
    with _home() as (_, issuer):
        outcome = _outcome(lambda: issuer("sqlite:///file:codes?mode=memory&cache=shared&uri=true"))
        return None if outcome == "issue.ledger_address" else f"it is taken: {outcome}"


# --- a ledger that was set back -------------------------------------------------------------------


def fault_a_restored_ledger_repeats_codes() -> str | None:
    """[8] A ledger restored from a backup issues the codes of the file beside it once more."""
    with _home() as (folder, issuer):
        issuer()
        shutil.copy(folder / "codes.db", folder / "backup")
        issuer().issue_to(folder / "one", "pesticide-unit", 10, **ORDER)
        shutil.copy(folder / "backup", folder / "codes.db")
        _outcome(lambda: issuer().issue_to(folder / "two", "pesticide-unit", 10, **ORDER))
        if not (folder / "two").exists():
            return None
        again = {*(folder / "one").read_text().split()} & {*(folder / "two").read_text().split()}
        return f"{len(again)} codes came twice" if again else None


def fault_a_lost_ledger_repeats_running_numbers() -> str | None:
    """[8] After a ledger was lost, running numbers begin again beside the files that hold them."""
    with _home() as (folder, issuer):
        issuer().issue_to(folder / "one", "mofcom-batch", 10, **NODE)
        (folder / "codes.db").unlink()
        outcome = _outcome(lambda: issuer().issue_to(folder / "two", "mofcom-batch", 10, **NODE))
        return "ten codes came twice" if outcome == "done" else None


def fault_a_counter_set_back_repeats_codes() -> str | None:
    """[8] A counter that stands behind its own log is used, and repeats codes."""
    with _home() as (folder, issuer):
        one = [code.normalized for code in issuer().issue("pesticide-unit", 10, **ORDER)]
        _change(folder, "UPDATE tracecode_scopes SET next = 5")
        two: list[str] = []
        _outcome(
            lambda: two.extend(
                code.normalized for code in issuer().issue("pesticide-unit", 10, **ORDER)
            )
        )
        again = {*one} & {*two}
        return f"{len(again)} codes came twice" if again else None


def fault_a_deleted_count_begins_again() -> str | None:
    """[8] A count whose row is gone begins again, although its log is there."""
    with _home() as (folder, issuer):
        one = [code.normalized for code in issuer().issue("pesticide-unit", 10, **ORDER)]
        issuer().issue("seed-unit", 1)
        _change(folder, "DELETE FROM tracecode_scopes WHERE scheme = 'pesticide-unit'")
        two: list[str] = []
        _outcome(
            lambda: two.extend(
                code.normalized for code in issuer().issue("pesticide-unit", 10, **ORDER)
            )
        )
        again = {*one} & {*two}
        return f"{len(again)} codes came twice" if again else None


def _begun_again(change: str) -> str | None:
    with _home() as (folder, issuer):
        one = [code.normalized for code in issuer().issue("pesticide-unit", 10, **ORDER)]
        _change(folder, change)
        two: list[str] = []
        _outcome(
            lambda: two.extend(
                code.normalized for code in issuer().issue("pesticide-unit", 10, **ORDER)
            )
        )
        again = {*one} & {*two}
        return f"{len(again)} codes came twice" if again else None


def fault_a_count_that_cannot_be_read_begins_again() -> str | None:
    """[8] A count whose pattern was overwritten counts as absent and begins again."""
    return _begun_again("UPDATE tracecode_scopes SET pattern = 'abc'")


def fault_a_count_without_a_pattern_begins_again() -> str | None:
    """[8] The same where the pattern is a number."""
    return _begun_again("UPDATE tracecode_scopes SET pattern = 1.5")


def fault_a_count_of_no_scheme_begins_again() -> str | None:
    """[8] A count of a scheme that does not exist begins again under the right one."""
    return _begun_again("UPDATE tracecode_scopes SET scheme = 'nosuch'")


def fault_issued_codes_are_called_invented() -> str | None:
    """[8] A code whose count cannot be found any more is said never to have been issued."""
    with _home() as (folder, issuer):
        (code,) = issuer().issue("pesticide-unit", 1, **ORDER)
        _change(folder, "UPDATE tracecode_scopes SET pattern = 'abc'")
        answers: list[Any] = []
        _outcome(lambda: answers.append(issuer().status(code)))
        return "an issued code counts as invented" if answers and not answers[0].issued else None


def fault_a_ledger_replaced_under_a_process() -> str | None:
    """[8] A process does not notice that its ledger file was set back under it."""
    with _home() as (folder, issuer):
        running = issuer()
        shutil.copy(folder / "codes.db", folder / "backup")
        one = [code.normalized for code in running.issue("pesticide-unit", 10, **ORDER)]
        shutil.copy(folder / "backup", folder / "codes.db")
        two: list[str] = []
        _outcome(
            lambda: two.extend(
                code.normalized for code in running.issue("pesticide-unit", 10, **ORDER)
            )
        )
        again = {*one} & {*two}
        return f"{len(again)} codes came twice" if again else None


# --- wrong values ---------------------------------------------------------------------------------


def fault_the_end_of_the_counter_is_a_traceback() -> str | None:
    """[8] A count up to the greatest number of the ledger's column ends with an OverflowError."""
    with _home() as (_, issuer):
        return _traceback(
            _outcome(lambda: issuer().issue("pesticide-unit", (1 << 63) - 1, **ORDER))
        )


def fault_a_huge_count_cannot_be_told() -> str | None:
    """[8] The refusal of a huge count cannot be printed."""
    with _home() as (_, issuer):
        return _traceback(_outcome(lambda: issuer().issue("pesticide-unit", 10**5000, **ORDER)))


def fault_a_key_of_one_byte() -> str | None:
    """[10] An issuing key of one repeated byte, by which anybody can foretell every code, is
    taken.
    """
    with _home() as (folder, issuer):
        (folder / "issue.key").write_text("11" * 32)
        outcome = _outcome(lambda: issuer().issue("pesticide-unit", 1, **ORDER))
        return "the key is taken" if outcome == "done" else _traceback(outcome)


def fault_a_text_as_counter_is_a_traceback() -> str | None:
    """[8] A text where the ledger has its counter ends with a TypeError."""
    with _home() as (folder, issuer):
        issuer().issue("pesticide-unit", 1, **ORDER)
        _change(folder, "UPDATE tracecode_scopes SET next = 'many'")
        return _traceback(_outcome(lambda: issuer().issue("pesticide-unit", 1, **ORDER)))


def fault_a_counter_below_1_is_used() -> str | None:
    """[8] A negative counter is used: codes come of numbers that do not exist, or the program
    breaks off.
    """
    with _home() as (folder, issuer):
        issuer().issue("mofcom-batch", 1, **NODE)
        _change(folder, "UPDATE tracecode_scopes SET next = -5")
        outcome = _outcome(lambda: [*issuer().issue("mofcom-batch", 3, **NODE)])
        return (
            "codes of the numbers -5 to -3 came out" if outcome == "done" else _traceback(outcome)
        )


def fault_a_wrong_pattern_is_a_traceback() -> str | None:
    """[8] A pattern that is none ends the lookup of every code with a traceback."""
    with _home() as (folder, issuer):
        (code,) = issuer().issue("pesticide-unit", 1, **ORDER)
        _change(folder, "UPDATE tracecode_scopes SET shape = '[[5]]', pattern = 'x'")
        return _traceback(_outcome(lambda: issuer().status(code)))


def fault_a_wrong_time_is_a_traceback() -> str | None:
    """[8] A time in the log that is none ends the lookup of a code with a ValueError."""
    with _home() as (folder, issuer):
        (code,) = issuer().issue("pesticide-unit", 1, **ORDER)
        _change(folder, "UPDATE tracecode_issues SET at = 'yesterday'")
        return _traceback(_outcome(lambda: issuer().status(code)))


def fault_a_missing_log_is_a_traceback() -> str | None:
    """[8] A log whose rows are gone ends the lookup of a code with an error of the database
    library.
    """
    with _home() as (folder, issuer):
        (code,) = issuer().issue("pesticide-unit", 1, **ORDER)
        _change(folder, "DELETE FROM tracecode_issues")
        return _traceback(_outcome(lambda: issuer().status(code)))


def fault_an_empty_nonce_is_used() -> str | None:
    """[8] A nonce that was emptied is used: all codes are permuted otherwise, and issued ones are
    called invented.
    """
    with _home() as (folder, issuer):
        (code,) = issuer().issue("pesticide-unit", 1, **ORDER)
        _change(folder, "UPDATE tracecode_ledger SET nonce = ''")
        found: list[Any] = []
        _outcome(lambda: found.append(issuer().status(code)))
        return (
            "an issued code is said never to have been issued"
            if found and not found[0].issued
            else None
        )


def fault_a_ledger_with_two_heads_is_a_traceback() -> str | None:
    """[8] A ledger that says twice what it is ends with an error of the database library."""
    with _home() as (folder, issuer):
        issuer()
        _change(folder, "INSERT INTO tracecode_ledger SELECT * FROM tracecode_ledger")
        return _traceback(_outcome(issuer))


def fault_half_a_character_is_a_traceback() -> str | None:
    """[8] A purpose with half a surrogate pair, as bytes of a command line give, ends with a
    UnicodeEncodeError.
    """
    with _home() as (_, issuer):
        return _traceback(
            _outcome(lambda: issuer().issue("pesticide-unit", 1, purpose="\udc80", **ORDER))
        )


def fault_options_of_a_wrong_kind_are_tracebacks() -> str | None:
    """[8] A length given as text ends with a TypeError."""
    with _home() as (_, issuer):
        return _traceback(_outcome(lambda: issuer().issue("seed-unit", 1, serial_length="9")))


def fault_bytes_end_the_lookup() -> str | None:
    """[8] One byte that is no UTF-8 ends `issue status -` with a traceback."""
    with _home() as (folder, issuer):
        issuer()
        words = [
            "status",
            "-",
            "--ledger",
            f"sqlite:///{folder}/codes.db",
            "--key-file",
            str(folder / "issue.key"),
        ]
        environment = os.environ | {"PYTHONIOENCODING": "utf-8:strict"}
        done = subprocess.run(
            [*COMMAND, *words], input=b"\xff\n", capture_output=True, check=False, env=environment
        )
        return "a traceback is printed" if b"Traceback" in done.stderr else None
