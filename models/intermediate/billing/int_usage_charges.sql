{%- set line_columns = [
    'account_key', 'subscription_id', 'plan_id', 'charge_id', 'service', 'direction', 'zone', 'time_band', 'currency',
    'tax_code', 'cycle_day', 'charged_period', 'is_late'
] | join(', ') %}
{#-
    What a row of a subscription and one of the catalogue say never changes, so events are summed
    by their numbers, and the texts of a line are those of one of its events.
-#}
{%- set version_columns = [
    'subscription_row_id', 'charge_row_id', 'time_band', 'cycle_day', 'charged_period', 'is_late'
] | join(', ') %}

with

periods as (
    select * from {{ ref('dim_billing_periods') }}
    where {{ 'true' if var('ignore_register') else 'close_load_seq is null' }}
),

whole_usage as (
    select * from {{ ref('fct_rated_usage') }}
    where segment_count = 1
),

cut_usage as (
    select * from {{ ref('fct_rated_usage') }}
    where segment_count > 1
),

named_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

segments as (
    select * from {{ ref('fct_rated_segments') }}
),

charges as (
    select * from {{ ref('stg_catalogue__charges') }}
),

cut_parts as (
    -- an event that met several prices is in the line of each, and counted in that of the first
    select
        cut_usage.event_id,
        cut_usage.subscription_row_id,
        segments.charge_row_id,
        segments.charge_id,
        segments.time_band,
        cut_usage.cycle_day,
        cut_usage.charged_period,
        cut_usage.is_late,
        case when segments.segment_number = 1 then 1 else 0 end as event_count,
        segments.quantity,
        segments.charge
    from cut_usage
    inner join periods
        on periods.cycle_day = cut_usage.cycle_day
        and periods.period = cut_usage.charged_period
    inner join segments
        on segments.event_id = cut_usage.event_id
),

by_version as (
    select
        {{ version_columns }},
        min(event_id) as first_event_id,
        cast(null as {{ text_type() }}) as cut_charge_id,
        count(*) as event_count,
        cast(sum(quantity) as bigint) as quantity,
        cast(sum(charge) as decimal(24, 6)) as amount
    from whole_usage
    where charged_period in (select period from periods)
    group by {{ version_columns }}
    union all
    select
        {{ version_columns }},
        min(event_id) as first_event_id,
        max(charge_id) as cut_charge_id,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(quantity) as bigint) as quantity,
        cast(sum(charge) as decimal(24, 6)) as amount
    from cut_parts
    group by {{ version_columns }}
),

named as (
    select
        named_usage.account_key,
        named_usage.subscription_id,
        named_usage.plan_id,
        coalesce(by_version.cut_charge_id, named_usage.charge_id) as charge_id,
        named_usage.service,
        named_usage.direction,
        named_usage.zone,
        by_version.time_band,
        named_usage.currency,
        named_usage.tax_code,
        by_version.cycle_day,
        by_version.charged_period,
        by_version.is_late,
        by_version.event_count,
        by_version.quantity,
        by_version.amount,
        by_version.charge_row_id
    from by_version
    inner join periods
        on periods.cycle_day = by_version.cycle_day
        and periods.period = by_version.charged_period
    inner join named_usage
        on named_usage.event_id = by_version.first_event_id
),

summed as (
    select
        {{ line_columns }},
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(quantity) as bigint) as quantity,
        cast(sum(amount) as decimal(24, 6)) as amount,
        max(charge_row_id) as charge_row_id
    from named
    group by {{ line_columns }}
),

described as (
    -- the text on the line is that of the newest catalogue row by which an event of the line was
    -- priced
    select
        summed.account_key,
        summed.subscription_id,
        summed.plan_id,
        'usage' as charge_kind,
        summed.charge_id,
        summed.service,
        summed.direction,
        summed.zone,
        summed.time_band,
        summed.currency,
        summed.tax_code,
        summed.cycle_day,
        summed.charged_period as period,
        summed.is_late,
        summed.event_count,
        summed.quantity,
        summed.amount,
        charges.description
    from summed
    left join charges
        on charges.row_id = summed.charge_row_id
)

select * from described
