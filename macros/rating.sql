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

{% macro metered_later(used, tariff) -%}
    {#- A later segment of an event: the initial increment is behind it, what it uses is metered in whole next ones. -#}
    {{ tariff }}.next_increment * {{ integer_divide(used ~ ' + ' ~ tariff ~ '.next_increment - 1', tariff ~ '.next_increment') }}
{%- endmacro %}

{% macro usage_charge(connect_fee, tariff, chargeable_quantity) -%}
    {#-
        connect fee + unit price x quantity / rate unit, in DECIMAL(18, 6), half up at the sixth decimal. Whole rate units
        apart from the rest, p q // u = p (q // u) + p (q mod u) // u, stay within 64 bits for all but the dearest prices per
        longest unit, of which `price_micros` is null: 128 bits cost six times as much.
    -#}
    {%- set whole -%} {{ integer_divide(chargeable_quantity, tariff ~ '.rate_unit') }} {%- endset -%}
    {%- set rest -%}
        {{ integer_divide(
            '2 * ' ~ tariff ~ '.price_micros * (' ~ chargeable_quantity ~ ' % ' ~ tariff ~ '.rate_unit) + ' ~ tariff ~ '.rate_unit',
            '2 * ' ~ tariff ~ '.rate_unit'
        ) }}
    {%- endset -%}
    cast({{ connect_fee }} + case
        when {{ tariff }}.price_micros is not null
            then {{ micros_to_amount(tariff ~ '.price_micros * ' ~ whole ~ ' + ' ~ rest) }}
        else {{ micros_to_amount(divide_half_up(
            amount_to_micros(tariff ~ '.unit_price') ~ ' * ' ~ chargeable_quantity, tariff ~ '.rate_unit'
        )) }}
    end as decimal(18, 6))
{%- endmacro %}

{% macro stepped(quantity, increment) -%}
    {#- A quantity in whole increments, upwards. -#}
    ({{ increment }} * {{ integer_divide(quantity ~ ' + ' ~ increment ~ ' - 1', increment) }})
{%- endmacro %}

{% macro is_reached(quantity, tiers, tariffs) -%}
    {#- A tier is reached beyond where it begins; where bounds are exclusive, already there. -#}
    ({{ quantity }} > {{ tiers }}.from_quantity
        or ({{ tariffs }}.tier_bound = 'exclusive' and {{ quantity }} = {{ tiers }}.from_quantity and {{ quantity }} > 0))
{%- endmacro %}

{% macro tier_amount(quantity, tiers, tariffs) -%}
    {#- What a cumulated quantity costs in one tier, in trillionths: flat fee once, then its slab in whole increments. -#}
    case when {{ is_reached(quantity, tiers, tariffs) }} then
        {{ amount_to_trillionths(tiers ~ '.flat_fee') }}
        + {{ divide_half_up(
            amount_to_trillionths(tiers ~ '.unit_price') ~ ' * ' ~ stepped(
                '(least(' ~ quantity ~ ', ' ~ tiers ~ '.to_quantity) - ' ~ tiers ~ '.from_quantity)', tiers ~ '.increment'
            ), 'coalesce(' ~ tiers ~ '.rate_unit, ' ~ tariffs ~ '.charge_rate_unit)'
        ) }}
    else 0 end
{%- endmacro %}

{% macro volume_amount(quantity, tiers, tariffs) -%}
    {#- What a quantity costs where the tier that it reaches prices all of it, in trillionths. -#}
    case
        when {{ is_reached(quantity, tiers, tariffs) }} and (
            {{ quantity }} < {{ tiers }}.to_quantity
            or ({{ tariffs }}.tier_bound = 'inclusive' and {{ quantity }} = {{ tiers }}.to_quantity)
        ) then
            {{ amount_to_trillionths(tiers ~ '.flat_fee') }}
            + {{ divide_half_up(
                amount_to_trillionths(tiers ~ '.unit_price') ~ ' * ' ~ stepped(quantity, tiers ~ '.increment'),
                'coalesce(' ~ tiers ~ '.rate_unit, ' ~ tariffs ~ '.charge_rate_unit)'
            ) }}
        else 0
    end
{%- endmacro %}

{% macro due_connect_fee(tariffs, is_first, used, charged) -%}
    {#- The connect fee, once per event or session, by the tariff's own rule. -#}
    case
        when not ({{ is_first }}) then 0
        when {{ tariffs }}.connect_fee_rule = 'charged' and {{ charged }} = 0 then 0
        when {{ tariffs }}.connect_fee_rule = 'used' and {{ used }} = 0 then 0
        else {{ tariffs }}.connect_fee
    end
{%- endmacro %}

{% macro bounded(trillionths, tariffs, is_due) -%}
    {#- Least and most that an event costs, in trillionths; nothing is raised where nothing is due. -#}
    {%- set raised -%}
        greatest({{ trillionths }}, coalesce({{ amount_to_trillionths(tariffs ~ '.minimum_charge') }}, 0))
    {%- endset -%}
    case when {{ is_due }} then
        least({{ raised }}, coalesce({{ amount_to_trillionths(tariffs ~ '.maximum_charge') }}, {{ raised }}))
    else {{ trillionths }} end
{%- endmacro %}

{% macro refuse_other_rating_version(periods=none) -%}
    {#-
        Open periods rated by other rules must be rated again as a whole, not mixed; closed ones stand in the register. Without
        periods all rows must be of this version: what suppliers cost is never closed.
    -#}
    {%- if execute and is_incremental() -%}
        {%- set standing = "" if periods is none else (
            " left join " ~ periods ~ " as periods on periods.cycle_day = rated.cycle_day and periods.period = rated.charged_period"
        ) -%}
        {%- set other = run_query(
            "select count(*) from " ~ this ~ " as rated" ~ standing ~ " where rated.rating_version <> " ~ var('rating_version')
            ~ ("" if periods is none else " and periods.close_load_seq is null")
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
        session_key,
        event_id,
        rating_seq,
        started_at,
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

{% macro guide(candidates, on_arrival, personal=false, seconds_ahead=none, by_route=false) -%}
    {#-
        Who pays for each candidate event, where it leads, in which band, at which price: one row per combination of versions
        that covers it, over the loads at which all of them were known, [rating_seq, known_to). On arrival only what its own
        load knew counts. Reads the CTEs lines, destinations_resolved,
        destinations, band_calendar and prices, or personal_prices (RATING.md section 2). seconds_ahead: how far the zone is
        ahead of UTC, where that is one number for all candidates (see seconds_ahead_of_utc). by_route: not who pays us but whom we
        pay: lines are the routes of int_supply_lines, found by service, trunk and zone.
    -#}
    {%- set versions = ['lines', 'destinations', 'band_calendar', 'prices'] -%}
    select
        localised.event_id,
        greatest(localised.{{ 'load_seq' if on_arrival else 'rateable_seq' }}, {{ versions | join('.known_from, ') }}.known_from) as rating_seq,
        least({{ versions | join('.known_to, ') }}.known_to) as known_to,
        localised.load_seq,
        lines.subscription_number,
        lines.account_number,
        lines.plan_id,
        lines.cycle_day,
        case
            when localised.session_id is not null
                then concat(localised.line_key, ':', localised.session_id)
        end as session_key,
        localised.cell_id,
        localised.is_attempt,
        localised.service,
        localised.direction,
        destinations.zone,
        band_calendar.time_band,
        localised.quantity,
        lines.calendar,
        lines.subscription_row_id,
        prices.charge_row_id,
        prices.tier_row_id,
        -- a call that may meet another price before it ends: its band ends and bands differ, or the catalogue changes
        localised.service = 'voice' and prices.is_cuttable and (
            (
                prices.differs_by_band
                and localised.local_second + localised.quantity > band_calendar.to_minute * 60
            )
            or (
                prices.valid_to < {{ end_of_time() }}
                and {{ seconds_between('localised.started_at', 'prices.valid_to') }} < localised.quantity
            )
        ) as may_be_cut,
        localised.usage_date,
        localised.started_at
    from (
        select
            *,
            hour(local_started_at) * 60 + minute(local_started_at) as local_minute,
            hour(local_started_at) * 3600 + minute(local_started_at) * 60
            + cast(second(local_started_at) as integer) as local_second,
            cast(local_started_at as date) as usage_date
        from (
            select
                *,
                {{ local_time('started_at') if seconds_ahead is none else seconds_after('started_at', seconds_ahead) }} as local_started_at
            from {{ candidates }}
        ) as on_the_clock
    ) as localised
    {%- if not by_route %}
    inner join lines
        on lines.line_key = localised.line_key
        and lines.valid_from <= localised.started_at and localised.started_at < lines.valid_to
    {%- endif %}
    inner join destinations_resolved
        on destinations_resolved.destination_kind = localised.destination_kind
        and destinations_resolved.destination_value = localised.destination_value
    inner join destinations
        on destinations.destination_kind = destinations_resolved.destination_kind
        and destinations.prefix = destinations_resolved.prefix
        and destinations.valid_from <= localised.started_at and localised.started_at < destinations.valid_to
    {%- if by_route %}
    inner join lines
        on lines.service = localised.service
        and lines.trunk = localised.route_trunk
        and lines.zone = destinations.zone
        and lines.valid_from <= localised.started_at and localised.started_at < lines.valid_to
    {%- endif %}
    inner join band_calendar
        on band_calendar.calendar = lines.calendar
        and band_calendar.date_day = localised.usage_date
        and band_calendar.from_minute <= localised.local_minute and localised.local_minute < band_calendar.to_minute
    inner join {{ 'personal_prices as prices' if personal else 'prices' }}
        on prices.{{ 'subscription_number = lines.subscription_number' if personal else 'plan_id = lines.plan_id' }}
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

{% macro has_rows(relation) -%}
    {#- Whether a small relation has any row: what is seldom used costs nothing where it is not. -#}
    {%- if not execute -%}{{ return(false) }}{%- endif -%}
    {{ return(run_query("select count(*) from (select 1 as one from " ~ relation ~ " limit 1) as found").columns[0].values()[0] | int > 0) }}
{%- endmacro %}

{% macro joint_prefix(network, number) -%}
    {#- A network and a number dialled there, or their prefixes, as one text: 440>8210. Without a number the network alone. -#}
    concat({{ network }}, case when {{ number }} <> '' then concat('>', {{ number }}) else '' end)
{%- endmacro %}

{% macro first_prefix(prefix) -%} split_part({{ prefix }}, '>', 1) {%- endmacro %}

{% macro number_prefix(prefix) -%} split_part({{ prefix }}, '>', 2) {%- endmacro %}
