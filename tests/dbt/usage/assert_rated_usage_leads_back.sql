-- Invariant 8: from a rated event back to the rows by which it was rated. Sought for the events
-- that the newest load made rateable: what a row of the fact stores never changes, nor do the
-- versions that were known then.
with

newest as (
    select max(rating_seq) as rating_seq from {{ ref('fct_rated_usage') }}
),

rated_usage as (
    select rated_usage.*
    from {{ ref('fct_rated_usage') }} as rated_usage
    inner join newest
        on newest.rating_seq = rated_usage.rating_seq
),

charges as (
    select distinct
        source_row_id,
        charge_id
    from {{ ref('dim_charges') }}
)

select
    rated_usage.event_id,
    rated_usage.subscription_row_id,
    rated_usage.charge_row_id
from rated_usage
left join {{ ref('dim_subscriptions') }} as subscriptions
    on subscriptions.subscription_row_id = rated_usage.subscription_row_id
    and subscriptions.subscription_id = rated_usage.subscription_id
    and subscriptions.account_key = rated_usage.account_key
    and subscriptions.plan_id = rated_usage.plan_id
    and subscriptions.valid_from <= rated_usage.started_at
    and rated_usage.started_at < subscriptions.valid_to
    and subscriptions.known_from <= rated_usage.rating_seq
    and rated_usage.rating_seq < subscriptions.known_to
left join charges
    on charges.source_row_id = rated_usage.charge_row_id
    and charges.charge_id = rated_usage.charge_id
where subscriptions.subscription_id is null or charges.charge_id is null
