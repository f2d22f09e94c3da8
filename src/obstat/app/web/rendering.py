"""Templates filled in.

Invariant: everything that is put into a page is escaped; only drawings of our own renderer are put in as they are.
"""

from __future__ import annotations

import functools
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from obstat._version import __version__
from obstat.app.service.served import Service


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("obstat.app.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, service: Service, template: str, status: int = 200, **values: Any) -> Response:
    """A page of a template; `title` is one of the values."""
    shared = {"version": __version__, "snapshot": service.ob.snapshot.id, "path": request.url.path}
    return HTMLResponse(_templates().get_template(template).render(**shared, **values), status)
