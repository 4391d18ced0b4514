with

followed as (
    select * from {{ ref('int_subscriptions_followed') }}
),

versions as (
    select * from {{ ref('dim_customer_versions') }}
),

movements as (
    select * from {{ ref('fct_mrr_movements') }}
),

usage_monthly as (
    select * from {{ ref('int_subscription_usage_monthly') }}
),

cells_monthly as (
    select * from {{ ref('int_cells_monthly') }}
),

contacts as (
    select * from {{ ref('int_customer_contacts_before') }}
),

bills as (
    select * from {{ ref('int_account_bills_before') }}
),

values_before as (
    -- a plan is charged in one currency; of two the smaller code, so that a row stays one row
    select
        subscription_id,
        month,
        min(currency) as currency
    from movements
    group by subscription_id, month
),

features as (
    select
        ---------- ids
        followed.subscription_id,
        followed.customer_key,
        followed.account_key,
        followed.plan_id,
        usage_last.home_cell_id,
        ---------- strings
        versions.segment,
        versions.region,
        versions.credit_class,
        coalesce(values_before.currency, bills.invoice_currency) as currency,
        ---------- numbers
        {{ days_between(local_date('followed.joined_at'), 'followed.as_of_date') }} as tenure_days,
        cast(coalesce(movements.closing_amount, 0) as decimal(18, 6)) as mrr_amount,
        coalesce(usage_last.event_count, 0) as event_count,
        coalesce(usage_before.event_count, 0) as event_count_month_before,
        coalesce(usage_last.voice_seconds, 0) as voice_seconds,
        coalesce(usage_last.data_bytes, 0) as data_bytes,
        cast(coalesce(usage_last.charge_amount, 0) as decimal(18, 6)) as usage_charge_amount,
        coalesce(contacts.contact_count, 0) as contact_count,
        coalesce(contacts.repeat_contact_count, 0) as repeat_contact_count,
        coalesce(contacts.ticket_count, 0) as ticket_count,
        coalesce(contacts.complaint_count, 0) as complaint_count,
        contacts.last_nps_score,
        bills.last_invoice_amount,
        bills.invoice_before_amount,
        cast(coalesce(bills.overdue_amount, 0) as decimal(18, 4)) as overdue_amount,
        coalesce(bills.returned_payment_count, 0) as returned_payment_count,
        {{ ratio('cells_monthly.drops', 'cells_monthly.releases') }} as home_cell_drop_rate,
        cells_monthly.outage_seconds as home_cell_outage_seconds,
        cast({{ var('churn_horizon_days') }} as integer) as horizon_days,
        ---------- booleans
        -- nobody can tell before the horizon is over
        case
            when followed.as_of_at + interval {{ var('churn_horizon_days') }} day
                <= followed.delivered_until
                then followed.left_at
                    < followed.as_of_at + interval {{ var('churn_horizon_days') }} day
        end as leaves_within_horizon,
        ---------- dates and times
        followed.as_of_date,
        followed.as_of_at,
        greatest(
            followed.joined_at,
            coalesce(usage_last.last_started_at, followed.joined_at),
            coalesce(usage_before.last_started_at, followed.joined_at),
            coalesce(contacts.last_told_at, followed.joined_at),
            coalesce(bills.last_issued_at, followed.joined_at),
            coalesce(bills.last_returned_at, followed.joined_at)
        ) as newest_fact_at
    from followed
    left join versions
        on versions.customer_key = followed.customer_key
        and versions.valid_from < followed.as_of_at
        and followed.as_of_at <= versions.valid_to
    left join values_before
        on values_before.subscription_id = followed.subscription_id
        and values_before.month = followed.month_before
    left join movements
        on movements.subscription_id = followed.subscription_id
        and movements.month = followed.month_before
        and movements.currency = values_before.currency
    left join usage_monthly as usage_last
        on usage_last.subscription_id = followed.subscription_id
        and usage_last.month = followed.month_before
    left join usage_monthly as usage_before
        on usage_before.subscription_id = followed.subscription_id
        and usage_before.month = {{ previous_month('followed.month_before') }}
    left join cells_monthly
        on cells_monthly.cell_id = usage_last.home_cell_id
        and cells_monthly.month = followed.month_before
    left join contacts
        on contacts.customer_key = followed.customer_key
        and contacts.as_of_date = followed.as_of_date
    left join bills
        on bills.account_key = followed.account_key
        and bills.as_of_date = followed.as_of_date
)

select * from features
