-- A few events of the small operator whose every figure follows from the catalogue beside them.
-- Row numbers are load * 2^43 + file * 2^29 + line: load 1 is 8796093022208, file 1 is 536870912.

insert into dim_charges by name
select 8796093022208 + file_no * 536870912 + line_no as source_row_id, * exclude (file_no, line_no)
from (values
    (1, 11, 'call.day', 'plan_b', 'Calls by day', 'voice', 'home_mobile', 'day', 60, 60, 60, 0.5, null,
        'event', 'event', 'up', 0, null, null),
    (1, 12, 'call.night', 'plan_b', 'Calls by night', 'voice', 'home_mobile', 'night', 60, 60, 60, 9, null,
        'event', 'line', 'half_up', null, null, null),
    (1, 13, 'data.tiers', 'plan_b', 'Data by the month', 'data', 'home', 'any', 1, 1, 100, 0, null,
        'period', 'line', 'half_up', null, 1.5, 10),
    (1, 14, 'text', 'plan_b', 'Messages', 'sms', 'home_mobile', 'any', 1, 1, 3, 0.1, 0.25,
        'event', 'line', 'half_up', null, null, null)
) as rows(file_no, line_no, charge_id, plan_id, description, service, zone, time_band,
    initial_increment, next_increment, rate_unit, connect_fee, attempt_fee, tier_scope,
    rounding_stage, rounding_mode, rounding_decimals, minimum_charge, maximum_charge);

update dim_charges
set direction = 'outgoing', charge_kind = 'usage', connect_fee_rule = 'each_event',
    metering_stage = 'before_allowance', increment_reach = 'next_segment', tier_mode = 'graduated',
    tier_bound = 'inclusive', tier_fees = 'reached', price_basis = 'net', priority = 0,
    currency = 'KRW', tax_code = 'vat_standard', status = 'active', known_from = 1,
    known_to = 9223372036854775807, valid_from = timestamp '2026-01-01',
    valid_to = timestamp '9999-12-31';

insert into dim_price_tiers
select 8796093022208 + 2 * 536870912 + line_no, tier_number, from_quantity, to_quantity, null,
    increment, flat_fee, unit_price
from (values (21, 1, 0, 9223372036854775807, 1, 0, 3.1), (22, 1, 0, 9223372036854775807, 1, 0, 1.5),
    (23, 1, 0, 1000, 100, 0, 2), (23, 2, 1000, 9223372036854775807, 100, 5, 1),
    (24, 1, 0, 9223372036854775807, 1, 0, 2)
) as rows(line_no, tier_number, from_quantity, to_quantity, increment, flat_fee, unit_price);

insert into dim_tier_sets by name
select charge_id, 8796093022208 + 2 * 536870912 + line_no as tier_row_id, tier_count, 1 as known_from,
    9223372036854775807 as known_to, timestamp '2026-01-01' as valid_from,
    timestamp '9999-12-31' as valid_to
from (values ('call.day', 21, 1), ('call.night', 22, 1), ('data.tiers', 23, 2), ('text', 24, 1))
    as rows(charge_id, line_no, tier_count);

insert into dim_allowances by name
select bucket_id as allowance_id, *, 'plan_b' as plan_id, 8796093022208 + 3 * 536870912 + bucket_number
    as allowance_row_id, 'outgoing' as direction, 'home_mobile' as zone, 'quantity' as unit,
    'billing_period' as balance_period, null as event_limit, 1 as known_from,
    9223372036854775807 as known_to, timestamp '2000-01-01' as valid_from,
    timestamp '9999-12-31' as valid_to
from (values ('minutes', 31, 'voice', 'subscription', 100, 600, null),
    ('own', 32, 'sms', 'subscription', 200, 10, null), ('shared', 33, 'sms', 'account', 100, 20, 2)
) as rows(bucket_id, bucket_number, service, sharing, priority, granted_quantity, increment);

