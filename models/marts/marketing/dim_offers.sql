with

exports as (
    select * from {{ ref('stg_crm__offers') }}
),

newest as (
    {{ latest_export('exports', 'crm', 'offers', ['offer_id']) }}
),

offers as (
    select
        ---------- ids
        offer_id,
        plan_id,
        ---------- strings
        name as offer_name,
        coalesce(name_en, name) as offer_name_en,
        kind,
        currency,
        ---------- numbers
        discount_rate,
        discount_amount,
        cast(duration_months as integer) as duration_months,
        cost_amount,
        ---------- times
        valid_from,
        valid_to
    from newest
)

select * from offers
-- {{ ref('stg_trunkline__load_files') }}
