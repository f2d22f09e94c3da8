"""E-mails and pages saved as MHTML: both are MIME messages.

Invariant: the day of an e-mail is the day of its story; that of a saved page is when it was saved, and tells nothing.
"""

from __future__ import annotations

import datetime
import email
import email.policy
import email.utils
from email.message import EmailMessage

from obstat.news.formats.decoding import decoded
from obstat.news.formats.found import Found
from obstat.news.formats.page import page


def message(data: bytes) -> Found:
    """The story of one message."""
    read = email.message_from_bytes(data, policy=email.policy.default)
    saved = read["Snapshot-Content-Location"] is not None or "multipart/related" in _said(read, "Content-Type")
    markup, text, other = _parts(read)
    body = text if text.strip() and not saved else ""
    notes = tuple(f"The attachment {name} was not read; give it as a file of its own." for name in other if not saved)
    found = page(markup) if markup and not body else Found(body)
    if not found.body.strip() and text.strip():
        found = Found(text)
    subject = " ".join(_said(read, "Subject").split()) or None
    letter = read["List-Id"] is not None or read["List-Unsubscribe"] is not None
    sender = email.utils.parseaddr(_said(read, "From"))[0] or None
    return Found(
        found.body,
        title=found.title if saved and found.title else subject,
        outlet=found.outlet if saved else sender if letter else None,
        published=found.published if saved else _day(_said(read, "Date")),
        url=(_said(read, "Snapshot-Content-Location") or found.url) if saved else None,
        notes=(*found.notes, *notes),
    )


def _parts(read: EmailMessage) -> tuple[bytes, str, list[str]]:
    """The first page, the first plain text, and the names of what else is attached."""
    markup, text, other = b"", "", []
    for part in read.walk():
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        name = _file(part)
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if name is not None and part.get_content_disposition() == "attachment":
            other.append(name)
        elif kind in ("text/html", "application/xhtml+xml") and not markup:
            charset = part.get_content_charset()
            markup = decoded(content, charset)[0].encode() if charset else content
        elif kind == "text/plain" and not text:
            text = decoded(content, part.get_content_charset())[0]
    return markup, text, other


def _file(part: EmailMessage) -> str | None:
    try:
        return part.get_filename("without a name")
    except Exception:  # a header that breaks its own rules
        return "without a name"


def _said(read: EmailMessage, header: str) -> str:
    """A header as text, empty where there is none."""
    try:
        return str(read[header] or "")
    except Exception:  # a header that breaks its own rules
        return ""


def _day(text: str) -> datetime.date | None:
    try:
        return email.utils.parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError):
        return None
