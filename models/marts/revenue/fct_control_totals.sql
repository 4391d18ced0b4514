with

load_files as (
    select * from {{ ref('fct_load_files') }}
),

statuses as (
    select * from {{ ref('fct_event_statuses') }}
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

adjustments as (
    select * from {{ ref('fct_usage_adjustments') }}
),

charges as (
    select * from {{ ref('fct_charges') }}
),

invoice_lines as (
    select * from {{ ref('fct_invoice_lines') }}
),

invoices as (
    select * from {{ ref('fct_invoices') }}
),

records as (
    -- every record of a file was accepted or rejected
    select
        'records' as control,
        concat('load ', cast(load_seq as {{ text_type() }})) as scope,
        cast(null as {{ text_type() }}) as currency,
        'records read' as left_name,
        'accepted + rejected' as right_name,
        cast(sum(records) as bigint) as left_count,
        cast(sum(accepted + rejected) as bigint) as right_count,
        cast(null as decimal(24, 6)) as left_amount,
        cast(null as decimal(24, 6)) as right_amount
    from load_files
    where source <> 'trunkline'
    group by load_seq
),

accepted as (
    select
        load_seq,
        source,
        cast(sum(accepted) as bigint) as event_count
    from load_files
    where entity in ('usage_events', 'call_records')
    group by load_seq, source
),

accounted as (
    select
        load_seq,
        source,
        cast(sum(event_count) as bigint) as event_count
    from statuses
    group by load_seq, source
),

events as (
    -- every accepted event is rated, suspended, non-chargeable, a duplicate, a reversal or written
    -- off
    select
        'events' as control,
        concat(
            'load ', cast(accepted.load_seq as {{ text_type() }}), ' ', accepted.source
        ) as scope,
        cast(null as {{ text_type() }}) as currency,
        'accepted' as left_name,
        'rated + suspended + non-chargeable + duplicate + reversal + written off' as right_name,
        accepted.event_count as left_count,
        coalesce(accounted.event_count, 0) as right_count,
        cast(null as decimal(24, 6)) as left_amount,
        cast(null as decimal(24, 6)) as right_amount
    from accepted
    left join accounted
        on accounted.load_seq = accepted.load_seq
        and accounted.source = accepted.source
),

rated_by_period as (
    select
        cycle_day,
        charged_period as period,
        currency,
        count(*) as event_count,
        sum(charge) as amount
    from rated_usage
    group by cycle_day, charged_period, currency
    union all
    select
        cycle_day,
        charged_period as period,
        currency,
        count(*) as event_count,
        sum(amount) as amount
    from adjustments
    group by cycle_day, charged_period, currency
),

rated_totals as (
    select
        cycle_day,
        period,
        currency,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(amount) as decimal(24, 6)) as amount
    from rated_by_period
    group by cycle_day, period, currency
),

charged_totals as (
    select
        cycle_day,
        period,
        currency,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(amount) as decimal(24, 6)) as amount
    from charges
    where charge_kind in ('usage', 'adjustment')
    group by cycle_day, period, currency
),

rated as (
    -- what was rated, less what was taken back, is billed or unbilled
    select
        'rated' as control,
        concat(
            'cycle ',
            cast(coalesce(rated_totals.cycle_day, charged_totals.cycle_day) as {{ text_type() }}),
            ' period ',
            cast(coalesce(rated_totals.period, charged_totals.period) as {{ text_type() }})
        ) as scope,
        coalesce(rated_totals.currency, charged_totals.currency) as currency,
        'rated + adjusted' as left_name,
        'billed + unbilled' as right_name,
        coalesce(rated_totals.event_count, 0) as left_count,
        coalesce(charged_totals.event_count, 0) as right_count,
        coalesce(rated_totals.amount, 0) as left_amount,
        coalesce(charged_totals.amount, 0) as right_amount
    from rated_totals
    full outer join charged_totals
        on charged_totals.cycle_day = rated_totals.cycle_day
        and charged_totals.period = rated_totals.period
        and charged_totals.currency = rated_totals.currency
),

billed_totals as (
    select
        cycle_day,
        period,
        currency,
        count(*) as charge_count,
        cast(sum(amount) as decimal(24, 6)) as amount
    from charges
    where status = 'billed'
    group by cycle_day, period, currency
),

line_totals as (
    select
        cycle_day,
        period,
        currency,
        count(*) as line_count,
        cast(sum(net_amount - rounding_amount) as decimal(24, 6)) as amount_before_rounding,
        cast(sum(gross_amount) as decimal(24, 6)) as gross_amount
    from invoice_lines
    group by cycle_day, period, currency
),

billed as (
    -- a line is its charge, rounded: billed charges = net lines - rounding
    select
        'billed' as control,
        concat(
            'cycle ',
            cast(coalesce(billed_totals.cycle_day, line_totals.cycle_day) as {{ text_type() }}),
            ' period ',
            cast(coalesce(billed_totals.period, line_totals.period) as {{ text_type() }})
        ) as scope,
        coalesce(billed_totals.currency, line_totals.currency) as currency,
        'billed charges' as left_name,
        'invoice lines - rounding' as right_name,
        coalesce(billed_totals.charge_count, 0) as left_count,
        coalesce(line_totals.line_count, 0) as right_count,
        coalesce(billed_totals.amount, 0) as left_amount,
        coalesce(line_totals.amount_before_rounding, 0) as right_amount
    from billed_totals
    full outer join line_totals
        on line_totals.cycle_day = billed_totals.cycle_day
        and line_totals.period = billed_totals.period
        and line_totals.currency = billed_totals.currency
),

invoice_totals as (
    select
        cycle_day,
        period,
        currency,
        cast(sum(line_count) as bigint) as line_count,
        cast(sum(gross_amount) as decimal(24, 6)) as gross_amount
    from invoices
    group by cycle_day, period, currency
),

invoiced as (
    select
        'invoiced' as control,
        concat(
            'cycle ',
            cast(coalesce(line_totals.cycle_day, invoice_totals.cycle_day) as {{ text_type() }}),
            ' period ',
            cast(coalesce(line_totals.period, invoice_totals.period) as {{ text_type() }})
        ) as scope,
        coalesce(line_totals.currency, invoice_totals.currency) as currency,
        'invoice lines, gross' as left_name,
        'invoices, gross' as right_name,
        coalesce(line_totals.line_count, 0) as left_count,
        coalesce(invoice_totals.line_count, 0) as right_count,
        coalesce(line_totals.gross_amount, 0) as left_amount,
        coalesce(invoice_totals.gross_amount, 0) as right_amount
    from line_totals
    full outer join invoice_totals
        on invoice_totals.cycle_day = line_totals.cycle_day
        and invoice_totals.period = line_totals.period
        and invoice_totals.currency = line_totals.currency
),

unioned as (
    select * from records
    union all
    select * from events
    union all
    select * from rated
    union all
    select * from billed
    union all
    select * from invoiced
),

control_totals as (
    select
        concat(control, ' / ', scope, ' / ', coalesce(currency, '-')) as control_key,
        control,
        scope,
        currency,
        left_name,
        right_name,
        left_count,
        right_count,
        left_count - right_count as count_difference,
        left_amount,
        right_amount,
        left_amount - right_amount as amount_difference,
        left_count = right_count
        and coalesce(left_amount, 0) = coalesce(right_amount, 0) as is_balanced
    from unioned
)

select * from control_totals
