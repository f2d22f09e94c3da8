"""Build hook: compile the pack, so that a wheel (and an editable install) holds a ready snapshot."""

import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        from obstat.knowledge.compile import build

        build(source / "obstat" / "knowledge" / "snapshot")
