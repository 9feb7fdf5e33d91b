"""Throw hostile texts and bytes at everything that reads foreign text, and time the slowest.

`python -m benchmarks fuzz [--minutes 10] [--seed 1]`. It ends with 1 if anything but the documented
errors is raised, or if reading a text of at most 10 KB takes longer than 50 ms of processor time,
twice.
"""

from __future__ import annotations

import argparse
import random
import string
import time
from collections.abc import Callable

import tracecode as tc
from tracecode import gs1
from tracecode.codes.registry import registry
from tracecode.standard.resolved import packaged

LIMIT_MS = 50.0
LONGEST = 10_000
_ALPHABETS = (
    string.digits,
    string.digits + string.ascii_uppercase,
    string.printable,
    "()[]{}/?&=%+#:;,.-_ \t\r\n\x1d\x00\x7f",
    "０１２９ＡＺａ（）：，。国药准字兽农种审许证号津京沪",
    "\ud800\udfff\u200b\ufeff\u202e\U0001f600é́",
)


# try many codes for one text: their time is not that of one reading
_MANY = ("suggest", "validate", "csv")


def main() -> int:
    """Fuzz for the given time and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    seeds = [
        example.code
        for id in registry(packaged()).ids
        for example in registry(packaged())[id].examples
    ]
    seeds += [
        "(01)09506000134352(17)201225(10)ABC123(21)S/0001",
        "https://id.gs1.org/01/09506000134352/10/ABC?17=201225",
    ]
    readers = _readers(rng)
    for read in readers.values():  # what is loaded once does not count
        for text in seeds:
            _call(read, text)
    slowest: dict[str, tuple[float, str]] = dict.fromkeys(readers, (0.0, ""))
    faults: list[str] = []
    count = 0
    end = time.monotonic() + options.minutes * 60
    while time.monotonic() < end:
        text = _text(rng, seeds)
        for name, read in readers.items():
            start = time.process_time()
            fault = _call(read, text)
            spent = (time.process_time() - start) * 1000
            if fault is not None:
                faults.append(f"{name}: {fault} on {text[:80]!r}")
            if spent > LIMIT_MS:  # once more: the collector may have come by
                start = time.process_time()
                _call(read, text)
                spent = min(spent, (time.process_time() - start) * 1000)
            if spent > slowest[name][0]:
                slowest[name] = (spent, text)
            count += 1
    slow = {
        name: found for name, found in slowest.items() if found[0] > LIMIT_MS and name not in _MANY
    }
    print(
        f"{count} calls, {len(faults)} undocumented exceptions, {len(slow)} readers over "
        f"{LIMIT_MS:.0f} ms"
    )
    for name, (spent, text) in slowest.items():
        print(f"  {name:12} slowest {spent:6.2f} ms  ({len(text)} characters: {text[:50]!r})")
    for fault in faults[:20]:
        print(f"  {fault}")
    return 1 if faults or slow else 0


def _readers(rng: random.Random) -> dict[str, Callable[[str], object]]:
    """Everything that reads foreign text, by name."""
    ids = registry(packaged()).ids

    def scheme(text: str) -> object:
        return registry(packaged())[rng.choice(ids)].read(text, strict=rng.random() < 0.5)

    def suggest(text: str) -> object:
        return tc.suggest(text[:64], rng.choice(ids))

    return {
        "identify": tc.identify,
        "near": lambda text: tc.identify(text, near=True),
        "parse": tc.parse,
        "scheme": scheme,
        "suggest": suggest,
        "gs1": gs1.parse,
        "gs1 link": lambda text: gs1.parse(f"https://id.example/01/09506000134352{text}"),
        "gs1 bracket": lambda text: gs1.parse(f"(01)09506000134352{text}"),
        "validate": lambda text: tc.validate(
            text.encode("utf-8", "surrogatepass"), format="codes", encoding="latin-1"
        ).run(),
        "csv": lambda text: tc.validate(
            f"code\n{text}".encode("utf-8", "replace"), column="code"
        ).run(),
    }


def _call(read: Callable[[str], object], text: str) -> str | None:
    """Anything but the documented errors, as text."""
    try:
        read(text)
    except tc.TraceCodeError:
        return None
    except Exception as error:  # noqa: BLE001  # that is the question
        return f"{type(error).__name__}: {error}"
    return None


def _text(rng: random.Random, seeds: list[str]) -> str:
    """A hostile text: random, or a real code mutated, repeated or joined with others."""
    kind = rng.randrange(5)
    if kind == 0:
        alphabet = rng.choice(_ALPHABETS)
        return "".join(
            rng.choices(alphabet, k=rng.choice((1, 5, 13, 18, 20, 32, 64, 300, LONGEST)))
        )
    text = list(rng.choice(seeds))
    for _ in range(rng.randrange(4)):
        place = rng.randrange(len(text) + 1)
        match rng.randrange(4):
            case 0:
                text[place:place] = rng.choice(rng.choice(_ALPHABETS))
            case 1:
                del text[place : place + rng.randrange(1, 4)]
            case 2 if place < len(text):
                text[place] = rng.choice(rng.choice(_ALPHABETS))
            case _:
                text[place:place] = text[: rng.randrange(len(text) + 1)]
    made = "".join(text)
    if kind == 3:
        return (made * (LONGEST // max(1, len(made)) + 1))[: rng.randrange(LONGEST)]
    if kind == 4:
        return rng.choice(("/", "&", "\n", "，", "\x1d", "")).join(
            [made, rng.choice(seeds), rng.choice(seeds)]
        )
    return made
