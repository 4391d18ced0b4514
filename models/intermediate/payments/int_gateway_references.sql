with

settlements as (
    select * from {{ ref('stg_payments__gateway_settlements') }}
),

payments as (
    select * from {{ ref('fct_payments') }}
),

refunds as (
    select * from {{ ref('stg_payments__refunds') }}
),

chargeback_changes as (
    select * from {{ ref('stg_payments__chargebacks') }}
),

chargebacks_last as (
    {{ latest_change('chargeback_changes', ['chargeback_id']) }}
),

chargebacks as (
    select * from chargebacks_last
    where status <> 'none'
),

settled as (
    select distinct
        gateway,
        gateway_reference,
        kind
    from settlements
),

-- a refund or a dispute has a reference of its own or that of its payment, as the gateway likes;
-- once it was settled under its own, it is not due under its payment's as well
transactions as (
    select
        'payment' as kind,
        gateway,
        gateway_reference,
        payment_id,
        payment_id as transaction_id
    from payments
    {%- for kind, name in [('refund', 'refunds'), ('chargeback', 'chargebacks')] %}
        union all
        select
            '{{ kind }}' as kind,
            gateway,
            gateway_reference,
            payment_id,
            {{ kind }}_id as transaction_id
        from {{ name }}
        union all
        select
            '{{ kind }}' as kind,
            payments.gateway,
            payments.gateway_reference,
            payments.payment_id,
            {{ name }}.{{ kind }}_id as transaction_id
        from {{ name }}
        inner join payments
            on payments.payment_id = {{ name }}.payment_id
        left join settled
            on settled.gateway = {{ name }}.gateway
            and settled.gateway_reference = {{ name }}.gateway_reference
            and settled.kind = '{{ kind }}'
        where settled.gateway_reference is null
    {%- endfor %}
),

references_known as (
    select
        gateway,
        gateway_reference,
        min(payment_id) as payment_id,
        -- a payment is settled once; it may be refunded in parts, and disputed again
        count(distinct case when kind = 'refund' then transaction_id end) as refund_count,
        count(distinct case when kind = 'chargeback' then transaction_id end) as chargeback_count
    from transactions
    where gateway is not null
        and gateway_reference is not null
    group by gateway, gateway_reference
)

select * from references_known
