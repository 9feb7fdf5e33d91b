"""The meta-model: what a specification file may say, and what each word means.

These classes are the one definition of the specification language. The loader checks YAML files against them
(`spec.check`), the JSON Schemas that help an editor are generated from them (`spec.meta`), and the engines read them.
They need no validation library, so that reading a packaged specification is quick.

A field's docstring is also its help text in the editor: write it for the person who edits the YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from tracecode.spec.base import Definition, Spec
from tracecode.spec.base import Text as Text  # noqa: PLC0414  # most modules look for it here
from tracecode.spec.numbers import Count, Least, Measure, Modulus, Weight, Year
from tracecode.spec.texts import Chars, Id, SegmentId, WordId

Evidence = Literal["confirmed", "single", "unsure", "project"]
Identifies = Literal[
    "unit",
    "batch",
    "product",
    "class",
    "party",
    "place",
    "logistic-unit",
    "package",
    "licence",
    "certificate",
    "document",
    "label",
    "object",
]
Role = Literal[
    "prefix", "version", "class", "party", "place", "product", "date", "level", "batch", "serial", "check", "url",
    "text",
]  # fmt: skip
Fold = Literal["width", "trim", "spaces", "hyphens", "dots", "upper", "lower", "zeros"]


class Citation(Spec):
    """Where a rule is written."""

    ref: str
    """Id of the document in `sources/`."""
    clause: str | None = None
    """Clause, article, table or annex inside the document."""


class SourceSpec(Definition):
    """A governing document, described once and cited by id."""

    id: Id
    """Lower-case id, for instance `gb-32100-2015`."""
    title: Text
    """Full title; the English one may be a translation of this project."""
    number: str | None = None
    """Number as printed, for instance `GB 32100-2015`. Leave out what was not seen."""
    issuer: Text | None = None
    """Issuing body."""
    issued: date | None = None
    """Date of issue."""
    in_force: date | None = None
    """First day in force."""
    ended: date | None = None
    """Last day in force."""
    status: Literal["in-force", "replaced", "draft", "unknown"]
    """Status as far as the research found it."""
    evidence: Evidence
    """How sure it is that the document exists and says what is cited from it."""
    note: str | None = None
    """What the reader should know: what was read of it and what was not."""


class PackSpec(Spec):
    """What a layer says of itself. The file is optional."""

    id: WordId
    name: Text
    language: int
    """The version of the specification language in which its files are written."""
    whole: bool = False
    """True: a standard of its own, below which nothing lies; the packaged standard is one."""
    needs: tuple[WordId, ...] = ()
    """The packs that lie below it."""


class AlphabetSpec(Definition):
    """A named set of characters. Its order gives each character's value in check rules: the first is 0."""

    id: Id
    name: Text
    chars: Chars
    """A character class such as `[0-9A-Z]`; ranges and listed characters only."""
    source: Citation
    evidence: Evidence


class CodeListEntry(Spec):
    """One value of a code list."""

    code: str
    name: Text
    evidence: Evidence | None = None
    """Only where it is weaker than the list's own."""
    valid_from: date | None = None
    valid_to: date | None = None
    note: str | None = None


class CodeListSpec(Definition):
    """An enumerated value domain."""

    id: WordId
    name: Text
    strict: bool
    """True: a value outside the list is wrong. False: it is only reported (the list may be incomplete)."""
    covers: tuple[str, ...] = ()
    """Prefixes for which the list is complete; values with another prefix are not judged. Empty: all values."""
    source: Citation
    evidence: Evidence
    entries: tuple[CodeListEntry, ...] = ()
    """Its values. A list has entries, or says of what it is."""
    of: Literal["products", "product-numbers"] | None = None
    """Its values are the ids, or the numbers, of all items of the catalogue; each has the item's name."""
    gaps: tuple[Text, ...] = ()
    """What the research could not find."""


class Length(Spec):
    """A number of characters that may vary."""

    min: Least
    max: Count | None = None
    """Leave out where the rule sets no upper limit."""


class Range(Spec):
    """Bounds of a segment read as a whole number, both included."""

    min: int | None = None
    max: int | None = None


class Repeat(Spec):
    """A row of items, each with the segment's `chars` and `length`, for instance the arcs of an OID."""

    separator: Chars
    """What stands between two items."""
    min: Count = 1
    """Fewest items."""
    max: Count = 32
    """Most items."""
    leading_zeros: bool = True
    """False: an item of several digits must not begin with 0."""


