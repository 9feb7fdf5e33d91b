# ruff: noqa: E501  # tables of cases: one case a line
"""Files of public keys: what is read, and the one sentence about each file that is none."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

import tracecode as tc
from tests.records.forged import MAKER, key, keys
from tests.records.standard import standard
from tracecode import load_keys
from tracecode.records.key_file import MOST_BYTES
from tracecode.records.keys import Ed25519Key, Sm2Key

ENTRY: dict[str, Any] = {
    "code_scheme": "uscc", "code_value": MAKER[1], "key_id": "k", "signature_algorithm": "ed25519",
    "public_key": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
}  # fmt: skip


def entry(**changes: Any) -> dict[str, Any]:
    """A right entry with changes; None takes a field out."""
    return {name: value for name, value in (ENTRY | changes).items() if value is not None}


def test_keys_are_read_as_written(tmp_path: Path) -> None:
    """What `PartyKey.as_dict` writes is read again, from a path or from bytes, with or without a
    byte order mark.
    """
    file = tmp_path / "keys.json"
    raw = json.dumps([one.as_dict() for one in keys()]).encode()
    file.write_bytes(b"\xef\xbb\xbf" + raw)
    assert load_keys(file) == load_keys(str(file)) == load_keys(raw) == keys()
    own = Sm2Key.new("own", user_id="maker@example.com")
    (read,) = load_keys(json.dumps([tc.PartyKey(MAKER, own).as_dict()]).encode())
    assert read.key == own
    assert load_keys(b"[]") == []


@pytest.mark.parametrize(
    ("data", "en", "zh"),
    [
        ({}, "holds no list of keys: [{...}, ...]", "应为密钥的列表：[{...}, ...]"),
        ([[]], "key 1 is no object", "第 1 个密钥不是对象"),
        ([entry(), None], "key 2 is no object", "第 2 个密钥不是对象"),
        ([entry(key_id=None)], "key 1 lacks key_id, or it is no text", ("第 1 个密钥缺少 "
                                                                       "key_id，或其不是文本")),
        ([entry(key_id=5)], "key 1 lacks key_id, or it is no text", ("第 1 个密钥缺少 "
                                                                    "key_id，或其不是文本")),
        ([entry(signer_user_id=5)], "key 1 lacks signer_user_id, or it is no text", ("第 1 个密钥缺少 "
                                                                                    "signer_user_id，或其不是文本")),
        ([entry(party="x")], "key 1 has the unknown field party", "第 1 个密钥有未知的字段 party"),
        ([entry(private_key="00" * 32)], ("key 1 holds a private part; only public keys belong in "
                                         "this file"), "第 1 个密钥含有私钥；此文件只放公钥"),
        ([entry(d="00" * 32)], "key 1 holds a private part; only public keys belong in this file", "第 1 个密钥含有私钥；此文件只放公钥"),
        ([entry(public_key=ENTRY["public_key"].upper())], ("key 1 has a public_key that is not "
                                                          "lower-case "
                                                          "hexadecimal"), ("第 1 个密钥的 public_key "
                                                                         "不是小写十六进制")),
        ([entry(public_key="x")], ("key 1 has a public_key that is not lower-case "
                                  "hexadecimal"), "第 1 个密钥的 public_key 不是小写十六进制"),
        ([entry(public_key="00")], "key 1: the key k cannot be used: a public part has 32 bytes", "第 1 个密钥：密钥 k 不能使用：公钥应为 32 个字节"),
        ([entry(public_key="00" * 32)], ("key 1: the key k cannot be used: a point of small order, "
                                        "for which anybody can forge"), ("第 1 个密钥：密钥 k "
                                                                       "不能使用：小阶点，任何人都能为其伪造签名")),
        ([entry(signature_algorithm="rsa")], ("key 1 has the signature_algorithm rsa; use ed25519 "
                                             "or sm2-sm3"), ("第 1 个密钥的 signature_algorithm 为 "
                                                           "rsa，应为 ed25519 或 sm2-sm3")),
        ([entry(signature_algorithm="sm2-sm3")], ("key 1: the key k cannot be used: a public part "
                                                 "has 64 bytes"), "第 1 个密钥：密钥 k 不能使用：公钥应为 64 个字节"),
        ([entry(signer_user_id="x")], ("key 1 is of Ed25519, which has no "
                                      "signer_user_id"), ("第 1 个密钥是 Ed25519，没有 "
                                                        "signer_user_id")),
        ([entry(code_value="91350100M000100Y44")], ("key 1: check@18: Check character is '4'; "
                                                   "expected '3' (gb32100) [GB 32100-2015 附录B]"),
                                                   ("第 1 个密钥：check@18: 校验码应为“3”，实为“4”（gb32100） "
                                                                                                 "[GB 32100-2015 附录B]")),
        ([entry(code_scheme="foo")], ("key 1: the key k: there is no encoding rule 'foo', or its "
                                     "codes identify no party"), ("第 1 个密钥：密钥 "
                                                                "k：没有编码规则“foo”，或其代码不标识主体")),
        ([entry(code_scheme="usc")], ("key 1: the key k: there is no encoding rule 'usc', or its "
                                     "codes identify no party; did you mean uscc?"),
                                     ("第 1 个密钥：密钥 "
                                                                                    "k：没有编码规则“usc”，或其代码不标识主体；是否为 uscc？")),
        ([entry(code_scheme="gtin", code_value="06901234567892")], ("key 1: the key k: there is no encoding rule 'gtin', or its "
                                                                   "codes identify no party"),
                                                                   ("第 1 个密钥：密钥 "
                                                                                              "k：没有编码规则“gtin”，或其代码不标识主体")),
        ([entry(), entry()], f"uscc {MAKER[1]} has two keys of the id k", f"uscc {MAKER[1]} 有两个标识同为 k 的密钥"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_keys(data: Any, en: str, zh: str) -> None:
    """What is wrong is said in one sentence in each language, with the place of the key."""
    with pytest.raises(tc.UnreadableFile) as caught:
        load_keys(json.dumps(data).encode())
    assert caught.value.texts == {"en": en, "zh": zh}


@pytest.mark.parametrize(
    ("raw", "en", "zh"),
    [
        (b"", "there is nothing to read", "没有内容"),
        (b"x", "row 1, column 1: a value belongs here", "第 1 行第 1 列：此处应为值"),
        (b"\xff\xfe", ("the encoding is wrong (UTF-16 / UTF-32); use UTF-8, or GB18030 where it is "
                      "declared"),
         "编码不对（UTF-16 / UTF-32）；应为 UTF-8，或声明后用 GB18030"),
        (b"[" * 100_000, "the data are nested too deep; at most 200 levels are read", "嵌套过深，最多 200 层"),
        (b'[{"a": 1, "a": 2}]', "a may stand only once; it stands here more than once", "a 只能出现一次，这里不止一次"),
        (b"[NaN", "row 1, column 2: a value belongs here", "第 1 行第 2 列：此处应为值"),
        (b"[1] 2", ("row 1, column 5: something follows the end of the "
                   "document"), "第 1 行第 5 列：文档结束之后还有内容"),
    ],
)  # fmt: skip
def test_what_is_no_json(raw: bytes, en: str, zh: str) -> None:
    """What is no JSON, or says one thing twice, is refused, in our own words."""
    for before in (b"", b"\xef\xbb\xbf"):
        with pytest.raises(tc.UnreadableFile) as caught:
            load_keys(before + raw)
        assert caught.value.texts == {"en": f"is no JSON: {en}", "zh": f"不是合法的 JSON：{zh}"}


def test_parties_of_other_standards() -> None:
    """A party of a foreign encoding rule says so; one of a pack's is known where the pack is
    given.
    """
    (read,) = load_keys(
        json.dumps([entry(code_scheme="other:maker-no", code_value="any")]).encode()
    )
    assert read.party == ("other:maker-no", "any")
    raw = json.dumps([entry(code_scheme="party-code", code_value="123456")]).encode()
    with pytest.raises(tc.UnreadableFile, match="no encoding rule 'party-code'"):
        load_keys(raw)
    assert tc.Standard(standard()).load_keys(raw)[0].party == ("party-code", "123456")


def test_odd_files(tmp_path: Path) -> None:
    """A file that is absent, a folder, a pipe or a device, or too large, is told by its name and
    not waited for.
    """
    pipe, large = tmp_path / "pipe", tmp_path / "large.json"
    os.mkfifo(pipe)
    large.write_bytes(b" " * (MOST_BYTES + 1))
    for path, en, zh in (
        (tmp_path / "none.json", ("cannot be read: No such file or "
                                 "directory"), "无法读取：没有这个文件或文件夹"),
        (tmp_path, "cannot be read: it is a folder, not a file", "无法读取：是文件夹，不是文件"),
        (pipe, "cannot be read: it is a pipe, not a file", "无法读取：是管道，不是文件"),
        (Path("/dev/zero"), "cannot be read: it is a device, not a file", "无法读取：是设备，不是文件"),
        (large, f"a file of keys has at most {MOST_BYTES} bytes", f"密钥文件最多 {MOST_BYTES} 个字节"),
    ):  # fmt: skip
        with pytest.raises(tc.UnreadableFile) as caught:
            load_keys(path)
        assert caught.value.texts == {"en": f"{path}: {en}", "zh": f"{path}: {zh}"}


def test_no_secret_is_repeated() -> None:
    """What is said of a file that holds a private key does not repeat it."""
    secret = key("ed25519").private_bytes().hex()
    for data in (
        [entry(private_key=secret)],
        [entry(d=secret)],
        [entry(public_key=secret.upper())],
        {"private": secret},
    ):
        with pytest.raises(tc.UnreadableFile) as caught:
            load_keys(json.dumps(data).encode())
        assert secret not in str(caught.value).lower()
    assert isinstance(key("ed25519"), Ed25519Key)
