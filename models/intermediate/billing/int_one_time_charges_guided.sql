with

one_time_charges as (
    select * from {{ ref('stg_billing__one_time_charges') }}
),

versions as (
    select * from {{ ref('dim_subscription_accounts') }}
),

copies as (
    -- the same reference again is the same charge, also where its first copy waits
    select
        *,
        row_number() over (partition by charge_reference order by row_id) as copy_number
    from one_time_charges
),

covered as (
    -- by the version known first of those that were active when it arose
    select
        copies.row_id,
        versions.account_key,
        versions.plan_id,
        versions.cycle_day,
        greatest(copies.load_seq, versions.known_from) as charge_seq,
        row_number() over (
            partition by copies.row_id
            order by greatest(copies.load_seq, versions.known_from), versions.subscription_row_id
        ) as place
    from copies
    inner join versions
        on versions.subscription_id = copies.subscription_id
        and versions.valid_from <= copies.charged_at and copies.charged_at < versions.valid_to
        and greatest(copies.load_seq, versions.known_from) < versions.known_to
    where copies.copy_number = 1
),

known_subscriptions as (
    select distinct subscription_id from versions
),

guided as (
    select
        copies.row_id,
        copies.load_seq,
        copies.file_no,
        copies.line_no,
        copies.charge_reference,
        copies.subscription_id,
        covered.account_key,
        covered.plan_id,
        copies.description,
        copies.currency,
        copies.tax_code,
        case
            when copies.copy_number > 1 then 'duplicate'
            when covered.row_id is null then 'suspended'
            else 'guided'
        end as status,
        case
            when copies.copy_number > 1 or covered.row_id is not null then null
            when known_subscriptions.subscription_id is null then 'unknown_subscription'
            else 'no_active_subscription'
        end as reason,
        covered.cycle_day,
        covered.charge_seq,
        copies.amount,
        copies.charged_at
    from copies
    left join covered
        on covered.row_id = copies.row_id
        and covered.place = 1
    left join known_subscriptions
        on known_subscriptions.subscription_id = copies.subscription_id
)

select * from guided
