# sentences are letter by letter, a line each
"""The fixed sentences of GB/T 1.1—2020, and what drafts show where nothing is known yet.

The Chinese is prescribed and stands here letter by letter; a lint holds every document to it. The
English is this project's translation. Nothing else in a document is prescribed in its wording.
"""

from __future__ import annotations

from tracecode.spec.base import Text

DRAFT = Text(zh="草案", en="Draft")

BASIS = Text(
    zh="本文件按照GB/T 1.1—2020《标准化工作导则 第1部分：标准化文件的结构和起草规则》的规定起草。",
    en="This document is drafted in accordance with GB/T 1.1—2020, Directives for standardization "
    "— Part 1: Rules for the structure and drafting of standardizing documents.",
)
PATENTS = Text(
    zh="请注意本文件的某些内容可能涉及专利。本文件的发布机构不承担识别专利的责任。",
    en="Some contents of this document may be subject to patents. The body issuing this document "
    "is not responsible for identifying them.",
)
BODIES = Text(
    zh="本文件由{who}提出并归口。",
    en="This document was proposed by and is under the jurisdiction of {who}.",
)
UNITS = Text(zh="本文件起草单位：{who}。", en="Drafting organisations of this document: {who}.")
PEOPLE = Text(zh="本文件主要起草人：{who}。", en="Main drafters of this document: {who}.")
SCOPE = Text(zh="本文件规定了{what}。", en="This document specifies {what}.")
APPLIES = Text(zh="本文件适用于{where}。", en="This document applies to {where}.")
REFERENCES = Text(
    zh="下列文件中的内容通过文中的规范性引用而构成本文件必不可少的条款。其中，注日期的引用文件，仅该日期对应的版本适用于本文件；不注日期的引用文件，其最新版本（包括所有的修改单）适用于本文件。",
    en="The contents of the following documents, through normative references in this text, "
    "constitute indispensable provisions of this document. For dated references, only the "
    "edition of that date applies; for undated references, the latest edition, including all "
    "amendments, applies.",
)
NO_REFERENCES = Text(
    zh="本文件没有规范性引用文件。", en="There are no normative references in this document."
)
TERMS = Text(
    zh="下列术语和定义适用于本文件。",
    en="The following terms and definitions apply to this document.",
)
NO_TERMS = Text(
    zh="本文件没有需要界定的术语和定义。",
    en="This document has no terms and definitions that need to be given.",
)
BORROWED = Text(
    zh="{documents}界定的术语和定义适用于本文件。",
    en="The terms and definitions given in {documents} apply to this document.",
)
BORROWED_AND_OWN = Text(
    zh="{documents}界定的以及下列术语和定义适用于本文件。",
    en="The terms and definitions given in {documents} and the following apply to this document.",
)
SYMBOLS = Text(zh="下列符号适用于本文件。", en="The following symbols apply to this document.")

CALL = Text(
    zh="对本草案提出意见时，请一并说明所知道的、本文件可能涉及的专利。",
    en="With comments on this draft, please name the patents that you know and that this document "
    "may be subject to.",
)
"""The call for patents on the cover of a draft; its wording is not prescribed in what was read, so
it is ours.
"""
