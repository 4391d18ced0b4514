with

load_files as (
    select * from {{ ref('stg_trunkline__load_files') }}
),

-- scores, closes and notes land when somebody runs or writes them: they tell nothing of the data's
-- own time, but what a close bills is charged and owed from then on
moments as (
    select
        max(case when source <> 'trunkline' then landed_at end) as as_of,
        max(case when source <> 'trunkline' or entity = 'bill_closes' then landed_at end)
            as billed_as_of
    from load_files
    where not (source = 'planning' and entity = 'figure_notes')
),

clock as (
    select
        as_of,
        {{ local_date('as_of') }} as as_of_date,
        billed_as_of,
        {{ local_date('billed_as_of') }} as billed_as_of_date
    from moments
)

select * from clock
