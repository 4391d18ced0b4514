with

plans as (
    select calendar from {{ ref('stg_catalogue__plans') }}
),

holidays as (
    select calendar from {{ ref('stg_catalogue__holidays') }}
),

time_bands as (
    select calendar from {{ ref('stg_catalogue__time_bands') }}
),

named as (
    select 'standard' as calendar
    union
    select calendar from plans
    union
    select calendar from holidays
    union
    select calendar from time_bands
)

select * from named
