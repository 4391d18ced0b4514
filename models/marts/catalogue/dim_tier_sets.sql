with

tiers as (
    select * from {{ ref('stg_catalogue__charge_tiers') }}
),

sets as (
    -- what one file says of a charge and interval is one set of tiers, named by its first row; rows
    -- that are taken back are not of it, and a set without any takes back what stood
    select
        min(row_id) as row_id,
        load_seq,
        charge_id,
        case when count(case when status = 'active' then 1 end) > 0 then 'active' else 'none' end
            as status,
        count(case when status = 'active' then 1 end) as tier_count,
        valid_from,
        valid_to
    from tiers
    group by load_seq, file_no, charge_id, valid_from, valid_to
),

painted as (
    {{ paint_rows('sets', ['charge_id'], ['tier_count', 'status']) }}
),

tier_sets as (
    select
        ---------- ids
        charge_id,
        source_row_id as tier_row_id,
        ---------- numbers
        tier_count,
        known_from,
        known_to,
        ---------- times
        valid_from,
        valid_to
    from painted
    where status = 'active'
)

select * from tier_sets
