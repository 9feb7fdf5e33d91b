"""Issuing: ten million codes to a file, against the rate of the ff3 package; and what came out,
examined.

Every line says what was measured. The rival is measured on fewer numbers, in the same run, before
and after.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracecode.codes.issue import Issuer, Manifest, write_key

PRODUCT = {
    "registration_category": "1",
    "registration_last6": "172225",
    "production_type": "1",
    "spec_code": "001",
}
SERIAL = 21
RIVAL = 20_000
WANTED = 100


def main() -> int:
    """Print the figures; 1 if a code came twice, was not recognised, or a test of randomness
    fails.
    """
    parser = argparse.ArgumentParser(prog="issue")
    parser.add_argument("--count", type=int, default=10_000_000)
    parser.add_argument("--invented", type=int, default=1_000_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write_key(home / "issue.key")
        issuer = Issuer(f"sqlite:///{home}/codes.db", home / "issue.key")
        rival = _rival(RIVAL)
        _written(issuer, home / "small", 100_000)
        after_small = _peak()
        rate, manifest = _written(issuer, home / "codes", chosen.count)
        after_large = _peak()
        rival = (rival + _rival(RIVAL)) / 2
        print(
            f"{chosen.count:,} pesticide codes to a text file: {rate:,.0f}/s; ff3 package "
            f"{rival:,.0f}/s over ",
            end="",
        )
        print(f"{2 * RIVAL:,}; ratio {rate / rival:,.0f} (wanted {WANTED})")
        print(
            f"peak memory: {after_small:.0f} MiB after 100,000 codes, {after_large:.0f} MiB "
            f"after {chosen.count:,}"
        )
        good = _distinct(home / "codes", manifest)
        for cipher, format in (
            ("aes", "csv"),
            ("aes", "ndjson"),
            ("aes", "parquet"),
            ("sm4", "text"),
        ):
            other = Issuer(
                f"sqlite:///{home}/{cipher}-{format}.db",
                home / "issue.key",
                cipher=cipher,  # type: ignore[arg-type]
            )
            other_rate, _ = _written(other, home / f"{cipher}.{format}", chosen.count // 10, format)
            print(f"{chosen.count // 10:,} codes as {format}, {cipher}: {other_rate:,.0f}/s")
        good &= _random(home / "codes", chosen.count)
        good &= _recognised(issuer, home / "codes", chosen.count)
        good &= _invented(issuer, chosen.invented)
    return 0 if good else 1


def _rival(count: int) -> float:
    from ff3 import FF3Cipher

    cipher = FF3Cipher("2B7E151628AED2A6ABF7158809CF4F3C", "D8E7920AFA330A")
    began = time.perf_counter()
    for number in range(count):
        cipher.encrypt(f"{number:0{SERIAL}d}")
    return count / (time.perf_counter() - began)


def _written(
    issuer: Issuer, path: Path, count: int, format: str = "text"
) -> tuple[float, Manifest]:
    began = time.perf_counter()
    manifest = issuer.issue_to(path, "pesticide-unit", count, format=format, **PRODUCT)  # type: ignore[arg-type]
    return count / (time.perf_counter() - began), manifest


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _distinct(path: Path, manifest: Manifest) -> bool:
    """Sort the file, by another program."""
    command = f"LC_ALL=C sort -T {path.parent} -S 512M {path} | uniq -d | wc -l"
    # ours
    done = subprocess.run(["/bin/sh", "-c", command], check=True, capture_output=True, text=True)
    twice = int(done.stdout)
    print(f"duplicates among {manifest.count:,} codes, by sort: {twice}")
    return twice == 0


def _random(path: Path, count: int) -> bool:
    """Frequency of digits and of pairs, and serial correlation, of the serial part."""
    rows: NDArray[np.uint8] = np.memmap(path, np.uint8, "r", shape=(count, 33))[:, 11:32]
    worst_digit = worst_pair = worst_correlation = 0.0
    for place in range(SERIAL):
        digits = rows[:, place] - np.uint8(48)
        worst_digit = max(worst_digit, _chi(np.bincount(digits, minlength=10)))
        if place:
            pairs = (rows[:, place - 1] - np.uint8(48)) * np.uint8(10) + digits
            worst_pair = max(worst_pair, _chi(np.bincount(pairs, minlength=100)))
        values = digits.astype(np.float32) - np.float32(digits.mean())
        correlation = float((values[:-1] * values[1:]).mean() / (values * values).mean())
        worst_correlation = max(worst_correlation, abs(correlation) * count**0.5)
    print(
        f"serial part, worst of {SERIAL} places: chi-square of digits {worst_digit:.1f} standard "
        f"deviations from its "
        f"mean, of pairs {worst_pair:.1f}, serial correlation {worst_correlation:.1f}"
    )
    return max(worst_digit, worst_pair, worst_correlation) < 5


def _chi(seen: NDArray[np.int64]) -> float:
    """Chi-square against equal frequencies, in standard deviations from its mean."""
    wanted = seen.sum() / len(seen)
    chi = float(((seen - wanted) ** 2 / wanted).sum())
    free = len(seen) - 1
    return abs(chi - free) / math.sqrt(2 * free)


def _recognised(issuer: Issuer, path: Path, count: int) -> bool:
    with open(path, "rb") as file:
        codes = []
        for place in random.Random(1).sample(range(count), 10_000):
            file.seek(place * 33)
            codes.append(file.read(32).decode())
    began = time.perf_counter()
    issued = sum(status.issued for status in issuer.statuses(codes))
    rate = len(codes) / (time.perf_counter() - began)
    print(f"status of {len(codes):,} issued codes: {issued:,} issued; {rate:,.0f}/s")
    return issued == len(codes)


def _invented(issuer: Issuer, count: int) -> bool:
    """Seed codes of nine digits, of which two in a hundred are issued: so many of the invented ones
    must pass.
    """
    room, taken = 10**9, 20_000_000
    issuer.issue_batches(
        "seed-unit", taken, serial_chars="digits", serial_length=9
    )  # takes the numbers; prints nothing
    draw = random.Random(2)
    began = time.perf_counter()
    accepted, odds = 0, 0.0
    for status in issuer.statuses(
        (f"{draw.randrange(room):09d}" for _ in range(count)), "seed-unit"
    ):
        accepted += status.issued
        odds = status.odds or 0.0
    rate = count / (time.perf_counter() - began)
    wanted = count * taken / room
    off = abs(accepted - wanted) / (wanted * (1 - taken / room)) ** 0.5
    print(
        f"of {count:,} invented codes {accepted:,} pass; the odds, {odds:.2g}, predict "
        f"{wanted:,.0f} ",
        end="",
    )
    print(f"({off:.1f} standard deviations off); {rate:,.0f}/s")
    return bool(off < 5)
