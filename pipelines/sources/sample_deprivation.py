"""The sample's Indices of Deprivation 2025 and 2019: ranks, deciles, scores and underlying indicators.

Belongs here: the four files of the Indices in the layout they are passed on in. Does not belong here:
anything else that follows deprivation. Ranks are of the whole country (1 is the most deprived), so a sample
holds a few of them; every underlying indicator follows the overall rank with noise.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from pipelines.sources.sample_census import Row
from pipelines.sources.sample_world import Area, FormerArea, World, stream

_AREAS_2025 = 33_755
_AREAS_2019 = 32_844
_COMMON_DOMAINS = ("Income", "Employment", "Education", "Health", "Crime")
# Domain → how closely it follows the overall factor. The sixth domain was renamed in 2025.
_FOLLOWS = {
    "IMD": 1.0,
    "Income": 0.94,
    "Employment": 0.92,
    "Education": 0.9,
    "Health": 0.88,
    "Crime": 0.85,
    "Housing_and_Services": 0.3,
    "Housing_and_Access": 0.3,
    "Environment": 0.45,
}
# Scores at the middle rank and their growth; two domains are scored around nought, the others are positive.
_CENTRED_SCORES = {"Health": 0.5, "Crime": 0.45}
_POSITIVE_SCORES = {
    "IMD": (17.0, 0.46, 0.03, 92.0),
    "Income": (0.17, 0.52, 0.04, 0.8),
    "Employment": (0.105, 0.46, 0.04, 0.6),
    "Education": (16.0, 0.6, 0.05, 99.0),
    "Housing_and_Services": (15.0, 0.3, 0.01, 70.0),
    "Environment": (21.0, 0.45, 0.03, 95.0),
}
# Column: value at the middle rank, growth with deprivation, noise, floor, decimals.
_Indicators = tuple[tuple[str, float, float, float, float, int], ...]
_INDICATORS_2025: _Indicators = (
    ("adult_skills_and_english_language_proficiency_indicator", 0.23, 0.05, 0.03, 0.02, 3),
    ("entry_to_higher_education_indicator", 0.88, 0.012, 0.02, 0.4, 3),
    ("acute_morbidity_indicator", 100.0, 8.5, 12.0, 45.0, 3),
    ("comparative_illness_and_disability_ratio_indicator", 115.0, 20.0, 18.0, 38.0, 3),
    ("mental_health_indicator", -0.05, 0.22, 0.35, -3.0, 3),
    ("years_of_potential_life_lost_indicator", 67.0, 4.5, 8.0, 40.0, 3),
    ("violence_with_injury_rate_per_1_000_at_risk_population", 8.0, 2.4, 2.0, 0.4, 1),
    ("violence_without_injury_rate_per_1_000_at_risk_population", 13.0, 4.1, 3.0, 0.6, 1),
    ("stalking_and_harassment_rate_per_1_000_at_risk_population", 14.0, 3.5, 3.5, 0.8, 1),
    ("burglary_rate_per_1_000_at_risk_properties", 17.0, 1.5, 5.0, 2.0, 1),
    ("theft_rate_per_1_000_at_risk_population", 15.0, 2.4, 5.0, 1.0, 1),
    ("criminal_damage_rate_per_1_000_at_risk_population", 9.0, 2.6, 2.5, 0.2, 1),
    ("public_order_and_possession_of_weapons_rate_per_1_000_at_risk_population", 11.0, 3.0, 3.0, 0.2, 1),
    ("anti_social_behaviour_rate_per_1_000_at_risk_population", 8.0, 1.6, 4.0, 0.2, 1),
    ("connectivity_score", 70.0, 2.2, 7.0, 30.0, 3),
    ("owner_occupation_affordability_component_of_housing_affordability_indicator", 0.45, 0.06, 0.05, 0.1, 3),
    ("private_rental_affordability_component_of_housing_affordability_indicator", 0.42, 0.07, 0.08, 0.05, 3),
    ("housing_affordability_indicator", -0.15, 0.34, 0.3, -3.0, 3),
    ("digital_connectivity_broadband_download_and_upload_speeds", -0.5, 0.0, 0.6, -2.0, 3),
    ("core_homelessness_rate_percent_of_households", 1.0, 0.0, 0.0, 0.0, 3),
    ("patient_to_gp_ratio", 1800.0, 75.0, 350.0, 900.0, 3),
    ("homelessness_indicator_rate_per_1_000_households", 3.5, 0.0, 0.0, 0.0, 3),
    ("household_overcrowding_indicator_rooms", 0.06, 0.02, 0.02, 0.004, 3),
    ("household_overcrowding_indicator_bedrooms", 0.035, 0.013, 0.01, 0.003, 3),
)
_INDICATORS_2019: _Indicators = (
    ("staying_on_in_education_post_16_indicator", 0.18, 0.02, 0.04, 0.03, 3),
    ("entry_to_higher_education_indicator", 0.88, 0.015, 0.02, 0.4, 3),
    ("adult_skills_and_english_language_proficiency_indicator", 0.28, 0.055, 0.03, 0.03, 3),
    ("years_of_potential_life_lost_indicator", 63.0, 4.5, 6.0, 40.0, 3),
    ("comparative_illness_and_disability_ratio_indicator", 115.0, 22.0, 14.0, 50.0, 3),
    ("acute_morbidity_indicator", 127.0, 12.0, 12.0, 70.0, 3),
    ("mood_and_anxiety_disorders_indicator", 0.03, 0.15, 0.4, -3.0, 3),
    ("road_distance_to_a_post_office_indicator_km", 1.05, -0.1, 0.3, 0.1, 3),
    ("road_distance_to_a_primary_school_indicator_km", 0.77, -0.05, 0.2, 0.1, 3),
    ("road_distance_to_general_store_or_supermarket_indicator_km", 0.6, -0.07, 0.2, 0.06, 3),
    ("road_distance_to_a_gp_surgery_indicator_km", 1.0, -0.08, 0.3, 0.1, 3),
    ("household_overcrowding_indicator", 0.075, 0.02, 0.03, 0.005, 3),
    ("homelessness_indicator_rate_per_1000_households", 1.1, 0.0, 0.0, 0.0, 3),
    ("owner_occupation_affordability_component_of_housing_affordability_indicator", 0.46, 0.07, 0.06, 0.1, 3),
    ("private_rental_affordability_component_of_housing_affordability_indicator", 0.42, 0.07, 0.06, 0.1, 3),
    ("housing_affordability_indicator", -1.0, 0.7, 0.6, -6.0, 3),
    ("housing_in_poor_condition_indicator", 0.19, 0.0, 0.04, 0.05, 3),
    ("houses_without_central_heating_indicator", 0.045, 0.011, 0.015, 0.008, 3),
    ("road_traffic_accidents_indicator", 0.8, 0.02, 0.15, 0.4, 3),
    ("nitrogen_dioxide_component_of_air_quality_indicator", 0.44, 0.025, 0.06, 0.2, 2),
    ("benzene_component_of_air_quality_indicator", 0.11, 0.01, 0.02, 0.04, 2),
    ("sulphur_dioxide_component_of_air_quality_indicator", 0.04, 0.003, 0.005, 0.02, 2),
    ("particulates_component_of_air_quality_indicator", 0.37, 0.01, 0.02, 0.25, 2),
    ("air_quality_indicator", 0.97, 0.05, 0.1, 0.5, 2),
)
_NUMERATORS = (
    "income_domain_numerator",
    "income_deprivation_affecting_children_index_idaci_numerator",
    "income_deprivation_affecting_older_people_index_idaopi_numerator",
    "employment_domain_numerator",
)


@dataclass(frozen=True)
class _Ranked:
    """One small area with its national ranks; `children`, `working` and `older` count residents by age."""

    code: str
    ranks: dict[str, int]
    residents: int
    children: int
    working: int
    older: int


def imd_2025(world: World) -> Iterator[Row]:
    """Indices of Deprivation 2025: deciles, ranks and scores of 2021 small areas."""
    domains = ("IMD", *_COMMON_DOMAINS, "Housing_and_Services", "Environment")
    yield _header("lsoa21_code", domains, ("decile", "rank", "score"))
    for area in _ranked_2025(world):
        ranks = [area.ranks[name] for name in domains]
        scores = [_score(name, area.ranks[name], _AREAS_2025) for name in domains]
        yield [area.code, *_deciles(area, domains, _AREAS_2025), *ranks, *scores]


def imd_2019(world: World) -> Iterator[Row]:
    """Indices of Deprivation 2019: deciles and ranks of 2011 small areas."""
    domains = ("IMD", *_COMMON_DOMAINS, "Housing_and_Access", "Environment")
    yield _header("lsoa11_code", domains, ("decile", "rank"))
    for area in _ranked_2019(world):
        yield [area.code, *_deciles(area, domains, _AREAS_2019), *(area.ranks[name] for name in domains)]


def imd_2025_indicators(world: World) -> Iterator[Row]:
    """The underlying indicators of 2025."""
    yield from _underlying("lsoa21_code", _ranked_2025(world), _AREAS_2025, _INDICATORS_2025)


def imd_2019_indicators(world: World) -> Iterator[Row]:
    """The underlying indicators of 2019."""
    yield from _underlying("lsoa11_code", _ranked_2019(world), _AREAS_2019, _INDICATORS_2019)


def _ranked_2025(world: World) -> list[_Ranked]:
    return _ranked(world.areas, _AREAS_2025, "Housing_and_Services", stream("imd 2025"))


def _ranked_2019(world: World) -> list[_Ranked]:
    return _ranked(world.former, _AREAS_2019, "Housing_and_Access", stream("imd 2019"))


def _ranked(areas: Sequence[Area | FormerArea], count: int, sixth: str, rng: random.Random) -> list[_Ranked]:
    taken: dict[str, set[int]] = {}
    ranked = []
    for area in areas:
        ranks = {}
        for name in ("IMD", *_COMMON_DOMAINS, sixth, "Environment"):
            follows = _FOLLOWS[name]
            factor = follows * area.need + math.sqrt(1 - follows**2) * rng.gauss(0, 1) + rng.gauss(0, 0.08)
            rank = 1 + int(NormalDist().cdf(-factor) * (count - 1))
            while rank in taken.setdefault(name, set()):  # a rank belongs to one area
                rank = rank % count + 1
            taken[name].add(rank)
            ranks[name] = rank
        children, working = sum(area.ages[:16]), sum(area.ages[16:66])
        everyone = sum(area.ages)
        ranked.append(_Ranked(area.code, ranks, everyone, children, working, everyone - children - working))
    return ranked


def _header(code: str, domains: Sequence[str], kinds: Sequence[str]) -> Row:
    return [code, *(f"{name}_{kind}" for kind in kinds for name in domains)]


def _deciles(area: _Ranked, domains: Sequence[str], count: int) -> list[int]:
    return [math.ceil(area.ranks[name] * 10 / count) for name in domains]


def _pull(rank: int, count: int) -> float:
    """How far a rank lies on the deprived side: 0 at the middle, 2.2 where the most deprived tenth ends."""
    return max(-5.5, min(5.5, math.log((count + 1 - rank) / rank)))


def _score(name: str, rank: int, count: int) -> str:
    pull = _pull(rank, count)
    if name in _CENTRED_SCORES:
        return _text(_CENTRED_SCORES[name] * pull, 3)
    middle, growth, bend, ceiling = _POSITIVE_SCORES[name]
    return _text(min(ceiling, middle * math.exp(growth * pull - bend * pull**2)), 3)


def _underlying(code: str, areas: list[_Ranked], count: int, indicators: _Indicators) -> Iterator[Row]:
    rng = stream(f"underlying {count}")
    yield [code, *_NUMERATORS, *(row[0] for row in indicators)]
    for area in areas:
        pull = _pull(area.ranks["IMD"], count)
        income = float(_score("Income", area.ranks["Income"], count))
        employment = float(_score("Employment", area.ranks["Employment"], count))
        counts = (
            area.residents * income,
            area.children * min(0.9, income * 1.15),
            area.older * min(0.9, income * 0.9),
            area.working * employment,
        )
        values = [
            _text(max(floor, middle + growth * pull + rng.gauss(0, noise)), decimals)
            for _, middle, growth, noise, floor, decimals in indicators
        ]
        yield [area.code, *(_to_nearest_five(value) for value in counts), *values]


def _to_nearest_five(value: float) -> str:
    """Counts are rounded to five; below ten the publisher leaves the cell empty."""
    rounded = 5 * round(value / 5)
    return str(rounded) if rounded >= 10 else ""


def _text(value: float, decimals: int) -> str:
    """A number as the publisher's export writes it: no trailing noughts."""
    return f"{round(value, decimals) + 0.0:g}" if abs(value) < 1000 else f"{value:.{decimals}f}"
