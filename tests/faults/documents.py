"""[4] and [7]: one verdict a record in every form; documents and conversion of any size."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.faults import both

COMMAND = [sys.executable, "-c", "import sys; from tracecode.cli import main; sys.exit(main())"]
RECALL = {
    "record_type": "recall", "product_item": "feed",
    "record_id": "0d982fd7-29a3-5b5b-8a9a-5e7eb9c9153d", "event_time": "2026-03-12T10:30:00+08:00",
    "party_name": "天津示例农业科技有限公司", "uscc": "91120116000000019T",
    "recall_no": "ZH2026-001", "recall_level": "2", "recall_reason": "检出致病菌",
    "product_name": "示例牌饲料", "batch_no": "20260312A", "started_on": "2026-04-01",
}  # fmt: skip
OTHER = {**RECALL, "record_id": "0d982fd7-29a3-5b5b-8a9a-5e7eb9c9153e"}
WRONG = {name: value for name, value in OTHER.items() if name != "recall_no"}
NAMESPACE = "urn:tracecode:records"
_PARTY = ("uscc", "91350100M000100Y43")


def _receipt(verdicts: Any) -> Any:
    """The answer to a message; the versions that had the faults called it otherwise."""
    import tracecode as tc

    return getattr(tc, "receipt" if hasattr(tc, "receipt") else "acknowledgement")(verdicts)


def _empty() -> Any:
    """A message without records, which versions from November 2026 on refuse to make by
    `Message.new`.
    """
    import tracecode as tc

    party = ("uscc", "91350100M000100Y43")
    try:
        return tc.Message.new([], sender=party, receiver=party)
    except ValueError:
        from tracecode.records.message import new_header

        return tc.Message(header=new_header(0, party, party), body=())


def _message(*records: object, count: int | None = None) -> dict[str, Any]:

    header = _empty().plain()["header"]
    return {
        "header": header | {"record_count": len(records) if count is None else count},
        "body": list(records),
    }


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _xml(record: dict[str, str]) -> bytes:
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in record.items())
    return f"<recall>{inside}</recall>".encode()


def _xml_message(*records: bytes) -> bytes:
    """The message, with these texts as its records."""
    import tracecode as tc

    whole = tc.dumps(_empty(), "xml")
    whole = whole.replace(b"<record_count>0<", b"<record_count>%d<" % len(records))
    return whole.replace(b"<body></body>", b"<body>" + b"".join(records) + b"</body>")


def _statuses(raw: bytes, form: str = "json") -> list[str]:
    """Of the records; a message has no record id."""
    import tracecode as tc

    ids = (RECALL["record_id"], OTHER["record_id"])
    return [str(one.status) for one in tc.validate(raw, format=form) if one.text in ids]  # type: ignore[arg-type]


def _files(*contents: tuple[str, bytes]) -> tuple[tempfile.TemporaryDirectory[str], list[Path]]:
    folder = tempfile.TemporaryDirectory()
    paths = []
    for name, content in contents:
        paths.append(Path(folder.name) / name)
        paths[-1].write_bytes(content)
    return folder, paths


def _peak(code: str, *words: str) -> int:
    """The most memory, in megabytes, of a process that runs some code."""
    end = """
