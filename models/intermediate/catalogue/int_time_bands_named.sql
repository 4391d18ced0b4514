with

time_bands as (
    select * from {{ ref('stg_catalogue__time_bands') }}
),

named as (
    select distinct time_band from time_bands
    union
    -- what a call falls in when no band covers it, and what a charge names that is for every band
    select 'any' as time_band
)

select * from named
