"""A standard at work: everything that programs ask of it, as methods of one object.

>>> import tracecode as tc
>>> standard = tc.Standard.packaged()
>>> standard.parse("91350100M000100Y43").scheme
'uscc'

The functions of the module `tracecode` are the methods of the packaged standard: `tc.parse(text)`
is `tc.Standard.packaged().parse(text)`. Whoever has codes, products or records of their own loads
their folders over it, with `tc.Standard.load("packs/hebei")`, and asks that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.arguments import checked_methods, refuse
from tracecode.face.records import RecordMethods

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from tracecode.checks.across import Across
    from tracecode.checks.across_loading import AcrossSource
    from tracecode.checks.report import Report
    from tracecode.checks.sources import Source
    from tracecode.checks.validate import SourceFormat
    from tracecode.codes.bulk.engine import Kernel
    from tracecode.codes.code import Code
    from tracecode.codes.issue.ff1 import CipherName
    from tracecode.codes.issue.issuer import Folders, Issuer
    from tracecode.codes.issue.key import KeySource
    from tracecode.codes.match import Match
    from tracecode.codes.scheme import Scheme
    from tracecode.findings import Suggestion
    from tracecode.labels.label import Label
    from tracecode.records.verification import MessageStore, PartyKey
    from tracecode.spec.base import Citation
    from tracecode.spec.list_model import CodeListSpec, SourceSpec
    from tracecode.spec.product_model import ProductSpec
    from tracecode.spec.record_model import IndicatorSpec
    from tracecode.standard.resolved import Resolved
    from tracecode.tables.limits import Limits


@checked_methods("scheme", "is_valid", "parse")
class Standard(RecordMethods):
    """A standard: the packaged one, or layers of specifications over it. Safe to share between
    threads.

    Each method raises WrongUse, which is a TypeError, for an argument of another type than its
    signature says.
    """

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        """What it says, as data."""

    @classmethod
    def packaged(cls) -> Standard:
        """The standard that travels with the library; always the same object."""
        from tracecode.standard.resolved import packaged

        resolved = packaged()
        return resolved.keep("face", lambda: cls(resolved))

    @classmethod
    def load(cls, *packs: str | os.PathLike[str]) -> Standard:
        """A standard of packs over the packaged one, the lowest first.

        A pack adds definitions, and replaces one only where it says `overrides: true`.

        Args:
            packs: folders, or names of installed packs. (Below a first one that is `whole` nothing
                lies.)

        Raises:
            SpecError: a folder has no specifications, or the layers do not fit on one another; each
                finding has file, line and remedy. (`tracecode spec lint` finds all that is wrong
                inside the files.)
            UnknownId: there is neither a folder nor an installed pack of that name.
        """
        from tracecode.standard.resolved import load

        return cls(load(*packs))

    def __repr__(self) -> str:
        from tracecode.privacy import mask

        return f"Standard({', '.join(mask(layer.name) for layer in self.resolved.layers)})"

    # --- definitions ------------------------------------------------------------------------------

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of all definitions of a kind (`scheme`, `product`, `codelist`, `indicator`,
        `source` ...), sorted.
        """
        return self.resolved.ids(kind)

    def product(self, id: str) -> ProductSpec:
        """The item of the catalogue of important products.

        Raises:
            UnknownId: there is none.
        """
        return self.resolved.product(id)

    def codelist(self, id: str) -> CodeListSpec:
        """The code list.

        Raises:
            UnknownId: there is none.
        """
        return self.resolved.codelist(id)

    def indicator(self, id: str) -> IndicatorSpec:
        """The data element.

        Raises:
            UnknownId: there is none.
        """
        return self.resolved.indicator(id)

    def source(self, id: str) -> SourceSpec:
        """The governing document.

        Raises:
            UnknownId: there is none.
        """
        return self.resolved.source(id)

    def cite(self, source: Citation) -> str:
        """A source as people cite it: its number or title, and the clause."""
        return self.resolved.cite(source)

    # --- codes ------------------------------------------------------------------------------------

    def scheme(self, id: str) -> Scheme:
        """The encoding rule of that id, at work.

        Raises:
            UnknownId: there is none.
        """
        from tracecode.codes.registry import registry

        try:
            return registry(self.resolved)[id]
        except (AttributeError, TypeError):
            refuse(Standard.scheme, id=id)
            raise

    def identify(
        self, text: str, product: str | None = None, on: date | None = None, *, near: bool = False
    ) -> list[Match]:  # fmt: skip
        """Every scheme that a text fits, the likeliest first; of a text that holds several codes,
        first the likeliest of each, in order. Reads leniently.

        Args:
            text: what was scanned or typed: a code, an address with a code in it, GS1 element
                strings in any form, or a text that holds some of these.
            product: id of the product on which it stands; schemes that it carries come first.
            on: production date, where known; chooses the editions. A `date`: a text is refused,
                with what to write.
            near: also return the schemes that the text nearly fits, with what is wrong; a broken
                code of a tight rule comes before a whole one of a loose rule.

        Raises:
            UnknownId: there is no such product.
        """
        from tracecode.codes.identify import identify

        return identify(text, product, on, near=near, standard=self.resolved)

    def parse(
        self, text: str, scheme: str | None = None, on: date | None = None, *, strict: bool = False
    ) -> Code:  # fmt: skip
        """Read a code. Without a scheme, the likeliest one is taken, and a warning names the others
        that fit as well.

        Args:
            text: the code.
            scheme: id of the scheme.
            on: the production date, where known; chooses the edition. A `date`: a text is refused,
                with what to write.
            strict: accept only the characters of the rule; otherwise fold first: invisible and
                full-width characters, dashes, spaces, case.

        Raises:
            InvalidCode: the text is no code of the scheme (or of any); carries every finding.
            UnknownId: there is no such scheme.
        """
        if scheme is not None:
            try:
                return self.scheme(scheme).parse(text, on, strict=strict)
            except (AttributeError, TypeError):
                refuse(Standard.parse, text=text, scheme=scheme, on=on)
                raise
        refuse(Standard.parse, text=text, on=on, strict=strict)
        from tracecode.codes.identify import parse

        return parse(text, on, strict=strict, standard=self.resolved)

    def is_valid(
        self, text: str, scheme: str, on: date | None = None, *, strict: bool = True
    ) -> bool:
        """Whether a text is a code of the scheme, without errors. Never raises for a str.

        Args:
            text: the code.
            scheme: id of the scheme.
            on: the production date, where known; chooses the edition. A `date`: a text is refused,
                with what to write.
            strict: accept only the characters of the rule; otherwise fold first: invisible and
                full-width characters, dashes, spaces, case.

        Raises:
            UnknownId: there is no such scheme.
        """
        try:
            return self.scheme(scheme).is_valid(text, on, strict=strict)
        except (AttributeError, TypeError):
            refuse(Standard.is_valid, text=text, scheme=scheme, on=on)
            raise

    def suggest(self, text: str, scheme: str, on: date | None = None) -> tuple[Suggestion, ...]:
        """What a wrong code may have been meant to be, at most 20: first what is no guess, then
        guesses by likelihood.

        No guess are: what remains without the marks of a spreadsheet or without characters that no
        code of the rule holds, letters that can only be digits, lost zeros. Guesses are one
        character or one swap of neighbours away. Where a spreadsheet has lost digits there is
        nothing to suggest. Of personal numbers, and what looks like one, there are none: a right
        one would be another person's.

        Args:
            text: the code as given; it is folded as for lenient reading.
            scheme: id of the scheme.
            on: the production date, where known, as for `parse`.

        Raises:
            UnknownId: there is no such scheme.
            MissingExtra: the scheme is of another country, and python-stdnum is not installed.
        """
        from tracecode.codes.repair import repairs

        return repairs(self.scheme(scheme), text, on)

    def kernel(self, scheme: str, *, edition: str | None = None, form: str | None = None) -> Kernel:
        """The check of one scheme over columns, compiled once and shared; see
        `tracecode.codes.bulk`.

        Args:
            scheme: id of the scheme.
            edition: only this edition.
            form: only this layout.

        Raises:
            UnknownId: there is no such scheme, edition or form.
            MissingExtra: numpy is not installed.
        """
        from tracecode.codes.bulk import kernel

        return kernel(self.resolved, scheme, edition, form)

    def issuer(
        self, ledger: str = "sqlite:///codes.db", key: KeySource = None, *,
        cipher: CipherName = "aes", who: str | None = None, wait: float = 30,
        clock: Callable[[], datetime] | None = None, make: bool = True, manifests: Folders = (),
    ) -> Issuer:  # fmt: skip
        """Who issues codes by its encoding rules; arguments and errors are those of
        `tracecode.Issuer`.
        """
        from tracecode.codes.issue.issuer import Issuer

        return Issuer(
            ledger, key, cipher=cipher, who=who, wait=wait, clock=clock, make=make,
            manifests=manifests, standard=self.resolved,
        )  # fmt: skip

    # --- checks -----------------------------------------------------------------------------------

    def validate(
        self, source: Source | None = None, *, path: str | os.PathLike[str] | None = None,
        format: SourceFormat | None = None, column: str | None = None, scheme: str | None = None,
        product: str | None = None, on: date | None = None, on_column: str | None = None,
        strict: bool = False, encoding: str = "utf-8", keys: Iterable[PartyKey] | None = None,
        seen: MessageStore | None = None, limits: Limits | None = None, jobs: int = 1,
    ) -> Report:  # fmt: skip
        """Judge every code, or every message and record, of a source.

        Streams: nothing is read before the report is iterated. Memory grows by a digest and a line
        number of each different code or record id (to find repeated ones); what is kept of records
        is constant in every form. The verdict on a message follows those on its records. With keys
        a document is copied and verified first, then judged.

        Args:
            source: data, or a `Path`. Records in memory: a mapping (what a typed class takes, or
                `json.loads` gives; None, and NaN, NaT and NA of pandas, are absent), a typed
                record, a `Message`, or an iterable of them. Codes: an iterable of texts. Or bytes,
                or an open binary file. A text is refused: it might be a path, a document or a code.
            path: a file or folder, in place of `source`. Of a folder every file is read, in the
                folders below too; what is not read is named by a verdict of its own, "not checked".
            format: `codes` (one a line, or a CSV column), or how records are written; if left out,
                the file's name and first bytes tell. A CSV file holds records if it has the column
                `record_type` (记录类型). Bytes that begin as no records, and of which nothing says
                that they are codes (`column`, `scheme` ...), are taken for codes only if every line
                is one; of an open file, every line at its beginning.
            column: name of the column of a CSV file that holds codes.
            scheme: id of the scheme of codes; without it, that of the column, or of each (`guide.md`).
            product: id of the product on which codes stand; helps to identify them.
            on: the production date of all codes, where known, as for `parse`; chooses the editions.
            on_column: name of a CSV column with the production date of each code, as people and
                spreadsheets write days; empty: unknown. A row whose day cannot be read is not
                checked.
            strict: accept only the characters of the rule in codes. Only with `scheme`. (Records
                are always read strictly.)
            encoding: of bytes and files.
            keys: public keys, each with its party, to verify the signatures of messages. Where they
                are given, also none at all, only the records of a message that verifies are valid;
                without them no signature says anything.
            seen: remembers the messages that verified, so that none is taken twice. Only with
                `keys`.
            limits: how much is read; see `docs/limits.md`.
            jobs: how many processes judge codes by columns, lines of JSON, records in CSV and files
                of a folder, to the same verdicts, but without typed records. With more than one,
                the program stands below `if __name__ == "__main__"`, as `multiprocessing` wants it.

        Raises:
            UnknownId: there is no such scheme, product or format.
            WrongUse: the source is a text or something else that is not taken, or options
                contradict it.
            UnreadableFile: bytes show no form and are no codes; while iterating: the source is not
                what it was said to be.
        """
        from tracecode.checks.validate import validate
        from tracecode.tables.limits import DEFAULT

        return validate(
            source, self.resolved, path=path, format=format, column=column, scheme=scheme,
            product=product, on=on, on_column=on_column, strict=strict, encoding=encoding,
            keys=keys, seen=seen, limits=limits or DEFAULT, jobs=jobs,
        )  # fmt: skip

    def across(
        self, *sources: AcrossSource, rows: Mapping[str, object] | None = None,
        rules: Iterable[str] | None = None, encoding: str = "utf-8", memory_mb: int = 1_000,
        folder: str | os.PathLike[str] | None = None, limits: Limits | None = None,
    ) -> Across:  # fmt: skip
        """Carry out the rules across all records of some sources: what no record shows by itself.

        Streams: nothing is read before the result is iterated. The rows that rules look at go into
        an engine (DuckDB, the extra `engine`), which may hold more than memory; without it, each
        rule is "not checked" and named.

        Args:
            sources: paths (`Path`) of files and folders, bytes, open binary files, records or
                messages in memory, Arrow tables of records, or iterables of records: all together
                are what a rule looks at.
            rows: rows that are there by columns, beside those of the sources: by the id of
                `specs/rules/rows/` an Arrow table, a reader of batches, or a Parquet file. No
                Python object is made of a row.
            rules: ids of rules; default: all of the standard.
            encoding: of bytes and files.
            memory_mb: most memory of the engine, in megabytes.
            folder: where the engine makes its own folder, for what does not fit into memory; it is
                removed.
            limits: how much is read; see `docs/limits.md`.

        Raises:
            UnknownId: there is no such rule.
            WrongUse: while iterating: a source is none.
        """
        from tracecode.checks.across import across
        from tracecode.tables.limits import DEFAULT

        return across(
            sources, self.resolved, rows=rows or {}, rules=rules, encoding=encoding,
            memory_mb=memory_mb, folder=folder, limits=limits or DEFAULT,
        )  # fmt: skip

    # --- labels -----------------------------------------------------------------------------------

    def label(
        self, id: str | os.PathLike[str], font: str | os.PathLike[str] | None = None
    ) -> Label:
        """A label template of the standard, or of a file.

        Args:
            id: for instance `pesticide`; what ends in `.yaml` is a path.
            font: a font file, in place of the template's or the first found on the machine.

        Raises:
            UnknownId: there is no such template.
            SpecError: the file is wrong; each finding has its line.
        """
        from tracecode.labels.label import label

        return label(self.resolved, id, font)
