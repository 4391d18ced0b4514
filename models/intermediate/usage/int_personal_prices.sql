with

special_prices as (
    select * from {{ ref('dim_special_prices') }}
),

prices as (
    select * from {{ ref('dim_prices') }}
),

add_ons as (
    select * from {{ ref('dim_add_ons') }}
),

subscription_accounts as (
    select * from {{ ref('dim_subscription_accounts') }}
),

accounts as (
    select * from {{ ref('dim_accounts') }}
),

contract_starts as (
    select * from {{ ref('int_contract_starts') }}
),

agreed as (
    -- a special price holds where its plan, its condition and the months of the contract meet
    select
        subscription_accounts.subscription_number,
        special_prices.service,
        special_prices.direction,
        special_prices.zone,
        special_prices.time_band,
        special_prices.charge_row_id,
        special_prices.tier_row_id,
        special_prices.is_cuttable,
        case
            when special_prices.subscription_id is not null then 4
            when special_prices.account_key is not null then 3
            else 1
        end as nearness,
        special_prices.is_named,
        special_prices.priority,
        greatest(
            special_prices.valid_from,
            subscription_accounts.valid_from,
            case
                when special_prices.segment is not null then accounts.valid_from
                else special_prices.valid_from
            end,
            case
                when special_prices.from_contract_month is not null
                    then {{ utc_of_local_midnight(months_before(
                        'contract_starts.contract_start', '1 - cast(special_prices.from_contract_month as integer)'
                    )) }}
                else special_prices.valid_from
            end
        ) as valid_from,
        least(
            special_prices.valid_to,
            subscription_accounts.valid_to,
            case
                when special_prices.segment is not null then accounts.valid_to
                else special_prices.valid_to
            end,
            case
                when special_prices.to_contract_month is not null
                    then {{ utc_of_local_midnight(months_before(
                        'contract_starts.contract_start', '-cast(special_prices.to_contract_month as integer)'
                    )) }}
                else special_prices.valid_to
            end
        ) as valid_to,
        greatest(
            special_prices.known_from,
            subscription_accounts.known_from,
            case
                when special_prices.segment is not null then accounts.known_from
                else special_prices.known_from
            end
        ) as known_from,
        least(
            special_prices.known_to,
            subscription_accounts.known_to,
            case
                when special_prices.segment is not null then accounts.known_to
                else special_prices.known_to
            end
        ) as known_to
    from special_prices
    inner join subscription_accounts
        on subscription_accounts.plan_id = special_prices.plan_id
        and subscription_accounts.subscription_id
        = coalesce(special_prices.subscription_id, subscription_accounts.subscription_id)
        and subscription_accounts.account_key
        = coalesce(special_prices.account_key, subscription_accounts.account_key)
    inner join contract_starts
        on contract_starts.subscription_id = subscription_accounts.subscription_id
    left join accounts
        on accounts.account_key = subscription_accounts.account_key
        and accounts.segment = special_prices.segment
    where special_prices.segment is null or accounts.account_key is not null
),

booked as (
    select
        subscriptions.subscription_number,
        prices.service,
        prices.direction,
        prices.zone,
        prices.time_band,
        prices.charge_row_id,
        prices.tier_row_id,
        prices.is_cuttable,
        2 as nearness,
        0 as is_named,
        cast(add_ons.booking_number as bigint) as priority,
        greatest(prices.valid_from, add_ons.valid_from) as valid_from,
        least(prices.valid_to, add_ons.valid_to) as valid_to,
        greatest(prices.known_from, add_ons.known_from) as known_from,
        least(prices.known_to, add_ons.known_to) as known_to
    from add_ons
    inner join prices
        on prices.plan_id = add_ons.plan_id
    inner join (
        select distinct
            subscription_id,
            subscription_number
        from subscription_accounts
    ) as subscriptions
        on subscriptions.subscription_id = add_ons.subscription_id
),

offers as (
    select * from agreed
    where valid_from < valid_to and known_from < known_to
    union all
    select * from booked
    where valid_from < valid_to and known_from < known_to
),

personal as (
    {{ cut_rectangles(
        'offers', ['subscription_number', 'service', 'direction', 'zone', 'time_band'],
        ['charge_row_id', 'tier_row_id', 'is_cuttable'],
        ['nearness', 'is_named', 'priority', 'charge_row_id', 'tier_row_id']
    ) }}
)

select
    *,
    -- in another band the plan's own price may apply
    true as differs_by_band
from personal
