{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

with

charged as (
    select * from {{ ref('int_roaming_charges') }}
    where load_seq > {{ lower_bound('load_seq') }}
),

roaming_charges as (
    select
        ---------- ids
        event_id,
        load_seq,
        reversal_of,
        ---------- strings
        partner,
        visited_network,
        record_type,
        service,
        direction,
        currency,
        local_currency,
        ---------- numbers
        file_sequence_number,
        record_position,
        cast(sign * charge_amount as decimal(18, 6)) as amount,
        cast(sign * tax_amount as decimal(18, 6)) as tax_amount,
        cast(sign * discount_amount as decimal(18, 6)) as discount_amount,
        exchange_rate,
        ---------- booleans
        has_agreeing_amounts,
        ---------- dates
        started_date as usage_date,
        ---------- times
        started_at
    from charged
)

select * from roaming_charges
