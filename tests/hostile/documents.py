"""Hostile JSON, NDJSON and XML."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.hostile.case import RECORD, RECORDS, XML, XML_RECORDS, Hostile, as_json, header, recall

MB = 1_000_000
BOM = b"\xef\xbb\xbf"


def json_files() -> Iterator[Hostile]:
    """One record, a list of records, or a message."""
    yield from _one_record()
    yield from _lists()
    yield from _messages()
    yield from _heavy_json()


def _one_record() -> Iterator[Hostile]:
    def one(
        name: str, content: bytes, valid: int | None = 0, *, stops: bool = False, rows: int = 1
    ) -> Hostile:
        return Hostile(f"json-{name}", "json", content, rows, valid, stops)

    yield one("right", RECORD, 1)
    yield one("bom", BOM + RECORD, 1)
    yield one("two-boms", BOM + BOM + RECORD, stops=True)
    yield one("two-boms-and-garbage", BOM + BOM + b"garbage", stops=True, rows=0)
    yield one("boms-only", BOM * 3, stops=True, rows=0)
    yield one("empty", b"", stops=True, rows=0)
    yield one("blank", b" \r\n\t ", stops=True, rows=0)
    yield one("null", b"null", stops=True, rows=0)
    yield one("true", b"true", stops=True, rows=0)
    yield one("number", b"12", stops=True, rows=0)
    yield one("text", b'"text"', stops=True, rows=0)
    yield one("empty-object", b"{}", stops=True, rows=0)
    yield one("object-of-nothing", b'{"a": 1}', stops=True)
    yield one("utf-16", b"\xff\xfe" + RECORD.decode().encode("utf-16-le"), stops=True)
    yield one("utf-32", RECORD.decode().encode("utf-32"), stops=True)
    yield one("gbk", RECORD.decode().encode("gb18030"), stops=True)
    yield one("latin", RECORD[:-2] + b"\xe9" + RECORD[-2:], stops=True)
    yield one("overlong", RECORD.replace(b"seed", b"s\xc0\xa5ed"), stops=True)
    yield one("nul-inside", RECORD.replace(b"seed", b"se\x00d"), stops=True)
    yield one("nul-behind", RECORD + b"\x00", stops=True)
    yield one("control", RECORD.replace(b"seed", b"se\x0bd"), stops=True)
    yield one("escaped-control", RECORD.replace(b"ZH2026", b"ZH\\u000b2026"))
    yield one("escaped-nul", RECORD.replace(b"ZH2026", b"ZH\\u00002026"))
    yield one("lone-surrogate", RECORD.replace(b"ZH2026", b"ZH\\ud8002026"), stops=True)
    yield one("surrogate-bytes", RECORD.replace(b"ZH2026", b"ZH\xed\xa0\x802026"), stops=True)
    yield one("not-nfc", RECORD.replace(b"ZH2026", "ZHe\u0301".encode()))
    yield one("line-separator", RECORD.replace(b"ZH2026", "ZH\u2028".encode()))
    yield one("bidi", RECORD.replace(b"ZH2026", "ZH\u202e".encode()), None)
    yield one("null-value", as_json(recall(remark=None)))
    yield one("nested-null", as_json(recall(recall_no=[None])))
    yield one("nan", RECORD.replace(b'"seed"', b"NaN"), stops=True)
    yield one("infinity", RECORD.replace(b'"seed"', b"-Infinity"), stops=True)
    yield one("huge-number", RECORD.replace(b'"seed"', b"1e99999"), stops=True)
    yield one("long-number", RECORD.replace(b'"seed"', b"9" * 100_000), stops=True)
    yield one("minus-zero", RECORD.replace(b'"seed"', b"-0"))
    yield one("key-twice", RECORD[:-1] + b',"recall_no":"other"}', stops=True)
    yield one("key-twice-escaped", RECORD[:-1] + b',"recall\\u005fno":"other"}', stops=True)
    yield one("type-twice", RECORD[:-1] + b',"record_type":"recall"}', stops=True)
    yield one("trailing-comma", RECORD[:-1] + b",}", stops=True)
    yield one("comment", b"/* note */" + RECORD, stops=True)
    yield one("single-quotes", RECORD.replace(b'"', b"'"), stops=True)
    yield one("garbage-behind", RECORD + b" garbage", stops=True)
    yield one("second-behind", RECORD + RECORD, None, stops=True, rows=2)
    yield one("closed-twice", RECORD + b"}", stops=True)
    for share in (0.1, 0.5, 0.9, 0.99):
        yield one(f"torn-{share}", RECORD[: int(len(RECORD) * share)], stops=True)
    yield one("key-of-nothing", as_json(recall() | {"": "x"}))
    yield one("key-of-a-megabyte", as_json(recall() | {"k" * MB: "x"}), stops=True)
    yield one("text-of-a-megabyte", as_json(recall(remark="x" * MB)), stops=True)
    yield one("text-of-8-megabytes", as_json(recall(remark="x" * 8 * MB)), stops=True)
    yield one("many-unknown-keys", as_json(recall() | {f"key_{n}": "x" for n in range(20_000)}))
    yield one(
        "deep-list",
        as_json(recall())[:-1] + b',"remark":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        stops=True,
    )
    yield one(
        "deep-object",
        RECORD[:-1] + b',"remark":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
        stops=True,
    )
    yield one(
        "citizen",
        as_json(recall(recall_no="11010519491231002X", product_item="11010519491231002X")),
    )
    yield one("formula", as_json(recall(recall_no="=cmd|'/c calc'!A1")), None)
    yield one("terminal", as_json(recall(product_item="\x1b[2J\x1b]0;x\x07")))


def _lists() -> Iterator[Hostile]:
    def many(
        name: str, content: bytes, rows: int, valid: int | None, *, stops: bool = False
    ) -> Hostile:
        return Hostile(f"list-{name}", "json", content, rows, valid, stops)

    yield many("right", b"[" + b",".join(RECORDS) + b"]", 40, 40)
    yield many("spaced", b" [\n " + b" ,\r\n\t ".join(RECORDS) + b"\n ] \n", 40, 40)
    yield many("empty", b"[]", 0, 0, stops=True)
    yield many("of-lists", b"[[" + RECORD + b"]]", 1, 0, stops=True)
    yield many("of-nulls", b"[null,null,null]", 3, 0)
    yield many("of-scalars", b'[1,"a",true,null,{}]', 5, 0)
    yield many(
        "one-wrong",
        b"[" + b",".join([*RECORDS, as_json(recall("x", recall_no=None))]) + b"]",
        41,
        40,
    )
    yield many("one-null", b"[" + b",".join([*RECORDS, b"null"]) + b"]", 41, 40)
    yield many(
        "key-twice", b"[" + b",".join([*RECORDS, RECORD[:-1] + b',"recall_no":"b"}']) + b"]", 41, 40
    )
    yield many(
        "not-nfc",
        b"[" + b",".join([*RECORDS, RECORD.replace(b"ZH2026", "ZHe\u0301".encode())]) + b"]",
        41,
        40,
    )
    yield many(
        "one-broken",
        b"[" + b",".join([*RECORDS[:20], b'{"a":}', *RECORDS[20:]]) + b"]",
        41,
        None,
        stops=True,
    )
    yield many(
        "brace-in-text",
        b"[" + b",".join([RECORDS[0], as_json(recall("y", remark='}{][",')), RECORDS[1]]) + b"]",
        3,
        3,
    )
    yield many(
        "quote-in-text",
        b"[" + b",".join([RECORDS[0], as_json(recall("y", remark='a\\"b\\\\')), RECORDS[1]]) + b"]",
        3,
        3,
    )
    yield many("no-comma", b"[" + RECORD + RECORD + b"]", 2, None, stops=True)
    yield many("two-commas", b"[" + RECORD + b",," + RECORD + b"]", 2, None, stops=True)
    yield many("trailing-comma", b"[" + RECORD + b",]", 1, None, stops=True)
    yield many("never-closed", b"[" + b",".join(RECORDS), 40, None, stops=True)
    yield many("torn", (b"[" + b",".join(RECORDS) + b"]")[:-700], 40, None, stops=True)
    yield many("closed-twice", b"[" + RECORD + b"]]", 1, None, stops=True)
    yield many("garbage-behind", b"[" + b",".join(RECORDS) + b"] x", 40, None, stops=True)
    yield many("two-lists", b"[" + RECORD + b"][" + RECORD + b"]", 2, None, stops=True)
    yield many(
        "a-huge-one",
        b"["
        + b",".join([RECORDS[0], as_json(recall("h", remark="x" * 3 * MB)), RECORDS[1]])
        + b"]",
        3,
        None,
        stops=True,
    )
    yield many(
        "bytes-broken-in-the-middle",
        b"[" + b",".join([*RECORDS[:5], RECORD.replace(b"seed", b"s\xff"), *RECORDS[5:9]]) + b"]",
        10,
        None,
        stops=True,
    )
    yield many(
        "message-inside",
        b"[" + RECORD + b"," + as_json({"header": header(1), "body": [recall()]}) + b"]",
        2,
        None,
        stops=True,
    )


def _messages() -> Iterator[Hostile]:
    def sent(
        name: str, content: bytes, rows: int, valid: int | None, *, stops: bool = False
    ) -> Hostile:
        return Hostile(f"message-{name}", "json", content, rows, valid, stops)

    body = b"[" + b",".join(RECORDS) + b"]"
    head = as_json(header(40))
    yield sent("right", b'{"header":' + head + b',"body":' + body + b"}", 40, 40)
    yield sent("body-first", b'{"body":' + body + b',"header":' + head + b"}", 40, 40)
    yield sent("no-header", b'{"body":' + body + b"}", 40, None)
    yield sent("no-body", b'{"header":' + head + b"}", 0, 0, stops=True)
    yield sent("empty-body", b'{"header":' + as_json(header(0)) + b',"body":[]}', 0, 0)
    yield sent("body-an-object", b'{"header":' + head + b',"body":{}}', 0, 0)
    yield sent(
        "body-a-record", b'{"header":' + head + b',"body":' + RECORD + b"}", 1, 0, stops=True
    )
    yield sent(
        "two-bodies",
        b'{"header":' + head + b',"body":' + body + b',"body":[]}',
        40,
        None,
        stops=True,
    )
    yield sent(
        "two-headers",
        b'{"header":' + head + b',"header":{},"body":' + body + b"}",
        40,
        None,
        stops=True,
    )
    yield sent("unknown-part", b'{"header":' + head + b',"x":{},"body":' + body + b"}", 40, None)
    yield sent(
        "wrong-count", b'{"header":' + as_json(header(39)) + b',"body":' + body + b"}", 40, None
    )
    yield sent(
        "huge-count",
        b'{"header":' + head.replace(b":40", b":" + b"9" * 400) + b',"body":' + body + b"}",
        40,
        None,
        stops=True,
    )
    yield sent("header-a-list", b'{"header":[],"body":' + body + b"}", 40, None)
    yield sent("header-null", b'{"header":null,"body":' + body + b"}", 40, None)
    yield sent(
        "digest-a-text", b'{"header":' + head + b',"digest":"x","body":' + body + b"}", 40, None
    )
    yield sent(
        "signature-a-number",
        b'{"header":' + head + b',"body":' + body + b',"signature":5}',
        40,
        None,
    )
    yield sent(
        "inside-a-message",
        b'{"header":' + head + b',"body":[' + b'{"header":' + head + b',"body":' + body + b"}]}",
        1,
        None,
        stops=True,
    )
    yield sent(
        "torn-in-the-body",
        (b'{"header":' + head + b',"body":' + body + b"}")[:-500],
        40,
        None,
        stops=True,
    )
    yield sent(
        "garbage-behind", b'{"header":' + head + b',"body":' + body + b"}}", 40, None, stops=True
    )
    yield sent("record-and-message", RECORD[:-1] + b',"body":' + body + b"}", 1, None, stops=True)


def _heavy_json() -> Iterator[Hostile]:
    def heavy(name: str, content: bytes, rows: int, *, stops: bool = True) -> Hostile:
        return Hostile(f"heavy-{name}", "json", content, rows, 0, stops)

    yield heavy("brackets", b"[" * 4 * MB, 1)
    yield heavy("braces", b'{"a":' * 800_000, 1)
    yield heavy("empty-lists", b"[" + b"[]," * (4 * MB // 3) + b"[]]", 4 * MB // 3 + 1)
    yield heavy("empty-objects", b"[" + b"{}," * (2 * MB // 3) + b"{}]", 2 * MB // 3 + 1)
    yield heavy("numbers", b"[" + b"1," * (2 * MB) + b"1]", 2 * MB + 1)
    yield heavy("list-in-a-record", RECORD[:-1] + b',"remark":[' + b"1," * (6 * MB) + b"1]}", 1)
    yield heavy(
        "objects-in-a-record", RECORD[:-1] + b',"remark":[' + b"{}," * (4 * MB) + b"{}]}", 1
    )
    yield heavy(
        "keys-in-a-record", RECORD[:-1] + b"".join(b',"%x":1' % n for n in range(700_000)) + b"}", 1
    )
    yield heavy("backslashes", b'{"a":"' + b"\\" * 4 * MB + b'"}', 1)
    yield heavy("quotes", b'"' * 4 * MB, 0)
    yield heavy("never-closed-text", b'{"record_type":"' + b"x" * 8 * MB, 1)
    yield heavy("blanks", b" " * 8 * MB, 0)
    yield heavy("blanks-inside", b'{"record_type":' + b" " * 8 * MB + b'"recall"}', 1)
    yield heavy("commas", b"[" + b"," * 4 * MB + b"]", 0)
    yield heavy("colons", b"{" + b":" * 4 * MB + b"}", 1)
    yield heavy(
        "header",
        b'{"header":{' + b",".join(b'"%x":"x"' % n for n in range(300_000)) + b'},"body":[]}',
        0,
    )
    yield heavy("header-text", b'{"header":{"message_id":"' + b"x" * 8 * MB + b'"},"body":[]}', 0)


def ndjson_files() -> Iterator[Hostile]:
    """Lines of JSON."""

    def lines(
        name: str, content: bytes, rows: int, valid: int | None, *, stops: bool = False
    ) -> Hostile:
        return Hostile(f"ndjson-{name}", "ndjson", content, rows, valid, stops)

    right = b"\n".join(RECORDS) + b"\n"
    yield lines("right", right, 40, 40)
    yield lines("crlf", b"\r\n".join(RECORDS) + b"\r\n", 40, 40)
    yield lines("blank-lines", b"\n\n" + b"\n \n\t\n".join(RECORDS) + b"\n\n", 40, 40)
    yield lines("bom", BOM + right, 40, None)
    yield lines("two-boms", BOM + BOM + right, 40, None)
    yield lines("no-last-end", right[:-1], 40, 40)
    yield lines("empty", b"", 0, 0, stops=True)
    yield lines("blank", b"\n \n\n", 0, 0, stops=True)
    yield lines("torn-line", right + RECORD[:100] + b"\n" + right, 81, 80)
    yield lines("binary-line", right + bytes(range(11, 256)) + b"\n" + right, 81, 80)
    yield lines("null-line", right + b"null\n" + right, 81, 80)
    yield lines("list-line", right + b"[]\n" + right, 81, 80)
    yield lines("list-of-records-line", right + b"[" + RECORD + b"]\n" + right, 81, None)
    yield lines("two-on-a-line", right + RECORD + RECORD + b"\n" + right, 82, 82)
    yield lines(
        "one-over-two-lines", right + RECORD.replace(b",", b",\n", 1) + b"\n" + right, 82, 80
    )
    yield lines("not-nfc", right + RECORD.replace(b"ZH2026", "ZHe\u0301".encode()) + b"\n", 41, 40)
    yield lines("key-twice", right + RECORD[:-1] + b',"recall_no":"b"}\n', 41, 40)
    yield lines("null-value", right + as_json(recall("n", remark=None)) + b"\n", 41, 40)
    yield lines(
        "long-line", right + as_json(recall("l", remark="x" * 2 * MB)) + b"\n" + right, 81, 80
    )
    yield lines("endless-line", right + b"x" * 20 * MB, 41, 40)
    yield lines("deep-line", right + b"[" * 100_000 + b"\n" + right, 81, 80)
    yield lines("deep-line-of-a-megabyte", right + b"[" * (MB - 10) + b"\n" + right, 81, 80)
    yield lines("numbers-line", right + b'{"a":[' + b"1," * 400_000 + b"1]}\n" + right, 81, 80)
    yield lines(
        "keys-line",
        right + b'{"a":1' + b"".join(b',"%x":1' % n for n in range(90_000)) + b"}\n" + right,
        81,
        80,
    )
    yield lines("utf-16", right.decode().encode("utf-16"), 40, None, stops=True)
    yield lines("gbk-line", right + RECORD.decode().encode("gb18030") + b"\n" + right, 81, 80)
    yield lines("lone-cr", right.replace(b"\n", b"\r"), 40, None, stops=True)
    yield lines("many-wrong", b'{"record_type":"recall"}\n' * 3_000, 3_000, 0)
    yield lines(
        "garbage", random.Random(1).randbytes(200_000).replace(b"\n", b"") + b"\n" + right, 41, None
    )
    yield lines(
        "message-line", as_json({"header": header(1), "body": [recall()]}) + b"\n" + right, 41, 41
    )
    yield lines("nothing-but-braces", b"{\n" * 5_000, 5_000, 0)


def xml_files() -> Iterator[Hostile]:
    """Records and messages in XML."""

    def tree(
        name: str, content: bytes, rows: int, valid: int | None = 0, *, stops: bool = False
    ) -> Hostile:
        return Hostile(f"xml-{name}", "xml", content, rows, valid, stops)

    start = XML.index(b"<recall")
    root = XML[start : XML.index(b">", start) + 1]
    inside = XML[XML.index(b">", start) + 1 : XML.index(b"</recall>")]
    bare = [
        record[record.index(b"<recall") :].replace(b' xmlns="urn:tracecode:records"', b"")
        for record in XML_RECORDS
    ]
    space = b' xmlns="urn:tracecode:records"'
    head = _header_xml(40)
    body = b"<body>" + b"".join(bare) + b"</body>"

    def message(*parts: bytes) -> bytes:
        return b"<message" + space + b">" + b"".join(parts) + b"</message>"

    yield tree("right", XML, 1, 1)
    yield tree("indented", XML.replace(b"><", b">\n  <"), 1, 1)
    yield tree("bom", BOM + XML, 1, None)
    yield tree("two-boms", BOM + BOM + XML, 1, stops=True)
    yield tree("empty", b"", 0, stops=True)
    yield tree("declaration-only", b'<?xml version="1.0"?>', 0, stops=True)
    yield tree("empty-root", root + b"</recall>", 1)
    yield tree("doctype", b"<!DOCTYPE recall>" + XML[start:], 1, stops=True)
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    yield tree(
        "billion-laughs",
        b'<!DOCTYPE a [<!ENTITY l0 "x">' + laughs + b"]>" + root + b"&l9;</recall>",
        1,
        stops=True,
    )
    yield tree(
        "file-entity",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + root
        + b"<recall_no>&x;</recall_no></recall>",
        1,
        stops=True,
    )
    yield tree(
        "remote-dtd", b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">' + XML[start:], 1, stops=True
    )
    yield tree("unknown-entity", root + inside + b"<remark>&x;</remark></recall>", 1, stops=True)
    yield tree("instruction", b"<?note late?>" + XML[start:], 1, stops=True)
    yield tree("stylesheet", b'<?xml-stylesheet href="x.xsl"?>' + XML[start:], 1, stops=True)
    yield tree("comments", root + b"<!-- x -->" * 1000 + inside + b"</recall>", 1, None)
    yield tree(
        "cdata", root + inside.replace(b"ZH2026", b"<![CDATA[ZH]]>2026") + b"</recall>", 1, None
    )
    yield tree(
        "comment-in-a-value",
        root + inside.replace(b"ZH2026", b"ZH<!-- x -->2026") + b"</recall>",
        1,
        None,
    )
    yield tree("attribute", root.replace(b">", b' x="1">') + inside + b"</recall>", 1, stops=True)
    yield tree(
        "many-attributes",
        root.replace(b">", b"".join(b' a%d="1"' % n for n in range(50_000)) + b">")
        + inside
        + b"</recall>",
        1,
        stops=True,
    )
    yield tree(
        "attribute-of-a-megabyte",
        root.replace(b">", b' a="' + b"x" * MB + b'">') + inside + b"</recall>",
        1,
        stops=True,
    )
    yield tree(
        "namespaces",
        root.replace(b">", b"".join(b' xmlns:n%d="u:%d"' % (n, n) for n in range(20_000)) + b">")
        + inside
        + b"</recall>",
        1,
        None,
        stops=True,
    )
    yield tree("no-namespace", XML.replace(space, b""), 1, stops=True)
    yield tree(
        "other-namespace", XML.replace(b"urn:tracecode:records", b"urn:other"), 1, stops=True
    )
    yield tree(
        "prefixed",
        XML[start:]
        .replace(b"<", b"<t:")
        .replace(b"<t:/", b"</t:")
        .replace(b" xmlns=", b" xmlns:t="),
        1,
        1,
    )
    yield tree("unknown-element", root + inside + b"<x/></recall>", 1)
    yield tree("element-twice", root + inside + b"<recall_no>b</recall_no></recall>", 1)
    yield tree(
        "element-inside",
        root + inside.replace(b"ZH2026", b"ZH<b/>2026") + b"</recall>",
        1,
        stops=True,
    )
    yield tree("mixed-text", root + b"text" + inside + b"</recall>", 1, stops=True)
    yield tree("unknown-root", b"<x" + space + b"/>", 1, stops=True)
    yield tree(
        "other-root",
        XML.replace(b"<recall ", b"<storage ").replace(b"</recall>", b"</storage>"),
        1,
        stops=True,
    )
    yield tree("two-roots", XML + XML[start:], 2, None, stops=True)
    yield tree("garbage-behind", XML + b"garbage", 1, None, stops=True)
    yield tree("garbage-before", b"garbage" + XML[start:], 1, stops=True)
    for share in (0.1, 0.5, 0.9, 0.99):
        yield tree(f"torn-{share}", XML[: int(len(XML) * share)], 1, stops=True)
    yield tree("nul", XML.replace(b"ZH2026", b"ZH\x00"), 1, stops=True)
    yield tree("control", XML.replace(b"ZH2026", b"ZH\x0b"), 1, stops=True)
    yield tree("escaped-control", XML.replace(b"ZH2026", b"ZH&#11;"), 1, stops=True)
    yield tree("escaped-surrogate", XML.replace(b"ZH2026", b"ZH&#xD800;"), 1, stops=True)
    yield tree("not-nfc", XML.replace(b"ZH2026", "ZHe\u0301".encode()), 1)
    yield tree("bytes-broken", XML.replace(b"ZH2026", b"ZH\xff"), 1, stops=True)
    yield tree("utf-16", XML.decode().replace("UTF-8", "UTF-16").encode("utf-16"), 1, stops=True)
    yield tree("latin-declared", XML.replace(b"UTF-8", b"ISO-8859-1"), 1, stops=True)
    yield tree(
        "gb18030-declared",
        XML.decode().replace("UTF-8", "gb18030").encode("gb18030"),
        1,
        None,
        stops=True,
    )
    yield tree("utf-7-declared", XML.replace(b"UTF-8", b"UTF-7"), 1, stops=True)
    yield tree("version-2", XML.replace(b'version="1.0"', b'version="2.0"'), 1, None, stops=True)
    yield tree("deep", root + b"<a>" * 100_000, 1, stops=True)
    yield tree(
        "deep-and-closed", root + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</recall>", 1, stops=True
    )
    yield tree("wide", root + inside + b"<x/>" * 400_000 + b"</recall>", 1, stops=True)
    yield tree(
        "wide-of-names",
        root + inside + b"".join(b"<x%d/>" % n for n in range(200_000)) + b"</recall>",
        1,
        stops=True,
    )
    yield tree(
        "text-of-8-megabytes",
        root + inside + b"<remark>" + b"x" * 8 * MB + b"</remark></recall>",
        1,
        stops=True,
    )
    yield tree(
        "text-of-12-megabytes",
        root + inside + b"<remark>" + b"x" * 12 * MB + b"</remark></recall>",
        1,
        stops=True,
    )
    yield tree(
        "references",
        root + inside + b"<remark>" + b"&amp;" * 400_000 + b"</remark></recall>",
        1,
        stops=True,
    )
    yield tree("blanks", XML + b" " * 4 * MB, 1, None, stops=True)
    yield tree(
        "late-line",
        b"\n" * 70_000 + XML[start:].replace(b"<recall_no>", b"<x/><recall_no>"),
        1,
        stops=True,
    )
    yield tree("message", message(head, body), 40, 40)
    yield tree("message-body-first", message(body, head), 40, 40)
    yield tree("message-without-header", message(body), 40, None)
    yield tree("message-without-body", message(head), 0, 0, stops=True)
    yield tree("message-two-bodies", message(head, body, body), 80, None, stops=True)
    yield tree("message-two-headers", message(head, head, body), 40, None, stops=True)
    yield tree("message-unknown-part", message(head, b"<x/>", body), 40, None)
    yield tree(
        "message-text-in-body", message(head, body.replace(b"<body>", b"<body>text")), 40, None
    )
    yield tree(
        "message-in-a-body",
        message(head, b"<body>" + message(head, body) + b"</body>"),
        1,
        None,
        stops=True,
    )
    yield tree(
        "message-unknown-record",
        message(_header_xml(41), body.replace(b"</body>", b"<x/></body>")),
        41,
        40,
    )
    yield tree("message-torn", message(head, body)[:-900], 40, None, stops=True)
    yield tree(
        "message-wrong-record",
        message(_header_xml(41), body.replace(b"</body>", b"<recall><recall_no/></recall></body>")),
        41,
        40,
    )
    yield tree(
        "message-many-empty",
        message(_header_xml(200_000), b"<body>" + b"<recall/>" * 200_000 + b"</body>"),
        200_000,
        0,
        stops=True,
    )
    yield tree(
        "message-huge-record",
        message(
            _header_xml(3),
            b"<body>"
            + bare[0]
            + b"<recall><remark>"
            + b"x" * 3 * MB
            + b"</remark></recall>"
            + bare[1]
            + b"</body>",
        ),
        3,
        None,
        stops=True,
    )
    yield tree("name-only", b"<" + b"a" * 300_000, 0, stops=True)
    yield tree("name-of-8-megabytes", b"<" + b"a" * 8 * MB + b"/>", 0, stops=True)
    yield tree(
        "message-closed-by-a-long-name",
        b"<message" + space + b"></" + b"a" * 8 * MB + b">",
        0,
        stops=True,
    )
    yield tree(
        "record-of-a-long-name",
        b"<records><record><" + b"a" * 300_000 + b"</record></records>",
        0,
        stops=True,
    )
    yield tree(
        "message-record-of-a-long-name",
        message(b"<body><" + b"a" * 300_000 + b"</body>"),
        1,
        stops=True,
    )
    for name, opening in (("comments", b"<!--"), ("cdata", b"<![CDATA["), ("instructions", b"<?")):
        broken = b"<recall>" + opening + b" </recall>"
        yield tree(
            f"message-{name}-without-end",
            message(b"<body>" + broken * 9_000 + b"</body>"),
            9_000,
            stops=True,
        )


def _header_xml(count: int) -> bytes:
    party = b"<code_scheme>uscc</code_scheme><code_value>91120116000000019T</code_value>"
    return (
        b"<header><message_id>0b7c6f0e-51a4-4b6e-9a53-6d1d7a3f2c01</message_id><message_type>submit</message_type>"
        b"<standard_version>0.1</standard_version><sender_id>" + party + b"</sender_id><receiver_id>" + party
        + b"</receiver_id><sent_at>2026-11-23T09:30:00+08:00</sent_at><record_count>%d</record_count></header>" % count
    )  # fmt: skip
