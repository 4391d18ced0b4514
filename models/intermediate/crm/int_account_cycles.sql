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
        versions.bill_cycle_day,
        versions.valid_from,
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
    -- a changed cycle day applies from the next period: until then the account keeps the earlier
    -- one
    select
        succeeding.account_key,
        succeeding.earlier_cycle_day,
        succeeding.valid_from,
        periods.period_to as changes_at,
        succeeding.known_from,
        succeeding.known_to
    from succeeding
    inner join periods
        on periods.cycle_day = succeeding.earlier_cycle_day
        and periods.period_from < succeeding.valid_from
        and succeeding.valid_from < periods.period_to
    where succeeding.earlier_cycle_day <> succeeding.bill_cycle_day
),

first_changes as (
    -- a second change while the first still waits neither shortens nor lengthens the period that
    -- runs
    select changes.*
    from changes
    left join changes as waiting
        on waiting.account_key = changes.account_key
        and waiting.valid_from < changes.valid_from
        and changes.valid_from <= waiting.changes_at
        and waiting.known_from <= changes.known_from
        and changes.known_to <= waiting.known_to
    where waiting.account_key is null
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
        first_changes.earlier_cycle_day as bill_cycle_day,
        accounts.currency,
        1 as is_carried_over,
        greatest(first_changes.valid_from, accounts.valid_from) as valid_from,
        least(first_changes.changes_at, accounts.valid_to) as valid_to,
        greatest(first_changes.known_from, accounts.known_from) as known_from,
        least(first_changes.known_to, accounts.known_to) as known_to
    from first_changes
    inner join accounts
        on accounts.account_key = first_changes.account_key
        and accounts.valid_from < first_changes.changes_at
        and first_changes.valid_from < accounts.valid_to
        and accounts.known_from < first_changes.known_to
        and first_changes.known_from < accounts.known_to
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
