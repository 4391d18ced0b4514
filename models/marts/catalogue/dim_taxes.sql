with

taxes as (
    select * from {{ ref('stg_catalogue__taxes') }}
),

painted as (
    {{ paint_rows('taxes', ['tax_code'], ['name', 'rate', 'status']) }}
)

select
    tax_code,
    source_row_id as tax_row_id,
    name as tax_name,
    rate,
    known_from,
    known_to,
    valid_from,
    valid_to
from painted
where status = 'active'
