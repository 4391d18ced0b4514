"""Makes the Data Docs open anywhere: no request leaves the machine, and no script is needed.

As written by Great Expectations the pages fetch style sheets, scripts and a logo from six hosts,
and their index shows nothing until those have come. Here the pages keep their content, get one
small style sheet of their own, and an index that is plain HTML.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem;
  color: #1c2733; background: #fff; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.7rem;
  border-bottom: 1px solid #d8dee6; }
h1 { font-size: 1.5rem; } h5, h6 { margin: 1.2rem 0 0.2rem; }
a { color: #0b5cad; }
.held::before { content: "held"; color: #1b6e3c; }
.failed::before { content: "failed"; color: #b3261e; font-weight: 700; }
.text-success::before { content: "held"; color: #1b6e3c; font-style: normal; }
.text-danger::before { content: "failed"; color: #b3261e; font-weight: 700; font-style: normal; }
.ge-breadcrumbs { list-style: none; padding: 0; }
"""

_REMOVED = re.compile(
    r"<script\b.*?</script>"
    r"|<link\b[^>]*>"
    r"|<style\b.*?</style>"
    r"|<img\b[^>]*>"
    r"|<footer\b.*?</footer>"
    # a filter that only works with the scripts, and a second link to the index
    r"|<p class=\"card-text[^>]*>\s*Validation Filter:.*?</p>"
    r"|<label class=\"btn.*?</label>"
    r"|<strong>Actions</strong>"
    r"|<li class=\"ge-breadcrumbs-item breadcrumb-item\">.*?</li>",
    re.DOTALL,
)


@dataclass(frozen=True, order=True)
class Validation:
    """One suite of one run, as its result file tells."""

    run: str
    time: str
    suite: str
    held: int
    total: int
    page: str


def make_offline(data_docs: Path, results: Path, run_name: str) -> None:
    """Rewrite the pages of one run, and the index of all that are kept."""
    style = data_docs / "static" / "trunkline.css"
    style.parent.mkdir(parents=True, exist_ok=True)
    style.write_text(STYLE.lstrip(), encoding="utf-8")
    for page in (data_docs / "validations").rglob("*.html"):
        if run_name in page.parts:
            depth = len(page.relative_to(data_docs).parts) - 1
            _rewrite(page, "../" * depth)
    _write_index(data_docs, _validations(data_docs, results))


def _rewrite(page: Path, up: str) -> None:
    text = _REMOVED.sub("", page.read_text(encoding="utf-8"))
    sheet = f'<link rel="stylesheet" href="{up}static/trunkline.css">'
    home = f'<p><a href="{up}index.html">All results</a></p>'
    text = text.replace("</head>", f"{sheet}</head>", 1)
    page.write_text(re.sub(r"(<body[^>]*>)", rf"\1{home}", text, count=1), encoding="utf-8")


def _validations(data_docs: Path, results: Path) -> list[Validation]:
    found = []
    for file in results.rglob("*.json"):
        content = json.loads(file.read_text(encoding="utf-8"))
        page = Path("validations") / file.relative_to(results).with_suffix(".html")
        if (data_docs / page).exists():
            run, counts = content["meta"]["run_id"], content["statistics"]
            found.append(
                Validation(
                    run["run_name"],
                    run["run_time"][:19].replace("T", " "),
                    content["suite_name"],
                    counts["successful_expectations"],
                    counts["evaluated_expectations"],
                    page.as_posix(),
                )
            )
    return sorted(found, key=lambda each: (each.time, each.suite), reverse=True)


def _write_index(data_docs: Path, validations: list[Validation]) -> None:
    rows = "\n".join(
        f'<tr><td>{each.time} UTC</td><td><a href="{html.escape(each.page)}">'
        f"{html.escape(each.suite)}</a></td>"
        f'<td class="{"held" if each.held == each.total else "failed"}"></td>'
        f"<td>{each.held} of {each.total}</td><td>{html.escape(each.run)}</td></tr>"
        for each in validations
    )
    (data_docs / "index.html").write_text(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<title>Trunkline: what the gates saw</title>"
        '<link rel="stylesheet" href="static/trunkline.css"></head><body>\n'
        "<h1>What the gates saw</h1>\n<p>The raw gate looks at a load before it is committed, the "
        "marts gate at a build before it is published. The latest runs are kept here; every check "
        "of every run stands in the mart fct_gate_results.</p>\n"
        "<table><thead><tr><th>When</th><th>Suite</th><th>Verdict</th><th>Checks held</th>"
        f"<th>Run</th></tr></thead><tbody>\n{rows}\n</tbody></table></body></html>\n",
        encoding="utf-8",
    )
