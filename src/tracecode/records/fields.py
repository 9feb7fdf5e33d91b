"""How a value of the dictionary is checked: the annotation that stands on every field of a record.

>>> from typing import Annotated
>>> from pydantic import TypeAdapter
>>> TypeAdapter(Annotated[str, ValueFormat("n6")]).validate_python("120116")
'120116'
>>> TypeAdapter(Annotated[Decimal, ValueFormat("n..14,3")]).validate_python("12.500")
Decimal('12.500')
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

from pydantic_core import PydanticCustomError, core_schema

from tracecode.codes.foreign import is_foreign
from tracecode.codes.registry import registry
from tracecode.escape import python
from tracecode.records.scheme_names import accepts, is_other
from tracecode.spec.charclass import BLANKS, CONTROLS, CharClass, inside, is_blank
from tracecode.spec.formats import Format
from tracecode.standard.resolved import kept, packaged

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

    from tracecode.codes.scheme import Scheme
    from tracecode.findings import Finding
    from tracecode.standard.resolved import Resolved

CONTROL = inside(CONTROLS)
"""Characters that no text holds, as the inside of a character class: controls, line ends, what XML
cannot carry.
"""
BLANK = inside(BLANKS)
"""Characters that show nothing, as the inside of a character class."""
LINE = f"^[{BLANK}]*[^{CONTROL}{BLANK}][^{CONTROL}]*$"
"""A line of text that shows something."""
SEEN = f"[^{BLANK}]"
"""What such a text has, if its characters are looked at elsewhere."""
_REPEATING = frozenset(
    {"party", "place", "product", "class", "licence", "object", "batch", "certificate"}
)


class ValueFormat:
    """The format of a value in the notation of the dictionary, with its bounds and its value
    domain.
    """

    def __init__(
        self, notation: str, *, min: str | None = None, max: str | None = None,
        chars: str | None = None, codelist: str | None = None, scheme: str | None = None,
        identifies: tuple[str, ...] = (), standard: Resolved | None = None,
    ) -> None:  # fmt: skip
        """What a value looks like.

        Args:
            notation: `an..50`, `n6`, `n..9`, `n..14,3`, `YYYY-MM-DD` ...
            min: least number; without it, 0.
            max: greatest number.
            chars: character class of a text.
            codelist: strict code list in which the value stands.
            scheme: encoding rule of which the value is a code.
            identifies: what codes may identify whose encoding rule is named by the value.
            standard: where code list and scheme are looked up; the packaged one if left out.
        """
        self.notation, self.min, self.max, self.chars = notation, min, max, chars
        self.codelist, self.scheme, self.identifies, self._standard = (
            codelist,
            scheme,
            identifies,
            standard,
        )
        self._words = (notation, min, max, chars, codelist, scheme, identifies)

    @property
    def standard(self) -> Resolved:
        """Where code list and scheme are looked up."""
        return self._standard or packaged()

    def __repr__(self) -> str:
        arguments = [python(self.notation)]
        arguments += [
            f"{name}={python(value)}"
            for name in ("min", "max", "chars", "codelist", "scheme")
            if (value := getattr(self, name))
        ]
        if self.identifies:
            kinds = ", ".join(map(python, self.identifies))
            arguments.append(f"identifies=({kinds}{',' if len(self.identifies) == 1 else ''})")
        return f"ValueFormat({', '.join(arguments)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ValueFormat) and self._words == other._words

    def __hash__(self) -> int:
        # `typing` keeps what it can hash, and gives it to anyone to whom it is equal, also of
        # another standard
        if self._standard is not None:
            raise TypeError("a format of somebody's own standard cannot be hashed")
        return hash(self._words)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        schema = self.schema()
        return core_schema.nullable_schema(schema) if NoneType in get_args(source) else schema

    def schema(self) -> core_schema.CoreSchema:
        """All that is checked of a value, for pydantic."""
        schema = self.plain_schema()
        if self.scheme is not None:
            schema = core_schema.no_info_after_validator_function(
                _code(self.standard, self.scheme), schema
            )
        if self.codelist is not None:
            schema = core_schema.no_info_after_validator_function(
                partial(_listed, self.standard, self.codelist), schema
            )
        if self.identifies:
            names = SchemeNames(self.identifies, self.standard)
            schema = core_schema.no_info_after_validator_function(names.check, schema)
        return schema

    @property
    def bounds(self) -> tuple[Decimal, Decimal] | None:
        """Least and greatest value of a decimal number, where its written form does not keep them
        by itself.
        """
        form = Format.read(self.notation)
        free = form.kind != "decimal" or (self.min is None and self.max is None)
        return None if free else number_bounds(form, self.min, self.max)

    def plain_schema(self) -> core_schema.CoreSchema:
        """The same without code list, encoding rule and names of encoding rules."""
        form = Format.read(self.notation)
        match form.kind:
            case "boolean":
                return core_schema.bool_schema(strict=True)
            case "integer":
                low, high = number_bounds(form, self.min, self.max)
                return core_schema.int_schema(strict=True, ge=int(low), le=int(high))
            case "decimal":
                low, high = number_bounds(form, self.min, self.max)
                number = core_schema.decimal_schema(max_digits=form.max, ge=low, le=high)
                return _written(number_pattern(form, self.min), number, _decimal_text)
            case "date":
                return _written(form.pattern, core_schema.date_schema(), _date_text)
            case "moment":
                aware = core_schema.datetime_schema(tz_constraint="aware")
                moment = core_schema.no_info_after_validator_function(_zoned, aware)
                return _written(form.pattern, moment, _moment_text)
            case "text":
                pattern = LINE if self.chars is None else _of(chars_of(self.chars, self.standard))
                return core_schema.str_schema(
                    strict=True, min_length=form.min, max_length=form.max, pattern=pattern
                )
            case _:
                return core_schema.str_schema(strict=True, pattern=f"^(?:{form.pattern})$")


class Many:
    """How often a repeated element may occur: from one to `most` times."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __repr__(self) -> str:
        return f"Many({self.most})"

    __hash__ = None  # type: ignore[assignment]  # `typing` would keep the class of whatever standard stands beside it

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        optional = NoneType in get_args(source)
        schema: Any = handler(source)
        inner: Any = schema["schema"] if optional else schema
        inner |= {"min_length": 1, "max_length": self.most, "strict": True}
        return core_schema.nullable_schema(inner) if optional else inner


