-- Two versions that hold at one instant as known at one load would charge an event twice, or by
-- chance.
{% set rectangles = {
    'dim_accounts': ['account_key'],
    'dim_subscriptions': ['subscription_id'],
    'dim_subscription_accounts': ['subscription_id'],
    'dim_numbers': ['line_key'],
} %}

{% for model, key in rectangles.items() %}
    {{ overlapping_rectangles(model, key) }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
