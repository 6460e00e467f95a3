"""The sample's response files: from declarations alone, the same every time, and as a real file would be."""

import csv
import io
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyreadstat
import pytest

from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.instrument import Instrument
from pipelines.sources.base import Glance, Landed, Wanted, glance
from pipelines.sources.catalogue import BY_ID, recognise
from pipelines.sources.ons_postcodes import plain_postcode
from pipelines.sources.sample import PREFIX, write_sample
from pipelines.sources.sample_people import POSTCODES_PER_AREA, postcodes_of
from pipelines.sources.sample_surveys import responses, survey_files
from pipelines.sources.sample_world import build_world
from tests.unit.test_instruments import INSTRUMENTS, REFERENCE, conformed_tables

WORLD = build_world(REFERENCE)
EACH = pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=list(INSTRUMENTS))

YOUTH_CLUBS = Instrument.model_validate(
    {
        "id": "youth_clubs",
        "title": "Youth clubs",
        "description": "A survey that an analyst declares without any Python.",
        "respondent": "person",
        "publisher": "A partner",
        "cadence": "once",
        "columns": {"respondent": "card"},
        "geography": {"column": "ward", "carries": "ward"},
        "identifiers": ["name", "parent_email", "telephone"],
        "questions": {
            "goes": {"text": "Do you go to a youth club?", "answers": {"yes": "Yes", "no": "No"}},
            "nights": {"text": "How many nights a week?", "kind": "number", "maximum": 7, "asked_if": "goes = 'yes'"},
            "likes": {"text": "Do you like it?", "answers": {1: "Yes", 2: "No"}, "asked_if": "nights >= 1"},
            "since": {"text": "Since when?", "kind": "date"},
            "why": {"text": "Why?", "kind": "text"},
        },
        "sample": {"responses": 400, "waves": [2023]},
    }
)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    write_sample(folder, REFERENCE)
    return folder


def rows(inbox: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((inbox / f"{PREFIX}{name}").read_text(encoding="utf-8"))))


def answered(instrument: Instrument, frame: pl.DataFrame) -> pl.DataFrame:
    """Responses as they are after landing: a missing code is no answer."""
    return frame.with_columns(
        pl.when(~pl.col(name).is_in(list(q.missing))).then(pl.col(name)).alias(name)
        for name, q in instrument.questions.items()
        if q.missing
    )


def test_a_file_for_each_wave_and_none_without_the_mark(inbox: Path) -> None:
    names = {path.name for path in inbox.iterdir()}
    expected = {f"{i.id}_{wave}.{i.sample.file}" for i in INSTRUMENTS.values() for wave in i.sample.waves}
    assert {f"{PREFIX}{name}" for name in expected} <= names
    assert all(name.startswith("SYNTHETIC_") for name in names)


def test_the_same_bytes_every_time_and_on_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    first = dict(survey_files(INSTRUMENTS.values(), WORLD))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert dict(survey_files(load_instruments(), WORLD)) == first
    assert {Path(name).suffix for name in first} == {".csv", ".xlsx", ".sav"}


def test_the_clock_does_not_show_in_an_spss_file(inbox: Path) -> None:
    path = next(inbox.glob("*.sav"))
    _, about = pyreadstat.read_sav(str(path), metadataonly=True)
    assert about.creation_time.isoformat() == "2024-01-01T00:00:00"


@EACH
def test_answers_are_allowed_codes(instrument: Instrument) -> None:
    frame = responses(instrument, WORLD)
    assert frame.height == instrument.sample.responses * len(instrument.sample.waves)
    for name, question in instrument.questions.items():
        found = set(frame[name].drop_nulls().to_list())
        if question.kind == "choice":
            assert found <= {*question.codes, *question.missing}, name
        if question.kind == "number":
            assert question.minimum is None or min(found) >= question.minimum, name
            assert question.maximum is None or max(found) <= question.maximum, name
        if question.missing and frame.height > 1000:
            coded = frame[name].drop_nulls().is_in(list(question.missing)).mean()
            assert coded == pytest.approx(0.03, abs=0.015), name
        if question.required:
            assert frame[name].null_count() == 0, name


