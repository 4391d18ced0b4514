{%- set of_load, of_load_and_source = scope_of_load(), scope_of_load('source') %}
{%- set of_period = scope_of_period('period') %}
{%- set of_charged_period = scope_of_period('charged_period') %}
{%- set of_month, of_usage_month = scope_of_month('booking_date'), scope_of_month('usage_date') %}

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

reratings as (
    select * from {{ ref('fct_rerating_adjustments') }}
),

suspense as (
    select * from {{ ref('fct_suspense') }}
),

supply_costs as (
    select * from {{ ref('fct_supply_costs') }}
),

margins as (
    select * from {{ ref('fct_margins_daily') }}
),

-- both legs of what suppliers carried; a cost is counted against the charge
legs as (
    select
        rated_usage.currency,
        rated_usage.charge as amount,
        supply_costs.usage_date
    from rated_usage
    inner join supply_costs
        on supply_costs.event_id = rated_usage.event_id
    union all
    select
        adjustments.currency,
        adjustments.amount,
        supply_costs.usage_date
    from adjustments
    inner join supply_costs
        on supply_costs.event_id = adjustments.event_id
    union all
    select
        currency,
        -cost as amount,
        usage_date
    from supply_costs
),

-- what waited is rated later than it arrived
rated_later as (
    select
        suspense.currency,
        suspense.estimated_amount
    from rated_usage
    inner join suspense
        on suspense.event_id = rated_usage.event_id
    where rated_usage.rating_seq > suspense.load_seq
),

write_offs as (
    select * from {{ ref('stg_trunkline__usage_write_offs') }}
),

one_time_charges as (
    select * from {{ ref('fct_one_time_charges') }}
),

charges as (
    select * from {{ ref('fct_charges') }}
),

invoice_lines as (
    -- where prices contain the tax, the gross amount is what was agreed
    select
        *,
        case when price_basis = 'gross' then gross_amount else net_amount end as agreed_amount
    from {{ ref('fct_invoice_lines') }}
),

invoices as (
    select * from {{ ref('fct_invoices') }}
),

biller_records as (
    select * from {{ ref('stg_billing__biller_invoices') }}
),

biller_invoices as (
    {{ one_record('biller_records', ['invoice_number']) }}
),

receivables as (
    select * from {{ ref('fct_receivables') }}
),

allocations as (
    select * from {{ ref('fct_allocations') }}
    where not is_released
),

payments as (
    select * from {{ ref('fct_payments') }}
    where settled_amount > 0
),

ledger_entries as (
    select * from {{ ref('fct_ledger_entries') }}
),

equations as (
    {{ equation('records', 'records read', 'accepted + rejected') }}
    union all
    {{ equation(
        'events', 'accepted', 'rated + suspended + non-chargeable + duplicate + reversal + written off'
    ) }}
    union all
    {{ equation('suspense', 'not rateable on arrival', 'rated later + open + written off') }}
    union all
    {{ equation('write-offs', 'landed', 'written off') }}
    union all
    {{ equation('one-time charges', 'accepted', 'billed + unbilled + suspended + duplicate') }}
    union all
    {{ equation('rated', 'rated + adjusted', 'billed + unbilled') }}
    union all
    {{ equation('margins', 'charges - costs of what suppliers carried', 'margins') }}
    union all
    -- a line is its charge, rounded
    {{ equation('billed', 'billed charges', 'invoice lines - rounding') }}
    union all
    {{ equation('invoiced', 'invoice lines, gross', 'invoices, gross') }}
    union all
    {{ equation('owed', 'invoices, gross', 'receivable invoices') }}
    union all
    {{ equation('receivables', 'receivables', 'settled + open') }}
    union all
    {{ equation('payments', 'settled payments', 'allocated + unallocated + given back') }}
    union all
    {{ equation('ledger', 'debits', 'credits') }}
),

