with

load_files as (
    select * from {{ ref('stg_trunkline__load_files') }}
    -- scores and closes land when somebody runs them: they tell nothing of the data's own time
    where source <> 'trunkline'
),

clock as (
    select
        max(landed_at) as as_of,
        {{ local_date('max(landed_at)') }} as as_of_date
    from load_files
)

select * from clock
