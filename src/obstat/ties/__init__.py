"""Ownership, control and branding: who is tied to whom on a day, and what that carries over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from obstat.ties.answers import reached

__all__ = ["reached"]


def __getattr__(name: str) -> Any:
    if name == "reached":
        from obstat.ties.answers import reached  # with arrays, which most questions do without

        return reached
    raise AttributeError(f"module 'obstat.ties' has no attribute '{name}'")
