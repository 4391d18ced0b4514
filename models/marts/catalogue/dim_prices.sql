with

offered as (
    select * from {{ ref('int_prices_offered') }}
    where not is_special
),

cut as (
    {{ cut_rectangles(
        'offered',
        ['plan_id', 'service', 'direction', 'zone', 'time_band'],
        ['charge_id', 'charge_row_id', 'tier_row_id', 'description', 'currency', 'tax_code', 'initial_increment',
         'next_increment', 'rate_unit', 'connect_fee', 'unit_price', 'tier_count', 'is_cuttable', 'differs_by_band'],
        ['is_named', 'priority', 'charge_row_id', 'tier_row_id']
    ) }}
)

select * from cut
