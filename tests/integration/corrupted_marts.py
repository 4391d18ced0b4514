"""What a wrong rule or a wrong file may do to the marts, and the check that must see it."""

from __future__ import annotations

LAST_WEEK = "usage_date >= (select max(usage_date) - 8 from fct_usage_daily)"
SWAPPED = "case service when 'voice' then 'data' when 'data' then 'voice' else service end"
ONE, OTHER = (
    f"(select {pick}(account_key) from fct_charges where currency = 'KRW')"
    for pick in ("min", "max")
)

# what was done to the marts, and the check that must see it; None: nothing is known to see it
IN_THE_MARTS: dict[str, tuple[list[str], str | None]] = {
    "usage_down_by_two_fifths": (
        [f"update fct_usage_daily set event_count = event_count * 3 // 5 where {LAST_WEEK}"],
        "last_week_of_events_in_percent_of_the_month_before",
    ),
    "services_swapped": (
        [
            f"update fct_rated_usage set service = {SWAPPED} where {LAST_WEEK}",
            f"update fct_usage_daily set service = {SWAPPED} where {LAST_WEEK}",
        ],
        "services_with_another_share_of_events",
    ),
    "currency_swapped": (
        ["update fct_charges set currency = if(currency = 'KRW', 'USD', 'KRW')"],
        "charges_in_another_currency_than_the_account",
    ),
    "usage_shifted_by_a_day": (
        [f"update {mart} set usage_date = usage_date + 1"
         for mart in ("fct_rated_usage", "fct_usage_daily")],
        "usage_on_another_day_than_its_time",
    ),
    "times_in_another_zone": (
        ["update fct_rated_usage set started_at = started_at + interval 9 hours"],
        "usage_on_another_day_than_its_time",
    ),
    "invoices_shifted_by_a_month": (
        ["update fct_invoices set period = period + interval 1 month"],
        "invoices_that_are_not_as_they_were_issued",
    ),
    "null_in_a_key": (
        ["update dim_customers set customer_key = null where status = 'inactive'"],
        "customers_without_their_keys",
    ),
    "every_key_is_another": (
        ["update fct_interactions set customer_key = 'other-' || customer_key"],
        "percent_of_contacts_of_known_customers",
    ),
    "every_cell_is_another": (
        ["update fct_cell_hours set cell_id = 'other-' || cell_id"],
        "percent_of_cell_hours_of_known_cells",
    ),
    "rows_twice": (["insert into fct_payments from fct_payments"], "payments_twice"),
    "a_tariff_tenfold_in_usage": (
        [
            f"update fct_rated_usage set charge = charge * 10 where {LAST_WEEK}",
            f"update fct_usage_daily set charge_amount = charge_amount * 10 where {LAST_WEEK}",
        ],
        "last_week_of_charges_in_percent_of_the_month_before",
    ),
    "a_tariff_tenfold_in_the_catalogue": (
        ["insert into dim_charges by name select * replace (amount * 10 as amount, "
         "known_from + 1 as known_from) from dim_charges where amount > 0"],
        "prices_many_times_their_version_before",
    ),
    "vat_missing": (
        [
            "update fct_invoice_lines set tax_rate = 0, tax_amount = 0, gross_amount = net_amount",
            "update fct_invoices set tax_amount = 0, gross_amount = net_amount",
        ],
        "tax_rates_that_the_catalogue_lacks",
    ),
    "payments_doubled": (
        ["update fct_payments set amount = amount * 2, settled_amount = settled_amount * 2, "
         "returned_amount = returned_amount * 2, refunded_amount = refunded_amount * 2, "
         "charged_back_amount = charged_back_amount * 2, allocated_amount = allocated_amount * 2, "
         "unallocated_amount = unallocated_amount * 2"],
        "currencies_whose_payments_are_not_those_of_the_balances",
    ),
    "receivables_with_the_sign_turned": (
        ["update fct_receivables set amount = -amount, settled_amount = -settled_amount, "
         "open_amount = -open_amount"],
        "receivables_that_do_not_add_up",
    ),
    "cell_counters_zero": (
        [
            f"update {mart} set setup_attempts = 0, setup_successes = 0, downlink_bytes = 0 "
            f"where local_day >= (select max(local_day) - 8 from {mart})"
            for mart in ("fct_cell_hours", "fct_quality_daily")
        ],
        "last_week_of_setup_attempts_in_percent_of_the_month_before",
    ),
    "customers_halved": (
        [f"delete from {mart} where customer_key < '8'"
         for mart in ("dim_customers", "dim_customer_profiles")],
        "customers_with_a_history_less_those_listed",
    ),
    "tickets_without_a_status": (
        ["update fct_tickets set status = null where is_open"],
        "tickets_without_a_status",
    ),
    "an_account_s_usage_on_another": (
        [f"update {mart} set account_key = {OTHER} where account_key = {ONE}"
         for mart in ("fct_rated_usage", "fct_charges")],
        "charges_on_an_account_that_does_not_hold_the_subscription",
    ),
    "an_invoice_off_by_one": (
        ["update fct_invoices set gross_amount = gross_amount + 1 "
         "where invoice_number = (select min(invoice_number) from fct_invoices)"],
        "invoices_that_are_not_their_lines",
    ),
    "suspense_hidden": (
        ["delete from fct_suspense where status = 'open'"],
        "suspended_events_less_those_in_suspense",
    ),
    "alerts_of_limits_that_nobody_reached": (
        ["update fct_usage_alerts set limit_value = limit_value * 1000"],
        "usage_alerts_below_their_share",
    ),
    "alerts_on_another_line": (
        ["update fct_usage_alerts set subscription_id = 'other-' || subscription_id"],
        "usage_alerts_of_other_usage_than_rated",
    ),
    "bursts_of_nothing": (
        ["update fct_fraud_bursts set window_value = 0"], "bursts_below_their_share",
    ),
    "a_source_that_stands_still": (
        ["delete from fct_load_files where source = 'network' and load_seq > 7"],
        "sources_silent_for_longer_than_ever",
    ),
    "recurring_revenue_lost": (
        ["delete from fct_mrr_movements where month = date '2026-02-01' and movement = 'none'"],
        "months_of_recurring_revenue_that_do_not_open_where_they_closed",
    ),
    "a_ledger_of_one_side": (
        ["delete from fct_ledger_entries where side = 'credit' and document_kind = 'payment'"],
        "journals_whose_debits_are_not_their_credits",
    ),
    "the_hold_out_was_addressed": (
        ["update fct_campaign_members set is_sent = true"],
        "held_out_members_who_were_sent_something",
    ),
    "features_that_know_the_future": (
        ["update fct_churn_features set newest_fact_at = as_of_at + interval 1 day"],
        "features_later_than_their_day",
    ),
    "withdrawn_consent_granted": (
        ["update dim_consents set is_granted = true"],
        "consents_that_are_not_their_state",
    ),
    "targets_of_a_metric_renamed": (
        ["update dim_targets set metric_id = 'billed_revnue' where metric_id = 'billed_revenue'"],
        "targets_of_metrics_that_nobody_knows",
    ),
    "targets_in_no_currency": (["update dim_targets set currency = 'none'"], "impossible_targets"),
    "targets_of_another_day": (
        ["update dim_targets set month = month + 14"], "impossible_targets",
    ),
    "targets_twice": (["insert into dim_targets from dim_targets"], "targets_twice"),
    "notes_of_a_metric_renamed": (
        ["update dim_figure_notes set metric_id = 'avialability' "
         "where note_id = (select min(note_id) from dim_figure_notes)"],
        "notes_on_metrics_that_nobody_knows",
    ),
    "notes_cut_off": (["update dim_figure_notes set note_text = ''"], "impossible_notes"),
    "notes_twice": (["insert into dim_figure_notes from dim_figure_notes"], "notes_twice"),
    "survey_scores_turned_around": (["update fct_surveys set score = 10 - score"], None),
}  # fmt: skip