@pytest.mark.parametrize("instrument", [*INSTRUMENTS.values(), YOUTH_CLUBS], ids=[*INSTRUMENTS, "youth_clubs"])
def test_only_those_asked_answer(instrument: Instrument) -> None:
    told = responses(instrument, WORLD)
    connection = duckdb.connect()
    connection.register("responses", answered(instrument, told).to_arrow())
    for name, question in instrument.questions.items():
        if not question.asked_if:
            continue
        asked = connection.execute(f"SELECT coalesce({question.asked_if}, false) AS a FROM responses").fetchall()
        for (is_asked,), answer in zip(asked, told[name].to_list(), strict=True):
            assert is_asked or answer is None, name
        assert any(is_asked for (is_asked,) in asked)
        assert not all(is_asked for (is_asked,) in asked)


def test_people_live_at_made_up_postcodes_of_the_lookup(inbox: Path) -> None:
    lookup = {row["pcds"]: row["lsoa21"] for row in rows(inbox, "postcode_lookup_lsoa21.csv")}
    assert len(lookup) == POSTCODES_PER_AREA * len(WORLD.areas)
    assert all(re.fullmatch(r"ZZ\d+ \d[A-Z]{2}", postcode) for postcode in lookup)
    ward_of = {area.code: area.ward.code for area in WORLD.areas}
    for wave in INSTRUMENTS["neighbourhood_survey"].sample.waves:
        found = rows(inbox, f"neighbourhood_survey_{wave}.csv")
        assert all(ward_of[lookup[row["postcode"]]] == row["stratum"] for row in found)
        assert {row["stratum"] for row in found} == set(ward_of.values())
        assert len({row["respondent"] for row in found}) == len(found)
        assert all(f"{wave}-04-01" <= row["interview_date"] < f"{wave + 1}-04-01" for row in found)


def test_postcodes_of_a_large_place_are_still_distinct_and_impossible() -> None:
    many = WORLD.__class__(**{**WORLD.__dict__, "areas": WORLD.areas * 5})
    found = [postcode for own in postcodes_of(many) for postcode in own]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"ZZ\d+ \d[A-Z]{2}", postcode) for postcode in found)


def test_design_weights_sum_to_the_adults_of_each_ward() -> None:
    frame = responses(INSTRUMENTS["neighbourhood_survey"], WORLD)
    adults: Counter[str] = Counter()
    for area in WORLD.areas:
        adults[area.ward.code] += area.aged(16)
    for _, wave in frame.group_by("wave"):
        summed = dict(wave.group_by("stratum").agg(pl.col("design_weight").sum()).iter_rows())
        assert summed == {code: pytest.approx(people, rel=1e-3) for code, people in adults.items()}
    assert frame["design_weight"].min() > 0  # type: ignore[operator]


def test_every_margin_has_respondents_in_every_wave(tmp_path: Path) -> None:
    survey = INSTRUMENTS["neighbourhood_survey"]
    connection = conformed_tables(tmp_path, WORLD)
    connection.register("told", answered(survey, responses(survey, WORLD)).to_arrow())
    connection.execute(
        f"""CREATE TABLE responses AS SELECT t.*, p.area_code AS lsoa21, c.area_code AS committee, f.* EXCLUDE (lsoa21)
        FROM told AS t JOIN conformed.lookup_postcode AS p ON p.postcode = t.postcode
        JOIN conformed.membership AS c ON c.child_code = p.area_code AND c.level = 'committee'
        JOIN ({survey.area_facts}) AS f ON f.lsoa21 = p.area_code"""
    )
    for margin in survey.margins.values():
        population = {category for category, _ in connection.execute(margin.population).fetchall()}
        for wave in survey.sample.waves:
            query = f"SELECT DISTINCT {margin.of} FROM responses WHERE wave = {wave}"
            assert {category for (category,) in connection.execute(query).fetchall()} - {None} == population


def test_poorer_areas_and_public_bodies_answer_otherwise() -> None:
    survey = responses(INSTRUMENTS["neighbourhood_survey"], WORLD)
    need = {area.ward.code: area.ward.need for area in WORLD.areas}
    asked = survey.filter(pl.col("life_satisfaction") >= 0)
    poorer = asked["stratum"].replace_strict(need, return_dtype=pl.Float64) > 0.25
    assert asked.filter(~poorer)["life_satisfaction"].mean() > asked.filter(poorer)["life_satisfaction"].mean() + 0.1  # type: ignore[operator]
    together = answered(INSTRUMENTS["working_together"], responses(INSTRUMENTS["working_together"], WORLD))
    score = together.select(s=pl.mean_horizontal(INSTRUMENTS["working_together"].scores["forming"].questions))["s"]
    public = together["sector"] != 5
    assert score.filter(public).mean() > score.filter(~public).mean()  # type: ignore[operator]


