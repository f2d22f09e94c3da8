"""Claims from a language model behind an OpenAI-compatible endpoint that the user names, instead of by our own reader.

Invariant: nothing is sent unless an endpoint was named; what comes back is a claim only if its codes are those of the
contract and its words stand in the story, and it is marked as a model's, which a person must review.
"""

from obstat.news.remote.endpoint import Endpoint
from obstat.news.remote.extractor import RemoteExtractor

__all__ = ["Endpoint", "RemoteExtractor"]
