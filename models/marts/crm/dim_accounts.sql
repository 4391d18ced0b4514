with

accounts as (
    select * from {{ ref('int_accounts_unioned') }}
),

painted as (
    {{ paint_rows('accounts', ['account_key'], [
        'holder_name_key', 'holder_email_key', 'segment', 'region', 'bill_cycle_day', 'currency', 'status'
    ]) }}
),

first_rows as (
    -- a whole number that stands for the account and orders invoices, whatever the key of the
    -- pseudonyms
    select
        account_key,
        min(row_id) as account_number
    from accounts
    group by account_key
),

active as (
    select
        ---------- ids
        painted.account_key,
        first_rows.account_number,
        painted.source_row_id as account_row_id,
        painted.holder_name_key,
        painted.holder_email_key,
        ---------- strings
        painted.segment,
        painted.region,
        painted.currency,
        ---------- numbers
        painted.bill_cycle_day,
        painted.known_from,
        painted.known_to,
        ---------- times
        painted.valid_from,
        painted.valid_to
    from painted
    inner join first_rows
        on first_rows.account_key = painted.account_key
    where painted.status = 'active'
)

select * from active
