with

named as (
    select * from {{ ref('int_credits_named') }}
    where credit_kind = 'payment'
),

given_back as (
    select * from {{ ref('int_payments_given_back') }}
    where covered_amount > 0
),

given_back_in_order as (
    select
        named.credit_key,
        named.document_key,
        named.room_amount,
        given_back.given_back_key,
        given_back.given_back_at,
        given_back.covered_amount,
        named.amount - sum(given_back.covered_amount) over (
            partition by named.credit_key
            order by given_back.given_back_at, given_back.given_back_key
            rows between unbounded preceding and current row
        ) as left_amount
    from named
    inner join given_back
        on given_back.payment_id = named.credit_reference
),

released as (
    select
        credit_key,
        document_key,
        given_back_key,
        given_back_at,
        least(left_amount + covered_amount, room_amount)
        - least(left_amount, room_amount) as allocated_amount
    from given_back_in_order
    -- what was paid beyond the document goes back first
    where left_amount < room_amount
)

select * from released
