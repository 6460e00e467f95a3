"""The quality page: what was checked, what failed, what was revised, repaired, left out or not found.

Belongs here: grouping and counting verdicts. Does not belong here: checking.
"""

from __future__ import annotations

from collections import Counter

from dashboards.pages.revision_lines import revision_lines
from dashboards.release.rows import Check
from dashboards.site import Site
from dashboards.words.revisions import revisions_sentence
from dashboards.words.states import STATE_LABELS
from pipelines.columns import STATUSES

_MOST_REVISIONS = 300
# What is checked at each stage, as a reader without knowledge of tables would say it.
_STAGES = {
    "conformed": "The publishers’ files, once read: columns, codes, ranges, totals",
    "indicator": "The figures: within their range, interval around the value, every area there",
    "analysis": "What is worked out from the figures: trends, scores",
}


def _stages(checks: tuple[Check, ...]) -> list[tuple[str, int, int]]:
    """Return each stage in words, with how many of its checks passed and how many ran."""
    found = []
    for name, words in _STAGES.items():
        own = [check.success for check in checks if check.table.partition(".")[0] == name]
        if own:
            found.append((words, sum(own), len(own)))
    known = sum(count for *_, count in found)
    if known < len(checks):
        others = [check.success for check in checks if check.table.partition(".")[0] not in _STAGES]
        found.append(("Everything else", sum(others), len(others)))
    return found


def _grouped(checks: tuple[Check, ...]) -> list[tuple[str, int, int]]:
    """Return each table with how many of its checks passed and failed."""
    tables: dict[str, list[Check]] = {}
    for check in checks:
        tables.setdefault(check.table, []).append(check)
    return [
        (table, sum(check.success for check in found), sum(not check.success for check in found))
        for table, found in sorted(tables.items())
    ]


def write(site: Site) -> int:
    """Write quality.html."""
    release = site.release
    failed = sorted(
        (check for check in release.checks if not check.success),
        key=lambda check: (check.severity == "warning", check.table, check.expectation, check.column),
    )
    gaps = Counter((gap.indicator, gap.status) for gap in release.gaps)
    states = [state for state in STATUSES if any(status == state for _, status in gaps)]
    shown = release.analysis.revisions[:_MOST_REVISIONS]
    site.write(
        "quality.html",
        "quality.html",
        failed=failed,
        revisions=revision_lines(site, shown),
        revised=revisions_sentence(release.analysis.revisions),
        revisions_count=len(release.analysis.revisions),
        before=release.analysis.release_before,
        passed=sum(check.success for check in release.checks),
        tables=_grouped(release.checks),
        stages=_stages(release.checks),
        states=[(state, STATE_LABELS[state]) for state in states],
        gaps=[
            (indicator, [gaps[indicator.indicator, state] for state in states])
            for indicator in release.indicators
            if any(gaps[indicator.indicator, state] for state in states)
        ],
    )
    return 1
