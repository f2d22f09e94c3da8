"""The fixtures of downloads, which tests of the command share."""

from network_fixtures import authority, clock, network, publisher, trusted, waits

__all__ = ["authority", "clock", "network", "publisher", "trusted", "waits"]
