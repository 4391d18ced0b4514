{% macro metered_quantity(quantity, tariff) -%}
    {#- Usage in increments: nothing for nothing, at least the initial one, then whole next ones (RATING.md section 3). -#}
    case
        when {{ quantity }} = 0 then 0
        when {{ quantity }} <= {{ tariff }}.initial_increment then {{ tariff }}.initial_increment
        else {{ tariff }}.initial_increment + {{ tariff }}.next_increment * {{ integer_divide(
            quantity ~ ' - ' ~ tariff ~ '.initial_increment + ' ~ tariff ~ '.next_increment - 1', tariff ~ '.next_increment'
        ) }}
    end
{%- endmacro %}

{% macro usage_charge(connect_fee, unit_price, chargeable_quantity, rate_unit) -%}
    {#- connect fee + unit price x quantity / rate unit, in DECIMAL(18, 6), half up at the sixth decimal. -#}
    cast({{ connect_fee }} + {{ micros_to_amount(divide_half_up(
        amount_to_micros(unit_price) ~ ' * ' ~ chargeable_quantity, rate_unit
    )) }} as decimal(18, 6))
{%- endmacro %}

{% macro refuse_other_rating_version(periods) -%}
    {#- Open periods rated by other rules must be rated again as a whole, not mixed; closed ones stand in the register. -#}
    {%- if execute and is_incremental() -%}
        {%- set other = run_query(
            "select count(*) from " ~ this ~ " as rated left join " ~ periods ~ " as periods "
            ~ "on periods.cycle_day = rated.cycle_day and periods.period = rated.charged_period "
            ~ "where rated.rating_version <> " ~ var('rating_version') ~ " and periods.close_load_seq is null"
        ).columns[0].values()[0] | int -%}
        {%- if other > 0 -%}
            {{ exceptions.raise_compiler_error(
                other ~ " rated events of open periods bear another rating_version than " ~ var('rating_version')
                ~ ". Run `trunkline warehouse rebuild`: open periods are rated again, closed ones do not move."
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro parts_in_order(parts) -%}
    {#-
        The parts of long sessions in rating order: the first rated part decides the tariff, and each part adds to what
        was metered before it (RATING.md section 3). Rows: one per part in `parts`.
    -#}
    select
        event_id,
        is_new,
        quantity,
        first_value(charge_row_id) over session_so_far as session_charge_row_id,
        first_value(tier_row_id) over session_so_far as session_tier_row_id,
        first_value(time_band) over session_so_far as session_time_band,
        row_number() over session_so_far as part_number,
        cast(sum(quantity) over session_so_far as bigint) as session_quantity
    from {{ parts }}
    window session_so_far as (
        partition by session_key
        order by rating_seq, started_at, event_id rows between unbounded preceding and current row
    )
{%- endmacro %}

{% macro drawn_from_buckets(entitled) -%}
    {#-
        What each event takes from its bucket. State is the quantity consumed, C_i = min(C_(i-1) + q_i, G_i) with a grant
        that only grows; in closed form C_i = C_0 + R_i + least(0, min over j <= i of (G_j - C_0 - R_j)), so the free
        quantity C_i - C_(i-1) needs the running sum R and the running minimum (RATING.md section 3). Rows: one per row of
        `entitled`, which has consumed_before (C_0) and granted_before.
    -#}
    select
        event_id,
        running_grant,
        metered_quantity
        + least(0, min(running_grant - consumed_before - running_quantity) over so_far)
        - least(0, coalesce(min(running_grant - consumed_before - running_quantity) over before, 0)) as free_quantity
    from (
        select
            event_id,
            rating_seq,
            started_at,
            subscription_number,
            allowance_number,
            charged_period,
            metered_quantity,
            consumed_before,
            cast(sum(metered_quantity) over arrived as bigint) as running_quantity,
            greatest(max(granted_quantity) over arrived, granted_before) as running_grant
        from {{ entitled }}
        window arrived as (
            partition by subscription_number, allowance_number, charged_period
            order by rating_seq, started_at, event_id rows between unbounded preceding and current row
        )
    ) as running
    window
        so_far as (
            partition by subscription_number, allowance_number, charged_period
            order by rating_seq, started_at, event_id rows between unbounded preceding and current row
        ),
        before as (
            partition by subscription_number, allowance_number, charged_period
            order by rating_seq, started_at, event_id rows between unbounded preceding and 1 preceding
        )
{%- endmacro %}

{% macro guide(candidates, on_arrival) -%}
    {#-
        Who pays for each candidate event, where it leads, in which band, at which price: one row per combination of versions
        that covers it, over the loads at which all of them were known, [rating_seq, known_to). On arrival only what its own
        load knew counts. Reads the CTEs lines, destinations_resolved,
        destinations, band_calendar and prices (RATING.md section 2).
    -#}
    {%- set versions = ['lines', 'destinations', 'band_calendar', 'prices'] -%}
    select
        localised.event_id,
        greatest(localised.{{ 'load_seq' if on_arrival else 'rateable_seq' }}, {{ versions | join('.known_from, ') }}.known_from) as rating_seq,
        least({{ versions | join('.known_to, ') }}.known_to) as known_to,
        localised.load_seq,
        lines.subscription_number,
        lines.plan_id,
        lines.cycle_day,
        case
            when localised.session_id is not null
                then concat(localised.line_key, ':', localised.session_id)
        end as session_key,
        localised.cell_id,
        localised.service,
        localised.direction,
        destinations.zone,
        band_calendar.time_band,
        localised.quantity,
        prices.initial_increment,
        prices.next_increment,
        lines.subscription_row_id,
        prices.charge_row_id,
        prices.tier_row_id,
        localised.usage_date,
        localised.started_at
    from (
        select
            *,
            hour({{ local_time('started_at') }}) * 60 + minute({{ local_time('started_at') }}) as local_minute,
            cast({{ local_time('started_at') }} as date) as usage_date
        from {{ candidates }}
    ) as localised
    inner join lines
        on lines.line_key = localised.line_key
        and lines.valid_from <= localised.started_at and localised.started_at < lines.valid_to
    inner join destinations_resolved
        on destinations_resolved.destination_kind = localised.destination_kind
        and destinations_resolved.destination_value = localised.destination_value
    inner join destinations
        on destinations.destination_kind = destinations_resolved.destination_kind
        and destinations.prefix = destinations_resolved.prefix
        and destinations.valid_from <= localised.started_at and localised.started_at < destinations.valid_to
    inner join band_calendar
        on band_calendar.date_day = localised.usage_date
        and band_calendar.from_minute <= localised.local_minute and localised.local_minute < band_calendar.to_minute
    inner join prices
        on prices.plan_id = lines.plan_id
        and prices.service = localised.service
        and prices.direction = localised.direction
        and prices.zone = destinations.zone
        and prices.time_band = band_calendar.time_band
        and prices.valid_from <= localised.started_at and localised.started_at < prices.valid_to
    {%- if on_arrival %}
    where
        {% for version in versions -%}
        {{ version }}.known_from <= localised.load_seq and localised.load_seq < {{ version }}.known_to
        {%- if not loop.last %} and {% endif %}
        {% endfor %}
    {%- endif %}
{%- endmacro %}
