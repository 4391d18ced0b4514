with

offered as (
    select * from {{ ref('int_prices_offered') }}
    where is_special
),

special as (
    select
        ---------- ids
        charge_id,
        charge_row_id,
        tier_row_id,
        plan_id,
        account_key,
        subscription_id,
        ---------- strings
        service,
        direction,
        zone,
        time_band,
        segment,
        ---------- numbers
        from_contract_month,
        to_contract_month,
        is_named,
        priority,
        known_from,
        known_to,
        ---------- booleans
        is_cuttable,
        ---------- times
        valid_from,
        valid_to
    from offered
)

select * from special
