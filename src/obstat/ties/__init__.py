"""Ownership, control and branding: who is tied to whom on a day, and what that carries over."""

from obstat.ties.reached import reached

__all__ = ["reached"]
