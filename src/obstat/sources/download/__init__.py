"""Fetching one file from a publisher's address: `fetch`, under a `Policy`.

Invariant: a file is kept only when it came whole, is of a wanted type and within the limits of the policy; whatever
else happens, nothing is left in the folder. Importing this package loads no library; the first `fetch` does.
"""

from obstat.sources.download.fetch import fetch
from obstat.sources.download.policy import SYSTEM, Clock, Fetched, Policy

__all__ = ["SYSTEM", "Clock", "Fetched", "Policy", "fetch"]
