"""The sample's annual returns of charities, in the format of the Charity Commission's daily extract.

Belongs here: the history of returns, and the parts A (volunteers) and B (staff) of them. Does not belong here: what the
charities report (`sample_organisation_returns`), or the register (`sample_charities`).
"""

from collections.abc import Iterator
from datetime import timedelta

from pipelines.sources.sample_census import Row, columns
from pipelines.sources.sample_charities import as_row
from pipelines.sources.sample_organisation_returns import Return
from pipelines.sources.sample_organisations import EXTRACT_DAY, Organisation, organisations
from pipelines.sources.sample_world import World

_HISTORY = columns(
    "date_of_extract organisation_number registered_charity_number fin_period_start_date fin_period_end_date "
    "ar_cycle_reference reporting_due_date date_annual_return_received date_accounts_received total_gross_income "
    "total_gross_expenditure accounts_qualified suppression_ind suppression_type"
)
_PART = (
    "date_of_extract organisation_number registered_charity_number latest_fin_period_submitted_ind "
    "fin_period_order_number ar_cycle_reference fin_period_start_date fin_period_end_date ar_due_date "
    "ar_received_date "
)
_PART_A = columns(
    _PART + "total_gross_income total_gross_expenditure charity_raises_funds_from_public "
    "charity_professional_fundraiser charity_agreement_professional_fundraiser charity_commercial_participator "
    "charity_agreement_commerical_participator grant_making_is_main_activity charity_receives_govt_funding_contracts "
    "count_govt_contracts charity_receives_govt_funding_grants count_govt_grants income_from_government_contracts "
    "income_from_government_grants charity_has_trading_subsidiary trustee_also_director_of_subsidiary "
    "does_trustee_receive_any_benefit trustee_payments_acting_as_trustee trustee_receives_payments_services "
    "trustee_receives_other_benefit trustee_resigned_employment employees_salary_over_60k "
    "count_salary_band_60001_70000 count_salary_band_70001_80000 count_salary_band_80001_90000 "
    "count_salary_band_90001_100000 count_salary_band_100001_110000 count_salary_band_110001_120000 "
    "count_salary_band_120001_130000 count_salary_band_130001_140000 count_salary_band_140001_150000 "
    "count_salary_band_150001_200000 count_salary_band_200001_250000 count_salary_band_250001_300000 "
    "count_salary_band_300001_350000 count_salary_band_350001_400000 count_salary_band_400001_450000 "
    "count_salary_band_450001_500000 count_salary_band_over_500000 count_volunteers"
)
_PART_B = columns(
    _PART + "income_donations_and_legacies income_other_trading_activities income_charitable_activities "
    "income_investments income_other income_total_income_and_endowments income_legacies income_endowments "
    "expenditure_raising_funds expenditure_charitable_expenditure expenditure_other expenditure_total "
    "expenditure_investment_management expenditure_grants_institution expenditure_governance "
    "expenditure_support_costs expenditure_depreciation gain_loss_investment gain_loss_pension_fund "
    "gain_loss_revaluation_fixed_investment gain_loss_other reserves assets_total_fixed assets_own_use "
    "assets_long_term_investment defined_benefit_pension_scheme assets_other_assets assets_total_liabilities "
    "assets_current_investment assets_total_assets_and_liabilities creditors_one_year_total_current "
    "creditors_falling_due_after_one_year assets_cash funds_endowment funds_unrestricted funds_restricted "
    "funds_total count_employees charity_only_accounts consolidated_accounts"
)
_ACCOUNTS_ASKED_ABOVE = 25_000


def history(world: World) -> Iterator[Row]:
    """A row for each return that is or was due, also where none came."""
    yield _HISTORY
    for one in organisations(world):
        for each in one.returns:
            asked = (each.income or 0) > _ACCOUNTS_ASKED_ABOVE
            values = _numbers(one, each) | {
                "reporting_due_date": each.due_on,
                "date_annual_return_received": each.received_on,
                "date_accounts_received": each.received_on + timedelta(days=2) if asked and each.received_on else None,
                "total_gross_income": each.income,
                "total_gross_expenditure": each.expenditure,
                "suppression_ind": False,
            }
            yield as_row(_HISTORY, values)


def part_a(world: World) -> Iterator[Row]:
    """What every return that came tells, with the volunteers."""
    yield _PART_A
    for one in organisations(world):
        for values, each in _submitted(one):
            told = {
                "total_gross_income": each.income,
                "total_gross_expenditure": each.expenditure,
                "count_volunteers": each.volunteers,
            }
            yield as_row(_PART_A, values | told)


def part_b(world: World) -> Iterator[Row]:
    """What the larger charities tell besides, with their staff."""
    yield _PART_B
    for one in organisations(world):
        for values, each in _submitted(one):
            if each.employees is not None:
                told = {
                    "income_total_income_and_endowments": each.income,
                    "expenditure_total": each.expenditure,
                    "count_employees": each.employees,
                    "charity_only_accounts": True,
                }
                yield as_row(_PART_B, values | told)


def _submitted(one: Organisation) -> Iterator[tuple[dict[str, object], Return]]:
    """The returns that came, the last of them being number 1."""
    came = [each for each in one.returns if each.received_on]
    for position, each in enumerate(came):
        order = len(came) - position
        values: dict[str, object] = {
            "latest_fin_period_submitted_ind": order == 1,
            "fin_period_order_number": order,
            "ar_due_date": each.due_on,
            "ar_received_date": each.received_on,
        }
        yield _numbers(one, each) | values, each


def _numbers(one: Organisation, each: Return) -> dict[str, object]:
    return {
        "date_of_extract": EXTRACT_DAY,
        "organisation_number": one.organisation_number,
        "registered_charity_number": one.charity_number,
        "fin_period_start_date": each.start,
        "fin_period_end_date": each.end,
        "ar_cycle_reference": f"AR{each.end.year % 100:02d}",
    }
