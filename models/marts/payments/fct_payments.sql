with

payment_changes as (
    select * from {{ ref('stg_payments__payments') }}
),

payments as (
    {{ latest_change('payment_changes', ['payment_id']) }}
),

settled as (
    select * from {{ ref('int_payments_settled') }}
),

given_back as (
    select
        payment_id,
        sum(case when kind = 'return' then covered_amount else 0 end) as returned_amount,
        sum(case when kind = 'refund' then covered_amount else 0 end) as refunded_amount,
        sum(case when kind = 'chargeback' then covered_amount else 0 end) as charged_back_amount,
        sum(covered_amount) as given_back_amount
    from {{ ref('int_payments_given_back') }}
    where payment_id is not null
    group by payment_id
),

allocated as (
    select
        credit_reference as payment_id,
        sum(allocated_amount) as allocated_amount
    from {{ ref('fct_allocations') }}
    where credit_kind = 'payment'
        and not is_released
    group by credit_reference
),

accounted as (
    select
        ---------- ids
        payments.payment_id,
        coalesce(settled.account_key, payments.account_key) as account_key,
        payments.invoice_number,
        payments.gateway_reference,
        ---------- strings
        payments.method,
        payments.gateway,
        payments.status,
        payments.failure_reason,
        payments.currency,
        ---------- numbers
        payments.amount,
        cast(coalesce(settled.amount, 0) as decimal(18, 4)) as settled_amount,
        cast(coalesce(given_back.returned_amount, 0) as decimal(18, 4)) as returned_amount,
        cast(coalesce(given_back.refunded_amount, 0) as decimal(18, 4)) as refunded_amount,
        cast(coalesce(given_back.charged_back_amount, 0) as decimal(18, 4)) as charged_back_amount,
        cast(coalesce(allocated.allocated_amount, 0) as decimal(18, 4)) as allocated_amount,
        cast(
            coalesce(settled.amount, 0)
            - coalesce(given_back.given_back_amount, 0)
            - coalesce(allocated.allocated_amount, 0) as decimal(18, 4)
        ) as unallocated_amount,
        ---------- dates and times
        {{ local_date('payments.settled_at') }} as settled_date,
        payments.initiated_at,
        payments.settled_at,
        payments.returned_at
    from payments
    left join settled
        on settled.payment_id = payments.payment_id
    left join given_back
        on given_back.payment_id = payments.payment_id
    left join allocated
        on allocated.payment_id = payments.payment_id
    where payments.status <> 'none'
)

select * from accounted
