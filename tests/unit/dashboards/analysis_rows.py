"""One made-up row of each table on change, for tests that replace what they look at."""

from dashboards.release.analysis_rows import ChartPoint, Progress, Trend
from dashboards.release.difference_rows import Composite, CompositePart, Fifth, FunnelPoint, Inequality

YEAR = "2024-01-01/P1Y"
TREND = Trend(
    "a", "ward", "X05000001", "Ashbrook", "interval", 5, "2020-01-01/P1Y", YEAR, 0.4, 12.0, (0.3, 0.4, 0.4, 0.4, 0.5),
    "increasing", "getting_better", "",
)  # fmt: skip
PROGRESS = Progress(
    indicator="a", area_code="X08000001", area_name="Exampleton", owner="Somebody", standing="illustrative",
    set_on="2026-01-01", direction="up", baseline_period="2020-01-01/P1Y", baseline_value=20.0, baseline_lower=18.0,
    baseline_upper=22.0, baseline_source="", latest_period=YEAR, latest_value=30.0, latest_lower=28.0,
    latest_upper=32.0, milestone_by="2026-12-31", milestone_value=45.0, target_by="2028-12-31", target_value=60.0,
    share_of_way=0.25, share_of_time=0.5, pace=0.5, points=5, change=10.0, change_lower=7.2, change_upper=12.8,
    expected_value=40.0, required_per_year=6.67, remaining_years=4.5, assurance="", status="too_slow", note="",
)  # fmt: skip
POINT = ChartPoint(
    "a", "city", "X08000001", "Exampleton", YEAR, 30.0, 28.0, 20.0, 36.0, "", "common_cause", 14, trial=False
)
GAP = Inequality("a", "X08000001", "Exampleton", YEAR, "gap", 4.0, 2.0, 6.0, 5, 488, "")
FIFTHS = tuple(
    Fifth("a", "X08000001", YEAR, number, 97, 100.0, 1000.0, 20.0 - number, 19.0 - number, 21.0 - number)
    for number in range(1, 6)
)
FUNNEL = FunnelPoint("a", "ward", "X05000001", "Ashbrook", YEAR, 12.0, 4000.0, 10.0, 9.0, 11.0, 8.0, 12.5, "above_95")
COMPOSITE = Composite("place", "ward", "X05000001", "Ashbrook", 6.2, 4, 7, 4, 12, 33, 6, 6, "ok", "")
PART = CompositePart("place", "X05000001", "a", YEAR, 12.0, 0.6, 6.2, winsorised=False, note="")
