-- A missing hour is a row without counters. A hole in the rows themselves would make an average
-- over a day look better than the day was.
select
    cell_id,
    count(*) as hour_count,
    {{ seconds_between('min(hour_starts_at)', 'max(hour_starts_at)') }} as seconds
from {{ ref('fct_cell_hours') }}
group by cell_id
having count(*) * 3600 <> {{ seconds_between('min(hour_starts_at)', 'max(hour_starts_at)') }} + 3600