import pathlib, re, resource
status = pathlib.Path("/proc/self/status")
peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
print(int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    done = subprocess.run(
        [sys.executable, "-c", code + end, *words], capture_output=True, check=False, timeout=250
    )
    lines = done.stdout.split()
    return int(lines[-1]) // 1024 if lines and not done.returncode else 10**6


_VALIDATE = """
import io, sys, tracecode as tc
for _ in tc.validate(open(sys.argv[1], "rb"), format=sys.argv[2]): pass
"""
_CONVERT = """
import sys
from tracecode.cli import main
main(["convert", *sys.argv[1:]])
"""

# --- 4: the verdict stands on the record ----------------------------------------------------------


def fault_null_in_a_list() -> str | None:
    """[4] A record with null inside a JSON list is valid."""
    raw = _json([RECALL, {**OTHER, "remark": None}])
    return "valid" if _statuses(raw) == ["valid", "valid"] else None


def fault_null_in_a_message() -> str | None:
    """[4] A record with null inside a JSON message is valid."""
    raw = _json(_message(RECALL, {**OTHER, "remark": None}))
    return "valid" if _statuses(raw) == ["valid", "valid"] else None


def fault_text_that_is_not_composed() -> str | None:
    """[4] A record with text that is not in normal form C is valid in a JSON list, and invalid on a
    line of NDJSON.
    """
    odd = {**OTHER, "remark": "e\u0301"}
    listed, lined = _statuses(_json([odd])), _statuses(_json(odd) + b"\n", "ndjson")
    return f"{listed} in a list, {lined} on a line" if listed != lined else None


def fault_key_twice_in_a_message() -> str | None:
    """[4] A record of which a key stands twice is valid inside a JSON message."""
    raw = _json(_message(RECALL, OTHER))
    raw = raw[::-1].replace(b'"batch_no"'[::-1], b'"batch_no": "x", "batch_no"'[::-1], 1)[::-1]
    return "valid" if _statuses(raw) == ["valid", "valid"] else None


def fault_receipts_differ() -> str | None:
    """[4] The same message with the same fault is answered otherwise in JSON than in XML."""
    import tracecode as tc

    odd = {**OTHER, "remark": "e\u0301"}
    answers = []
    for raw in (_json(_message(RECALL, odd)), _xml_message(_xml(RECALL), _xml(odd))):
        reply = _receipt(tc.validate(raw)).plain()
        answers.append((reply["receipt_status"], reply["accepted_count"], reply["refused_count"]))
    return f"JSON {answers[0]}, XML {answers[1]}" if answers[0] != answers[1] else None


def fault_one_broken_record_costs_a_list() -> str | None:
    """[4] A comma too many in one record of a JSON list takes the verdicts from all others."""
    raw = b"[" + _json(RECALL) + b', {"a": 1,}, ' + _json(OTHER) + b"]"
    return None if _statuses(raw) == ["valid", "valid"] else "the others have no verdict"


def fault_one_broken_record_costs_an_xml_message() -> str | None:
    """[4] A tag that is not closed in one record of an XML message takes the verdicts from all
    others.
    """
    raw = _xml_message(_xml(RECALL), b"<recall><remark></recall>", _xml(OTHER))
    return None if _statuses(raw, "xml") == ["valid", "valid"] else "the others have no verdict"


def fault_garbage_behind_two_marks() -> str | None:
    """[4] A file of garbage behind two byte order marks ends with exit code 0."""
    folder, (path,) = _files(("a.json", b"\xef\xbb\xbf" * 2 + b"garbage"))
    with folder:
        done = subprocess.run([*COMMAND, "validate", str(path)], capture_output=True, check=False)
    return "exit code 0" if done.returncode == 0 else None


def fault_two_marks_crash_loads() -> str | None:
    """[4] `loads` of garbage behind two byte order marks ends with an error of its own."""
    import tracecode as tc

    try:
        tc.loads(b"\xef\xbb\xbf" * 2 + b"garbage")
    except tc.InvalidRecord:
        return None
    except Exception as error:  # noqa: BLE001  # that is the question
        return type(error).__name__
    return "loaded"


def fault_two_marks_crash_convert() -> str | None:
    """[4] `convert` of garbage behind two byte order marks prints a traceback."""
    folder, (path,) = _files(("a.json", b"\xef\xbb\xbf" * 2 + b"garbage"))
    with folder:
        done = subprocess.run(
            [*COMMAND, "convert", str(path), f"{path}.ndjson"], capture_output=True, check=False
        )
    return "traceback" if b"Traceback" in done.stderr else None


def fault_a_message_in_a_list_hides_its_records() -> str | None:
    """[4] A wrong record in a message in a list is not judged, and the file is clean."""
    folder, (path,) = _files(("a.json", _json([_message(WRONG)])))
    with folder:
        done = subprocess.run([*COMMAND, "validate", str(path)], capture_output=True, check=False)
    return "exit code 0" if done.returncode == 0 else None


def fault_a_message_in_a_message_hides_its_records() -> str | None:
    """[4] A wrong record in a message in a message is not judged, and the file is clean."""
    folder, (path,) = _files(("a.json", _json(_message(RECALL, _message(WRONG)))))
    with folder:
        done = subprocess.run([*COMMAND, "validate", str(path)], capture_output=True, check=False)
    return "exit code 0" if done.returncode == 0 else None


def fault_two_messages_become_one() -> str | None:
    """[4] Two messages on two lines are loaded as one, with the header of the second and the
    records of both.
    """
    import tracecode as tc

    try:
        loaded = tc.loads(_json(_message(RECALL)) + b"\n" + _json(_message(OTHER)), "ndjson")
    except tc.InvalidRecord:
        return None
    return (
        f"one message of {len(loaded.body)} records" if isinstance(loaded, tc.Message) else "loaded"
    )


def fault_an_xml_record_need_not_say_its_type() -> str | None:
    """[4] An XML record without `record_type` is loaded, and refused by `validate`."""
    import tracecode as tc

    silent = {name: value for name, value in RECALL.items() if name != "record_type"}
    raw = _xml(silent).replace(b"<recall>", f'<recall xmlns="{NAMESPACE}">'.encode())
    try:
        tc.loads(raw, "xml")
    except tc.InvalidRecord:
        return None
    return "loaded"


def fault_nothing_is_loaded_and_written() -> str | None:
    """[4] An empty list is loaded, and `convert` writes it with exit code 0."""
    import tracecode as tc

    folder, (path,) = _files(("a.json", b"[]"))
    with folder:
        done = subprocess.run(
            [*COMMAND, "convert", str(path), f"{path}.csv"], capture_output=True, check=False
        )
    try:
        loaded = tc.loads(b"[]")
    except tc.InvalidRecord:
        return "converted with exit code 0" if done.returncode == 0 else None
    return f"loaded as {loaded!r}"


def fault_half_a_surrogate_pair_is_called_a_hex_escape() -> str | None:
    """[4] Half a surrogate pair is reported as an unexpected end of a hex escape, in Chinese too in
    English words.
    """
    import tracecode as tc

    try:
        tc.loads(_json(RECALL).replace("检出".encode(), b"\\ud800"))
    except tc.InvalidRecord as error:
        texts = error.findings[0].text("en"), error.findings[0].text("zh")
        return texts[0] if "unexpected end" in texts[0] or "unexpected" in texts[1] else None
    return "loaded"


# --- 7: memory and time ---------------------------------------------------------------------------


def _over(raw: bytes, form: str, most: int) -> str | None:
    folder, (path,) = _files((f"a.{form}", raw))
    with folder:
        peak = _peak(_VALIDATE, str(path), form)
    return f"{peak} MB" if peak > most else None


def fault_json_of_empty_lists() -> str | None:
    """[7] Twelve megabytes of `[]` take more than 300 MB."""
    return _over(b"[" + b"[]," * 4_000_000 + b"1]", "json", 300)


def fault_json_of_empty_objects() -> str | None:
    """[7] Twelve megabytes of `{}` take more than 300 MB."""
    return _over(b"[" + b"{}," * 4_000_000 + b"1]", "json", 300)


def fault_json_of_numbers() -> str | None:
    """[7] Thirty megabytes of numbers in one record take more than 300 MB."""
    return _over(b'{"record_type": "recall", "a": [' + b"1," * 15_000_000 + b"1]}", "json", 300)


def fault_xml_of_empty_elements() -> str | None:
    """[7] Twelve megabytes of empty elements in one record take more than 300 MB."""
    return _over(_xml_message(b"<recall>" + b"<a/>" * 3_000_000 + b"</recall>"), "xml", 300)


def fault_an_xml_message_is_held() -> str | None:
    """[7] A right XML message of twenty megabytes takes more than 150 MB."""
    return _over(_xml_message(*[_xml(RECALL)] * 40_000), "xml", 150)


def fault_a_json_message_is_held() -> str | None:
    """[7] A right JSON message of twenty-five megabytes takes more than 100 MB."""
    return _over(_json(_message(*[RECALL] * 50_000)), "json", 100)


def fault_documents_beyond_64_mebibytes() -> str | None:
    """[7] The records of a JSON list of more than 64 MiB are not judged."""
    import tracecode as tc

    raw = b"[" + b",".join([_json(RECALL)] * 170_000) + b"]"
    assert len(raw) > 64 * 1024 * 1024
    count = sum(one.text == RECALL["record_id"] for one in tc.validate(raw, format="json"))
    return f"{count} of 170000 records have a verdict" if count != 170_000 else None


def fault_convert_holds_everything() -> str | None:
    """[7] Converting twenty-five megabytes of NDJSON takes more than 150 MB."""
    lines = (
        _json({**RECALL, "record_id": f"{number:08x}{RECALL['record_id'][8:]}"})
        for number in range(60_000)
    )
    folder, (path,) = _files(("a.ndjson", b"\n".join(lines)))
    with folder:
        peak = _peak(_CONVERT, str(path), str(path.with_name("b.json")))
    return f"{peak} MB" if peak > 150 else None


def fault_convert_reads_everything_before_it_refuses() -> str | None:
    """[7] That several records cannot become XML is said after all of them were read."""
    folder, (path,) = _files(("a.ndjson", (_json(RECALL) + b"\n") * 60_000))
    with folder:
        peak = _peak(_CONVERT, str(path), str(path.with_name("b.xml")))
    return f"{peak} MB" if peak > 150 else None


def fault_findings_without_end() -> str | None:
    """[7] A record of fifty thousand unknown elements has as many findings."""
    import tracecode as tc

    raw = _json({**RECALL, **{f"k{i}": 1 for i in range(50_000)}})
    (verdict,) = tc.validate(raw, format="json")
    return f"{len(verdict.findings)} findings" if len(verdict.findings) > 1000 else None


# --- the words of the parsers ---------------------------------------------------------------------


def _english(raw: bytes, form: str) -> str | None:
    """What a Chinese sentence on a source says in English."""
    import tracecode as tc

    texts = [
        one.text("zh")
        for verdict in tc.validate(raw, format=form)  # type: ignore[arg-type]
        for one in verdict.findings
    ]
    found = (re.search("[A-Za-z]{3,} [a-z]{2,}.*", text) for text in texts)
    return next((words[0] for words in found if words), None)


def fault_words_of_the_xml_parser() -> str | None:
    """[4] Chinese sentences on XML hold the English of libxml2."""
    right = f'<recall xmlns="{NAMESPACE}"><recall_no>x</recall_no></recall>'.encode()
    for old, new in (
        (b"<recall_no>", (b'<recall_no '
                         b'a="1"b="2">')), (b"<recall_no>", b"<recall_no <"), (b">x<", b">\x00<"),
        (b"</recall_no>", b"</recall_no x>"), (b"<recall_no>", b"<recall_no xmlns:='x'>"),
    ):  # fmt: skip
        if (words := _english(right.replace(old, new), "xml")) is not None:
            return words
    return None


def fault_words_of_the_yaml_parser() -> str | None:
    """[4] Chinese sentences on specifications hold the English of PyYAML."""
    from tracecode.errors import SpecError
    from tracecode.spec.reader import read_text

    for text in ("a: b: c", "a: [", "a: @x", "a: 'x", "a: 1\n- b"):
        try:
            read_text(text, "x.yaml")
        except SpecError as error:
            found = re.search(
                "[A-Za-z]{3,} [a-z]{2,}.*", error.findings[0].text("zh").removeprefix("YAML")
            )
            if found is not None:
                return found[0]
    return None


def fault_the_same_message_in_two_files() -> str | None:
    """[4] The same message in two files of one command is clean."""
    import tracecode as tc

    message = tc.Message.new([tc.loads(_json(RECALL))], sender=_PARTY, receiver=_PARTY)  # type: ignore[list-item]
    folder, (one, other) = _files(
        ("a.json", tc.dumps(message)), ("b.xml", tc.dumps(message, "xml"))
    )
    with folder:
        ends = [
            subprocess.run(
                [*COMMAND, "validate", *map(str, files)], capture_output=True, check=False
            ).returncode
            for files in ((one,), (other,), (one, other))
        ]
    return f"exit codes {ends}" if ends != [0, 0, 1] else None


def fault_a_message_beside_records_is_clean() -> str | None:
    """[4] Lines of a record and of a message are clean, and cannot be loaded."""
    folder, (path,) = _files(("a.ndjson", _json(OTHER) + b"\n" + _json(_message(RECALL)) + b"\n"))
    with folder:
        done = subprocess.run([*COMMAND, "validate", str(path)], capture_output=True, check=False)
    return "exit code 0" if done.returncode == 0 else None


def fault_convert_is_silent_about_what_was_not_checked() -> str | None:
    """[1] A record whose code no rule judged is converted without a word, with exit code 0."""
    from tracecode.publish.examples import full

    data = full(both.record_layout(both.packaged(), "manufacture", "elevator"), both.packaged())
    data.pop("use_certificate_scheme", None)
    folder, (path,) = _files(("a.json", _json({**data, "use_certificate_no": "GARBAGE!!"})))
    with folder:
        done = subprocess.run(
            [*COMMAND, "convert", str(path), f"{path}.xml"], capture_output=True, check=False
        )
        written = Path(f"{path}.xml").exists()
    if not written:
        return done.stderr.decode()
    return "no word" if not done.stderr and done.returncode == 0 else None


def fault_convert_writes_a_record_twice() -> str | None:
    """[4] A record that stands twice is converted without a word."""
    folder, (path,) = _files(("a.json", _json([RECALL, OTHER, RECALL])))
    with folder:
        done = subprocess.run(
            [*COMMAND, "convert", str(path), f"{path}.ndjson"], capture_output=True, check=False
        )
    return None if done.stderr else "no word of it"


NEW = [
    "[7] `limits=` of `tc.validate` and `loads`, and `--limit` of the command, change what is read.",
    "[7] A record that is too long, too deep or too full costs itself; the next one is judged.",
    (
        "[4] A record that begins with a part of a message is told as such, not as too large, read "
        "record by record."
    ),
    "[4] Where records share a line, the place of one that stood before names the record too.",
    "[4] Why a source cannot be read is told before what its target cannot hold.",
    "[4] Reading that ends early says from which row on nothing was checked (`data.stopped`).",
]
