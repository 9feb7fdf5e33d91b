"""The command that releases a version of the standard: `spec release X.Y.Z`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tracecode.cli.chosen import chosen

if TYPE_CHECKING:
    from argparse import Namespace

    from tracecode.publish.release import Errors, Made
    from tracecode.standard.resolved import Resolved


def spec_release(args: Namespace) -> int:
    """Freeze a version, or say why it may not be released."""
    from tracecode.checks.older import older
    from tracecode.extras import extra
    from tracecode.publish.release import release

    standard = chosen(args).resolved
    extra("jsonschema", "schema")  # the older version judges by it
    made = release(
        args.number, standard, _now(standard), lambda before: older(standard, before).errors
    )
    for finding in made.refused:
        print(finding.line_text(args.lang), file=sys.stderr)
    print(_said(made, args.lang))
    if made.refused:
        return 1
    if not args.check:
        _write(made, standard)
    return 0


def _now(standard: Resolved) -> Errors:
    """The validator of a standard."""
    from tracecode.records.judge import judge

    return lambda data: tuple(
        found for found in judge(data, standard).findings if found.severity == "error"
    )


def _said(made: Made, lang: str) -> str:
    """How much changed since the version before, by whom it breaks."""
    from tracecode.publish.audiences import AUDIENCE_NAMES

    if made.before is None:
        return {"zh": f"{made.version}：首个版本", "en": f"{made.version}: the first version"}[lang]
    counts = {
        name: sum(change.breaks == id for change in made.changes)
        for id, name in AUDIENCE_NAMES[lang].items()
    }
    listed = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
    since = {
        "zh": f"{made.version}，较 {made.before.version}",
        "en": f"{made.version}, since {made.before.version}",
    }
    return f"{since[lang]}: {listed or {'zh': '没有改动', 'en': 'no change'}[lang]}"


def _write(made: Made, standard: Resolved) -> None:
    """The folder of the version, under its name only when it is whole."""
    from tracecode.files import write
    from tracecode.standard.released import FOLDER

    home = os.path.join(standard.layers[0].root, FOLDER)
    whole, begun = os.path.join(home, made.version), os.path.join(home, f".{made.version}")
    for name, raw in made.files.items():
        write(os.path.join(begun, f"{name}.json.gz"), raw)
    os.rename(begun, whole)
    print(whole)