class Part(Spec):
    """A part of the text that a limit looks at, by position; the first character is 1, both ends included."""

    start: Least
    end: Least


class DateRule(Spec):
    """A date inside a code; it must exist in the calendar."""

    format: str
    """`YYYY`, `YY` or `Y` (last digit), `MM`, `DD`, `DDD` (day of the year), `hh`, `mm`, `ss`, in the code's order."""
    century: Year | None = None
    """With `YY`: first year of the century, for instance 2000. Without it the year nearest to the reference date."""
    not_before: date | None = None
    not_after: Literal["reference"] | None = None
    """`reference`: not later than the date for which the code is read (`on=`, otherwise today)."""


class SegmentSpec(Spec):
    """One part of a code. Its characters come from `literal`, `chars` or `scheme`."""

    id: SegmentId
    """English snake_case name; the keyword of `build`."""
    name: Text
    literal: Chars | None = None
    """Fixed text."""
    also: tuple[Chars, ...] = ()
    """Other printed forms of the literal that the rule itself allows, for instance full-width brackets."""
    optional: bool = False
    """The literal may be left out."""
    chars: Chars | None = None
    """Named alphabet or character class such as `[0-9]`; `[^,]` means any printable character except those listed."""
    first: Chars | None = None
    """Character class of the first character, where it is narrower."""
    length: Least | Length | None = None
    """Number of characters, counted in code points; with `repeat`, of each item."""
    repeat: Repeat | None = None
    """The segment is a row of such items."""
    codelist: str | None = None
    """The value must be in this code list."""
    range: Range | None = None
    date: DateRule | None = None
    scheme: str | None = None
    """The value is a code of this scheme."""
    role: Role | None = None
    running: bool = False
    """With the role `serial`: the rule calls it a running number, so codes are counted and not made unpredictable."""
    evidence: Evidence | None = None
    """Only where it differs from the edition's."""
    source: Citation | None = None
    """Only where it differs from the edition's."""
    note: Text | None = None


class CheckSpec(Spec):
    """A check character, or a pair of them."""

    rule: str
    """Name of the algorithm: see `docs/check-rules.md`."""
    of: tuple[str, ...]
    """Ids of the segments that are summed, in order."""
    into: str
    """Id of the segment that holds the result."""
    alphabet: str | None = None
    """`weighted-sum`: named alphabet that gives the characters their values."""
    weights: tuple[Weight, ...] = ()
    """`weighted-sum`: one weight a character, from the left."""
    modulus: Modulus | None = None
    """`weighted-sum`."""
    results: Chars | None = None
    """`weighted-sum`: the check character for each remainder, from 0 up."""
    source: Citation
    evidence: Evidence


class LimitSpec(Spec):
    """A further rule on one segment, on a part of it, or on several segments read together."""

    id: Id
    name: Text
    """What the rule says, in a few words."""
    of: tuple[str, ...]
    """Ids of the segments, read together in this order."""
    part: Part | None = None
    chars: Chars | None = None
    contains: Chars | None = None
    """Named alphabet or class of which at least one character must occur."""
    codelist: str | None = None
    range: Range | None = None
    date: DateRule | None = None
    scheme: str | None = None
    source: Citation
    evidence: Evidence


class FormSpec(Spec):
    """One layout. An edition that allows several (8, 12, 13 or 14 digits) lists them as forms."""

    id: Id
    name: Text
    length: Least | Length
    """Total length as the standard states it; lint compares it with the segments."""
    segments: tuple[SegmentSpec, ...]
    checks: tuple[CheckSpec, ...] = ()
    limits: tuple[LimitSpec, ...] = ()
    evidence: Evidence | None = None
    """Only where it differs from the edition's."""
    source: Citation | None = None
    note: Text | None = None


class CarrierSpec(Spec):
    """The symbol that carries the code."""

    symbologies: tuple[
        Literal[
            "qr", "data-matrix", "han-xin", "code-128", "ean-13", "ean-8", "upc-a", "itf-14", "gs1-128", "rfid", "text",
            "barcode",
        ],
        ...,
    ]  # fmt: skip
    content: str | None = None
    """Template of the symbol's text: `{code}`, and `{trace_url}` where an address stands before it."""
    charset: str | None = None
    error_correction: Literal["L", "M", "Q", "H"] | None = None
    min_area_cm2: Measure | None = None
    """Smallest area of the symbol, a decimal as text."""
    quiet_zone_mm: Measure | None = None
    """White border, a decimal as text."""
    note: Text | None = None
    source: Citation
    evidence: Evidence


