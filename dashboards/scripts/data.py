"""Data as scripts: each sets one entry of `window.evidence`, which `static/js/load.js` hands out.

Belongs here: writing such a script. Does not belong here: what stands in it (the modules beside this one).
"""

from __future__ import annotations

import pathlib
from typing import Any

from dashboards.json_text import json_text

FOLDER = "static/data"


def write_data_script(site_folder: pathlib.Path, name: str, content: Any) -> None:
    """Write `static/data/<name>.js`.

    Args:
        site_folder: The release folder.
        name: For example `shapes/ward`.
        content: Anything JSON can carry; text stays text, whatever signs are in it.
    """
    path = site_folder / FOLDER / f"{name}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json_text(content)
    # JSON is JavaScript but for these two line ends, which older engines take for the end of a line.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    path.write_bytes(f"(window.evidence??={{}})[{json_text(name)}]={text};\n".encode())
