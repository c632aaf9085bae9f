"""Which bytes become which text? One case a line: encodings, formats, and what each bad file is told."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from extractors.reading.decoding import DecodingError, decode
from extractors.reading.files import SourceError, read_source, to_source_text

SIMPLIFIED = "某县2016年工作总结：粮食总产量1.2万吨，同比增长8.3%。\r\n新增就业1200余人。\n"
TRADITIONAL = "某鄉本年度完成道路整修工程三十五公里，較上年增長百分之八點三，各項經費執行率達九成五以上。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "gb2312", "utf-16-le", "utf-16-be"])
def test_a_simplified_text_is_read_in_any_encoding_newlines_as_they_are(encoding: str) -> None:
    assert to_source_text(SIMPLIFIED.encode(encoding), "a.txt").text == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_not_part_of_the_text(encoding: str) -> None:
    assert to_source_text(SIMPLIFIED.encode(encoding), "a.txt").text == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "gb18030"])
def test_a_traditional_text_is_read_in_any_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding))[0] == TRADITIONAL


common = st.text(st.sampled_from("的一是工作总结年度同比增长万元亩人，。；、0123456789%\n"), min_size=1)


@given(common)
def test_any_text_of_common_characters_survives_utf8_and_gb18030(text: str) -> None:
    text = "某县工作总结\n" + text  # one or two characters alone can be both: 一 in GB18030 is һ in UTF-8
    assert decode(text.encode())[0] == decode(text.encode("gb18030"))[0] == text


@given(st.binary())
def test_any_bytes_decode_or_raise_the_projects_own_error(data: bytes) -> None:
    with suppress(DecodingError):
        text, encoding = decode(data)
        assert data.endswith(text.encode(encoding))


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "is empty"),
        (" \r\n\u3000\n".encode(), "a.txt", "has no text"),
        (b"%PDF-1.7 ...", "a.txt", "is binary: a PDF"),
        (b"PK\x03\x04 ...", "a.txt", "is binary: a ZIP archive"),
        (b"\xd0\xcf\x11\xe0 ...", "a.docx", "is binary: an old Word"),
        (bytes(range(256)) * 9, "a.txt", "is binary"),
        (SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode() * 9, "a.txt", "is UTF-8 but for 1 "),
        ("Отчёт о работе за год".encode("cp1251"), "a.txt", "encoding that is not known"),
        (b"\xff\xfe\x00", "a.txt", "begins with the mark of utf-16-le"),
        ((SIMPLIFIED * 3).encode().decode("latin-1").encode(), "a.txt", "wrong encoding before"),
        ((SIMPLIFIED * 3).encode().decode("gb18030", "replace").encode(), "a.txt", "wrong encoding before"),
        (b"PK\x03\x04 ...", "a.docx", "is not a Word document"),
        (b"text", "a.pdf", "is not a PDF"),
        (b"Rar!", "a.rar", "is an archive, not a report"),
        (b"PK\x03\x04", "a.ofd", "WPS Office or an OFD reader and save it as .pdf"),
        (b"[]", "a.jsonl", "ingest it: each record becomes a report"),
        (b"PK", "a.zip", "is an archive"),
        (b"text", "a", "a name without suffix is not read"),
        (b"<html><body></body></html>", "a.html", "has no text"),
    ],
)
def test_a_bad_file_is_told_what_is_wrong_and_what_to_do(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        to_source_text(data, name)
    assert reason in caught.value.explanation
    assert caught.value.path == name
    assert caught.value.remedy in str(caught.value)


def test_damaged_utf8_names_the_byte_and_the_line() -> None:
    with pytest.raises(SourceError, match="byte 7, line 2"):
        to_source_text("一二\n三".encode()[:-2] + b"x" + SIMPLIFIED.encode() * 9, "a.txt")


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text(SIMPLIFIED, encoding="utf-8")
    monkeypatch.setattr("extractors.reading.files.os.open", refuse)
    with pytest.raises(SourceError, match=r"a\.txt: cannot be read: Permission denied; check"):
        read_source(tmp_path / "a.txt")


def test_a_link_that_leads_nowhere_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    with pytest.raises(SourceError, match="link to a file that is not there"):
        read_source(tmp_path / "a.txt")


def test_a_file_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.reading.files.MAX_BYTES", 10)
    (tmp_path / "a.txt").write_text(SIMPLIFIED, encoding="utf-8")
    with pytest.raises(SourceError, match="too large"):
        read_source(tmp_path / "a.txt")


def test_a_file_of_500_megabytes_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(500 * 1024**2)
    monkeypatch.setattr("extractors.reading.files.hashlib", None)
    with pytest.raises(SourceError, match="is too large: 500 MB, the limit is 64 MB"):
        read_source(tmp_path / "a.txt")


def test_a_file_that_changes_while_it_is_read_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SIMPLIFIED, encoding="utf-8")
    look, looks = os.fstat, []

    def write_between_looks(handle: int) -> os.stat_result:
        looks.append(handle)
        if len(looks) > 1:
            path.write_text(SIMPLIFIED * 2, encoding="utf-8")
        return look(handle)

    monkeypatch.setattr("extractors.reading.files.os.fstat", write_between_looks)
    with pytest.raises(SourceError, match="changed while it was being read; wait until"):
        read_source(path)


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(SourceError, match="no regular file"):
        read_source(tmp_path / "a.txt")


def test_line_ends_of_one_character_become_the_usual_one_where_they_stand() -> None:
    assert to_source_text("一万元。\r二\u2028三\r\n四\n".encode(), "a.txt").text == "一万元。\n二\n三\r\n四\n"


def test_invisible_characters_stay_in_plain_text_and_go_from_other_formats() -> None:
    text = "粮食\u200b12\u00ad吨，油料3吨。"
    assert to_source_text(text.encode(), "a.txt").text == text
    assert to_source_text(f"<p>{text}</p>".encode(), "a.html").text == "粮食12吨，油料3吨。\n"


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (b"{\\rtf1\\ansi\\ansicpg936 \\'c1\\'b8\\'ca\\'b3 12}", "a.doc", "粮食 12\n"),
        ("<html><p>粮食12吨</p></html>".encode(), "a.wps", "粮食12吨\n"),
    ],
)
def test_an_old_document_that_is_something_else_is_read_as_that(data: bytes, name: str, text: str) -> None:
    assert to_source_text(data, name).text == text


def test_an_error_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(SourceError("a.txt", "is empty", "leave it out", "byte 0")))
    assert error.explanation == "is empty (byte 0); leave it out"


def docx_bytes(fill: object) -> bytes:
    document, buffer = Document(), BytesIO()
    fill(document)  # type: ignore[operator]
    document.save(buffer)
    return buffer.getvalue()


def test_a_word_document_gives_paragraphs_and_table_rows_in_order() -> None:
    def fill(document) -> None:  # type: ignore[no-untyped-def]
        document.add_heading("一、工作总结", 1)
        document.add_paragraph("全年完成投资3.5亿元。")
        table = document.add_table(2, 3)
        for cell, text in zip(
            table._cells, ["指标", "2015年", "2016年", "粮食产量（吨）", "1200", "1300"], strict=True
        ):
            cell.text = text
        document.add_paragraph("二、下一步打算")

    assert to_source_text(docx_bytes(fill), "a.docx").text.splitlines() == [
        "一、工作总结",
        "全年完成投资3.5亿元。",
        "指标\t2015年\t2016年",
        "粮食产量（吨）\t1200\t1300",
        "二、下一步打算",
    ]


def test_tracked_insertions_and_content_controls_of_a_word_document_are_read_and_deletions_are_not() -> None:
    from docx.oxml import parse_xml

    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def fill(document) -> None:  # type: ignore[no-untyped-def]
        for xml in (
            f"<w:p {word}><w:ins><w:r><w:t>新建道路12公里</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText>11公里</w:delText></w:r></w:del></w:p>",
            f"<w:sdt {word}><w:sdtContent><w:p><w:r><w:t>栽树3万棵</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        ):
            document.element.body.insert(0, parse_xml(xml))

    assert to_source_text(docx_bytes(fill), "a.docx").text.splitlines()[:2] == ["栽树3万棵", "新建道路12公里"]


PAGE = """<html><head><meta charset="gb2312"><title>某镇工作总结</title><script>var total = 12;</script></head><body>
<nav><a href="/">首页</a> <a href="/news">新闻</a></nav>
<div id="main"><h1>某镇2016年工作总结</h1>
<p>今年以来，全镇<b>完成投资</b>3.5亿元，同比增长8%，超额完成了年初确定的目标任务。</p><p>一、农业</p>
<p>粮食总产量<br>1.2万吨，农民人均收入稳步提高，农业生产形势总体平稳，各项工作有序推进。</p>
<table><tr><th>指标</th><th>数值</th></tr><tr><td>道路</td><td><p>12公里</p></td></tr></table>
<p>二、工业</p><p>规模以上企业达到23家，比上年净增4家，工业经济运行质量和效益继续提高。</p></div>
<div class="footer">版权所有 2016</div></body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_web_page_gives_every_line_of_its_report_and_not_its_menu(encoding: str) -> None:
    lines = to_source_text(PAGE.encode(encoding), "a.html").text.splitlines()
    assert lines == [
        "某镇2016年工作总结",
        "今年以来，全镇完成投资3.5亿元，同比增长8%，超额完成了年初确定的目标任务。",
        "一、农业",
        "粮食总产量",
        "1.2万吨，农民人均收入稳步提高，农业生产形势总体平稳，各项工作有序推进。",
        "指标\t数值",
        "道路\t12公里",
        "二、工业",
        "规模以上企业达到23家，比上年净增4家，工业经济运行质量和效益继续提高。",
    ]


def test_a_web_page_without_recognisable_main_text_is_read_whole() -> None:
    assert to_source_text("<p>粮食12吨</p>".encode(), "a.htm").text == "粮食12吨\n"


@pytest.mark.parametrize("depth", [100, 300, 1500])
def test_a_page_whose_elements_are_never_closed_is_read_to_its_end(depth: int) -> None:
    page = "<html><body><p>油料3吨</p>" + "<div>" * depth + "粮食12吨，<b>瓜果</b>9吨。<script>1</script><br>完"
    assert to_source_text(page.encode(), "a.html").text == "油料3吨\n粮食12吨，瓜果9吨。\n完\n"


@given(st.lists(st.text(st.sampled_from("全镇完成投资亿元，。增长道路公里0123456789"), min_size=1), min_size=1))
def test_no_prose_of_a_web_page_is_lost(paragraphs: list[str]) -> None:
    page = "<html><body>" + "".join(f"<div>{text}</div>" for text in paragraphs) + "</body></html>"
    lines = to_source_text(page.encode(), "a.html").text.splitlines()
    prose = [text for text in paragraphs if len(text) >= 20 and "，" in text[1:-1]]
    assert [text for text in prose if text not in lines and text.strip("，。0123456789")] == []
