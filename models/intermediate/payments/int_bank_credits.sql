with

lines as (
    select * from {{ ref('int_bank_statement_lines') }}
),

payments as (
    select * from {{ ref('fct_payments') }}
),

settlements as (
    select * from {{ ref('fct_settlements') }}
),

-- what a credit may name: a payment at its gateway, or the payout that a gateway makes of many
references_known as (
    select gateway_reference as reference
    from payments
    where gateway_reference is not null
    union
    select payout_id as reference
    from settlements
    where payout_id is not null
),

-- a line that stands for a whole entry brings its amount, whatever its only transaction states
booked_lines as (
    select
        lines.*,
        case
            when lines.detail_number = 0 then lines.entry_currency
            else lines.currency
        end as booked_currency,
        case
            when lines.detail_number = 0 then lines.entry_amount
            else lines.amount
        end as booked_amount
    from lines
    where lines.status = 'booked'
),

credits as (
    select
        booked_lines.bank_account,
        booked_lines.statement_id,
        booked_lines.page_number,
        booked_lines.entry_number,
        booked_lines.detail_number,
        booked_lines.booked_currency as currency,
        booked_lines.booked_amount as amount,
        references_known.reference is not null as is_matched
    from booked_lines
    left join references_known
        on references_known.reference = booked_lines.end_to_end_id
    where booked_lines.booked_amount > 0
)

select * from credits
