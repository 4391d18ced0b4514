with

destinations as (
    select * from {{ ref('stg_catalogue__destinations') }}
),

painted as (
    {{ paint_rows('destinations', ['destination_kind', 'prefix'], ['zone', 'name', 'status']) }}
),

first_prefixes as (
    select distinct
        destination_kind,
        {{ first_prefix('prefix') }} as first_prefix
    from destinations
),

number_prefixes as (
    select distinct
        destination_kind,
        {{ number_prefix('prefix') }} as number_prefix
    from destinations
),

prefixes as (
    -- each network with each number: what fits a pair is known, and the longer number decides
    select
        first_prefixes.destination_kind,
        first_prefixes.first_prefix,
        number_prefixes.number_prefix,
        {{ joint_prefix('first_prefixes.first_prefix', 'number_prefixes.number_prefix') }} as prefix
    from first_prefixes
    inner join number_prefixes
        on number_prefixes.destination_kind = first_prefixes.destination_kind
),

parted as (
    select
        *,
        {{ first_prefix('prefix') }} as first_prefix,
        {{ number_prefix('prefix') }} as number_prefix
    from painted
    where status = 'active'
),

candidates as (
    -- while a prefix is retracted, the next shorter one that covers it leads on
    select
        prefixes.destination_kind,
        prefixes.prefix,
        parted.zone,
        parted.name,
        parted.source_row_id,
        100 * length(parted.number_prefix) + case
            when parted.first_prefix = '*' then 0
            else length(parted.first_prefix)
        end as prefix_length,
        parted.valid_from,
        parted.valid_to,
        parted.known_from,
        parted.known_to
    from prefixes
    inner join parted
        on parted.destination_kind = prefixes.destination_kind
        and (
            parted.first_prefix = '*'
            or left(prefixes.first_prefix, length(parted.first_prefix)) = parted.first_prefix
        )
        and left(prefixes.number_prefix, length(parted.number_prefix)) = parted.number_prefix
),

cut as (
    {{ cut_rectangles(
        'candidates', ['destination_kind', 'prefix'], ['zone', 'name', 'source_row_id'], ['prefix_length', 'source_row_id']
    ) }}
),

named as (
    select
        ---------- ids
        destination_kind,
        prefix,
        source_row_id as destination_row_id,
        ---------- strings
        zone,
        name as destination_name,
        ---------- numbers
        known_from,
        known_to,
        ---------- times
        valid_from,
        valid_to
    from cut
)

select * from named
