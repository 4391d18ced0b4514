with

customer_accounts as (
    select * from {{ ref('stg_crm__customer_accounts') }}
),

painted as (
    {{ paint_rows('customer_accounts', ['customer_key', 'account_key', 'role'], ['status']) }}
),

active as (
    select
        ---------- ids
        customer_key,
        account_key,
        ---------- strings
        role,
        ---------- numbers
        known_from,
        known_to,
        ---------- times
        valid_from,
        valid_to
    from painted
    where status = 'active'
)

select * from active
