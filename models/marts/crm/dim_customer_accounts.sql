with

crm_links as (
    select * from {{ ref('stg_crm__customer_accounts') }}
),

public_accounts as (
    select * from {{ ref('int_accounts_unioned') }}
    where source = 'ibm_telco'
),

customer_accounts as (
    select
        row_id,
        load_seq,
        customer_key,
        account_key,
        role,
        status,
        valid_from,
        valid_to
    from crm_links
    union all
    -- whom one identifier names as customer and as account holds it
    select
        row_id,
        load_seq,
        account_key as customer_key,
        account_key,
        'holder' as role,
        status,
        valid_from,
        valid_to
    from public_accounts
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
