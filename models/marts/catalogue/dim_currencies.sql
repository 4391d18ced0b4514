with

currencies as (
    select * from {{ ref('stg_catalogue__currencies') }}
),

latest as (
    {{ latest_export('currencies', 'catalogue', 'currencies', ['currency']) }}
)

select
    currency,
    name as currency_name,
    cast(decimals as integer) as decimals
from latest
-- {{ ref('stg_trunkline__load_files') }}
