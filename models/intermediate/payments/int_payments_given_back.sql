with

payments as (
    select * from {{ ref('int_payments_settled') }}
),

arrived_refunds as (
    select * from {{ ref('stg_payments__refunds') }}
),

refunds as (
    {{ one_record('arrived_refunds', ['refund_id']) }}
),

chargeback_changes as (
    select * from {{ ref('stg_payments__chargebacks') }}
),

chargebacks as (
    {{ latest_change('chargeback_changes', ['chargeback_id']) }}
),

given_back as (
    select
        'return' as kind,
        payment_id as reference,
        payment_id,
        cast(null as {{ text_type() }}) as account_key,
        currency,
        amount,
        returned_at as given_back_at
    from payments
    where status = 'returned'
    union all
    -- a dispute takes the amount when it is opened; one that was won gave it back
    select
        'chargeback' as kind,
        chargeback_id as reference,
        payment_id,
        cast(null as {{ text_type() }}) as account_key,
        currency,
        amount,
        opened_at as given_back_at
    from chargebacks
    where status in ('opened', 'lost')
    union all
    select
        'refund' as kind,
        refund_id as reference,
        payment_id,
        account_key,
        currency,
        amount,
        refunded_at as given_back_at
    from refunds
),

in_order as (
    select
        given_back.kind,
        given_back.reference,
        payments.payment_id,
        coalesce(given_back.account_key, payments.account_key) as account_key,
        given_back.currency,
        given_back.amount,
        coalesce(payments.amount, 0) as paid_amount,
        sum(given_back.amount) over (
            partition by payments.payment_id
            order by given_back.given_back_at, given_back.kind, given_back.reference
            rows between unbounded preceding and current row
        ) - given_back.amount as given_back_before,
        -- nothing goes back before it is there, whatever a clock says
        greatest(given_back.given_back_at, payments.settled_at) as given_back_at
    from given_back
    left join payments
        on payments.payment_id = given_back.payment_id
        and payments.currency = given_back.currency
        and payments.account_key = coalesce(given_back.account_key, payments.account_key)
),

-- what exceeds the payment, or is of none, is money that the account owes again
split as (
    select
        concat(kind, '/', reference) as given_back_key,
        kind,
        reference,
        payment_id,
        account_key,
        currency,
        cast(amount as decimal(18, 4)) as amount,
        cast(
            greatest(0, least(amount, paid_amount - given_back_before)) as decimal(18, 4)
        ) as covered_amount,
        given_back_at
    from in_order
)

select
    split.*,
    cast(amount - covered_amount as decimal(18, 4)) as excess_amount
from split
