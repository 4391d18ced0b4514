with

rejects as (
    select * from {{ ref('stg_trunkline__rejects') }}
)

select
    load_seq,
    file_no,
    line_no,
    source,
    entity,
    field,
    rule,
    message
from rejects
