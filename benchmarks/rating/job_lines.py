"""From rated events to line totals, and the figures that all must share: SQL for any engine."""

LINES_QUERY = """
select subscription_id, charge_id, zone, time_band, period, cast(sum(micros) as bigint) as micros
from (
    select subscription_id, charge_id, zone, time_band, period,
        charge_micros - coalesce(second_charge_micros, 0) as micros
    from rated
    union all
    select subscription_id, second_charge_id, zone,
        case time_band when 'peak' then 'off_peak' else 'peak' end, period, second_charge_micros
    from rated
    where second_charge_id is not null
) as parts
group by subscription_id, charge_id, zone, time_band, period
"""
FIGURES_QUERY = """
select (select count(*) from rated) as events, count(*) as line_count,
    cast(sum(micros) as bigint) as micros from line_totals
"""
