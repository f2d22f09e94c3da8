"""What goes wrong in a download, as one sentence that says what to do and whether to try again at once.

Invariant: a sentence names an address without its query and never a user, a password or a header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from obstat.model.errors import DownloadError

if TYPE_CHECKING:
    import ssl

BY_HAND = "fetch the file in a browser and give it to 'obstat import'"
LATER = "try again later, or " + BY_HAND
_STATUS = {
    401: f"the publisher wants a login: {BY_HAND}",
    403: f"the publisher refuses programs or this network: {BY_HAND}",
    404: "look up the file's address on the publisher's pages, or " + BY_HAND,
    407: "give the proxy's user and password in its address, in the settings",
    410: "look up the file's address on the publisher's pages, or " + BY_HAND,
    429: LATER,
}
AGAIN = frozenset({429, 500, 502, 503, 504})
"""Statuses after which another try may help (RFC 9110, section 15.6; RFC 6585, section 4)."""

_CERTIFICATES = {
    10: "has expired",
    18: "is signed by itself",
    19: "is signed by an authority that this machine does not trust",
    20: "is signed by an authority that this machine does not trust",
    62: "is for another name",
    64: "is for another address",
}
"""By OpenSSL's verification code (``X509_V_ERR_…``, openssl/x509_vfy.h)."""


class Failed(DownloadError):
    """One try that failed. `again`: another try at once may help; `after`: the publisher's Retry-After."""

    def __init__(self, what: str, fix: str, *, again: bool = False, later: bool = False, after: str | None = None):
        super().__init__(f"{what}; {fix}.", transient=again or later)
        self.what, self.fix, self.again, self.after = what, fix, again, after

    def given_up(self, tries: int) -> DownloadError:
        """The same as what the user is told after the last of `tries`."""
        what = self.what if tries == 1 else f"{self.what}, at the last of {tries} tries"
        return DownloadError(f"{what}; {self.fix}.", transient=self.transient)


def answered(shown: str, status: int, after: str | None = None) -> Failed:
    """A status other than the wanted ones."""
    again = status in AGAIN
    fix = _STATUS.get(status, LATER if status >= 500 else BY_HAND)
    return Failed(f"{shown} answered {status}", fix, again=again, later=status >= 500, after=after)


def too_long(shown: str, longest: float) -> Failed:
    what = f"{shown} was not there whole after {longest:g} seconds"
    return Failed(what, f"{LATER}, or allow more time in the settings", later=True)


def too_large(shown: str, largest: int) -> Failed:
    what = f"{shown} is larger than {largest:,} bytes"
    return Failed(what, "check that the address is the right one, or allow larger files in the settings")


def certificate(host: str, error: ssl.SSLCertVerificationError) -> Failed:
    """A publisher (or a proxy that opens TLS) that did not prove who it is."""
    why = _CERTIFICATES.get(error.verify_code, f"is not valid ({error.verify_message})")
    return Failed(
        f"The certificate of {host} {why}",
        "check the address and this machine's date, or, where a company's proxy opens TLS, name the file of its "
        "certificate authority in SSL_CERT_FILE",
    )
