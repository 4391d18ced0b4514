{#- A view: each mart of alerts reads the loads and days that it needs; nothing is stored twice. -#}
{{ config(materialized='view') }}

{%- set zone_part = "substr(scopes.zone, 1, length(scopes.zone) - 1)" %}

with

usage_events as (
    select * from {{ ref('fct_rated_usage') }}
),

alerts as (
    select * from {{ ref('dim_usage_alerts') }}
),

charges as (
    select * from {{ ref('dim_charges') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

scopes as (
    select distinct
        scope_number,
        plan_id,
        account_key,
        subscription_id,
        measure,
        currency,
        segment,
        service,
        direction,
        zone,
        window_minutes
    from alerts
),

watched_charges as (
    -- the row of the catalogue that priced an event tells its service, zone and currency: they
    -- are settled once a row, not once an event
    select distinct
        charges.source_row_id as charge_row_id,
        scopes.*
    from scopes
    inner join charges
        on coalesce(scopes.service = charges.service, true)
        and coalesce(scopes.direction = charges.direction, true)
        and coalesce(scopes.currency = charges.currency, true)
        and (
            scopes.zone is null
            or scopes.zone = charges.zone
            or (
                scopes.zone like '%*'
                and {{ zone_part }} = substr(charges.zone, 1, length(scopes.zone) - 1)
            )
        )
    where charges.service is not null
),

measured as (
    select
        ---------- ids
        usage_events.event_id,
        usage_events.rating_seq,
        usage_events.subscription_id,
        usage_events.account_key,
        usage_events.plan_id,
        watched_charges.scope_number,
        ---------- strings
        watched_charges.segment,
        case when watched_charges.segment is not null then usage_events.account_key end
            as account_in_segment,
        ---------- numbers
        watched_charges.window_minutes,
        cast(case watched_charges.measure
            when 'amount' then usage_events.charge
            when 'quantity' then usage_events.quantity
            else 1
        end as decimal(24, 6)) as counted_value,
        ---------- dates and times
        usage_events.usage_date,
        usage_events.charged_period,
        usage_events.started_at
    from usage_events
    inner join watched_charges
        on watched_charges.charge_row_id = usage_events.charge_row_id
        and coalesce(watched_charges.plan_id = usage_events.plan_id, true)
        and coalesce(watched_charges.account_key = usage_events.account_key, true)
        and coalesce(watched_charges.subscription_id = usage_events.subscription_id, true)
),

watched as (
    -- the account's segment when the event began, as known when it was rated
    select measured.*
    from measured
    left join accounts
        on accounts.account_key = measured.account_in_segment
        and {{ covers('accounts', 'measured.started_at', 'measured.rating_seq') }}
    where measured.counted_value > 0
        and (measured.segment is null or measured.segment = accounts.segment)
)

select * from watched