@pytest.mark.parametrize("name", ["working_together", "compact_principles", "compact_endorsements"])
def test_organisations_come_back_and_keep_their_sector(name: str) -> None:
    frame = responses(INSTRUMENTS[name], WORLD)
    by_wave = [set(wave["organisation_id"]) for _, wave in frame.group_by("wave", maintain_order=True)]
    for before, after in pairwise(by_wave):
        assert len(before & after) / len(after) == pytest.approx(0.8, abs=0.03)
    assert frame.group_by("organisation_id").agg(pl.col("sector").n_unique())["sector"].max() == 1
    for _, wave in frame.group_by("wave"):
        assert wave["organisation_id"].n_unique() == wave.height
        assert min((wave["sector"] != 5).sum(), (wave["sector"] == 5).sum()) >= 10


def test_an_organisation_is_of_one_sector_in_every_instrument() -> None:
    known: dict[str, set[int]] = {}
    for name in ("working_together", "compact_principles", "compact_endorsements"):
        for organisation, sector in responses(INSTRUMENTS[name], WORLD)["organisation_id", "sector"].iter_rows():
            known.setdefault(organisation, set()).add(sector)
    assert {len(sectors) for sectors in known.values()} == {1}


def test_relationships_are_seen_from_both_sides() -> None:
    frame = responses(INSTRUMENTS["working_together"], WORLD)
    named = frame.filter(pl.col("relationship_id").is_not_null())
    assert 0 < named.height < frame.height / 2
    for _, pair in named.group_by("wave", "relationship_id"):
        assert sorted((pair["sector"] == 5).to_list()) == [False, True]


def test_a_concern_is_new_in_every_wave() -> None:
    frame = responses(INSTRUMENTS["compact_concerns"], WORLD)
    assert frame["concern_id"].n_unique() == frame.height
    assert (frame["raised_on"].dt.year() == frame["wave"]).all()
    several = frame.group_by("wave", "theme", "partner").agg(pl.col("raised_by").n_unique())["raised_by"]
    assert several.max() >= 5  # type: ignore[operator]


@pytest.mark.parametrize("name", ["social_value_returns", "commissioning_returns"])
def test_a_part_is_never_more_than_its_whole(name: str) -> None:
    frame = responses(INSTRUMENTS[name], WORLD)
    for indicator in INSTRUMENTS[name].indicator_list():
        estimate = indicator.estimate
        assert estimate is not None
        assert (frame[estimate.of] <= frame[estimate.over]).all(), indicator.id


def test_identifiers_are_plainly_made_up() -> None:
    survey = responses(INSTRUMENTS["neighbourhood_survey"], WORLD)
    assert survey["name"].str.contains(r"^Synthetic Person \d+$").all()
    assert survey["email"].str.ends_with("@example.invalid").all()
    assert survey["anything_else"].drop_nulls().str.starts_with("Synthetic comment").all()
    sector = responses(INSTRUMENTS["state_of_the_sector"], WORLD)
    assert sector["organisation_name"].str.contains(r"^Synthetic Organisation \d+$").all()


def test_an_analyst_s_own_survey_gets_answers_without_python() -> None:
    (name, content), *others = survey_files([YOUTH_CLUBS], WORLD)
    assert (name, others) == ("youth_clubs_2023.csv", [])
    found = list(csv.DictReader(io.StringIO(content.decode())))
    assert len(found) == 400
    assert list(found[0]) == ["card", "wave", "name", "parent_email", "telephone", "ward", *YOUTH_CLUBS.questions]
    assert {row["goes"] for row in found} <= {"yes", "no", ""}
    assert {row["ward"] for row in found} <= {ward.code for ward in WORLD.wards}
    assert all(row["since"].startswith("2023-") for row in found if row["since"])
    assert all(row["nights"] == "" or 0 <= int(row["nights"]) <= 7 for row in found)


def read(inbox: Path, source_id: str, name: str) -> Any:
    path = inbox / f"{PREFIX}{name}"
    taken = recognise(glance(path, path.name))
    assert not isinstance(taken, str)
    assert taken[0].id == source_id
    wanted = Wanted(WORLD.place_code, WORLD.country_code, frozenset(area.code for area in WORLD.areas))
    assert taken[0].read is not None
    return taken[0].read(Landed(path.name, path, "", 0, taken[1], synthetic=True), wanted)


