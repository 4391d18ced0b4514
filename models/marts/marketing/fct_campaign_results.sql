with

members as (
    select * from {{ ref('fct_campaign_members') }}
),

exports as (
    select * from {{ ref('stg_crm__campaigns') }}
),

campaigns as (
    -- what a campaign brought stays, by its own terms, when the exports no longer list it
    {{ one_record('exports', ['campaign_id'], which='last') }}
),

counted as (
    select
        campaign_id,
        count(case when assigned_group = 'treatment' then 1 end) as treatment_count,
        count(case when assigned_group = 'holdout' then 1 end) as holdout_count,
        count(case when is_sent then 1 end) as sent_count,
        count(case when is_responded then 1 end) as responded_count,
        count(case when assigned_group = 'treatment' and is_converted then 1 end)
            as treatment_conversion_count,
        count(case when assigned_group = 'holdout' and is_converted then 1 end)
            as holdout_conversion_count,
        count(case when not is_window_over then 1 end) as waiting_count
    from members
    group by campaign_id
),

rated as (
    select
        *,
        {{ ratio('treatment_conversion_count', 'treatment_count') }} as treatment_rate,
        {{ ratio('holdout_conversion_count', 'holdout_count') }} as holdout_rate,
        {{ ratio('holdout_count', '(treatment_count + holdout_count)') }} as holdout_share
    from counted
),

results as (
    select
        ---------- ids
        rated.campaign_id,
        campaigns.offer_id,
        ---------- strings
        campaigns.name as campaign_name,
        campaigns.objective,
        campaigns.channel,
        campaigns.currency,
        ---------- numbers
        rated.treatment_count,
        rated.holdout_count,
        rated.sent_count,
        rated.responded_count,
        rated.treatment_conversion_count,
        rated.holdout_conversion_count,
        rated.treatment_rate,
        rated.holdout_rate,
        cast(rated.treatment_rate - rated.holdout_rate as decimal(18, 6)) as incremental_rate,
        -- conversions that the campaign brought, of those whom it treated
        cast(
            (rated.treatment_rate - rated.holdout_rate) * rated.treatment_count as decimal(18, 2)
        ) as incremental_conversions,
        rated.holdout_share,
        campaigns.holdout_share as planned_holdout_share,
        campaigns.cost_amount,
        ---------- booleans
        rated.waiting_count = 0 as is_final,
        ---------- times
        campaigns.starts_at,
        campaigns.ends_at
    from rated
    left join campaigns
        on campaigns.campaign_id = rated.campaign_id
)

select * from results
