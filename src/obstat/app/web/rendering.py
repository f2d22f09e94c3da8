"""Templates filled in.

Invariant: everything that is put into a page is escaped; only drawings of our own renderer are put in as they are.
"""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from obstat._version import __version__
from obstat.app.service.served import Service
from obstat.report.pictures.canvas import in_words

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_SPELT = {"4g": "4G", "5g": "5G", "ran": "RAN", "cpe": "CPE", "ont": "ONT", "ata": "ATA", "ict": "ICT", "wifi": "Wi-Fi"}


@functools.cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("obstat.app.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["host"] = host
    made.filters["words"] = words
    made.filters["day"] = day
    made.filters["capital"] = capital
    made.filters["dated"] = dated
    made.filters["isolated"] = isolated
    made.filters["doing"] = _doing
    return made


def host(address: str) -> str:
    """Who publishes a source: the host of its address, without ``www``."""
    try:
        name = urlsplit(address).hostname or address
    except ValueError:
        return address
    return name.removeprefix("www.")


def words(code: str) -> str:
    """A code as words."""
    return " ".join(_SPELT.get(word, word) for word in code.split("_"))


def day(value: datetime.date | str | None) -> str:
    """A day as people write it, as far as it is known; nothing for none."""
    return in_words(value) if value else ""


def dated(text: str) -> str:
    """A sentence with its days as people write them, none broken over two lines."""
    return _DAY.sub(lambda found: day(found[0]).replace(" ", "\u00a0"), text)


def isolated(sentence: str, name: str) -> Markup:
    """A sentence in which a name that is written from right to left does not turn the words around it."""
    shown = escape(sentence)
    if not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name):
        return shown
    return shown.replace(escape(name), Markup("<bdi>{}</bdi>").format(name))


def _doing(activity: str) -> str:
    from obstat.app.web.choices import verb

    return verb(activity)


def capital(text: str) -> str:
    """A text with its first letter large."""
    return text[:1].upper() + text[1:]


def page(request: Request, service: Service, template: str, status: int = 200, **values: Any) -> Response:
    """A page of a template; `title` is one of the values. ``?theme=`` shows it light or dark, whatever the system's."""
    from obstat.app.web.wording import Wording

    asked = request.query_params.get("theme")
    shared = {
        "version": __version__,
        "snapshot": service.ob.snapshot.id,
        "say": Wording(service.ob.snapshot),
        "path": request.url.path,
        "signed_in": getattr(request.state, "caller", None),
        "theme": asked if asked in ("light", "dark") else None,
    }
    text = _templates().get_template(template).render(**{**shared, **values})
    cookie = None
    if forms := service.kept.get("forms"):
        here = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
        secure = getattr(request.state, "secure", False)
        text, cookie = forms.signed(text, here, request.headers.get("cookie", ""), secure)
    return HTMLResponse(text, status, {"Set-Cookie": cookie} if cookie else None)
