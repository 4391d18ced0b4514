{% macro rated_usage_columns() -%}
    {#- The columns of a rated leg, in their order. -#}
    event_id, rating_seq, subscription_id, account_key, plan_id, charge_id, session_key, cell_id, subscription_row_id,
    charge_row_id, tier_row_id, service, direction, zone, time_band, currency, tax_code, cycle_day, segment_count, quantity,
    metered_quantity, free_quantity, charged_quantity, connect_fee, charge, rating_version, is_late, usage_date, period,
    charged_period, started_at
{%- endmacro %}

{% macro rated_usage(earlier, rating_version) -%}
    {#-
        What metered legs cost: steps of a query, the last of which is `rated_events`. One engine for both legs of an event,
        what a customer pays us and what we pay a supplier: each has a model of its own that calls this. Reads the CTEs
        usage_events, draws, segments, tariffs, tiers and payers. earlier: the model's own rows, from which tiers of a period
        go on, or none where it is built from nothing.
    -#}
    {%- set left_over = '(usage_events.metered_quantity - coalesce(given.free_quantity, 0))' %}
    {%- set charged_quantity -%}
        (case when tariffs.is_metered_after then {{ metered_quantity(left_over, 'tariffs') }} else {{ left_over }} end)
    {%- endset %}
    {%- set counted_until = '(counted.counted_before + counted.charged_quantity)' %}
given as (
    select
        event_id,
        cast(sum(free_quantity) as bigint) as free_quantity
    from draws
    group by event_id
),

cut_events as (
    select
        event_id,
        cast(count(*) as integer) as segment_count,
        cast(sum(charged_quantity) as bigint) as charged_quantity,
        cast(sum(connect_fee) as decimal(18, 6)) as connect_fee,
        cast(sum(charge) as decimal(18, 6)) as charge
    from segments
    group by event_id
),

due as (
    -- what allowances left, in whole increments where these come after them
    select
        usage_events.*,
        tariffs.has_tiers,
        coalesce(given.free_quantity, 0) as free_quantity,
        {{ charged_quantity }} as charged_quantity,
        case
            when usage_events.is_attempt then tariffs.attempt_fee
            else {{ due_connect_fee(
                'tariffs', 'usage_events.part_number = 1', 'usage_events.quantity', charged_quantity
            ) }}
        end as connect_fee
    from usage_events
    inner join tariffs
        on tariffs.charge_row_id = usage_events.charge_row_id
        and tariffs.tier_row_id = usage_events.tier_row_id
    left join given
        on given.event_id = usage_events.event_id
),

tiered_events as (
    select
        due.event_id,
        due.rating_seq,
        due.started_at,
        due.subscription_number,
        due.charged_period,
        due.charge_row_id,
        due.tier_row_id,
        due.charged_quantity,
        due.connect_fee,
        tariffs.charge_id,
        tariffs.counts_the_period,
        -- tiers of an event begin anew with each
        case when tariffs.counts_the_period then 0 else due.event_id end as counting_key,
        tariffs.is_volume and not tariffs.counts_the_period as is_priced_as_one
    from due
    inner join tariffs
        on tariffs.charge_row_id = due.charge_row_id
        and tariffs.tier_row_id = due.tier_row_id
    where tariffs.has_tiers and not due.is_cut
),

{% if earlier %}
    period_tiers as (
        select * from tiered_events
        where counts_the_period
    ),

    subscriptions as (
        select distinct
            subscription_id,
            subscription_number
        from payers
    ),

{% endif %}

charged_before as (
    -- what earlier runs charged in the periods that these events are charged in
    {% if earlier %}
        select
            subscriptions.subscription_number,
            earlier.charge_id,
            earlier.charged_period,
            cast(sum(earlier.charged_quantity) as bigint) as charged_quantity
        from {{ earlier }} as earlier
        inner join subscriptions
            on subscriptions.subscription_id = earlier.subscription_id
        inner join tariffs
            on tariffs.charge_row_id = earlier.charge_row_id
            and tariffs.tier_row_id = earlier.tier_row_id
            and tariffs.counts_the_period and tariffs.has_tiers
        where earlier.charged_period in (select charged_period from period_tiers)
            and earlier.charge_id in (select charge_id from period_tiers)
        group by subscriptions.subscription_number, earlier.charge_id, earlier.charged_period
    {% else %}
        select
            subscription_number,
            charge_id,
            charged_period,
            charged_quantity
        from tiered_events
        where false
    {% endif %}
),

counted as (
    -- tiers of a period go on where the events before left off, in the order of rating
    select
        tiered_events.*,
        case
            when tiered_events.counts_the_period
                then coalesce(charged_before.charged_quantity, 0)
                    + cast(sum(tiered_events.charged_quantity) over in_order as bigint)
                    - tiered_events.charged_quantity
            else 0
        end as counted_before
    from tiered_events
    left join charged_before
        on charged_before.subscription_number = tiered_events.subscription_number
        and charged_before.charge_id = tiered_events.charge_id
        and charged_before.charged_period = tiered_events.charged_period
    window in_order as (
        partition by
            tiered_events.subscription_number,
            tiered_events.charge_id,
            tiered_events.charged_period,
            tiered_events.counting_key
        order by tiered_events.rating_seq, tiered_events.started_at, tiered_events.event_id
        rows between unbounded preceding and current row
    )
),

slabs as (
    -- a tier that was full before adds nothing
    select
        counted.event_id,
        cast(sum(case
            when counted.is_priced_as_one
                then {{ volume_amount('counted.charged_quantity', 'tiers', 'tariffs') }}
            else {{ tier_amount(counted_until, 'tiers', 'tariffs') }}
                - {{ tier_amount('counted.counted_before', 'tiers', 'tariffs') }}
        end) as {{ wide_integer() }}) as amount
    from counted
    inner join tariffs
        on tariffs.charge_row_id = counted.charge_row_id
        and tariffs.tier_row_id = counted.tier_row_id
    inner join tiers
        on tiers.tier_row_id = counted.tier_row_id
        and tiers.from_quantity <= {{ counted_until }}
        and tiers.to_quantity >= counted.counted_before
    group by counted.event_id
),

tiered_dues as (
    select
        counted.event_id,
        counted.connect_fee,
        counted.charged_quantity,
        {{ amount_to_trillionths('counted.connect_fee') }} + coalesce(slabs.amount, 0) as amount,
        tariffs.minimum_charge,
        tariffs.maximum_charge,
        tariffs.rounding_mode,
        tariffs.rounding_decimals
    from counted
    inner join tariffs
        on tariffs.charge_row_id = counted.charge_row_id
        and tariffs.tier_row_id = counted.tier_row_id
    left join slabs on slabs.event_id = counted.event_id
),

tiered as (
    select
        event_id,
        {{ rounded_amount(
            '(' ~ bounded('amount', 'tiered_dues', 'charged_quantity > 0 or connect_fee > 0') ~ ')',
            'rounding_mode', 'rounding_decimals'
        ) }} as charge
    from tiered_dues
),

rated_events as (
    select
        ---------- ids
        due.event_id,
        due.rating_seq,
        payers.subscription_id,
        payers.account_key,
        payers.plan_id,
        tariffs.charge_id,
        due.session_key,
        due.cell_id,
        due.subscription_row_id,
        due.charge_row_id,
        due.tier_row_id,
        ---------- strings
        tariffs.service,
        tariffs.direction,
        tariffs.zone,
        due.time_band,
        tariffs.currency,
        tariffs.tax_code,
        ---------- numbers
        due.cycle_day,
        coalesce(cut_events.segment_count, 1) as segment_count,
        due.quantity,
        cast(due.metered_quantity as bigint) as metered_quantity,
        cast(due.free_quantity as bigint) as free_quantity,
        cast(coalesce(cut_events.charged_quantity, due.charged_quantity) as bigint)
            as charged_quantity,
        cast(coalesce(cut_events.connect_fee, due.connect_fee) as decimal(18, 6)) as connect_fee,
        case
            when cut_events.event_id is not null then cut_events.charge
            when due.is_attempt then cast(due.connect_fee as decimal(18, 6))
            when due.has_tiers then tiered.charge
            else {{ usage_charge('due.connect_fee', 'tariffs', 'due.charged_quantity') }}
        end as charge,
        cast({{ rating_version }} as integer) as rating_version,
        ---------- booleans
        due.is_late,
        ---------- dates and times
        due.usage_date,
        due.period,
        due.charged_period,
        due.started_at
    from due
    inner join tariffs
        on tariffs.charge_row_id = due.charge_row_id
        and tariffs.tier_row_id = due.tier_row_id
    inner join payers
        on payers.subscription_row_id = due.subscription_row_id
    left join cut_events
        on cut_events.event_id = due.event_id
    left join tiered
        on tiered.event_id = due.event_id
)
{%- endmacro %}
