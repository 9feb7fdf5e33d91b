"""Issuing codes: unique, unpredictable, and to be told from invented ones. For makers, who put them
on their goods.

A serial number is the place in a count, sent through a keyed permutation (FF1 of NIST SP 800-38G).
So no two are equal, nobody without the key can foretell one, and with the key each leads back to
its place: an issued code is recognised without a list of codes. A ledger holds how far each count
has come. It needs the extra `issue`; for a ledger in PostgreSQL `postgres`.

>>> import tempfile, pathlib
>>> home = pathlib.Path(tempfile.mkdtemp())
>>> key = write_key(home / "issue.key")
>>> issuer = Issuer(f"sqlite:///{home}/codes.db", home / "issue.key")
>>> product = {"registration_category": "1", "registration_last6": "172225", "production_type": "1", "spec_code": "001"}
>>> codes = [*issuer.issue("pesticide-unit", 3, purpose="spring", **product)]
>>> [code.normalized[:11] for code in codes]
['11722251001', '11722251001', '11722251001']
>>> status = issuer.status(codes[1])
>>> status.issued, status.number, status.purpose
(True, 2, 'spring')
>>> issuer.status("11722251001000000000000000000001").issued
False
"""

from __future__ import annotations

from tracecode.extras import extra

for _package in ("cryptography", "numpy", "sqlalchemy"):
    extra(_package, "issue")

from tracecode.codes.issue.issuer import Issuer
from tracecode.codes.issue.key import write_key
from tracecode.codes.issue.lookup import IssueStatus
from tracecode.codes.issue.manifest import Manifest
from tracecode.codes.issue.recovery import Recovery

__all__ = ["IssueStatus", "Issuer", "Manifest", "Recovery", "write_key"]
