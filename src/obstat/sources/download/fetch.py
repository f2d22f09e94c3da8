"""Fetching one file: requests with redirects, tries with waits between them, one time limit over all.

Invariant: every hop of every try is read and checked anew; nothing but the headers written here is sent, to any host.
"""

from __future__ import annotations

import email.utils
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from obstat._version import __version__
from obstat.model.errors import DownloadError
from obstat.sources.download import addresses, content
from obstat.sources.download.addresses import Address
from obstat.sources.download.body import Response, body
from obstat.sources.download.failures import BY_HAND, Failed, answered, too_long
from obstat.sources.download.partial import partial
from obstat.sources.download.policy import SYSTEM, Clock, Fetched, Policy
from obstat.sources.download.watch import Watch

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0
"""Seconds before the second try, doubled before each later one, up to the longest; chance takes off up to half."""


def fetch(
    address: str,
    into: Path,
    policy: Policy,
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    wanted: tuple[str, ...] = (),
    clock: Clock = SYSTEM,
) -> Fetched:
    """Fetch a file into the folder `into`, named as in its address, in place of a file of that name.

    `etag` and `last_modified` are those of an edition at hand: if it is still the publisher's, nothing is fetched.
    `wanted` holds the endings, names or media types the file may have (`obstat.sources.download.content.check`).

    Raises `DownloadError` when there is no whole file of a wanted type, and `StoreError` when `into` cannot be written
    to; in both cases, and when interrupted, nothing is left behind.
    """
    job = _Job(addresses.read(address, policy), into, policy, _headers(etag, last_modified), wanted)
    ends = clock.now() + policy.longest
    attempt = 1
    while True:
        try:
            return _attempt(job, ends - clock.now())
        except Failed as failure:
            pause = _pause(failure, attempt, clock)
            # a publisher who asks for a long wait is not asked again before it is over
            if not failure.again or attempt >= policy.tries or pause > policy.patience or clock.now() + pause >= ends:
                raise failure.given_up(attempt) from None
        clock.sleep(pause)
        attempt += 1


@dataclass(frozen=True, slots=True)
class _Job:
    """What every try has in common."""

    first: Address
    into: Path
    policy: Policy
    headers: Mapping[str, str]
    wanted: tuple[str, ...]


def _headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    headers = {"User-Agent": f"obstat/{__version__}", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
        if value and value.isascii() and value.isprintable():  # what a publisher once sent may be no fit header
            headers[name] = value
    return headers


def _pause(failure: Failed, attempt: int, clock: Clock) -> float:
    """Seconds before the next try: doubling, less chance, and no less than the publisher asks for."""
    doubled = min(_FIRST_WAIT * 2.0 ** (attempt - 1), _LONGEST_WAIT)
    own = doubled * (1 - clock.chance() / 2)
    if failure.after is None:
        return own
    return max(own, _seconds(failure.after, clock))


def _seconds(retry_after: str, clock: Clock) -> float:
    """A Retry-After: seconds, or a date (RFC 9110, section 10.2.3); 0 for one that cannot be read."""
    if re.fullmatch(r"[0-9]+", retry_after.strip()):
        return float(retry_after)
    try:
        return email.utils.parsedate_to_datetime(retry_after).timestamp() - clock.today()
    except (ValueError, OverflowError):
        return 0.0


def _attempt(job: _Job, seconds: float) -> Fetched:
    """One try, within so many seconds."""
    with Watch(seconds) as watch:
        try:
            return _follow(job, watch)
        except (DownloadError, OSError, ValueError, AttributeError):
            # a connection that is shut down in the middle fails in many ways; without the watch these are faults
            if watch.fired:
                raise too_long(job.first.shown, job.policy.longest) from None
            raise


def _follow(job: _Job, watch: Watch) -> Fetched:
    """Ask the address, and those it redirects to, until one answers."""
    from obstat.sources.download.connection import opened  # loads urllib3

    address, seen = job.first, {job.first.text}
    while True:
        with opened(address, job.policy, job.headers, watch) as response:
            if response.status not in _REDIRECTS:
                return _received(response, address, job, watch)
            location = response.headers.get("Location")
        if not location:
            raise Failed(f"{address.shown} redirects without saying where", BY_HAND)
        address = addresses.redirected(address, location, job.policy)
        if address.text in seen:
            raise Failed(f"{job.first.shown} redirects in a circle", f"check the address, or {BY_HAND}")
        if len(seen) > job.policy.redirects:
            limit = job.policy.redirects
            raise Failed(f"{job.first.shown} redirects more than {limit} times", f"check the address, or {BY_HAND}")
        seen.add(address.text)


def _received(response: Response, address: Address, job: _Job, watch: Watch) -> Fetched:
    """What an answer that is no redirect gives."""
    headers = response.headers
    etag, modified, media = (headers.get(name) for name in ("ETag", "Last-Modified", "Content-Type"))
    told = address.text if address is job.first else address.shown
    if response.status == 304 and job.headers.keys() & {"If-None-Match", "If-Modified-Since"}:
        etag, modified = etag or job.headers.get("If-None-Match"), modified or job.headers.get("If-Modified-Since")
        return Fetched(None, told, 0, "", etag, modified, media)
    if response.status != 200:
        raise answered(address.shown, response.status, headers.get("Retry-After"))
    blocks = body(response, address.shown, job.policy.largest)
    head = b""
    for block in blocks:
        head += block
        if len(head) >= content.HEAD:
            break
    content.check(head[: content.HEAD], media, job.wanted, address.shown)
    with partial(job.into) as file:
        for block in itertools.chain([head], blocks):
            file.write(block)
        if watch.fired:  # a body that ends with its connection looks whole when it was cut
            raise too_long(address.shown, job.policy.longest)
        path = file.keep(content.name(job.first.target, head[: content.HEAD], media, job.wanted))
        return Fetched(path, told, file.size, file.sha256, etag, modified, media)
