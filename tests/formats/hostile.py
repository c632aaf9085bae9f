"""What is sent to hurt? One function a kind, each giving the bytes of a file that a batch must survive."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile

from docx import Document

from tests.formats.corpus import csv_table, docx, plain_text, saved, seven_zipped, tarred, xlsx, zipped

ENTITIES = '<!DOCTYPE a [<!ENTITY b "0123456789">' + "".join(
    f'<!ENTITY {"bcdefghijk"[at + 1]} "{("&" + "bcdefghijk"[at] + ";") * 10}">' for at in range(9)
)


def zip_bomb(size: int = 300 * 1024**2) -> bytes:
    """Zeros, packed a thousandfold."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("bomb.txt", "w") as file:
        for _ in range(size // 1024**2):
            file.write(bytes(1024**2))
    return buffer.getvalue()


def lying_zip() -> bytes:
    """Its index says ten bytes for a member of forty megabytes."""
    data = bytearray(zip_bomb(40 * 1024**2))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def many_large_members(count: int = 40) -> bytes:
    """Each below the limits, together above them."""
    block = os.urandom(20_000) + bytes(1024**2 - 20_000)  # packs to a fiftieth
    return zipped({f"{at}.txt": block * 20 for at in range(count)})


def nested_zips(depth: int = 12) -> bytes:
    data = zipped({"a.txt": plain_text().encode()})
    for _ in range(depth):
        data = zipped({"a.zip": data})
    return data


def gzip_bomb() -> bytes:
    return gzip.compress(bytes(300 * 1024**2), 9)


def many_members() -> bytes:
    return zipped({f"{at}.txt": b"" for at in range(10_050)})


def outside_names() -> bytes:
    return zipped(
        {"../../etc/passwd.txt": b"root", "/abs.txt": b"a", "C:\\x.txt": b"b", "ok.txt": plain_text().encode()}
    )


def links_in_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("ok.txt", plain_text())
    return buffer.getvalue()


def links_in_tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (
            ("link.txt", tarfile.SYMTYPE),
            ("hard.txt", tarfile.LNKTYPE),
            ("pipe.txt", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    return buffer.getvalue()


def encrypted_zip() -> bytes:
    """The flag is what readers go by."""
    data = bytearray(zipped({"a.txt": plain_text().encode()}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def encrypted_7z() -> bytes:
    return seven_zipped({"a.txt": plain_text().encode()}, password="secret")


def encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(100, 100, "report")
    canvas.save()
    return buffer.getvalue()


def encrypted_docx() -> bytes:
    """What Word writes for a locked document: an OLE file with the stream EncryptedPackage."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(480)


def with_entities(office_file: bytes, part: str) -> bytes:
    """A billion laughs in one part of an Office file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(office_file)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                head, _, rest = content.partition(b"?>")
                content = head + b"?>" + ENTITIES.encode() + b"]>" + rest
            target.writestr(name, content)
    return buffer.getvalue()


def docx_entities() -> bytes:
    return with_entities(docx(), "word/document.xml")


def xlsx_entities() -> bytes:
    return with_entities(xlsx(), "xl/workbook.xml")


def docx_bomb() -> bytes:
    buffer = io.BytesIO(docx())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", bytes(100 * 1024**2))
    return buffer.getvalue()


def far_cell() -> bytes:
    """A sheet whose last cell is in the last row and column of all."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "指标"
    sheet["XFD1048576"] = 1
    return saved(book)


def deep_tables() -> bytes:
    from docx.oxml import parse_xml

    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = Document()
    inner = "<w:p><w:r><w:t>一</w:t></w:r></w:p>"
    for _ in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    document.element.body.insert(0, parse_xml(f"<w:sdt {word}><w:sdtContent>{inner}</w:sdtContent></w:sdt>"))
    return saved(document)


def deep_html() -> bytes:
    return b"<html><body>" + b"<div>" * 20_000 + "粮食12吨".encode()


def scan() -> bytes:
    """Pages without characters."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(3):
        canvas.rect(100, 100, 300, 500, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def million_lines() -> bytes:
    return "投资3亿元\n".encode() * 1_000_000


def one_long_line() -> bytes:
    return "全县完成投资3亿元，".encode() * (50 * 1024**2 // 30)


def largest_text() -> bytes:
    """Just below the limit on characters, on one line, as full of quantities as the densest reports."""
    return (
        "各部门分工负责，按月调度，对照台账逐项核实，做到事事有人管、件件有着落，全县完成投资3亿元，".encode() * 105_000
    )


def nothing_but_quantities() -> bytes:
    return "全县完成投资3亿元，".encode() * 160_000


def nul_bytes() -> bytes:
    return plain_text().encode().replace(b"\n", b"\0\n")


def lone_surrogates_utf8() -> bytes:
    return ("工作总结" + plain_text()).encode() + b"\xed\xa0\x80" * 3


def lone_surrogates_utf16() -> bytes:
    return b"\xff\xfe" + plain_text().encode("utf-16-le") + b"\x00\xd8a\x00"


def truncated_zip() -> bytes:
    return zipped({"a.txt": os.urandom(5000)})[:3000]


def truncated_tar_gz() -> bytes:
    return tarred({"a.txt": os.urandom(50_000)}, gzip.compress)[:20_000]


def wide_csv() -> bytes:
    return csv_table("utf-8") + b'"' + b"a," * 5_000_000


FILES = {
    "zip bomb, 300 MB of zeros": ("bomb.zip", zip_bomb),
    "zip whose index lies": ("lying.zip", lying_zip),
    "zip of many large members": ("large.zip", many_large_members),
    "zip in zip, twelve deep": ("deep.zip", nested_zips),
    "gzip bomb": ("bomb.tar.gz", gzip_bomb),
    "zip of 10,050 members": ("many.zip", many_members),
    "zip names that lead out": ("names.zip", outside_names),
    "link in a zip": ("link.zip", links_in_zip),
    "links and a pipe in a tar": ("links.tar", links_in_tar),
    "damaged zip": ("cut.zip", truncated_zip),
    "damaged tar.gz": ("cut.tar.gz", truncated_tar_gz),
    "encrypted zip": ("locked.zip", encrypted_zip),
    "encrypted 7z": ("locked.7z", encrypted_7z),
    "encrypted pdf": ("locked.pdf", encrypted_pdf),
    "encrypted docx": ("locked.docx", encrypted_docx),
    "entity bomb in a docx": ("laughs.docx", docx_entities),
    "entity bomb in an xlsx": ("laughs.xlsx", xlsx_entities),
    "docx that unpacks to 100 MB": ("bomb.docx", docx_bomb),
    "xlsx with a cell in the last row and column": ("far.xlsx", far_cell),
    "docx of 60 nested tables": ("tables.docx", deep_tables),
    "html nested 20,000 deep": ("deep.html", deep_html),
    "scan without text": ("scan.pdf", scan),
    "a million lines": ("lines.txt", million_lines),
    "one line of 50 MB": ("line.txt", one_long_line),
    "one line of 5 million characters": ("longest.txt", largest_text),
    "a text of nothing but quantities": ("dense.txt", nothing_but_quantities),
    "NUL bytes": ("nul.txt", nul_bytes),
    "lone surrogates in UTF-8": ("halves8.txt", lone_surrogates_utf8),
    "lone surrogates in UTF-16": ("halves16.txt", lone_surrogates_utf16),
    "csv with one open quote": ("open.csv", wide_csv),
}
