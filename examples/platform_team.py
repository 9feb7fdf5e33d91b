"""A platform: judge what enterprises send, answer each message, and check columns of codes by the
million.

Judges the invented messages beside this file. Needs the extras `bulk` and `excel`:

    python examples/platform_team.py
"""

from collections import Counter
from pathlib import Path
from uuid import uuid4

import tracecode as tc
from tracecode.checks.receipt import receipt

MESSAGES = Path(__file__).parent / "messages"

# A folder of JSON, NDJSON, XML, CSV and XLSX. It is a stream: whatever the size, memory holds the
# record at hand.
faults: Counter[str] = Counter()
report = tc.validate(MESSAGES)
for verdict in report:
    # A finding has an id for programs, a place, a source, and a sentence in two languages for
    # whoever has to mend it.
    faults.update(finding.rule for finding in verdict.findings if finding.severity == "error")
print(report.summary()["verdicts"], faults.most_common(2))


def answer(body: bytes) -> tuple[int, bytes]:
    """What a web service answers to the body of a POST: whatever was sent, a status and a record
    with all findings.

    What has no readable id of its own gets one. Give `keys=` to take only what a known party
    signed.
    """
    reply = receipt(tc.validate(body, format="json"), message_id=str(uuid4()))
    return (200 if reply.receipt_status == "accepted" else 422), tc.dumps(reply)


right = (MESSAGES / "1-pesticide.json").read_bytes()
for body in (right, right.replace(b"0000019T", b"00000190"), b"no message at all"):
    status, reply = answer(body)
    print(status, f"{len(reply)} bytes of answer")

# Codes alone, a column at a time: the same rules compiled to arithmetic on bytes, for millions a
# second.
verdicts = tc.kernel("gtin").check(["6901234567892", "6901234567890", "06901234567892"])
print(verdicts.valid.tolist(), verdicts.count())