insert into fct_rated_usage by name
select (3::bigint << 43) + (1 << 29) + rows.line_no as event_id, 3 as rating_seq,
    'S0001' as subscription_id, md5('account1') as account_key, 'plan_b' as plan_id, rows.charge_id,
    8796093022208 + 536870912 + row_line as charge_row_id,
    8796093022208 + 2 * 536870912 + row_line + 10 as tier_row_id, 8797703634945 as subscription_row_id,
    service, 'outgoing' as direction, zone, time_band, 'KRW' as currency, 'vat_standard' as tax_code,
    15 as cycle_day, segment_count, quantity, metered_quantity, free_quantity, charged_quantity,
    connect_fee, charge, 1 as rating_version, false as is_late, date '2026-06-20' as usage_date,
    date '2026-06-15' as period, date '2026-06-15' as charged_period,
    timestamp '2026-06-20 03:00:00' + to_seconds(rows.line_no) as started_at
from (values
    (901, 11, 'call.day', 'voice', 'home_mobile', 'day', 2, 150, 180, 100, 80, 0.5, 4),
    (902, 13, 'data.tiers', 'data', 'home', 'any', 1, 700, 700, 0, 700, 0, 10),
    (903, 13, 'data.tiers', 'data', 'home', 'any', 1, 400, 400, 0, 400, 0, 10),
    (904, 13, 'data.tiers', 'data', 'home', 'any', 1, 10, 10, 0, 10, 0, 1.5),
    (905, 14, 'text', 'sms', 'home_mobile', 'any', 1, 5, 5, 5, 0, 0.1, 0.1),
    (906, 14, 'text', 'sms', 'home_mobile', 'any', 1, 1, 1, 0, 1, 0.1, 0.766667),
    (907, 14, 'text', 'sms', 'home_mobile', 'any', 1, 0, 0, 0, 0, 0.25, 0.25),
    (908, 14, 'text', 'sms', 'home_mobile', 'any', 1, 1, 1, 0, 1, 0.1, 0.766668)
) as rows(line_no, row_line, charge_id, service, zone, time_band, segment_count, quantity,
    metered_quantity, free_quantity, charged_quantity, connect_fee, charge);

insert into fct_rated_segments by name
select (3::bigint << 43) + (1 << 29) + 901 as event_id, rows.*, 3 as rating_seq,
    8796093022208 + 536870912 + 10 + segment_number as charge_row_id,
    8796093022208 + 2 * 536870912 + 20 + segment_number as tier_row_id, 15 as cycle_day,
    date '2026-06-15' as charged_period
from (values
    (1, 'call.day', 'day', 0, 120, 120, 100, 20, 0.5, 1.533333),
    (2, 'call.night', 'night', 120, 30, 60, 0, 60, 0, 2.466667)
) as rows(segment_number, charge_id, time_band, from_offset, quantity, metered_quantity,
    free_quantity, charged_quantity, connect_fee, charge);

-- an earlier event took eight of the ten messages; a step of two holds one more than was used
insert into fct_allowance_draws by name
select (3::bigint << 43) + (1 << 29) + line_no as event_id, 3 as rating_seq, bucket_owner, bucket_number,
    1 as draw_level, free_quantity, consumed_quantity, granted_quantity,
    date '2026-06-15' as balance_date
from (values (901, 8797703634945, 31, 100, 100, 600), (905, 8797703634945, 32, 2, 2, 10),
    (905, -5, 33, 3, 4, 20)
) as rows(line_no, bucket_owner, bucket_number, free_quantity, consumed_quantity, granted_quantity);

insert into fct_allowance_draws by name
select (2::bigint << 43) + (1 << 29) + 905 as event_id, 2 as rating_seq, 8797703634945 as bucket_owner,
    32 as bucket_number, 1 as draw_level, 8 as free_quantity, 8 as consumed_quantity,
    10 as granted_quantity, date '2026-06-15' as balance_date;

update fct_allowance_draws set draw_level = bucket_number where bucket_number > 30;

insert into fct_usage_duplicates by name
select (3::bigint << 43) + (1 << 29) + 399 as event_id, (3::bigint << 43) + (1 << 29) + 901
    as original_event_id, 3 as load_seq, 1 as file_no, 'mediation' as source, true as is_conflict;
