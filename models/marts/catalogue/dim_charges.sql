with

charges as (
    select * from {{ ref('stg_catalogue__charges') }}
),

painted as (
    {{ paint_rows('charges', ['charge_id'], [
        'plan_id', 'charge_kind', 'description', 'service', 'direction', 'zone', 'time_band', 'initial_increment',
        'next_increment', 'rate_unit', 'connect_fee', 'amount', 'currency', 'tax_code', 'status'
    ]) }}
)

select * from painted
where status = 'active'
