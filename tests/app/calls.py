"""What a call of the command gave back."""

from __future__ import annotations

import json


class Ran:
    """What a call printed, where, and with which exit code."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)
