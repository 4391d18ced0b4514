with

charges as (
    select * from {{ ref('int_charges_unioned') }}
),

accounts as (
    select distinct
        account_key,
        account_number
    from {{ ref('dim_accounts') }}
),

currencies as (
    select * from {{ ref('dim_currencies') }}
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

taxes as (
    select * from {{ ref('dim_taxes') }}
),

line_terms as (
    select * from {{ ref('int_line_terms') }}
),

taxed as (
    -- the rate that holds at the last instant of the period
    select
        charges.*,
        accounts.account_number,
        currencies.decimals,
        least(coalesce(line_terms.rounding_decimals, currencies.decimals), currencies.decimals)
            as line_decimals,
        coalesce(line_terms.rounding_mode, 'half_up') as rounding_mode,
        periods.next_period,
        taxes.rate as tax_rate
    from charges
    inner join accounts
        on accounts.account_key = charges.account_key
    inner join currencies
        on currencies.currency = charges.currency
    left join line_terms
        on line_terms.charge_id = charges.charge_id
    inner join periods
        on periods.cycle_day = charges.cycle_day
        and periods.period = charges.period
    inner join taxes
        on taxes.tax_code = charges.tax_code
        and taxes.valid_from < periods.period_to and periods.period_to <= taxes.valid_to
        and taxes.known_from <= coalesce(periods.close_load_seq - 1, {{ watermark() }})
        and coalesce(periods.close_load_seq - 1, {{ watermark() }}) < taxes.known_to
),

rounded as (
    -- a line is rounded once, to the decimals of its currency, in the tariff's own mode; what that
    -- adds or takes is kept beside it
    select
        *,
        {{ round_line('amount', 'line_decimals', 'rounding_mode') }} as net_amount
    from taxed
),

numbered as (
    select
        *,
        concat(
            'INV-',
            replace(cast(period as {{ text_type() }}), '-', ''),
            '-',
            lpad(cast(cycle_day as {{ text_type() }}), 2, '0'),
            '-',
            lpad(cast(dense_rank() over (
                partition by cycle_day, period order by account_number, currency
            ) as {{ text_type() }}), 7, '0')
        ) as invoice_number,
        cast(row_number() over (
            partition by cycle_day, period, account_number, currency
            order by subscription_id, charge_kind, charge_id, charge_key
        ) as integer) as line_number
    from rounded
),

shared as (
    -- the tax of one invoice and tax code is rounded once; each line gets its floor, in the
    -- currency's smallest unit
    select
        *,
        {{ round_half_up(
            'sum(net_amount * tax_rate) over (partition by invoice_number, tax_code)', 'decimals'
        ) }} as code_tax_amount,
        {{ round_down('net_amount * tax_rate', 'decimals') }} as floor_tax_amount
    from numbered
),

ranked as (
    -- what remains goes, unit by unit, to the lines with the largest remainders; among equals to
    -- the lower line
    select
        *,
        row_number() over (
            partition by invoice_number, tax_code
            order by net_amount * tax_rate - floor_tax_amount desc, line_number
        ) as place,
        {{ units(
            'code_tax_amount - sum(floor_tax_amount) over (partition by invoice_number, tax_code)',
            'decimals'
        ) }} as units_left
    from shared
),

spread as (
    select
        *,
        floor_tax_amount + case
            when place <= units_left then {{ one_unit('decimals') }} else 0
        end as line_tax_amount
    from ranked
),

drafted as (
    select
        invoice_number,
        line_number,
        account_key,
        subscription_id,
        plan_id,
        charge_kind,
        charge_id,
        description,
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        cast(tax_rate as decimal(9, 6)) as tax_rate,
        cycle_day,
        event_count,
        quantity,
        cast(amount as decimal(24, 6)) as unrounded_amount,
        net_amount,
        cast(net_amount - amount as decimal(24, 6)) as rounding_amount,
        cast(line_tax_amount as decimal(18, 4)) as tax_amount,
        cast(net_amount + line_tax_amount as decimal(18, 4)) as gross_amount,
        is_late,
        period,
        next_period
    from spread
)

select * from drafted
