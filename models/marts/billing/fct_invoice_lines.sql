{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('close_load_seq') %}

with

register as (
    select * from {{ ref('stg_trunkline__register_invoice_lines') }}
)

-- issued lines only: what is open stands in fct_charges as unbilled
select
    ---------- ids
    invoice_number,
    line_number,
    account_key,
    subscription_id,
    plan_id,
    charge_id,
    close_load_seq,
    ---------- strings
    charge_kind,
    description,
    service,
    direction,
    zone,
    time_band,
    currency,
    tax_code,
    price_basis,
    ---------- numbers
    tax_rate,
    cycle_day,
    event_count,
    quantity,
    unrounded_amount,
    net_amount,
    rounding_amount,
    tax_amount,
    gross_amount,
    ---------- booleans
    is_late,
    ---------- dates
    period
from register
where close_load_seq > {{ seen }}
