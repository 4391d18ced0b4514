with

arrived as (
    select * from {{ ref('stg_trunkline__churn_scores') }}
),

scores as (
    {{ latest_change(
        'arrived', ['model_name', 'model_version', 'as_of_date', 'subscription_id'], 'scored_at'
    ) }}
),

features as (
    select * from {{ ref('fct_churn_features') }}
),

in_order as (
    -- only who was still there on the model's last day has a newest score
    select
        *,
        as_of_date = max(as_of_date) over (partition by model_name) as is_of_last_day,
        row_number() over (
            partition by model_name, subscription_id
            order by as_of_date desc, scored_at desc, row_id desc
        ) as place_from_last
    from scores
),

scored as (
    select
        ---------- ids
        in_order.model_name,
        in_order.model_version,
        in_order.subscription_id,
        in_order.customer_key,
        in_order.account_key,
        in_order.snapshot_id,
        ---------- strings
        in_order.main_reason,
        ---------- numbers
        in_order.score,
        cast(in_order.horizon_days as integer) as horizon_days,
        ---------- booleans
        in_order.is_of_last_day and in_order.place_from_last = 1 as is_newest,
        -- what came of it, where the features were labelled over the same horizon
        case
            when features.horizon_days = in_order.horizon_days then features.leaves_within_horizon
        end as has_left,
        ---------- dates and times
        in_order.as_of_date,
        in_order.scored_at
    from in_order
    left join features
        on features.subscription_id = in_order.subscription_id
        and features.as_of_date = in_order.as_of_date
)

select * from scored
