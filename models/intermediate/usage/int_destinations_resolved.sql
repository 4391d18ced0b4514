with

destination_values as (
    select * from {{ ref('int_destination_values') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

sides as (
    -- abroad a value has two: the network, and the number called from there
    select
        destination_kind,
        destination_value,
        'first' as side,
        {{ first_prefix('destination_value') }} as value_given
    from destination_values
    union all
    select
        destination_kind,
        destination_value,
        'number' as side,
        {{ number_prefix('destination_value') }} as value_given
    from destination_values
),

prefixes as (
    select distinct
        destination_kind,
        'first' as side,
        {{ first_prefix('prefix') }} as prefix
    from destinations
    union all
    select distinct
        destination_kind,
        'number' as side,
        {{ number_prefix('prefix') }} as prefix
    from destinations
),

measured as (
    select
        *,
        case when prefix = '*' then 0 else length(prefix) end as prefix_length
    from prefixes
),

lengths as (
    select distinct prefix_length from measured
),

matches as (
    select
        sides.destination_kind,
        sides.destination_value,
        sides.side,
        measured.prefix,
        row_number() over (
            partition by sides.destination_kind, sides.destination_value, sides.side
            order by measured.prefix_length desc
        ) as place
    from sides
    cross join lengths
    inner join measured
        on measured.destination_kind = sides.destination_kind
        and measured.side = sides.side
        and measured.prefix_length = lengths.prefix_length
        and measured.prefix = case
            when lengths.prefix_length = 0 and sides.side = 'first' then '*'
            else left(sides.value_given, cast(lengths.prefix_length as integer))
        end
)

-- once per distinct value, not per event: the longest prefix of each side that any load ever named;
-- dim_destinations says to which zone they lead together at which time
select
    firsts.destination_kind,
    firsts.destination_value,
    {{ joint_prefix('firsts.prefix', 'numbers.prefix') }} as prefix
from matches as firsts
inner join matches as numbers
    on numbers.destination_kind = firsts.destination_kind
    and numbers.destination_value = firsts.destination_value
    and numbers.side = 'number' and numbers.place = 1
where firsts.side = 'first' and firsts.place = 1
