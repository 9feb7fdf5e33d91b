"""A finding: one result of a check, as data. And a suggestion: what a refused text may have been
meant to be.

A finding holds a stable rule id and the values that fill its sentence; `text` turns it into Chinese
or English. The rule id is interface, the wording is not.

`values` and `path` hold what was found, as data. Every text that is made of a finding is masked
(`tracecode.privacy`) and safe to print: its sentences, its plain data, its `repr`. A pickled
finding keeps the data.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType, ModuleType
from typing import Literal, NamedTuple, Protocol, Self

from tracecode.errors import FindingsError, UnknownId, WrongUse
from tracecode.escape import code_point, hidden
from tracecode.messages import LANGUAGES, UNCHECKED, Remedy, remedy, sentence
from tracecode.privacy import described, mask, shown, starred
from tracecode.value import Value

Severity = Literal["error", "warning", "info"]
Status = Literal["valid", "invalid", "not checked"]
"""The verdict on a code, record, message or file."""
RepairKind = Literal[
    "spreadsheet", "foreign", "forced", "zeros", "check", "swap", "alike", "character"
]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
MAX_PLACE = 256
"""Most characters of a path in a text; of a longer one the beginning is shown."""


class Cited(str):  # noqa: SLOT000  # Python wants no slots in what may be of any length
    """The citation of a document without a number: its Chinese title, and its English one for
    English texts.
    """

    en: str

    def __new__(cls, zh: str, en: str) -> Self:
        """A citation in both languages."""
        made = super().__new__(cls, zh)
        made.en = en
        return made

    def __reduce__(self) -> tuple[type[Cited], tuple[str, str]]:
        return type(self), (str(self), self.en)


def cited(source: str, lang: str) -> str:
    """A citation in a language, where it has two."""
    return source.en if lang == "en" and isinstance(source, Cited) else str(source)


class Finding(Value):
    """One result of a check."""

    rule: str
    """Stable id such as `code.check_character`; listed in `docs/rules.md`."""
    severity: Severity
    values: Mapping[str, object] = MappingProxyType({})
    """What fills the sentence: what was found, what is allowed, names in both languages."""
    path: str | None = None
    """Where: file, record path, or the scheme's segment (`party.check`)."""
    line: int | None = None
    """Line in the file, from 1."""
    position: int | None = None
    """Character in the given text, from 1."""
    cell: str | None = None
    """Of a record in a table: the cell in which it stands or belongs, `召回!D2`."""
    source: str | None = None
    """The document and clause behind the rule."""
    evidence: str | None = None

    @property
    def unchecked(self) -> bool:
        """Whether it says that something was not judged."""
        return self.rule in UNCHECKED

    def text(self, lang: str = "en") -> str:
        """The finding as a sentence in `lang` (`zh` or `en`), without place and source.

        Raises:
            UnknownId: there is no such language.
        """
        if lang not in LANGUAGES:
            raise UnknownId("language", lang, LANGUAGES)
        return sentence(self.rule, self.values, lang)

    @property
    def remedy(self) -> Remedy:
        """What is to be done, in both languages, and by whom."""
        return remedy(self.rule, self.values)

    @property
    def place(self) -> str | None:
        """The path as it may be shown: names of files and of unknown elements are foreign text."""
        return None if self.path is None else shown(self.path, MAX_PLACE)

    def line_text(self, lang: str = "en") -> str:
        """The finding as one line: place, sentence, source. People who fill tables know cells, and
        no paths.
        """
        parts = (self.place, self.line) if self.cell is None else (shown(self.cell, MAX_PLACE),)
        place = ":".join(str(part) for part in parts if part is not None)
        if self.position is not None:
            place += f"@{self.position}"
        text = f"{place}: {self.text(lang)}" if place else self.text(lang)
        return f"{text} [{cited(self.source, lang)}]" if self.source else text

    def as_dict(self, lang: str | None = None) -> dict[str, object]:
        """Plain data for JSON: texts in both languages, or in `lang` only; absent places are left
        out.
        """
        texts = {
            language: self.text(language)
            for language in (("zh", "en") if lang is None else (lang,))
        }
        places = {
            "path": self.place, "line": self.line, "position": self.position,
            "cell": None if self.cell is None else shown(self.cell, MAX_PLACE),
            "source": None if self.source is None else cited(self.source, lang or "zh"),
            "evidence": self.evidence,
        }  # fmt: skip
        known = {name: value for name, value in places.items() if value is not None}
        return {"rule": self.rule, "severity": self.severity, **known, **texts}


class Suggestion(NamedTuple):
    """A code that a refused text may have been meant to be. It keeps the rules, which is not to say
    that it exists.
    """

    text: str
    """The repaired code; it has neither error nor warning under the scheme."""
    kind: RepairKind
    """`spreadsheet`: without the marks of a spreadsheet; `foreign`: without characters that no code
    of the rule holds; `forced`: characters that cannot stand there replaced by what they can mean;
    `zeros`: leading zeros put back; `check`: another check character; `swap`: two neighbours
    exchanged; `alike`: one character replaced by one that looks like it; `character`: one character
    replaced."""
    position: int
    """Where it differs, from 1; of a swap the left one."""

    def __repr__(self) -> str:
        return (
            f"Suggestion(text={described(self.text)}, kind={self.kind!r}, position={self.position})"
        )


