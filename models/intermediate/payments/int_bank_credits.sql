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

credits as (
    select
        lines.bank_account,
        lines.statement_id,
        lines.page_number,
        lines.entry_number,
        lines.detail_number,
        lines.currency,
        lines.amount,
        references_known.reference is not null as is_matched
    from lines
    left join references_known
        on references_known.reference = lines.end_to_end_id
    where lines.status = 'booked'
        and lines.amount > 0
)

select * from credits
