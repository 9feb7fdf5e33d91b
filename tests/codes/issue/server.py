"""A PostgreSQL server of our own, for tests: started in a new folder on a Unix socket, and stopped
at the end.

It is Debian's package `postgresql`. It will not run as root; then it runs as the user `postgres` of
that package.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from urllib.parse import quote


def absent() -> str | None:
    """Why there can be no server here, or None."""
    if _programs() is None:
        return "PostgreSQL is not installed (Debian package postgresql)"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (extra postgres)"
    return None


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a new server with an empty database."""
    programs = _programs()
    assert programs is not None
    user = "postgres" if os.geteuid() == 0 else None
    # short: the name of a socket has at most 107 characters
    home = Path(tempfile.mkdtemp(prefix="pg"))
    if user is not None:
        shutil.chown(home, user)
    data = home / "data"
    try:
        _run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "tester",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ],
            user,
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c max_connections=50"
        _run(
            [programs / "pg_ctl", "-D", data, "-o", options, "-l", home / "log", "-w", "start"],
            user,
        )
        try:
            yield f"postgresql://tester@/postgres?host={quote(str(home), safe='')}"
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], user)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _programs() -> Path | None:
    found = sorted(glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb") or ""]
    return Path(found[-1]).parent if found[-1] else None


def _run(command: list[str | Path], user: str | None) -> None:
    subprocess.run(
        command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, user=user, cwd="/"
    )
