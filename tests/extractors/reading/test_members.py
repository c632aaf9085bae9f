"""Do archives and letters give their files, each under a name of its own?"""

from __future__ import annotations

import gzip
import time
from email.message import EmailMessage

import pytest

from extractors.reading.archives import Budget
from extractors.reading.mail import mail_content
from extractors.reading.members import Part, parts, path_inside
from tests.formats.corpus import eml, seven_zipped, tarred, zipped

DEEP = {"2023/a.txt": b"1", "b/c.md": b"2"}


def names(found: list[Part]) -> list[str]:
    return [part.name for part in found]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(DEEP)),
        ("a.tar", tarred(DEEP)),
        ("a.TGZ", tarred(DEEP, gzip.compress)),
        ("a.7z", seven_zipped(DEEP)),
    ],
)
def test_an_archive_gives_its_members_and_then_itself(name: str, data: bytes) -> None:
    found = list(parts(data, name))
    assert names(found) == [f"{name}/2023/a.txt", f"{name}/b/c.md", name]
    assert [part.data for part in found[:2]] == [b"1", b"2"]
    assert [part.is_archive for part in found] == [False, False, True]


def test_archives_in_archives_are_opened_and_a_packed_file_has_its_own_name() -> None:
    inner = zipped({"b.tar": tarred({"c.txt": b"1"}), "d.txt.gz": gzip.compress(b"2")})
    found = list(parts(zipped({"a.zip": inner}), "x.zip"))
    assert [part.name for part in found if not part.is_archive] == [
        "x.zip/a.zip/b.tar/c.txt",
        "x.zip/a.zip/d.txt.gz/d.txt",
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "gb18030"])
def test_member_names_are_read_in_the_code_page_of_who_packed_them(encoding: str) -> None:
    found = list(
        parts(zipped({"水务局/总结㐂.txt" if encoding == "gb18030" else "水务局/总结.txt": b"1"}, encoding), "a.zip")
    )
    assert found[0].name.startswith("a.zip/水务局/总结")


def test_what_systems_leave_lying_in_archives_is_no_member() -> None:
    data = zipped({"__MACOSX/._a.txt": b"", ".DS_Store": b"", "~$a.docx": b"", "a.txt": b"1"})
    assert names(list(parts(data, "a.zip"))) == ["a.zip/a.txt", "a.zip"]


def test_an_empty_archive_is_told_so() -> None:
    assert "holds no file" in str([part.problem for part in parts(zipped({}), "a.zip")])


def test_two_members_of_one_name_keep_apart() -> None:
    used: dict[str, int] = {}
    found = [path_inside("a.zip", name, used)[0] for name in ("x.txt", "./x.txt", "x.txt", "v1.0/x", "v1.0/x")]
    assert found == ["a.zip/x.txt", "a.zip/x (2).txt", "a.zip/x (3).txt", "a.zip/v1.0/x", "a.zip/v1.0/x (2)"]


@pytest.mark.parametrize(
    "inner",
    [
        "a/" * 30_000 + "x.txt",
        "a/" * 64 + "x.txt",
        "/".join(["年" * 200] * 6) + ".txt",
        "../" * 9_999 + "年/" * 70 + "x",
    ],
)
def test_a_member_whose_name_is_too_long_or_too_deep_is_rejected_under_a_short_one(inner: str) -> None:
    found = list(parts(zipped({inner: b"1", "y.txt": b"2", inner + "x": b"3"}), "a.zip"))
    assert [part.data for part in found[:3]] == [None, b"2", None]
    assert all("more than 64 folders or 1,000 characters" in str(part.problem) for part in (found[0], found[2]))
    assert len({part.name for part in found}) == 4
    assert all(len(part.name) < 600 for part in found)
    assert found[-1].problem is None


def test_a_member_as_deep_as_anybody_packs_is_read() -> None:
    inner = "年/" * 63 + "x.txt"
    assert next(parts(zipped({inner: b"1"}), "a.zip")).data == b"1"


def test_ten_thousand_members_of_one_name_are_numbered_at_once() -> None:
    used: dict[str, int] = {}
    started = time.process_time()
    found = {path_inside("a.zip", "x.txt", used)[0] for _ in range(10_000)}
    assert len(found) == 10_000
    assert "a.zip/x (10000).txt" in found
    assert time.process_time() - started < 2


def test_the_budget_is_that_of_the_outermost_archive() -> None:
    inner = zipped({"a.txt": bytes(300), "b.txt": bytes(300)})
    found = list(parts(zipped({"1.zip": inner, "2.zip": inner}), "x.zip", Budget(bytes=800, members=100)))
    told = {part.name: str(part.problem) for part in found if part.problem}
    assert told == dict.fromkeys(told, "unpacks to more than 512 MB")
    assert "x.zip" in told
    assert not any(part.name.startswith("x.zip/2.zip/") for part in found)


def test_a_letter_gives_its_text_and_its_attachments() -> None:
    found = list(parts(eml(attached=True), "a.eml"))
    assert names(found) == ["a.eml/工作总结.docx", "a.eml"]
    assert not found[-1].is_archive
    assert mail_content(eml(attached=True)).text.splitlines() == ["报送材料", "现将材料报上，请查收。"]


def test_a_letter_in_a_letter_is_opened() -> None:
    outer = EmailMessage()
    outer["Subject"] = "转发"
    outer.set_content("见附件")
    inner = EmailMessage()
    inner["Subject"] = "总结"
    inner.set_content("新建道路12公里。")
    inner.add_attachment(b"1", "text", "plain", filename="a.txt")
    outer.add_attachment(inner)
    found = list(parts(outer.as_bytes(), "x.eml"))
    assert names(found) == ["x.eml/总结.eml/a.txt", "x.eml/总结.eml", "x.eml"]


def test_raw_chinese_bytes_in_a_header_are_read() -> None:
    data = "Subject: 工作总结\n\n".encode("gb18030") + "正文\n".encode("gb18030")
    assert mail_content(data).text.splitlines()[0] == "工作总结"
