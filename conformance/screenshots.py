"""Pictures of the pages for the documentation: ``docs/images/pages/PAGE-WIDTH-SCHEME.png``, each with one palette."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from environments import python
from run_browser import BROWSER, tools
from serving import own_store, served

TARGET = Path(__file__).resolve().parents[1] / "docs" / "images" / "pages"
LARGEST = 80_000
_SMALL = """
import pathlib, sys
from PIL import Image
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.png")):
    for colours in (128, 64, 32, 16):
        small = Image.open(path).convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        target = pathlib.Path(sys.argv[2], path.name)
        small.save(target, optimize=True)
        if target.stat().st_size <= int(sys.argv[3]):
            break
"""


def main() -> int:
    told = os.environ | tools()
    pillow = python("pictures", "pillow==12.0.0")
    TARGET.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="obstat-screenshots-") as folder,
        own_store() as environment,
        served(environment, Path(sys.executable).with_name("obstat")) as address,
    ):
        taken = subprocess.run(["node", BROWSER / "shots.mjs", folder], env=told | {"OBSTAT_URL": address}, check=False)
        if taken.returncode:
            return taken.returncode
        subprocess.run([pillow / "python", "-c", _SMALL, folder, TARGET, str(LARGEST)], check=True)
    pictures = sorted(TARGET.glob("*.png"))
    sizes = [picture.stat().st_size for picture in pictures]
    print(f"{len(pictures)} pictures, {sum(sizes) / 1e6:.1f} MB, the largest {max(sizes) / 1e3:.0f} kB, in {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
