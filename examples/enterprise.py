"""An enterprise developer: issue codes for a batch, record its production, sign the report of it.

Goods, parties and numbers are invented. Needs the extras `issue` and `sign`. Writes into a folder:

    python examples/enterprise.py [FOLDER]
"""

import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import tracecode as tc
from tracecode.codes.issue import write_key
from tracecode.models.groups import Party
from tracecode.models.pesticide import Production

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
MAKER, PLATFORM = ("uscc", "91120116000000019T"), ("uscc", "91350100M000100Y43")


def made(code: tc.Code, approval: str) -> Production:
    """The record of one bottle. What is wrong in it is refused here, not at the platform."""
    return Production(
        record_id=str(uuid4()), event_time=datetime.fromisoformat("2026-07-01T16:30:00+08:00"),
        party_name="天津示例农药有限公司", uscc=MAKER[1], product_name="示例杀虫剂", unit_level="1",
        trace_code=code.text, code_scheme=code.scheme, batch_no="2026-07", production_type="1",
        production_date=date(2026, 7, 1), expiry_date=date(2028, 6, 30), quantity=Decimal(500),
        quantity_unit="g", approval_no=approval, approval_scheme="pesticide-registration",
        registration_holder=Party(party_name="天津示例农药有限公司", uscc=MAKER[1]),
    )  # fmt: skip


# Codes that never repeat and that nobody can guess: a ledger counts, a key hides the count.
if not (FOLDER / "issue.key").exists():
    write_key(FOLDER / "issue.key")
issuer = tc.Issuer(f"sqlite:///{FOLDER / 'codes.db'}", FOLDER / "issue.key")
issued = issuer.issue(
    "pesticide-unit", 3, purpose="batch 2026-07",
    registration_category="1", registration_last6="172225", production_type="1", spec_code="001",
)  # fmt: skip
codes = list(issued)
invented = codes[0].text[:11] + "0" * 21
asked = [*(code.text for code in codes), invented]
print(f"issued: {[issuer.status(text).issued for text in asked]}")

# Records, and a slip: another registration number than the one that stands in the code.
records = [made(code, "PD20172225") for code in codes]
try:
    made(codes[0], "PD20179999")
except ValueError as error:
    print(error)

# One message, signed. The private key stays here; the platform has had the public one from you.
key = tc.Ed25519Key.new("maker-2026")
message = tc.Message.new(records, sender=MAKER, receiver=PLATFORM).signed(key)
(FOLDER / "report.json").write_bytes(tc.dumps(message))
proof = message.verify([tc.PartyKey(MAKER, key.public())])
print(f"report.json: {proof.record_count} records, signed by {proof.sender[1]}")
