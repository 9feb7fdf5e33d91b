"""What the audiences of a change are called, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracecode.spec.audience import Audience

AUDIENCE_NAMES: Mapping[str, Mapping[Audience, str]] = {
    "zh": {
        "stored-data": "已存数据", "writers": "写出方", "readers": "读取方",
        "generated-code": "生成的代码", "text": "仅文字",
    },
    "en": {
        "stored-data": "stored data", "writers": "writers", "readers": "readers",
        "generated-code": "generated code", "text": "text only",
    },
}  # fmt: skip
"""By language, from what breaks most to what breaks least."""