def discreet(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """The findings on a text. If it holds a citizen's number, they do not show its pieces: one may
    be a birth date.
    """
    known = tuple(findings)
    if not known:
        return known
    pieces = [_pieces(finding.values) for finding in known]
    # asked last: the patterns behind it take 25 ms to compile, which one wrong code need not pay
    if not any(pieces) or mask(text) == text:
        return known
    return tuple(
        finding.replace(
            values={**finding.values, **{name: starred(piece) for name, piece in found}}
        )
        for finding, found in zip(known, pieces, strict=True)
    )


def _pieces(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """What was found, by name; a single character says what is wrong, and nothing else."""
    return [
        (name, piece)
        for name in ("found", "first")
        if isinstance(piece := values.get(name), str) and len(piece) > 1
    ]


def counted(text: str) -> int | dict[str, str]:
    """How many characters a text has, for a sentence: those that are counted and cannot be seen are
    named, as `33 (with <U+200B>)`.
    """
    if text.isascii() and text.isprintable() and text == text.strip():  # as most are
        return len(text)
    edged = text != text.strip(" ")
    unseen = [
        code_point(char)
        for char in dict.fromkeys(text)
        if (edged if char == " " else not char.isprintable() or hidden(char))
    ]
    if not unseen:
        return len(text)
    told = unseen[:_MOST_UNSEEN] + ["…"] * (len(unseen) > _MOST_UNSEEN)
    return {
        "zh": f"{len(text)}（含 {'、'.join(told)}）",
        "en": f"{len(text)} (with {', '.join(told)})",
    }


_MOST_UNSEEN = 8


def severity_of(evidence: str, *, project: bool = False) -> Severity:
    """What a violated rule of this evidence raises; `project`: what it belongs to is this project's
    own.
    """
    if evidence == "unsure" or (evidence == "project" and not project):
        return "warning"
    return "error"


def told_once(findings: list[Finding]) -> list[Finding]:
    """The findings without those that say again what another says: a segment and a limit on it may
    judge alike.
    """
    told: list[Finding] = []
    for finding in findings:
        again = next((earlier for earlier in told if _is_same(earlier, finding)), None)
        if again is None:
            told.append(finding)
        elif SEVERITIES.index(finding.severity) < SEVERITIES.index(again.severity):
            told[told.index(again)] = finding
    return told


def _is_same(finding: Finding, other: Finding) -> bool:
    places = (finding.rule, finding.position, finding.path) == (
        other.rule,
        other.position,
        other.path,
    )
    return places and finding.values == other.values


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    for finding in findings:  # noqa: SIM110  # three times as fast as `any`, and asked of each record
        if finding.severity == "error":
            return True
    return False


def status_of(findings: Collection[Finding]) -> Status:
    """The verdict that findings amount to: an error makes it invalid, and what was not judged is
    not checked.

    It says nothing of what nobody looked at: whoever passes something over gives a finding that is
    `unchecked`.
    """
    if not findings:
        return "valid"
    for finding in findings:
        if finding.severity == "error":
            return "invalid"
    return "not checked" if any(finding.unchecked for finding in findings) else "valid"


class Told(dict[str, object]):
    """A finding as the plain data of an error of pydantic, which web frameworks turn into JSON."""

    def __init__(self, finding: Finding, inside: int) -> None:
        super().__init__(finding.as_dict())
        self.finding, self.inside = finding, inside
        """How many parts of the error's place are within the record."""


class _WithErrors(Protocol):
    """A `pydantic.ValidationError`, or what FastAPI makes of one."""

    def errors(self) -> Iterable[Mapping[str, object]]: ...


def findings(error: _WithErrors | FindingsError) -> tuple[Finding, ...]:
    """The findings behind the errors of typed records: rule ids, reasons and both languages, as
    `validate` tells them.

    Args:
        error: a `pydantic.ValidationError`, FastAPI's `RequestValidationError`, or an error of ours
            with findings.

    Returns:
        One finding an error. What is wrong beside the records, in a model of somebody else around
        them, has the rule `data.beside`.

    Raises:
        WrongUse: it is another error, or none.
    """
    if isinstance(error, FindingsError):
        return error.findings
    if not callable(getattr(error, "errors", None)):
        name = type(error).__name__
        raise WrongUse(
            f"{name} carries no findings; a pydantic.ValidationError or an error of this "
            f"library's findings does",
            f"{name} 不含校验结果；pydantic.ValidationError 或本库带有校验结果的错误才有",
        )
    return tuple(map(_finding, error.errors()))


def _finding(detail: Mapping[str, object]) -> Finding:
    place, context = detail.get("loc"), detail.get("ctx")
    parts = list(place) if isinstance(place, tuple | list) else []
    told = context.get("finding") if isinstance(context, Mapping) else None
    if not isinstance(told, Told):
        return Finding(
            rule="data.beside",
            severity="error",
            values={"found": detail.get("type")},
            path=_path(parts),
        )
    around = parts[: len(parts) - told.inside]
    if around[:1] == ["body"]:  # where FastAPI says that a request was read
        del around[0]
    inside = told.finding.path or ""
    path = _path(around) or ""
    return told.finding.replace(path=f"{path}.{inside}".strip(".") or None)


def _path(parts: Iterable[object]) -> str | None:
    return (
        "".join(
            f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts
        ).removeprefix(".")
        or None
    )


class _Callable(ModuleType):
    """This module, which is also the function `tracecode.findings`: importing it sets that name of
    the package.
    """

    def __call__(self, error: _WithErrors | FindingsError) -> tuple[Finding, ...]:
        """As `findings`."""
        return findings(error)


sys.modules[__name__].__class__ = _Callable