-- what stands on either side of an equation, added up by what the equation must hold for
sides as (
    {{ side('records', true, of_load, 'sum(records)') }}
    from load_files
    where source <> 'trunkline'
    group by load_seq
    union all
    {{ side('records', false, of_load, 'sum(accepted + rejected)') }}
    from load_files
    where source <> 'trunkline'
    group by load_seq
    union all
    {{ side('events', true, of_load_and_source, 'sum(accepted)') }}
    from load_files
    where entity in ({{ usage_entities() }})
    group by load_seq, source
    union all
    {{ side('events', false, of_load_and_source, 'sum(event_count)') }}
    from statuses
    group by load_seq, source
    union all
    -- what waits or waited, by its estimate
    {{ side('suspense', true, "'all loads'", 'count(*)', 'sum(estimated_amount)') }}
    from suspense
    group by currency
    union all
    {{ side('suspense', false, "'all loads'", 'count(*)', 'sum(estimated_amount)') }}
    from rated_later
    group by currency
    union all
    {{ side('suspense', false, "'all loads'", 'count(*)', 'sum(estimated_amount)') }}
    from suspense
    where status in ('open', 'written_off')
    group by currency
    union all
    {{ side('write-offs', true, "'all loads'", 'count(*)', 'sum(estimated_amount)') }}
    from write_offs
    group by currency
    union all
    {{ side('write-offs', false, "'all loads'", 'count(*)', 'sum(estimated_amount)') }}
    from suspense
    where status = 'written_off'
    group by currency
    union all
    {{ side('one-time charges', true, "'all loads'", 'count(*)', 'sum(amount)') }}
    from one_time_charges
    group by currency
    union all
    {{ side('one-time charges', false, "'all loads'", 'count(*)', 'sum(amount)') }}
    from one_time_charges
    where status <> 'charged'
    group by currency
    union all
    {{ side('one-time charges', false, "'all loads'", 'sum(event_count)', 'sum(amount)') }}
    from charges
    where charge_kind = 'one_time'
    group by currency
    union all
    {{ side('rated', true, of_charged_period, 'count(*)', 'sum(charge)') }}
    from rated_usage
    group by cycle_day, charged_period, currency
    union all
    {{ side('rated', true, of_charged_period, 'count(*)', 'sum(amount)') }}
    from adjustments
    group by cycle_day, charged_period, currency
    union all
    {{ side('rated', true, of_charged_period, 'count(*)', 'sum(amount)') }}
    from reratings
    group by cycle_day, charged_period, currency
    union all
    {{ side('rated', false, of_period, 'sum(event_count)', 'sum(amount)') }}
    from charges
    where charge_kind in ('usage', 'adjustment')
    group by cycle_day, period, currency
    union all
    {{ side('margins', true, of_usage_month, 'count(*)', 'sum(amount)') }}
    from legs
    group by {{ first_of_month('usage_date') }}, currency
    union all
    {{ side('margins', false, of_usage_month, 'sum(leg_count)', 'sum(margin_amount)') }}
    from margins
    group by {{ first_of_month('usage_date') }}, currency
    union all
    {{ side('billed', true, of_period, 'count(*)', 'sum(amount)') }}
    from charges
    where status = 'billed'
    group by cycle_day, period, currency
    union all
    {{ side('billed', false, of_period, 'count(*)', 'sum(agreed_amount - rounding_amount)') }}
    from invoice_lines
    group by cycle_day, period, currency
    union all
    {{ side('invoiced', true, of_period, 'count(*)', 'sum(gross_amount)') }}
    from invoice_lines
    group by cycle_day, period, currency
    union all
    {{ side('invoiced', false, of_period, 'sum(line_count)', 'sum(gross_amount)') }}
    from invoices
    group by cycle_day, period, currency
    union all
    -- what customers owe is what their biller sent; Trunkline's own invoices where there is none
    {{ side('owed', true, "'all loads'", 'count(*)', 'sum(gross_amount)') }}
    from biller_invoices
    where gross_amount > 0
        and document_kind = 'invoice'
    group by currency
    union all
    {{ side('owed', true, "'all loads'", 'count(*)', 'sum(gross_amount)') }}
    from invoices
    where gross_amount > 0
        and not exists (select 1 from biller_records)
    group by currency
    union all
    {{ side('owed', false, "'all loads'", 'count(*)', 'sum(amount)') }}
    from receivables
    where document_kind = 'invoice'
    group by currency
    union all
    {{ side('receivables', true, "'all loads'", 'count(*)', 'sum(amount)') }}
    from receivables
    group by currency
    union all
    {{ side('receivables', false, "'all loads'", 'count(*)', 'sum(open_amount)') }}
    from receivables
    group by currency
    union all
    {{ side('receivables', false, "'all loads'", '0', 'sum(allocated_amount)') }}
    from allocations
    group by currency
    union all
    {{ side('payments', true, "'all loads'", 'count(*)', 'sum(settled_amount)') }}
    from payments
    group by currency
    union all
    {{ side(
        'payments', false, "'all loads'", 'count(*)',
        'sum(unallocated_amount + returned_amount + refunded_amount + charged_back_amount)'
    ) }}
    from payments
    group by currency
    union all
    {{ side('payments', false, "'all loads'", '0', 'sum(allocated_amount)') }}
    from allocations
    where credit_kind = 'payment'
    group by currency
    union all
    {{ side(
        'ledger', true, of_month,
        "count(distinct case when side = 'debit' then journal_id end)", 'sum(debit_amount)'
    ) }}
    from ledger_entries
    group by {{ first_of_month('booking_date') }}, currency
    union all
    {{ side(
        'ledger', false, of_month,
        "count(distinct case when side = 'credit' then journal_id end)", 'sum(credit_amount)'
    ) }}
    from ledger_entries
    group by {{ first_of_month('booking_date') }}, currency
),

compared as (
    select
        control,
        scope,
        currency,
        cast(sum(left_count) as bigint) as left_count,
        cast(sum(right_count) as bigint) as right_count,
        cast(sum(left_amount) as decimal(24, 6)) as left_amount,
        cast(sum(right_amount) as decimal(24, 6)) as right_amount
    from sides
    group by control, scope, currency
),

control_totals as (
    select
        concat(
            compared.control, ' / ', compared.scope, ' / ', coalesce(compared.currency, '-')
        ) as control_key,
        compared.control,
        compared.scope,
        compared.currency,
        equations.left_name,
        equations.right_name,
        compared.left_count,
        compared.right_count,
        compared.left_count - compared.right_count as count_difference,
        compared.left_amount,
        compared.right_amount,
        compared.left_amount - compared.right_amount as amount_difference,
        compared.left_count = compared.right_count
        and coalesce(compared.left_amount, 0) = coalesce(compared.right_amount, 0) as is_balanced
    from compared
    inner join equations
        on equations.control = compared.control
)

select * from control_totals
