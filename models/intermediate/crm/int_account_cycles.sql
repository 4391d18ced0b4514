with

accounts as (
    select * from {{ ref('dim_accounts') }}
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

succeeding as (
    -- a version and the one before it, over the loads at which both were known
    select
        versions.account_key,
        versions.account_row_id,
        versions.bill_cycle_day,
        versions.valid_from,
        versions.valid_to,
        earlier.bill_cycle_day as earlier_cycle_day,
        greatest(versions.known_from, earlier.known_from) as known_from,
        least(versions.known_to, earlier.known_to) as known_to
    from accounts as versions
    inner join accounts as earlier
        on earlier.account_key = versions.account_key
        and earlier.valid_to = versions.valid_from
        and earlier.known_from < versions.known_to
        and versions.known_from < earlier.known_to
),

changes as (
    -- a changed cycle day applies from the next period: until then the version keeps the earlier one
    select
        succeeding.account_key,
        succeeding.account_row_id,
        succeeding.earlier_cycle_day,
        succeeding.valid_from,
        least(periods.period_to, succeeding.valid_to) as changes_at,
        succeeding.known_from,
        succeeding.known_to
    from succeeding
    inner join periods
        on periods.cycle_day = succeeding.earlier_cycle_day
        and periods.period_from < succeeding.valid_from
        and succeeding.valid_from < periods.period_to
    where succeeding.earlier_cycle_day <> succeeding.bill_cycle_day
),

offered as (
    select
        account_key,
        account_row_id,
        account_number,
        bill_cycle_day,
        currency,
        0 as is_carried_over,
        valid_from,
        valid_to,
        known_from,
        known_to
    from accounts
    union all
    select
        accounts.account_key,
        accounts.account_row_id,
        accounts.account_number,
        changes.earlier_cycle_day as bill_cycle_day,
        accounts.currency,
        1 as is_carried_over,
        changes.valid_from,
        changes.changes_at as valid_to,
        greatest(changes.known_from, accounts.known_from) as known_from,
        least(changes.known_to, accounts.known_to) as known_to
    from changes
    inner join accounts
        on accounts.account_key = changes.account_key
        and accounts.account_row_id = changes.account_row_id
        and accounts.valid_from = changes.valid_from
        and accounts.known_from < changes.known_to
        and changes.known_from < accounts.known_to
),

cut as (
    {{ cut_rectangles(
        'offered',
        ['account_key'],
        ['account_row_id', 'account_number', 'bill_cycle_day', 'currency'],
        ['is_carried_over', 'account_row_id']
    ) }}
),

cycles as (
    select
        account_key,
        account_number,
        currency,
        bill_cycle_day as cycle_day,
        known_from,
        known_to,
        valid_from,
        valid_to
    from cut
)

select * from cycles
