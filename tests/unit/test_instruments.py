"""The declared instruments: complete, traceable to their sources, and every SQL expression of them binds."""

from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipelines import paths
from pipelines.declarations.catalogue import instrument_schema_text, load_indicators, load_instruments
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument
from pipelines.declarations.question import Question, SampleAnswers
from pipelines.methods.figures import tables_in
from pipelines.sources.base import Landed, Wanted, glance
from pipelines.sources.catalogue import recognise
from pipelines.sources.sample import write_sample
from pipelines.sources.sample_world import World, build_world

ROOT = Path(__file__).parents[2]
REFERENCE = sorted((ROOT / "data" / "reference").glob("*/place.yaml"))[0].parent
INSTRUMENTS = {instrument.id: instrument for instrument in load_instruments()}
RATING = {0: "Not in place", 1: "Planned", 2: "Sometimes", 3: "Usually", 4: "Always, and can show evidence"}
HEADINGS = {"Forming": 8, "Sustaining": 8, "Inclusive": 4, "Effective": 7, "Resourcing": 7}


def conformed_tables(folder: Path, world: World) -> duckdb.DuckDBPyConnection:
    """The sample's small-area tables and membership, as the queries of an instrument see them."""
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA conformed")
    wanted = Wanted(world.place_code, world.country_code, frozenset(area.code for area in world.areas))
    for path in write_sample(folder, REFERENCE):
        taken = recognise(glance(path, path.name))
        if isinstance(taken, str) or taken[0].level != "lsoa21" or taken[0].read is None:
            continue
        tidy = taken[0].read(Landed(path.name, path, "", 0, taken[1], synthetic=True), wanted)
        assert tidy.faults == []
        connection.register("tidy", pd.DataFrame(tidy.rows))
        # A source that comes in a file a year needs the columns of one of them.
        connection.execute(f"CREATE TABLE IF NOT EXISTS conformed.{taken[0].table} AS SELECT * FROM tidy")
    wards = pd.read_csv(REFERENCE / "wards.csv")
    committee = dict(zip(wards["ward_code"], wards["committee_code"], strict=True))
    rows = [
        ("lsoa21", area.code, level, code)
        for area in world.areas
        for level, code in (
            ("ward", area.ward.code),
            ("committee", committee[area.ward.code]),
            ("city", world.place_code),
        )
    ]
    connection.register("rows", pd.DataFrame(rows, columns=["child_level", "child_code", "level", "area_code"]))
    connection.execute("CREATE TABLE conformed.membership AS SELECT * FROM rows")
    return connection


@pytest.fixture(scope="module")
def conformed(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    return conformed_tables(tmp_path_factory.mktemp("inbox"), build_world(REFERENCE))


def sql_type(question: Question) -> str:
    """The column that a question's answers become."""
    if question.kind == "choice":
        return "BIGINT" if all(isinstance(code, int) for code in question.codes) else "VARCHAR"
    return {"number": "DOUBLE", "date": "DATE", "text": "VARCHAR"}[question.kind]


def empty_responses(connection: duckdb.DuckDBPyConnection, instrument: Instrument) -> None:
    """An empty table `responses` with every column that an expression may name."""
    columns = {name: sql_type(q) for name, q in instrument.questions.items() if q.kind != "text" or q.publishable}
    columns |= dict.fromkeys(["respondent", "stratum", "psu", "lsoa21", "ward", "committee"], "VARCHAR")
    columns |= {"wave": "BIGINT", "weight": "DOUBLE"} | dict.fromkeys(instrument.scores, "DOUBLE")
    if instrument.area_facts:
        described = connection.execute(f"DESCRIBE {instrument.area_facts}").fetchall()
        columns |= {name: kind for name, kind, *_ in described}
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f"CREATE OR REPLACE TABLE responses ({listed})")


def practices(instrument: Instrument) -> dict[str, Question]:
    return {name: q for name, q in instrument.questions.items() if q.codes == RATING}


