with

cells as (
    select * from {{ ref('stg_network__cells') }}
),

latest as (
    {{ latest_export('cells', 'network', 'cells', ['cell_id']) }}
)

select
    cell_id,
    site_id,
    technology,
    region,
    area_class,
    latitude,
    longitude,
    on_air_date
from latest
-- {{ ref('stg_trunkline__load_files') }}