def test_residents_by_sex_sum_to_those_by_age(inbox: Path) -> None:
    by_sex = read(inbox, "ons_census_age_sex", "census2021_age_sex_lsoa21.csv")
    by_age = read(inbox, "ons_census_age", "census2021_age_groups_lsoa21.csv")
    assert by_sex.faults == by_age.faults == []
    ages = {row["area_code"]: row for row in by_age.rows}
    assert len(by_sex.rows) == len(ages) == len(WORLD.areas)
    for row in by_sex.rows:
        both = {age: row[f"female_{age}"] + row[f"male_{age}"] for age in ("0_15", "16_24", "25_34", "65_over")}
        assert both == {age: ages[row["area_code"]][f"aged_{age}"] for age in both}
        assert row["residents"] == ages[row["area_code"]]["residents"]


def test_a_census_table_with_sexes_is_not_taken_for_one_without() -> None:
    with_sex = Glance("x.csv", "text", rows=(("lsoa21_code", "sex", "age_group", "usual_residents"),))
    without = Glance("x.csv", "text", rows=(("lsoa21_code", "lsoa21_name", "age_group", "usual_residents"),))
    found = {id_: (BY_ID[id_].recognise(with_sex), BY_ID[id_].recognise(without)) for id_ in BY_ID if "age" in id_}
    assert {id_ for id_, (one, _) in found.items() if one} == {"ons_census_age_sex"}
    assert {id_ for id_, (_, other) in found.items() if other} == {"ons_census_age"}


def test_an_unknown_sex_is_a_fault(tmp_path: Path) -> None:
    code = WORLD.areas[0].code
    path = tmp_path / f"{PREFIX}sex.csv"
    path.write_text(f"lsoa21_code,sex,age_group,usual_residents\n{code},Women,Aged 16 to 24 years,5\n")
    faults = read(tmp_path, "ons_census_age_sex", "sex.csv").faults
    assert any("'Women: Aged 16 to 24 years'" in str(fault) for fault in faults)


@pytest.mark.parametrize("header", ["pcd,pcds,lsoa21,imd", "pcd7,pcds,lsoa21cd,imd", "lat,Postcode,LSOA21CD,WD25CD"])
def test_postcodes_in_every_form_of_the_lookup(tmp_path: Path, header: str) -> None:
    code = WORLD.areas[0].code
    lines = [header, f"x,zz11aa,{code},1", f"x,ZZ1  1AB,{code},1", "x,ZZ2 1AA,S01006506,1", "x,ZZ3 1AA,,1"]
    (tmp_path / f"{PREFIX}p.csv").write_text("\n".join(lines) + "\n")
    tidy = read(tmp_path, "ons_postcodes", "p.csv")
    assert [(row["postcode"], row["area_code"], row["level"]) for row in tidy.rows] == [
        ("ZZ1 1AA", code, "lsoa21"),
        ("ZZ1 1AB", code, "lsoa21"),
    ]
    assert (tidy.faults, tidy.outside) == ([], {})
    assert "2 postcodes of other places" in tidy.notes[0]


def test_faults_of_a_postcode_lookup_are_told_by_row(tmp_path: Path) -> None:
    code = WORLD.areas[0].code
    (tmp_path / f"{PREFIX}p.csv").write_text(f"pcds,lsoa21\nQQ,{code}\nZZ1 1AA,E0190\n")
    told = [(fault.row, fault.column) for fault in read(tmp_path, "ons_postcodes", "p.csv").faults]
    assert told == [(2, "pcds"), (3, "lsoa21")]


def test_a_postcode_is_written_in_one_way() -> None:
    assert {plain_postcode(text) for text in ("sw1a1aa", " SW1A  1AA ", "SW1A 1AA")} == {"SW1A 1AA"}
    assert plain_postcode("m1") == "M1"


def test_real_postcodes_are_recognised_and_read(real_data: Path) -> None:
    path = next((real_data / "lookups").glob("*postcodes*"))
    taken = recognise(glance(path, path.name))
    assert not isinstance(taken, str)
    source, taken_for = taken
    assert source.read is not None
    tidy = source.read(Landed(path.name, path, "", 0, taken_for, synthetic=False), Wanted("", ""))
    assert (len(tidy.rows), tidy.faults) == (30_790, [])
