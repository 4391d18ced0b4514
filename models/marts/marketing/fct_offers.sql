with

members as (
    select * from {{ ref('fct_campaign_members') }}
    where is_sent
        and offer_id is not null
),

exports as (
    select * from {{ ref('stg_crm__offers') }}
),

offers as (
    -- what was offered stays, by its own terms, when the exports no longer list it
    {{ one_record('exports', ['offer_id'], which='last') }}
),

made as (
    select
        ---------- ids
        members.offer_id,
        members.campaign_id,
        members.customer_key,
        members.subscription_id,
        ---------- strings
        offers.kind,
        ---------- booleans
        members.is_responded,
        members.is_converted as is_accepted,
        -- outside its time an offer may not be made; null where no export ever listed it
        offers.valid_from <= members.sent_at
        and members.sent_at < offers.valid_to as is_within_validity,
        ---------- times
        members.sent_at as offered_at,
        members.responded_at,
        members.converted_at as accepted_at
    from members
    left join offers
        on offers.offer_id = members.offer_id
)

select * from made
