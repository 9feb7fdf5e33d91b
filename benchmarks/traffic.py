"""Records as a platform receives them: right ones, each with its own names, batches, parties and
codes.

A reader that remembers what it has seen is measured honestly only where the texts differ.
Everything is invented, made from the examples of the specification, and the same in every run.

>>> from tracecode.standard.resolved import packaged
>>> from tracecode.standard.record_layout import record_layout
>>> first, second = records(record_layout(packaged(), "storage", "baijiu"), 2)
>>> first["product_name"] == second["product_name"], first["record_id"] == second["record_id"]
(False, False)
"""

from __future__ import annotations

import copy
import uuid
from random import Random
from typing import Any

import tracecode as tc
from tracecode.codes.scheme import Scheme
from tracecode.findings import has_errors
from tracecode.publish.examples import full
from tracecode.records.judge import judge
from tracecode.spec.rule_model import codes_in
from tracecode.standard.elements import Element, ElementGroup, RecordLayout
from tracecode.standard.resolved import packaged

Plain = dict[str, Any]

PARTIES = 200
_SYLLABLES = (
    "安白昌成春达东芳福光海和恒华吉佳江金景康乐林茂宁平庆荣瑞盛顺泰天万祥新兴旭永玉源泽振正志中"
)


def records(layout: RecordLayout, count: int, *, seed: int = 7, texts: bool = True) -> list[Plain]:
    """Different right records of a type: each with its own id, one of 200 parties, and its own
    codes of units.

    Args:
        layout: the record type.
        count: of records.
        seed: other records for another one.
        texts: whether names, places, remarks and batches differ too.
    """
    random = Random(f"{seed} {layout.id}")
    pattern = full(layout, packaged())
    if layout.product is not None:
        pattern |= {"product_item": layout.product}
    parties = [tc.scheme("uscc").build(**_party(random)).normalized for _ in range(PARTIES)]
    made = []
    for _ in range(count):
        record = copy.deepcopy(pattern)
        record["record_id"] = str(uuid.UUID(int=random.getrandbits(128), version=4))
        if "uscc" in record:
            record["uscc"] = random.choice(parties)
        _renew_codes(record, layout, random)
        made.append(_renewed_texts(record, layout, random) if texts else record)
    return made


def faulty(record: Plain, layout: RecordLayout, random: Random, kinds: int = 5) -> Plain:
    """The same record with one fault of so many common kinds, of which ten are known."""
    broken = copy.deepcopy(record)
    kind = random.randrange(kinds)
    texts = [id for id, value in broken.items() if isinstance(value, str)]
    if kind == 0:
        del broken[
            random.choice(
                [
                    f.id
                    for f in layout.elements
                    if f.required and f.id in broken and f.constant is None
                ]
            )
        ]
    elif kind == 1 and "uscc" in broken:
        broken["uscc"] = broken["uscc"][:-1] + ("0" if broken["uscc"][-1] != "0" else "1")
    elif kind == 2:
        broken["temprature"] = "4"
    elif kind == 3:
        broken["event_time"] = broken["event_time"].replace("T", " ")
    elif kind == 4:
        broken["remark"] = 5
    elif kind == 5:
        broken["record_id"] = broken["record_id"].upper()
    elif kind == 6:
        broken["event_time"] = f"{broken['event_time'][:5]}02-30{broken['event_time'][10:]}"
    elif kind == 7:
        broken[random.choice(texts)] = ""
    elif kind == 8:
        id = random.choice(texts)
        broken[id] = f"\u3000{broken[id]}"
    else:
        id = random.choice(texts)
        broken[id] = [broken[id]]
    return broken


# --- codes ----------------------------------------------------------------------------------------


def _renew_codes(data: Plain, group: ElementGroup, random: Random) -> None:
    """Give every code of a unit in a record another serial."""
    for code in codes_in(group.rules):
        if {code.value, code.scheme} <= data.keys():
            scheme = tc.scheme(data[code.scheme])
            if scheme.spec.identifies == "unit":
                given = data[code.value]
                made = [
                    _another(scheme, text, random)
                    for text in (given if isinstance(given, list) else [given])
                ]
                data[code.value] = made if isinstance(given, list) else made[0]
    for field, inner in _groups(data, group):
        _renew_codes(inner, field, random)


def _groups(data: Plain, group: ElementGroup) -> list[tuple[ElementGroup, Plain]]:
    """The groups inside a record, each with its elements."""
    found = []
    for field in group.elements:
        value = data.get(field.id)
        if field.group is not None and value is not None:
            found += [
                (field.group, inner) for inner in (value if isinstance(value, list) else [value])
            ]
    return found


def _another(scheme: Scheme, text: str, random: Random) -> str:
    """A code with the same segments but the serial."""
    code = scheme.parse(text)
    layout = next(
        each for each in scheme.layouts if (each.edition.id, each.id) == (code.edition, code.form)
    )
    computed = {check.into for check in layout.spec.checks}
    given: Plain = {}
    for segment in layout.segments:
        if segment.chars is not None and segment.spec.id not in computed:
            given[segment.spec.id] = code.segments[segment.spec.id]
            if segment.spec.role == "serial":
                size = len(given[segment.spec.id])
                given[segment.spec.id] = "".join(
                    random.choice(segment.chars.chars) for _ in range(size)
                )
    return scheme.build(edition=code.edition, form=code.form, **given).normalized


def _party(random: Random) -> Plain:
    division, subject = "120116", _organisation(random)
    return {
        "registration_department": "9",
        "organisation_category": "1",
        "division": division,
        "subject_id": subject,
    }


def _organisation(random: Random) -> str:
    body = f"MA{random.randrange(10**6):06}"
    return tc.scheme("organisation-code").build(body=body).normalized.replace("-", "")


# --- texts ----------------------------------------------------------------------------------------


def _renewed_texts(record: Plain, layout: RecordLayout, random: Random) -> Plain:
    """The record with other names and batches; as it was, should a rule tie one of them to
    something else.
    """
    renewed = copy.deepcopy(record)
    _renew_texts(renewed, layout, random)
    return record if has_errors(judge(renewed, packaged()).findings) else renewed


def _renew_texts(data: Plain, group: ElementGroup, random: Random) -> None:
    for field in group.elements:
        value = data.get(field.id)
        if isinstance(value, str) and _is_free(field):
            data[field.id] = _renewed(value, field, random)
    for inner_group, inner in _groups(data, group):
        _renew_texts(inner, inner_group, random)


def _is_free(field: Element) -> bool:
    """Whether an element takes any line of text."""
    plain = (
        field.format is not None and field.format.kind == "text" and field.format.pattern is None
    )
    return plain and field.codelist is None and field.constant is None and field.spec.scheme is None


def _renewed(text: str, field: Element, random: Random) -> str:
    assert field.format is not None
    if field.id == "batch_no":
        return f"{text[:8]}{random.choice('ABCDEFGH')}{random.randrange(1000):03}"
    if text.isascii():
        return text
    drawn = "".join(random.choices(_SYLLABLES, k=2))
    renewed = text.replace("示例", f"示例{drawn}") if "示例" in text else text + drawn
    return renewed[: field.format.max]