def test_every_instrument_of_the_partnership_is_declared() -> None:
    assert set(INSTRUMENTS) >= {
        "neighbourhood_survey",
        "working_together",
        "compact_principles",
        "state_of_the_sector",
        "compact_endorsements",
        "compact_concerns",
        "social_value_returns",
        "commissioning_returns",
    }
    assert {instrument.sample.file for instrument in INSTRUMENTS.values()} == {"csv", "xlsx", "sav"}


def test_the_generated_schema_is_committed() -> None:
    assert paths.INSTRUMENT_SCHEMA.read_text() == instrument_schema_text()


def test_34_practices_under_five_headings() -> None:
    found = practices(INSTRUMENTS["working_together"])
    assert Counter(question.heading for question in found.values()) == HEADINGS
    for heading, count in HEADINGS.items():
        for number in range(1, count + 1):
            question = found[f"{heading[0].lower()}{number}"]
            assert question.heading == heading
            assert question.origin.split(" (")[0] == f"Code of Practice, {heading} {number}"
            assert set(question.missing) == {-7}
    assert len({question.text for question in found.values()}) == 34
    assert [name for name, question in found.items() if "more than one idea" in question.origin] == [
        "f3",
        "f4",
        "s1",
        "s2",
        "r6",
    ]


def test_a_score_for_each_heading_and_their_plain_mean() -> None:
    scores = INSTRUMENTS["working_together"].scores
    assert {s: len(scores[s].questions) for s in scores if scores[s].questions} == {
        heading.lower(): count for heading, count in HEADINGS.items()
    }
    assert scores["overall"].mean_of == [heading.lower() for heading in HEADINGS]


def test_eight_principles_with_the_source_s_typing_error_put_right() -> None:
    found = practices(INSTRUMENTS["compact_principles"])
    assert list(found) == [f"p{number}" for number in range(1, 9)]
    for number, question in enumerate(found.values(), start=1):
        assert question.origin.startswith(f"Compact, principle {number}: ")
        assert question.heading == "Principles"
    assert "Equality, Fairness, Good" in found["p8"].origin
    declared = "".join(path.read_text(encoding="utf-8") for path in paths.INDICATORS.glob("instruments/*.yaml"))
    assert "fairmess" not in declared.lower()


def test_no_sentence_of_the_source_is_copied() -> None:
    seeds = ROOT.parent / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("shared/seeds is not beside this checkout")
    source = " ".join(" ".join(p.read_text(encoding="utf-8").split()).lower() for p in sorted(seeds.glob("*.txt")))
    for name in ("working_together", "compact_principles"):
        for question in practices(INSTRUMENTS[name]).values():
            words = question.text.lower().rstrip(".").split()
            runs = [" ".join(words[start : start + 6]) for start in range(len(words) - 5)]
            assert not [run for run in runs if run in source], question.text


def test_catalogue_codes_of_the_instruments_are_shipped() -> None:
    codes = {indicator.code for indicator in load_indicators() if indicator.instrument}
    assert codes >= {f"CO{number:02d}" for number in range(1, 11)}
    assert codes >= {"IN01", "IN02-S", "IN03", "IN04", "IN05", "IN06", "PL06"}
    assert codes >= {"WB01-S", "WB02", "WB03", "WB04-S", "WB05", "WB06-S", "WB08", "WB09"}
    assert codes >= {"CP01", "CP03", "CP06", "CP06-R"} | {f"CP05-{letter}" for letter in "ABCDEFGH"}
    assert codes >= {f"CP0{number}-{letter}" for number in (2, 3) for letter in "FSIER"}
    assert codes >= {"AM12-S", "AM12-C", "AM13", "AM14-C", "AM14-N", "AM14-P", "AM15", "AM16-S", "AM19"}
    assert codes >= {"AM20", "AM20-P", "AM20-L", "AM21"}


