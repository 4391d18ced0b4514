-- Two prices, zones or grants that hold at one instant as known at one load would charge an event
-- twice, or by chance.
{% set rectangles = {
    'dim_plans': ['plan_id'],
    'dim_charges': ['charge_id'],
    'dim_prices': ['plan_id', 'service', 'direction', 'zone', 'time_band'],
    'dim_allowances': ['plan_id', 'service', 'direction', 'zone', 'priority'],
    'dim_tier_sets': ['charge_id'],
    'dim_destinations': ['destination_kind', 'prefix'],
    'dim_taxes': ['tax_code'],
    'dim_supply_routes': ['route_id'],
} %}

{% for model, key in rectangles.items() %}
    {{ overlapping_rectangles(model, key) }}
    union all
{% endfor %}
-- of a day the bands share out the minutes
{{ overlapping_rectangles(
    'dim_band_calendar', ['calendar', 'date_day'], ['from_minute', 'to_minute']
) }}