def number_pattern(form: Format, low: str | None) -> str:
    """The regular expression of a number's text, with a sign where its range allows one; without
    anchors.
    """
    return f"-?{form.pattern}" if low is not None and low.startswith("-") else f"{form.pattern}"


def number_bounds(form: Format, low: str | None, high: str | None) -> tuple[Decimal, Decimal]:
    """Least and greatest value of a number, both included."""
    most = Decimal(10) ** (form.max - form.decimals) - Decimal(10) ** -form.decimals
    return Decimal(low or "0"), most if high is None else Decimal(high)


def code_findings(
    scheme: str, value: str, standard: Resolved, on: date | None = None
) -> tuple[Finding, ...]:
    """The errors of a code under an encoding rule, read strictly; empty for a right one."""
    _, findings = registry(standard)[scheme].read(value, on, strict=True)
    return tuple(finding for finding in findings if finding.severity == "error")


class Unwritten(tuple["Finding", ...]):
    """Findings in the context of an error of pydantic, which writes out whatever stands in one, even
    where its message names nothing of it: that took a fifth of explaining a wrong code.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return ""


@kept
def _code(standard: Resolved, scheme: str) -> Callable[[str], str]:
    """A check that a value is a code of the scheme. Parties, products and licences recur: their
    verdicts are kept.
    """
    rule = registry(standard)[scheme]

    def check(value: str) -> str:
        if rule.is_valid(value) or not (findings := code_findings(scheme, value, standard)):
            # rules of unsure evidence refuse nothing; `advice` says what was not judged
            return value
        raise PydanticCustomError(
            "code", "not a code of {scheme}", {"scheme": scheme, "findings": Unwritten(findings)}
        )

    return lru_cache(4096)(check) if recurs(rule) else check  # what it raises is not kept


class SchemeNames(set[str]):
    """The encoding rules that are known to be right beside codes of these kinds; names of foreign
    ones are not kept.
    """

    def __init__(self, kinds: tuple[str, ...], standard: Resolved) -> None:
        super().__init__()
        self._kinds, self._standard = kinds, standard

    def take(self, name: str) -> bool:
        """Whether the name is right."""
        if name in self:
            return True
        right = accepts(name, self._kinds, self._standard)
        if right and not is_other(name) and not is_foreign(name):
            self.add(name)
        return right

    def check(self, name: str) -> str:
        """The name, if it is right."""
        if self.take(name):
            return name
        raise PydanticCustomError("scheme", "no encoding rule whose codes belong here")


def recurs(scheme: Scheme) -> bool:
    """Whether codes of a scheme stand in many records, and no date touches their verdict."""
    return scheme.spec.identifies in _REPEATING and not scheme.dated


def _listed(standard: Resolved, codelist: str, value: str) -> str:
    if value in codes_of(standard, codelist):
        return value
    raise PydanticCustomError("codelist", "not in the code list {codelist}", {"codelist": codelist})


@kept
def codes_of(standard: Resolved, codelist: str) -> frozenset[str]:
    """The values of a code list."""
    return frozenset(entry.code for entry in standard.codelist(codelist).entries)


def chars_of(chars: str, standard: Resolved) -> CharClass:
    """The class behind `chars` of an indicator: written out, or a named alphabet."""
    return CharClass.read(chars if chars.startswith("[") else standard.alphabet(chars).chars)


def _of(chars: CharClass) -> str:
    """The pattern of a text of some characters that shows something."""
    seen = CharClass("".join(char for char in chars.chars if not is_blank(char)))
    if chars.negated or len(seen.chars) == len(chars.chars):
        return f"^{chars.regex}*$"
    return f"^{chars.regex}*{seen.regex}{chars.regex}*$"


def _written(
    pattern: str | None, value: core_schema.CoreSchema, text: Callable[[Any], Any]
) -> core_schema.CoreSchema:
    """A value with one written form: messages must have exactly that; programs may also give the
    value itself.
    """
    read = core_schema.chain_schema(
        [core_schema.str_schema(strict=True, pattern=f"^{pattern}$"), value]
    )
    given = core_schema.no_info_before_validator_function(text, read)
    written = core_schema.plain_serializer_function_ser_schema(text, when_used="json-unless-none")
    return core_schema.json_or_python_schema(read, given, serialization=written)


def _decimal_text(value: Any) -> Any:
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    return str(value) if type(value) is int else value


def _date_text(value: Any) -> Any:
    return value.isoformat() if type(value) is date else value


def _zoned(value: datetime) -> datetime:
    """The moment with an offset of Python's own, as the quick way has it."""
    return datetime.fromisoformat(value.isoformat())


def _moment_text(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