def test_what_the_catalogue_asks_of_single_indicators() -> None:
    by_code = {indicator.code: indicator for indicator in load_indicators() if indicator.estimate}

    assert by_code["WB02"].overlapping
    assert by_code["WB02"].estimate is not None
    assert by_code["WB02"].estimate.pool == 3
    assert [code for code, i in by_code.items() if i.estimate and i.estimate.pool > 1] == ["WB02"]
    assert {code for code in by_code if by_code[code].official} == {"WB01-S", "WB03", "WB04-S", "WB05"}
    assert by_code["WB09"].levels == ["city"]
    modelled = [i for i in by_code.values() if i.estimate and i.estimate.modelled]
    assert len(modelled) >= 8
    assert all("ward" in i.levels for i in modelled)
    assert all(i.caveats for i in by_code.values())


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=list(INSTRUMENTS))
def test_sample_hints_fit_their_questions(instrument: Instrument) -> None:
    for name, question in instrument.questions.items():
        hints = question.sample
        if question.kind == "choice":
            assert len(hints.weights) == len(question.codes), name
            assert max(abs(tilt) for tilt in (hints.need, hints.public, hints.drift)) <= 1, name
        if question.kind == "number":
            assert hints != SampleAnswers(), name
        assert question.heading, name


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=list(INSTRUMENTS))
def test_every_expression_binds(instrument: Instrument, conformed: duckdb.DuckDBPyConnection) -> None:
    empty_responses(conformed, instrument)
    for question in instrument.questions.values():
        if question.asked_if:
            assert conformed.execute(f"SELECT ({question.asked_if})::BOOLEAN FROM responses").fetchall() == []
    for margin in instrument.margins.values():
        assert conformed.execute(f"SELECT CAST({margin.of} AS VARCHAR) FROM responses").fetchall() == []
    for indicator in instrument.indicator_list():
        for expression in expressions(indicator):
            assert conformed.execute(f"SELECT {expression} FROM responses").fetchall() == []
    if instrument.concerns:
        assert conformed.execute(f"SELECT ({instrument.concerns.resolved})::BOOLEAN FROM responses").fetchall() == []
    if instrument.panel and instrument.panel.register_where:
        empty_responses(conformed, INSTRUMENTS[instrument.panel.register_instrument])
        assert conformed.execute(f"SELECT ({instrument.panel.register_where}) FROM responses").fetchall() == []


def expressions(indicator: Indicator) -> list[str]:
    estimate = indicator.estimate
    assert estimate is not None
    kind = "BOOLEAN" if indicator.kind in ("survey_share", "register_count") else "DOUBLE"
    conditions = [*(estimate.between or ()), *([estimate.among] if estimate.among else [])]
    found = [f"({estimate.of})::{kind}", *(f"({condition})::BOOLEAN" for condition in conditions)]
    return found + ([f"({estimate.over})::DOUBLE"] if estimate.over else [])


def test_margins_share_one_total_and_tables_are_found(conformed: duckdb.DuckDBPyConnection) -> None:
    survey = INSTRUMENTS["neighbourhood_survey"]
    adults = sum(area.aged(16) for area in build_world(REFERENCE).areas)
    for name, margin in survey.margins.items():
        rows = conformed.execute(margin.population).fetchall()
        assert len(rows) == len({category for category, _ in rows})
        assert sum(people for _, people in rows) == pytest.approx(adults), name
        assert min(people for _, people in rows) > 0
        assert tables_in(margin.population, name)
    assert tables_in(survey.area_facts, "area_facts") == ("conformed.imd_2025",)


def test_covariates_are_numbers_of_every_ward(conformed: duckdb.DuckDBPyConnection) -> None:
    small_areas = INSTRUMENTS["neighbourhood_survey"].small_areas
    assert small_areas is not None
    rows = conformed.execute(small_areas.covariates).fetchall()
    assert {row[0] for row in rows} == {ward.code for ward in build_world(REFERENCE).wards}
    assert all(0 <= value <= 1 for row in rows for value in row[1:])
    assert len(rows[0]) in (4, 5)
