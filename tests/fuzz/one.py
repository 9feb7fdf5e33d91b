"""Fuzz one target with atheris until the time is over: `python -m tests.fuzz.one NAME SECONDS
FOLDER`.

The code of tracecode is instrumented as it is imported, so that the fuzzer sees which inputs reach
new places.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris


def main() -> None:
    """Fuzz; the process ends with 0 if no undocumented exception was raised, otherwise the input
    lies in the folder.
    """
    name, seconds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    with atheris.instrument_imports(include=["tracecode"]):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[name]
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number:04}").write_bytes(seed)
    options = [
        sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-artifact_prefix={folder}/",
        "-rss_limit_mb=1500", "-timeout=20", "-max_len=16384", "-verbosity=0",
        "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup(options, target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
