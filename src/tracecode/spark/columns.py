"""The columns of a DataFrame that are looked at, seen to before anything is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracecode.errors import UnknownId, WrongUse
from tracecode.extras import extra

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame

    from tracecode.codes.bulk.columns import Ints

TEXTS = ("string", "byte", "short", "integer", "long", "date", "void")
"""The types of a column of codes: as of a column of Parquet."""
PAYLOADS = ("string", "binary", "struct", "void")
"""The types of a column of records."""
LINES = ("byte", "short", "integer", "long")
"""The types of a column of numbers of rows."""


def column_of(df: DataFrame, name: str, types: tuple[str, ...], what: tuple[str, str]) -> Column:
    """A column by its plain name.

    Args:
        df: has it.
        name: of a column; dots in it are a part of the name.
        types: what it may hold.
        what: the same in words, in English and Chinese.

    Raises:
        UnknownId: there is none.
        WrongUse: it holds something else.
    """
    functions = extra("pyspark.sql.functions", "spark")
    if name not in df.columns:
        raise UnknownId("column", name, df.columns)
    kind = df.schema[name].dataType.typeName()
    if kind not in types and not kind.startswith("varchar"):
        raise WrongUse(
            f"the column {name!r} holds {kind}, and not {what[0]}",
            f"列“{name}”的类型为 {kind}，不是{what[1]}",
        )
    return functions.col("`" + name.replace("`", "``") + "`")


def line_of(df: DataFrame, name: str | None) -> Column:
    """The column of numbers of rows, as a number of 64 bits; nothing, where there is none.

    Raises:
        UnknownId: there is no column of that name.
        WrongUse: it holds something else.
    """
    functions = extra("pyspark.sql.functions", "spark")
    if name is None:
        return functions.lit(None).cast("long")
    return column_of(df, name, LINES, ("whole numbers", "整数")).cast("long")


def numbers_of(batch: pa.RecordBatch) -> Ints:
    """The numbers of the rows of a batch.

    Raises:
        WrongUse: a row has none.
    """
    lines = batch.column("line")
    if lines.null_count:
        raise WrongUse("a row has no number in the column of line numbers", "行号列中有空值")
    numbers: Ints = lines.to_numpy()
    return numbers
