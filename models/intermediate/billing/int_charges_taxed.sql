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
        coalesce(line_terms.price_basis, 'net') as price_basis,
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
    -- adds or takes is kept beside it. Where prices contain the tax the gross amount is rounded, the
    -- net one is what remains, and the tax their difference
    select
        *,
        {{ round_line(amount_to_trillionths('amount'), 'line_decimals', 'rounding_mode') }} as rounded_amount,
        {{ round_line(
            "case when price_basis = 'gross' then " ~ net_of_gross(amount_to_trillionths('amount'), 'tax_rate')
            ~ " else " ~ amount_to_trillionths('amount') ~ " end", 'line_decimals', 'rounding_mode'
        ) }} as net_amount
    from taxed
)

select * from rounded
