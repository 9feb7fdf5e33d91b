"""Texts that hold several codes, or one among words: each is found, and none is invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import tracecode as tc
from tests.cases import drawing, together
from tracecode.codes.payload import LIKE_AI, MOST_PARTS
from tracecode.codes.pieces import _FIXED, messages
from tracecode.codes.words import numbers, without, words
from tracecode.gs1 import table
from tracecode.standard.check_computation import algorithm

MOD10, GB32100 = algorithm("gs1-mod10"), algorithm("gb32100")
ITEM, OTHER, PALLET, PARTY = (
    "06901234567892",
    "06901234567885",
    "106141412345678908",
    "91350100M000100Y43",
)
LINK = f"https://a.example/01/{ITEM}/21"
ONE, TWO = f"gtin:{ITEM}(21)S1", f"gtin:{OTHER}(21)S2"
BOX, FIRM = f"sscc:{PALLET}", f"uscc:{PARTY}"
NATIONAL = "81234567890123456789"


def things(text: str) -> list[str]:
    """What is found in a text, as the keys of things, in order."""
    return [match.code.canonical for match in tc.identify(text) if match.code]


@together(
    "text, wanted",
    [
        (f"01{ITEM}\n00{PALLET}", [f"gtin:{ITEM}", BOX]),
        (f"00{PALLET} {ITEM}", [BOX, f"gtin:{ITEM}"]),
        (f"00{PALLET}\n{PARTY}", [BOX, FIRM]),
        (f"统一社会信用代码：{PARTY} SSCC：{PALLET}", [FIRM, BOX]),
        *(
            (f"]d201{ITEM}21S1{sign}]d201{OTHER}21S2", [ONE, TWO])
            for sign in (" ", "\n", "\r\n", ",", ";", "；", "，", "、", "\t", ", ", "")
        ),
        (f"]d201{ITEM}21S1\n]d201{OTHER}21S2\n码：]C100{PALLET}", [ONE, TWO, BOX]),
        (f"SSCC:00{PALLET}", [BOX]),
        (f"扫码结果：01{ITEM}", [f"gtin:{ITEM}"]),
        (f"GTIN: {ITEM} SSCC：00{PALLET}", [f"gtin:{ITEM}", BOX]),
        *(
            (f"(01){ITEM}(21)S1{sign}(01){ITEM}(21)S2", [ONE, f"gtin:{ITEM}(21)S2"])
            for sign in (" ", "\n", "；", ";", ",", "，", "、", " | ", "\n外：", "; B: ", "，内：")
        ),
        (f"内：(01){ITEM}(21)S1；外：(01){OTHER}(21)S2", [ONE, TWO]),
        (f"A:(01){ITEM}(21)S1,B:(01){OTHER}(21)S2", [ONE, TWO]),
        (f"（01）{ITEM}（21）S1；【01】{OTHER}【21】S2", [ONE, TWO]),
        (f"(01){ITEM}(21)S1;(00){PALLET}", [ONE, BOX]),
        (f"商品：(01){ITEM} 序列号：(21)S1", [ONE]),
        (f"{LINK}/S1\n{LINK}/S2", [ONE, f"gtin:{ITEM}(21)S2"]),
        (f"{LINK}/S1,{LINK}/S2", [ONE, f"gtin:{ITEM}(21)S2"]),
        (f"{LINK}/S1；(01){OTHER}(21)S2", [ONE, TWO]),
        (f"{LINK}/S1\n00{PALLET}", [ONE, BOX]),
        (f"A: 01{ITEM}10L1\x1d21S1\nB: 01{OTHER}21S2", [ONE, TWO]),
        (f"]C0{PARTY} ]d201{ITEM}21S1", [FIRM, ONE]),
        (f"'(01){ITEM}(21)S1' ({LINK}/S2)", [ONE, f"gtin:{ITEM}(21)S2"]),
        (f"]d201{ITEM}21S1;{PARTY}", [ONE, FIRM]),
    ],
)
def test_every_code_is_found(text: str, wanted: list[str]) -> None:
    """Of several codes in a text, and of one beside words, each is found, in the order of the text;
    parsing names the others.
    """
    found = [thing for thing in things(text) if thing.partition(":")[0] in ("gtin", "sscc", "uscc")]
    assert found == wanted
    findings = {finding.rule: finding for finding in tc.parse(text).findings}
    assert "code.within" in findings
    assert ("code.several" in findings) == (len(wanted) > 1)
    (verdict,) = tc.validate([text], format="codes")
    assert verdict.status == "not checked"


def test_pieces_that_are_looked_for() -> None:
    """All or none: where one of them is it, the others stand there as well."""
    text = f"编号：{PARTY}；批次 20240101；{NATIONAL}"
    for found in (words, numbers):
        every = found(text, text)
        assert every
        assert found(text, text, every[-1].text.__eq__) == every
        assert found(text, text, lambda _: False) == ()
    assert words(PARTY, PARTY) == words("", "") == ()


@pytest.mark.parametrize(
    "text", [f"追溯码：{NATIONAL}", f"{NATIONAL}，请核对", f"{NATIONAL}\n83857930000879766660", f"S/N {NATIONAL}"]
)  # fmt: skip
def test_a_number_without_a_check_digit(text: str) -> None:
    """Beside a word it is what it is alone, as surely; and said to be no more than a piece of the
    text.
    """
    alone = {match.scheme: match for match in tc.identify(NATIONAL)}
    found = {match.scheme: match for match in tc.identify(text) if match.text == NATIONAL}
    assert found.keys() == alone.keys()
    for scheme, match in found.items():
        assert (match.confidence, match.inside) == (alone[scheme].confidence, "text")
    assert {"code.within", "code.length_only"} <= {f.rule for f in tc.parse(text).findings}


@pytest.mark.parametrize(
    "text",
    [
        "电话：13800138000", "2026-03-12 10:30", "数量：100箱", "价格：￥128.00，库存：1000", "，370101318060006",
        "2026年3月12日10时30分", "20260312103000 入库", "规格(2015)1号",
    ],
)  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    """Numbers of telephones, times, counts and prices are no codes, nor is one with a mark alone."""
    assert things(text) == []


def test_upc_e_beside_a_word() -> None:
    """A right UPC-E that is called so is the trade item it stands for."""
    (first, *_) = tc.identify("UPC-E: 07838604")
    assert (first.code and first.code.canonical, first.inside) == ("gtin:00078000003864", "upc-e")
    assert {"gs1.upc_e", "code.within"} <= {finding.rule for finding in first.findings}
    for other in (f"SSCC:00{PALLET}", PARTY):
        text = f"UPC-E: 07838604\n{other}"
        assert "code.several" in [finding.rule for finding in tc.parse(text).findings]


@pytest.mark.parametrize(
    "text", ["UPC-E 01234565", "upc 01234565", "UPC-E: 0-123456-5", "UPC-E 0 123456 5"]
)
def test_upc_e_is_not_read_as_something_shorter(text: str) -> None:
    """The same digits are right as a trade item of eight, which is not what the text says."""
    assert things(text)[0] == "gtin:00012345000065"
    assert "code.several" not in [finding.rule for finding in tc.parse(text).findings]


@together(
    "text, rule",
    [
        *(
            (f"(01){ITEM}(21)A{sign}B", "gs1.characters")
            for sign in (" ", "\u00a0", "\u3000", "]C1", "、", " B ", "序列")
        ),
        (f"(01){ITEM}(10)L 1(21)S1", "gs1.characters"),
        (f"01{ITEM}10L 1\x1d21S1", "gs1.characters"),
        (f"01{ITEM}10L1 ␝21S1", "gs1.separator_written"),
        (f"(01){ITEM}(21)“S1”", "gs1.characters"),
        (f"https://id.gs1.org/01/{ITEM}/21/A，B", "gs1.link_character"),
        *((f"(01){ITEM}(21)S 1{sign}(01){ITEM}(21)S 2", "gs1.characters") for sign in ("\n", "；", " ")),
        (f"]d201{ITEM}21S 1\n]d201{ITEM}21S 2", "gs1.characters"),
        (f"01{ITEM}10L 1\n01{ITEM}10L 2", "gs1.characters"),
        (f"(01){ITEM}\n(21)S 1\n(10)L1", "gs1.characters"),
        *(
            (f"(01){ITEM}(21)S 1{behind}", "gs1.characters")
            for behind in ("，请冷藏", " 请冷藏", "\nkeep dry", " 批号: L2", "2:30")
        ),
        (f"GTIN: (01){ITEM}(21)S 1", "gs1.characters"),
        *(
            (f"{before}{message} CD34", "gs1.characters")
            for before in ("序列号：", "- ", "1. ")
            for message in (f"(01){ITEM}(21)AB12", f"01{ITEM}21AB12", f"]d201{ITEM}21AB12")
        ),
        (f"(01){ITEM}(21)S1已售", "gs1.characters"),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_a_value_does_not_end_it(text: str, rule: str) -> None:
    """Nothing of it is lost in silence, where no other code stands behind: two serials that differ
    there are two.
    """
    with pytest.raises(tc.InvalidCode) as refused:
        tc.parse(text)
    assert rule in [finding.rule for finding in refused.value.findings]
    assert not [thing for thing in things(text) if thing.startswith("gtin:")]
    (verdict,) = tc.validate([text], format="codes")
    assert verdict.status == "invalid"
    beside = f"{text} {PARTY}"
    assert things(beside)[0] == FIRM
    assert rule in [finding.rule for finding in tc.parse(beside).findings]


@pytest.mark.parametrize(
    "text",
    [
        "- {}", "* {} keep dry", "✅ {}", "| {} | ok |", '"{}" keep dry', "({}) ok", "Label {} keep dry", "{} 批号：L2",
        "{} tel: 138", "{}，请冷藏", "{}\nkeep dry", "商品 {} 已售",
    ],
)  # fmt: skip
@pytest.mark.parametrize("message", [f"(01){ITEM}(21)S1", f"{LINK}/S1"])
def test_a_message_among_marks_and_words(text: str, message: str) -> None:
    """Its serial is kept, and that the words were not read is said."""
    code = tc.parse(text.format(message))
    assert code.canonical == ONE
    assert "code.within" in [finding.rule for finding in code.findings]


@pytest.mark.parametrize(
    "text",
    [
        f"请扫(01){ITEM}查询真伪", f"商品(01){ITEM}共3件", f"请扫(01){ITEM}(17)261231到期，谢谢",
        f"条码：(01){ITEM}（已售）", f"条码：(01){ITEM}(已售)",
    ],
)  # fmt: skip
def test_words_right_behind_an_element_of_fixed_length(text: str) -> None:
    """Nothing of it can be cut."""
    assert tc.parse(text).canonical == f"gtin:{ITEM}"


@pytest.mark.parametrize("message", ["(01){}(21)S{}", "01{}21S{}", "]d201{}21S{}"])
@pytest.mark.parametrize(
    "list_of",
    ['"{}","{}"', "'{}','{}'", '["{}", "{}"]', '"{}";"{}"', "{}（已售）\n{}", "{}—已售\n{}"],
)
def test_messages_in_quotes_and_brackets(list_of: str, message: str) -> None:
    """As in a row of a table, a list, or with a remark: no mark becomes part of a serial."""
    text = list_of.format(message.format(ITEM, 1), message.format(ITEM, 2))
    assert things(text)[:2] == [ONE, f"gtin:{ITEM}(21)S2"]


@pytest.mark.parametrize("code", ["ABC", PARTY])
@pytest.mark.parametrize("text", ["商品 ]C0{}已售", "]C0{}已售 好", "]C0{} 1", "商品 ]C0{}1已"])
def test_a_symbol_of_any_text_among_words(text: str, code: str) -> None:
    """What stands behind it is no part of a value of GS1."""
    found = things(text.format(code))
    assert (FIRM in found) == (code == PARTY and f"{PARTY}1" not in text.format(code))


def test_more_messages_than_are_read() -> None:
    """What stands behind so many is not read in another way."""
    text = "\n".join(f"(01){ITEM}(21)S{number} 2" for number in range(MOST_PARTS + 1))
    assert things(text) == []
    assert len(things(text.replace(" 2", ""))) == MOST_PARTS


def test_a_message_that_is_refused_beside_another() -> None:
    """Why is said with the other."""
    wrong = f"(01){ITEM[:-1]}0(21)S2"
    for text in (f"(01){ITEM}(21)S1\n{wrong}", f"{wrong}\n(01){ITEM}(21)S1"):
        code = tc.parse(text)
        assert code.canonical == ONE
        assert "gs1.check_character" in [finding.rule for finding in code.findings]


@together(
    "text, first",
    [
        ("EAN-8 01234565 UPC-A 012345678905", "gtin:00000001234565"),
        ("SUPCO 01234565", "gtin:00000001234565"),
        ("tel 1 234567 0 UPC 012345678905", "gtin:00012345678905"),
        ("ＵＰＣ－Ｅ　０１２３４５６５", "gtin:00012345000065"),
        ("UPC-E 0\u00a0123456\u00a05", "gtin:00012345000065"),
    ],
)
def test_only_what_is_called_upc_e_is_one(text: str, first: str) -> None:
    """A word of it elsewhere in the text says nothing, and the width of letters neither."""
    assert things(text)[0] == first


def test_messages_that_rest_on_length_alone() -> None:
    """Two assets, each named by its application identifier, are two."""
    assert things("(8004)6901234A1 (8004)6901234A2") == ["giai:6901234A1", "giai:6901234A2"]


@pytest.mark.parametrize("number", ["0125727100017593", "0012572710001759300"])
@pytest.mark.parametrize("caption", ["单元识别代码：", "码：", "批号: "])
def test_digits_that_are_wrong_as_elements_are_another_number(caption: str, number: str) -> None:
    """Beside a caption they are what they are alone."""
    alone = [match.scheme for match in tc.identify(number)]
    assert [
        match.scheme for match in tc.identify(caption + number) if match.text == number
    ] == alone


def test_the_first_code_comes_first() -> None:
    """Also where it is one of two kinds."""
    for text in (f"6901234567892 00{PALLET}", f"产品码6901234567892，厂家{PARTY}"):
        assert things(text)[0] == f"gtin:{ITEM}"


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("(粤)LS(2025)031", "fireworks-licence"),
    ],
)
def test_what_is_nearly_right_is_told_as_such(text: str, scheme: str) -> None:
    """A year in brackets is no element of GS1, and the number of a label is its own."""
    (first, *_) = tc.identify(text, near=True)
    assert (first.scheme, first.code) == (scheme, None)
    with pytest.raises(tc.InvalidCode) as refused:
        tc.parse(text)
    assert not [finding for finding in refused.value.findings if finding.rule.startswith("gs1.")]


@pytest.mark.parametrize(
    "text", [f"YA第{'0' * 15}", "491—719001011555895401", "22574422671881790号08"]
)
def test_a_strange_character_in_a_number_makes_no_shorter_one(text: str) -> None:
    """What stands behind it is no number of its own."""
    assert things(text) == []


def test_a_text_that_is_too_long_is_said_to_be() -> None:
    """Of whatever it is made."""
    for text in (f"(01){ITEM} " * 300, "6" * 5000):
        (verdict,) = tc.validate([text], format="codes")
        assert [finding.rule for finding in verdict.findings] == ["code.too_long"]


def test_a_link_and_another_address() -> None:
    """A Digital Link and an address with a code in it are two, which parsing says."""
    code = tc.parse(f"{LINK}/S1\nhttps://b.example/?code={PARTY}")
    assert code.canonical == ONE
    assert "code.several" in [finding.rule for finding in code.findings]


# --- one message, or several ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"(01){ITEM}(10)L1;(21)S1", f"(01){ITEM}(21)A&B;C,D", f"01{ITEM}21S1;", f"(00){PALLET} (01){ITEM}(21)S1",
        f"(01){ITEM}\n(21)S1", f"(01){ITEM}、(21)S1", f"(01){ITEM}，(21)S1",
        f"{LINK}/S1", f"]d201{ITEM}10L1\x1d21S1\r\n", f"70411A\x1d00{PALLET}",
        f"7231A,\x1d01{ITEM}", f"7021:12\x1d00{PALLET}",
        f"{{GS}}01{ITEM}21S1", f"&#29;01{ITEM}21S1", f"01{ITEM}10L1<FNC 1>21S1", ITEM, PARTY, "农肥（2019）准字14761号",
    ],
)  # fmt: skip
def test_one_message_is_not_cut(text: str) -> None:
    """What GS1 reads as one message, or refuses as one, stays whole, with signs in its values."""
    assert messages(text) == ()


@pytest.mark.parametrize("sign", [" ", "\n", "|", "，", "；"])
def test_a_sign_in_place_of_the_separator(sign: str) -> None:
    """What would be right behind a separator is part of the message before it, of which the sign is
    named: it is refused, or warned of where it can be part of a batch; beside other codes, too.
    """
    scan = f"01{ITEM}10L1{sign}21S1"
    for text in (scan, f"码：{scan}", f"{scan}\n01{OTHER}10L1{sign}21S2"):
        (verdict,) = tc.validate([text], format="codes")
        assert "gs1.separator_written" in [finding.rule for finding in verdict.findings]
        if sign not in "，；":
            assert (verdict.status, things(text)) == ("invalid", [])


def test_a_message_refused_beside_a_right_one() -> None:
    """The separator in words for which it was refused is named beside the right one."""
    code = tc.parse(f"01{ITEM}10L1{{GS}}21S1\n01{OTHER}21S2")
    assert code.canonical == TWO
    told = {finding.rule: finding for finding in code.findings}
    assert (told["gs1.separator_written"].severity, told["gs1.separator_written"].values["found"]) == (
        "warning", "{GS}",
    )  # fmt: skip
    assert "code.within" in told


@pytest.mark.parametrize(
    "text", [f"SSCC:00{PALLET[:-1]}0", f"]d201{ITEM[:-1]}021S1\n]d201{OTHER[:-1]}021S2"]
)
def test_messages_that_are_wrong(text: str) -> None:
    """Where nothing is right, what is wrong with the first is said."""
    with pytest.raises(tc.InvalidCode) as caught:
        tc.parse(text)
    assert caught.value.findings[0].rule == "code.check_character"
    assert things(text) == []


def test_lines_of_codes_are_no_label() -> None:
    """Four lines with two codes are no text of a seed label, in whatever form the codes are."""
    for text in (
        f"出库单\n条码：(01){ITEM}(21)S1\n{PARTY}\n(01){OTHER}(21)S2",
        f"(01){ITEM}(21)S1\n合格\n{NATIONAL}\n(01){OTHER}(21)S2",
    ):
        assert {ONE, TWO} <= {*things(text)}
        assert tc.identify(text)[0].scheme != "seed-label"
    label = "五优稻4号\n某某种业有限公司\n0125727100017593\nhttp://example.invalid/s"
    assert tc.identify(label)[0].scheme == "seed-label"


def test_words_of_codes_are_no_digits_in_groups() -> None:
    """Numbers of which each is a code are not joined to a longer one; groups of digits are."""
    trace = "201603110023100026020335"
    assert things(f"{trace} 00{PALLET}")[:2] == [f"veterinary-trace:{trace}", BOX]
    assert {BOX, f"gtin:{ITEM}", f"gtin:{OTHER}"} <= {*things(f"{PALLET} {ITEM} 01{OTHER}")}
    assert tc.parse("31722252 24725074 34080109 74953971").scheme == "pesticide-unit"


def test_identifiers_are_those_of_the_table() -> None:
    """Which numbers in brackets may begin a message is what the table says."""
    assert all(re.fullmatch(LIKE_AI, entry.ai) for entry in table())
    assert not re.fullmatch(LIKE_AI, "2015")
    fixed = {entry.ai for entry in table() if re.match(_FIXED, entry.ai)}
    assert fixed == {entry.ai for entry in table() if entry.predefined}


def test_what_is_read_keeps_its_place() -> None:
    """Messages give way to line ends, so that words keep their places; a whole text is no word of
    itself.
    """
    text = f"A: (01){ITEM}(21)S1 {PARTY}"
    rest = without(text, messages(text))
    assert (len(rest), rest.find(PARTY)) == (len(text), text.find(PARTY))
    assert PARTY in [piece.text for piece in words(text, rest)]
    assert words(PARTY, PARTY) == ()
    assert numbers(f"1{NATIONAL}-1", f"1{NATIONAL}-1") == ()


# --- hostile texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    ["]d2", "(01)", ",", "a:", "1\n", "https://a,", f"01{ITEM} ", f"(01){ITEM};", f"]d201{ITEM}", "01,", "21S ",
     f"{NATIONAL} ", f"{PARTY}；"],
)  # fmt: skip
def test_pieces_are_bounded(part: str) -> None:
    """However many messages, words and numbers a text has, only some are read."""
    text = "x " + part * (4_000 // len(part))
    found = messages(text)
    assert len(found) <= MOST_PARTS
    assert len(words(text, without(text, found))) <= MOST_PARTS
    assert len(numbers(text, text)) <= MOST_PARTS
    assert len(things(text)) <= 10 * MOST_PARTS


# --- all of them together -------------------------------------------------------------------------

SERIAL = st.text("0123456789ABCDEFGHJK", min_size=1, max_size=8)
GTIN = st.from_regex("069[0-9]{10}", fullmatch=True).map(lambda digits: digits + MOD10(digits))
SSCC = st.from_regex("1[0-9]{16}", fullmatch=True).map(lambda digits: digits + MOD10(digits))
USCC = st.from_regex("91350100[0-9A-HJ-NP-RTUWXY]{9}", fullmatch=True).map(
    lambda body: body + GB32100(body)
)
LICENCES = [("sc-food-licence", "SC11464010500015"), ("jy-food-licence", "JY13301080111719")]
KINDS = st.one_of(
    st.builds(lambda gtin, serial: (f"(01){gtin}(21){serial}", f"gtin:{gtin}(21){serial}"), GTIN, SERIAL),
    st.builds(lambda gtin, lot: (f"(01){gtin}(10){lot}", f"gtin:{gtin}(10){lot}"), GTIN, SERIAL),
    st.builds(lambda gtin, serial: (f"]d201{gtin}21{serial}", f"gtin:{gtin}(21){serial}"), GTIN, SERIAL),
    st.builds(
        lambda gtin, serial: (f"https://a.example/01/{gtin}/21/{serial}", f"gtin:{gtin}(21){serial}"), GTIN, SERIAL
    ),
    SSCC.map(lambda sscc: (f"00{sscc}", f"sscc:{sscc}")),
    SSCC.map(lambda sscc: (sscc, f"sscc:{sscc}")),
    GTIN.map(lambda gtin: (f"01{gtin}", f"gtin:{gtin}")),
    USCC.map(lambda uscc: (uscc, f"uscc:{uscc}")),
    st.sampled_from([(code, f"{scheme}:{code}") for scheme, code in LICENCES]),
    st.just((NATIONAL, f"drug-trace-20:{NATIONAL}")),
)  # fmt: skip
CAPTIONS = ["", "追溯码：", "外箱：", "内:", "A: ", "GTIN:", "CODE="]


@drawing(400)
@given(
    codes=st.lists(KINDS, min_size=2, max_size=4, unique_by=lambda code: code[1]),
    sign=st.sampled_from(["\n", "\r\n", " ", "；", ";", "，", ",", "\t", "、", "; "]),
    captions=st.lists(st.sampled_from(CAPTIONS), min_size=4, max_size=4),
)
def test_any_codes_together(codes: list[tuple[str, str]], sign: str, captions: list[str]) -> None:
    """Codes of any kinds with any sign between them, with captions or without, are all found; and
    none is taken without a word.
    """
    # which may be part of a serial; what begins no message and has no caption is, if it fits
    unsure = [*(code for _, code in LICENCES), NATIONAL]
    assume(sign not in (",", ";") or not any(code in unsure for code, _ in codes))
    text = sign.join(caption + code for caption, (code, _) in zip(captions, codes, strict=False))
    assert {thing for _, thing in codes} <= {*things(text)}, text
    told = {finding.rule for finding in tc.parse(text).findings}
    assert "code.several" in told
