"""What a code identifies, in words: for messages and documents."""

from __future__ import annotations

from tracecode.spec.base import Text
from tracecode.spec.model import Identifies

IDENTIFIES: dict[Identifies, Text] = {
    "unit": Text(zh="单件产品", en="single unit"),
    "batch": Text(zh="批次", en="batch"),
    "product": Text(zh="产品", en="product"),
    "class": Text(zh="产品类别", en="product class"),
    "party": Text(zh="主体", en="party"),
    "place": Text(zh="地点", en="place"),
    "logistic-unit": Text(zh="物流单元", en="logistic unit"),
    "package": Text(zh="包装", en="package"),
    "licence": Text(zh="许可", en="licence"),
    "certificate": Text(zh="证书", en="certificate"),
    "document": Text(zh="单证", en="document"),
    "label": Text(zh="标签", en="label"),
    "object": Text(zh="对象", en="object"),
}
