-- An event that costs twice, or costs and still waits, has a wrong margin. Sought for what the
-- newest
-- load priced: what stands never changes.
with

newest as (
    select max(rating_seq) as rating_seq from {{ ref('fct_supply_costs') }}
),

new_costs as (
    select costs.event_id
    from {{ ref('fct_supply_costs') }} as costs
    inner join newest
        on newest.rating_seq = costs.rating_seq
)

select
    costs.event_id,
    'costs twice' as problem
from {{ ref('fct_supply_costs') }} as costs
inner join new_costs
    on new_costs.event_id = costs.event_id
group by costs.event_id
having count(*) > count(distinct costs.event_id)
union all
select
    suspense.event_id,
    'costs and waits' as problem
from {{ ref('fct_supply_suspense') }} as suspense
inner join {{ ref('fct_supply_costs') }} as costs
    on costs.event_id = suspense.event_id
where suspense.status <> 'cured'
