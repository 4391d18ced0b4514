with

rounded as (
    select * from {{ ref('int_charges_taxed') }}
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

exact as (
    -- wider than its factors: DuckDB multiplies short decimals within 18 digits
    select
        *,
        cast(net_amount as decimal(24, 4)) * tax_rate as exact_tax_amount
    from numbered
),

shared as (
    -- the tax of one invoice and tax code is rounded once; each line gets its floor, in the
    -- currency's smallest unit
    select
        *,
        {{ round_half_up(
            'sum(exact_tax_amount) over (partition by invoice_number, tax_code, price_basis)', 'decimals'
        ) }} as code_tax_amount,
        {{ round_down('exact_tax_amount', 'decimals') }} as floor_tax_amount
    from exact
),

ranked as (
    -- what remains goes, unit by unit, to the lines with the largest remainders; among equals to
    -- the lower line
    select
        *,
        row_number() over (
            partition by invoice_number, tax_code, price_basis
            order by exact_tax_amount - floor_tax_amount desc, line_number
        ) as place,
        {{ units(
            'code_tax_amount - sum(floor_tax_amount) over (partition by invoice_number, tax_code, price_basis)',
            'decimals'
        ) }} as units_left
    from shared
),

spread as (
    select
        *,
        case
            when price_basis = 'gross' then rounded_amount - net_amount
            when place <= units_left then floor_tax_amount + {{ one_unit('decimals') }}
            else floor_tax_amount
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
        price_basis,
        cast(amount as decimal(24, 6)) as unrounded_amount,
        net_amount,
        cast(rounded_amount - amount as decimal(24, 6)) as rounding_amount,
        cast(line_tax_amount as decimal(18, 4)) as tax_amount,
        cast(net_amount + line_tax_amount as decimal(18, 4)) as gross_amount,
        is_late,
        period,
        next_period
    from spread
)

select * from drafted
