"""The same checks on a cluster: codes, records and rules across records of a DataFrame of Apache Spark.

>>> from tracecode.spark import across, validate_codes, validate_records

Each function gives the public table of findings (`tracecode.findings_table`) as a DataFrame, with
the findings of `tracecode.validate` and `tracecode.across`. Nothing else of the library imports this
package; it needs the extra `spark`, and on every worker the same version of the library.
"""

from __future__ import annotations

from tracecode.spark.across import across
from tracecode.spark.codes import validate_codes
from tracecode.spark.records import validate_records

__all__ = ["across", "validate_codes", "validate_records"]
