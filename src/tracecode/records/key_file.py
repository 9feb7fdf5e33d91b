"""Public keys in a file: a JSON list, each with the party for which it signs.

>>> from tracecode.standard.resolved import packaged
>>> key = '''[{"code_scheme": "uscc", "code_value": "91350100M000100Y43", "key_id": "maker-1",
...            "signature_algorithm": "ed25519",
...            "public_key": "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"}]'''
>>> load_keys(key.encode(), packaged())[0].key
Ed25519Key('maker-1', without its private part)
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import jiter

from tracecode.errors import InvalidCode, InvalidKey, TraceCodeError, UnreadableFile
from tracecode.files import opened, reading
from tracecode.privacy import shown
from tracecode.records.decoding import BOM
from tracecode.records.json_form import parse
from tracecode.records.keys import SM2_USER_ID, Ed25519Key, Key, Sm2Key
from tracecode.records.verification import KeyRing, PartyKey
from tracecode.standard.resolved import Resolved

if TYPE_CHECKING:
    from tracecode.standard.resolved import Resolved

MOST_BYTES = 16 * 1024 * 1024
"""A file of keys is not longer: some 60 000 keys."""
_FIELDS = ("code_scheme", "code_value", "key_id", "signature_algorithm", "public_key")
_USER = "signer_user_id"
_NO_JSON = {"zh": "不是合法的 JSON：", "en": "not valid JSON: "}
"""What the finding on it says too."""


def load_keys(source: str | os.PathLike[str] | bytes, standard: Resolved) -> list[PartyKey]:
    """The public keys of a file, for `tracecode.validate` and `Message.verify`.

    Each object of the list has `code_scheme` and `code_value` of the party, `key_id`,
    `signature_algorithm` (`ed25519` or `sm2-sm3`), `public_key` in lower-case hexadecimal (32
    bytes; of SM2 64, x then y), and for SM2 perhaps `signer_user_id`. `PartyKey.as_dict` writes
    one.

    Args:
        source: a path, or the bytes of the file.
        standard: that knows the encoding rules of the parties.

    Raises:
        UnreadableFile: it cannot be read, is no such list, holds a private key, a weak key, one key
            twice, or a party that no message can name as its sender.
    """
    name = "" if isinstance(source, bytes) else os.fspath(source)
    try:
        return _keys(_bytes(source), standard)
    except _Wrong as error:
        zh, en = error.args
        place = f"{shown(name, 200)}: " if name else ""
        raise UnreadableFile(f"{place}{en}", f"{place}{zh}") from None


class _Wrong(TraceCodeError):
    """What is wrong with the file, in Chinese and English."""


def _bytes(source: str | os.PathLike[str] | bytes) -> bytes:
    if isinstance(source, bytes):
        raw = source
    else:
        try:
            with opened(source) as file, reading(source):
                raw = file.read(MOST_BYTES + 1)
        except UnreadableFile as error:
            why = error.why or error.texts
            raise _Wrong(f"无法读取：{why['zh']}", f"cannot be read: {why['en']}") from None
    if len(raw) > MOST_BYTES:
        raise _Wrong(
            f"密钥文件最多 {MOST_BYTES} 个字节", f"a file of keys has at most {MOST_BYTES} bytes"
        )
    return raw


def _keys(raw: bytes, standard: Resolved) -> list[PartyKey]:
    raw = raw.removeprefix(BOM)
    try:
        data = jiter.from_json(raw, catch_duplicate_keys=True)
    except ValueError:
        why = parse(raw).faults[0]  # in our own words
        zh, en = (why.text(lang).replace(_NO_JSON[lang], "") for lang in ("zh", "en"))
        raise _Wrong(f"不是合法的 JSON：{zh}", f"is no JSON: {en}") from None
    if not isinstance(data, list):
        raise _Wrong("应为密钥的列表：[{...}, ...]", "holds no list of keys: [{...}, ...]")
    keys = []
    for place, entry in enumerate(data, 1):
        try:
            keys.append(_key(entry))
            KeyRing(keys[-1:], standard)
        except _Wrong as error:
            zh, en = error.args
            raise _Wrong(f"第 {place} 个密钥{zh}", f"key {place} {en}") from None
        except (InvalidKey, InvalidCode) as error:
            raise _Wrong(
                f"第 {place} 个密钥：{error.message('zh')}", f"key {place}: {error.message('en')}"
            ) from None
    try:
        KeyRing(keys, standard)
    except InvalidKey as error:
        raise _Wrong(error.message("zh"), error.message("en")) from None
    return keys


def _key(data: Any) -> PartyKey:
    if not isinstance(data, Mapping):
        raise _Wrong("不是对象", "is no object")
    if any("private" in name.lower() or name == "d" for name in data):
        raise _Wrong(
            "含有私钥；此文件只放公钥", "holds a private part; only public keys belong in this file"
        )
    for name in data:
        if name not in (*_FIELDS, _USER):
            raise _Wrong(f"有未知的字段 {shown(name)}", f"has the unknown field {shown(name)}")
    for name in (*_FIELDS, *(_USER for _ in range(_USER in data))):
        if not isinstance(data.get(name), str):
            raise _Wrong(f"缺少 {name}，或其不是文本", f"lacks {name}, or it is no text")
    return PartyKey((data["code_scheme"], data["code_value"]), _public_key(data))


def _public_key(data: Mapping[str, str]) -> Key:
    text, algorithm = data["public_key"], data["signature_algorithm"]
    try:
        public = bytes.fromhex(text)
    except ValueError:
        public = b""
    if public.hex() != text:
        raise _Wrong(
            "的 public_key 不是小写十六进制", "has a public_key that is not lower-case hexadecimal"
        )
    if algorithm == "ed25519":
        if _USER in data:
            raise _Wrong(f"是 Ed25519，没有 {_USER}", f"is of Ed25519, which has no {_USER}")
        return Ed25519Key(data["key_id"], public)
    if algorithm == "sm2-sm3":
        return Sm2Key(data["key_id"], public, user_id=data.get(_USER, SM2_USER_ID))
    raise _Wrong(
        f"的 signature_algorithm 为 {shown(algorithm)}，应为 ed25519 或 sm2-sm3",
        f"has the signature_algorithm {shown(algorithm)}; use ed25519 or sm2-sm3",
    )
