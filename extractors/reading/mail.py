"""What does a letter (.eml) or a saved web page (.mht) say, and which files hang on it? Both are MIME messages."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

import regex

from extractors.reading.content import Content, UnreadableError
from extractors.reading.decoding import decode_as_labelled, decode_surrogates
from extractors.reading.html import charset_label, html_content

RESAVE = "save its text as .txt"
MAX_PARTS = 1_000
RAW_NAME = regex.compile(r"filename\s*=\s*\"?([^\";]+)")


def mail_content(data: bytes) -> Content:
    """Subject and body of a letter; the encoding is the body's."""
    message = parse(data)
    subject = " ".join(header(message, "subject").split())
    body = message.get_body(("plain", "html"))
    content = part_content(body) if isinstance(body, EmailMessage) else Content("", "utf-8")
    return content.below(f"{subject}\n") if subject else content


def page_content(data: bytes) -> Content:
    """The web page of a web archive."""
    for part in parts(parse(data)):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part_content(part)
    raise UnreadableError("is no web archive: no page in it", "save the page as .html or .txt")


def attachments(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file that hangs on a letter; a letter inside a letter is one."""
    message = parse(data)
    body = message.get_body(("plain", "html"))
    for part in parts(message):
        if part is body:
            continue
        if part.get_content_type() == "message/rfc822":
            inner = [item for item in part.get_payload() if isinstance(item, EmailMessage)]
            for item in inner:
                yield f"{' '.join(header(item, 'subject').split()) or 'letter'}.eml", item.as_bytes()
        elif name := file_name(part):
            yield name, payload(part)


def parse(data: bytes) -> EmailMessage:
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError, IndexError) as error:
        raise UnreadableError("is a damaged letter", RESAVE) from error
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnreadableError("is no letter: it has no header", RESAVE)
    return message


def parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a message that are no containers of others, letters inside it whole."""
    waiting = [message]
    count = 0
    while waiting:
        part = waiting.pop()
        count += 1
        if count > MAX_PARTS:
            raise UnreadableError(f"has more than {MAX_PARTS:,} parts", "save its attachments as files")
        inner = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(inner, list):
            waiting += [item for item in reversed(inner) if isinstance(item, EmailMessage)]
        else:
            yield part


def part_content(part: EmailMessage) -> Content:
    """A text part decoded; of a web page, its text."""
    data = payload(part)
    is_page = part.get_content_subtype() in ("html", "xhtml+xml")
    label = part.get_content_charset() or (charset_label(data) if is_page else None)
    text, encoding = decode_as_labelled(data, label)
    return html_content(text, encoding) if is_page else Content(text, encoding)


def payload(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def file_name(part: EmailMessage) -> str:
    raw = next((str(value) for name, value in part.raw_items() if name.lower() == "content-disposition"), "")
    named = RAW_NAME.search(raw) if not raw.isascii() else None
    try:
        return decode_surrogates(named[1] if named else part.get_filename() or "")
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):  # a header that breaks the parser
        return "attachment"


def header(message: EmailMessage, name: str) -> str:
    raw = next((str(value) for own, value in message.raw_items() if own.lower() == name), "")
    try:
        return decode_surrogates(str(message.get(name, "")) if raw.isascii() else raw)
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        return ""
