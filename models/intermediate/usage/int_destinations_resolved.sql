with

destination_values as (
    select * from {{ ref('int_destination_values') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

prefixes as (
    select distinct
        destination_kind,
        prefix,
        case when prefix = '*' then 0 else length(prefix) end as prefix_length
    from destinations
),

lengths as (
    select distinct prefix_length from prefixes
),

matches as (
    select
        destination_values.destination_kind,
        destination_values.destination_value,
        prefixes.prefix,
        row_number() over (
            partition by destination_values.destination_kind, destination_values.destination_value
            order by prefixes.prefix_length desc
        ) as place
    from destination_values
    cross join lengths
    inner join prefixes
        on prefixes.destination_kind = destination_values.destination_kind
        and prefixes.prefix_length = lengths.prefix_length
        and prefixes.prefix = case
            when lengths.prefix_length = 0 then '*'
            else left(destination_values.destination_value, cast(lengths.prefix_length as integer))
        end
)

-- once per distinct value, not per event: the longest prefix that any load ever named;
-- dim_destinations says to which zone that prefix leads at which time
select
    destination_kind,
    destination_value,
    prefix
from matches
where place = 1
