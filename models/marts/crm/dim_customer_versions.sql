with

customer_changes as (
    select * from {{ ref('stg_crm__customers') }}
),

versions as (
    {{ change_versions('customer_changes', ['customer_key']) }}
),

known as (
    select
        ---------- ids
        customer_key,
        ---------- strings
        customer_kind,
        segment,
        region,
        status,
        status_reason,
        credit_class,
        preferred_channel,
        preferred_payment_method,
        ---------- times
        valid_from,
        valid_to
    from versions
    where status <> 'none'
)

select * from known
