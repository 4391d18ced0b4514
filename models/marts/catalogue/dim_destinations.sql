with

destinations as (
    select * from {{ ref('stg_catalogue__destinations') }}
),

painted as (
    {{ paint_rows('destinations', ['destination_kind', 'prefix'], ['zone', 'name', 'status']) }}
),

prefixes as (
    select distinct
        destination_kind,
        prefix
    from destinations
),

candidates as (
    -- while a prefix is retracted, the next shorter one that covers it leads on
    select
        prefixes.destination_kind,
        prefixes.prefix,
        painted.zone,
        painted.name,
        painted.source_row_id,
        case when painted.prefix = '*' then 0 else length(painted.prefix) end as prefix_length,
        painted.valid_from,
        painted.valid_to,
        painted.known_from,
        painted.known_to
    from prefixes
    inner join painted
        on painted.destination_kind = prefixes.destination_kind
        and (
            painted.prefix = '*'
            or substring(prefixes.prefix, 1, length(painted.prefix)) = painted.prefix
        )
    where painted.status = 'active'
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