class ValidExample(Spec):
    """A code that must pass. Every example is a test."""

    code: Chars
    origin: Literal["real", "printed", "derived"]
    """`real`: found in the field; `printed`: worked in a document; `derived`: made here from the rule."""
    note: str | None = None
    form: str | None = None
    segments: Mapping[str, Chars] | None = None
    on: date | None = None
    lenient: bool = False
    """True: passes only after folding (full-width characters, spaces, case)."""


class InvalidExample(Spec):
    """A code that must be refused, and the rule that refuses it."""

    code: Chars
    finding: str
    """Rule id, for instance `code.check_character`."""
    note: str | None = None
    form: str | None = None
    on: date | None = None
    lenient: bool = False
    severity: Literal["error", "warning"] = "error"


class Examples(Spec):
    """The codes by which an edition is tested."""

    valid: tuple[ValidExample, ...]
    invalid: tuple[InvalidExample, ...] = ()


class EditionSpec(Spec):
    """A version of an encoding rule, with its dates. Editions of one scheme follow each other without overlap."""

    id: Id
    name: Text | None = None
    valid_from: date | None = None
    """First day (production date of the goods); leave out where no date was found."""
    valid_to: date | None = None
    """Last day; leave out while in force."""
    source: Citation
    evidence: Evidence
    length: Least | Length | None = None
    """Total length, where the edition has one layout."""
    segments: tuple[SegmentSpec, ...] = ()
    """The layout, where there is one; otherwise use `forms`."""
    checks: tuple[CheckSpec, ...] = ()
    limits: tuple[LimitSpec, ...] = ()
    forms: tuple[FormSpec, ...] = ()
    carrier: CarrierSpec | None = None
    examples: Examples
    note: Text | None = None

    @property
    def layouts(self) -> tuple[FormSpec, ...]:
        """All layouts: the forms, or the single one written directly on the edition."""
        if self.forms or self.length is None:
            return self.forms
        name = self.name or Text(zh="", en="")
        return (
            FormSpec(
                id=self.id,
                name=name,
                length=self.length,
                segments=self.segments,
                checks=self.checks,
                limits=self.limits,
            ),
        )


class LinkEqual(Spec):
    """Segments of this code that must repeat segments of the other."""

    here: tuple[str, ...]
    there: tuple[str, ...]
    last: Count | None = None
    """Compare only the last so many characters of `there`."""
    map: Mapping[str, str] | None = None
    """What a value there is called here."""


class LinkSpec(Spec):
    """How a code agrees with another one, for instance a unit code with the product's registration number."""

    id: Id
    name: Text
    to: str
    """Scheme of the other code."""
    equal: tuple[LinkEqual, ...]
    elements: tuple[str, ...] = ()
    """Elements of records in which the other code stands, beside the first or in the record around it. Without them:
    every element beside the first that has such a code."""
    source: Citation
    evidence: Evidence


class IssuerSpec(Spec):
    """Who makes the codes."""

    kind: Literal["enterprise", "authority", "platform", "agency"]
    """`enterprise`: the maker itself; the others: only they may issue, a library never does."""
    name: Text


class SchemeSpec(Definition):
    """An encoding rule."""

    id: Id
    """Lower-case id with hyphens, equal to the file's name."""
    name: Text
    identifies: Identifies
    issued_by: IssuerSpec
    lenient: tuple[Fold, ...] = ()
    """What lenient reading may fold: `width` (full-width to ASCII), `trim`, `spaces`, `hyphens`, `dots`, case, `zeros`
    (leading ones). Invisible characters go from every text."""
    gs1_ai: tuple[str, ...] = ()
    """GS1 application identifiers whose value is a code of this scheme."""
    hint_only: bool = False
    """True: `identify` offers it only for a product that carries it, since its form alone says nothing."""
    privacy: Literal["personal"] | None = None
    """`personal`: the value is masked in every message and output."""
    editions: tuple[EditionSpec, ...]
    links: tuple[LinkSpec, ...] = ()
    gaps: tuple[Text, ...] = ()
    """What the research could not find; printed in the documents."""
    note: Text | None = None
