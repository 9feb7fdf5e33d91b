"""The base of all typed records and groups.

A record that exists is right: its elements keep their formats and value domains, and its rules
hold. What is wrong is a `pydantic.ValidationError` with everything that `tracecode.validate` would
find: its types are rule ids, its messages stand in both languages, and `tracecode.findings` gives
them as findings.
"""

# No `from __future__ import annotations` here, nor in `envelope`: what is text in a base is
# compiled and evaluated by pydantic again for each class, 870 times for four records, a tenth of
# the time until the first of them is read.

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar, SupportsIndex

from pydantic import BaseModel, ConfigDict
from pydantic_core import CoreSchema, PydanticCustomError, ValidationError, core_schema

from tracecode.errors import UnknownId
from tracecode.findings import Finding
from tracecode.privacy import described
from tracecode.records.fields import Unwritten
from tracecode.records.finding_values import without_values
from tracecode.records.rules import RecordRule
from tracecode.standard.resolved import Resolved

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic.fields import FieldInfo


class Group(BaseModel):
    """Elements that travel together."""

    model_config = ConfigDict(
        extra="forbid", validate_assignment=True, defer_build=True, hide_input_in_errors=True,
        protected_namespaces=(),
    )  # fmt: skip

    rules: ClassVar[tuple[RecordRule, ...]] = ()
    """The rules among its elements."""
    _personal: ClassVar[frozenset[str] | None] = None
    """The elements whose values no text shows; None: those that the packaged standard marks so, and
    unknown ones.
    """
    _standard: ClassVar[Resolved | None] = None
    """Of a class that was made: of which standard."""
    _named: ClassVar[tuple[str | None, ...]] = ()
    """Of a class that was made: kind of record and item, or the id of the group."""
    _described: ClassVar[bool] = False
    """Whether its fields have their names and definitions."""

    def __repr_args__(self) -> Iterator[tuple[str, object]]:
        """The elements as `repr` and `str` show them: personal ones without their value, numbers of
        citizens masked.
        """
        for id, value in self.__dict__.items():
            if value is None or isinstance(value, bool):
                yield id, value
            else:
                yield id, _Shown("***" if self._is_personal(id) else described(value))

    @classmethod
    def _is_personal(cls, id: str) -> bool:
        if cls._personal is not None:
            return id in cls._personal
        from tracecode.standard.resolved import packaged

        try:
            return packaged().indicator(id).privacy == "personal"
        except UnknownId:
            return True

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """How it is pickled and copied; one of somebody's own standard by the name of that."""
        if self._standard is None:
            return super().__reduce_ex__(protocol)
        from tracecode.records.models import arrived

        return arrived, (self._standard.reference, *self._named), self.__getstate__()

    if not TYPE_CHECKING:  # type checkers would take it for leave to set anything

        def __setattr__(self, name: str, value: object) -> None:
            """Set an element; what does not keep a rule leaves everything as it was."""
            before, given = dict(self.__dict__), set(self.__pydantic_fields_set__)
            try:
                super().__setattr__(name, value)
            except ValidationError:
                object.__setattr__(self, "__dict__", before)
                object.__setattr__(self, "__pydantic_fields_set__", given)
                raise

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """A class is built when it is first asked for; a `TypeAdapter`, as of FastAPI, has it at
        once.
        """
        if cls.__module__ != __name__:
            cls.model_config = cls.model_config.copy()
            cls.model_config.pop("defer_build", None)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: "GetCoreSchemaHandler"
    ) -> CoreSchema:
        _describe(cls)
        outermost = not _inside.get()
        before = _inside.set(True)
        try:
            schema = untold(handler(source))
        finally:
            _inside.reset(before)
        if cls.rules:
            schema = _ruled(schema, handler)
        return (
            core_schema.no_info_wrap_validator_function(_Telling(cls), schema)
            if outermost
            else schema
        )

    def plain(self) -> dict[str, Any]:
        """The elements that are present, as the plain data of a message: text, whole numbers, true
        and false.
        """
        return self.__pydantic_serializer__.to_python(self, mode="json", exclude_none=True)  # type: ignore[no-any-return]


class _Fields:
    """The fields of a class, with their names and definitions."""

    def __get__(self, instance: Group | None, owner: type[Group]) -> dict[str, "FieldInfo"]:
        _describe(owner)
        return owner.__pydantic_fields__


if not TYPE_CHECKING:
    Group.model_fields = _Fields()


def _describe(model: type[Group]) -> None:
    if "_described" not in model.__dict__:
        from tracecode.records.typed_errors import describe

        describe(model)
        model._described = True


_inside: ContextVar[bool] = ContextVar("_inside", default=False)
"""Whether the schema of a class is being built inside that of another: the outer one tells what is
wrong in both.
"""


class _Telling:
    """Turns the errors of a class into those that `tracecode.validate` would tell."""

    def __init__(self, model: type[Group]) -> None:
        self._model = model

    def __call__(self, value: Any, handler: Callable[[Any], Any]) -> Any:
        try:
            return handler(value)
        except ValidationError as error:
            from tracecode.records.typed_errors import told

            raise told(error, self._model, value) from None


def untold(schema: CoreSchema) -> CoreSchema:
    """The schema of a class whose errors are those of pydantic, as they come."""
    if schema["type"] == "definitions":
        return {**schema, "schema": untold(schema["schema"])}
    telling = schema["type"] == "function-wrap" and isinstance(
        schema["function"]["function"], _Telling
    )
    return schema["schema"] if telling else schema


def _ruled(schema: CoreSchema, handler: "GetCoreSchemaHandler") -> CoreSchema:
    """The schema of a class with the rules among its elements.

    They belong to what the reference of the class means: where the class stands again, pydantic
    takes the reference.
    """
    if schema["type"] == "definitions":
        return {**schema, "schema": _ruled(schema["schema"], handler)}
    whole = handler.resolve_ref_schema(schema)
    if whole["type"] == "function-after" and whole["function"]["function"] is _kept:
        return schema  # a class that is complete gives its whole schema
    bare: Any = {name: value for name, value in whole.items() if name != "ref"}
    ruled: Any = core_schema.no_info_after_validator_function(_kept, bare, ref=whole.get("ref"))
    if schema is whole:
        return ruled  # type: ignore[no-any-return]
    definition: Any = whole
    definition.clear()
    definition.update(ruled)
    return schema


class _Shown:
    """A value whose `repr` is a given text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _kept(group: Group) -> Group:
    """The group, if its rules are kept."""
    values = group.__dict__
    findings: tuple[Finding, ...] = ()
    for rule in group.rules:
        findings += rule.broken(values)
    if findings and (errors := [finding for finding in findings if finding.severity == "error"]):
        errors = [without_values(finding, finding.path, group._is_personal) for finding in errors]
        raise PydanticCustomError("rules", "rules", {"findings": Unwritten(errors)})
    return group


class Record(Group):
    """A record of one event, filing or answer."""

    record_type: str
    """Kind of record / 记录类型"""
