-- The marts of an invented operator, worked out from row numbers: see small_operator.py.

create macro zones(service) as case service when 'data' then 'home' when 'voice' then 'home_mobile'
    when 'sms' then 'home_mobile' else 'content' end;

create macro in_currency(amount, currency) as
    case currency when 'KRW' then round(amount, 0) else round(amount, 2) end;

create table dim_plans as
select * from (values
    ('plan_a', '5G 베이직', '5G Basic', 'handset', 'KRW'),
    ('plan_b', '쓴 만큼', 'Pay per use', 'handset', 'KRW'),
    ('plan_g', '글로벌', 'Global', 'handset', 'USD')
) as plans(plan_id, plan_name, plan_name_en, line_type, currency),
    (select 0::bigint as known_from, 9223372036854775807::bigint as known_to,
        timestamp '2000-01-01' as valid_from, timestamp '9999-12-31' as valid_to);

create table dim_accounts as
select md5('account' || n) as account_key, md5('holder' || n) as holder_name_key,
    case when n % 5 = 0 then 'business' else 'consumer' end as segment,
    ['seoul', 'busan', 'jeju'][1 + n % 3] as region,
    case when n % 2 = 0 then 1 else 15 end as bill_cycle_day,
    case when n % 6 = 5 then 'USD' else 'KRW' end as currency,
    1::bigint as known_from, 9223372036854775807::bigint as known_to,
    timestamp '2026-03-31 15:00:00' as valid_from, timestamp '9999-12-31' as valid_to
from range(24) as accounts(n);

create table dim_subscriptions as
select 'S' || lpad(n::varchar, 4, '0') as subscription_id, md5('account' || n) as account_key,
    case when n % 6 = 5 then 'plan_g' when n % 2 = 0 then 'plan_a' else 'plan_b' end as plan_id,
    'active' as status, 1::bigint as known_from, 9223372036854775807::bigint as known_to,
    timestamp '2026-03-31 15:00:00' + to_days((n % 4)::integer * 20) as valid_from,
    timestamp '9999-12-31' as valid_to
from range(24) as subscriptions(n);

create table fct_load_files as
select load_seq, file_no, 'mediation' as source, 'usage_events' as entity, 'events' as load_mode,
    'usage_MSC0' || file_no || '_' || lpad(load_seq::varchar, 6, '0') || '.csv.gz' as origin,
    sha256(load_seq || '/' || file_no) as sha256, 'MSC0' || file_no as producer,
    load_seq as sequence, 303::bigint as records, 300::bigint as accepted, 3::bigint as rejected,
    1 as contract_version, timestamp '2026-03-31 15:00:00' + to_days(30 * (load_seq - 1)::integer)
        as first_event_at,
    timestamp '2026-04-29 15:00:00' + to_days(30 * (load_seq - 1)::integer) as last_event_at,
    timestamp '2026-05-05 14:59:00' + to_days(30 * (load_seq - 1)::integer) as landed_at
from range(1, 4) as loads(load_seq), range(1, 4) as files(file_no);

create table events as
select (load_seq << 43) + (file_no::bigint << 29) + line_no as event_id, load_seq, file_no, line_no,
    (load_seq * 977 + file_no * 131 + line_no * 7) % 24 as subscriber,
    ['voice', 'data', 'sms', 'content'][1 + (line_no % 4)::integer] as service,
    date '2026-04-01' + (30 * (load_seq - 1) + line_no % 30)::integer as usage_date
from range(1, 4) as loads(load_seq), range(1, 4) as files(file_no), range(2, 302) as lines(line_no);

create table fct_rated_usage as
select events.event_id, events.load_seq as rating_seq, subscriptions.subscription_id,
    subscriptions.account_key, subscriptions.plan_id, subscriptions.plan_id || '.' || service as charge_id,
    case when subscriptions.plan_id = 'plan_a' then 'plan_a.allowance' end as allowance_id,
    null::varchar as session_key, 'C001' as cell_id, 1::bigint as charge_row_id, 1::bigint as tier_row_id,
    service, 'outgoing' as direction, zones(service) as zone, 'any' as time_band,
    accounts.currency, 'vat_standard' as tax_code, accounts.bill_cycle_day as cycle_day,
    case service when 'voice' then 40 + line_no % 300 when 'data' then 1048576 * (1 + line_no % 90) else 1 end
        ::bigint as quantity,
    case service when 'voice' then 40 + line_no % 300 when 'data' then 1048576 * (1 + line_no % 90) else 1 end
        ::bigint as metered_quantity,
    0::bigint as free_quantity,
    case when subscriptions.plan_id = 'plan_a' and line_no % 3 <> 0 then 0
        when accounts.currency = 'USD' then round(0.0123 * (1 + line_no % 50), 6)
        else round(1.8 * (1 + line_no % 250), 6) end::decimal(18, 6) as charge,
    1 as rating_version, line_no % 97 = 0 as is_late, usage_date,
    cast(date_trunc('month', usage_date) as date) + (accounts.bill_cycle_day - 1)::integer as period,
    usage_date::timestamp + interval 3 hour as started_at
from events
inner join dim_subscriptions as subscriptions
    on subscriptions.subscription_id = 'S' || lpad(subscriber::varchar, 4, '0')
inner join dim_accounts as accounts on accounts.account_key = subscriptions.account_key
where line_no % 50 <> 1;

update fct_rated_usage set free_quantity = metered_quantity where charge = 0;
alter table fct_rated_usage add column charged_period date;
update fct_rated_usage set charged_period = period;

create table fct_usage_adjustments as
select event_id + 100000 as event_id, event_id as original_event_id, 3::bigint as rating_seq,
    subscription_id, account_key, plan_id, charge_id, service, direction, zone, time_band, currency,
    tax_code, cycle_day, (-charge)::decimal(18, 6) as amount, false as is_late, usage_date,
    charged_period
from fct_rated_usage where rating_seq = 1 and charge > 200 and event_id % 37 = 0;

create table fct_usage_daily as
select plan_id, service, direction, zone, currency, count(*) as event_count,
    cast(sum(quantity) as bigint) as quantity, cast(sum(metered_quantity) as bigint) as metered_quantity,
    cast(sum(free_quantity) as bigint) as free_quantity,
    cast(sum(charge) as decimal(24, 6)) as charge_amount, usage_date
from fct_rated_usage group by all;

create table fct_charges as
select md5(concat_ws('/', charge_kind, subscription_id, charge_id, zone, period, is_late)) as charge_key,
    account_key, subscription_id, plan_id, charge_id, charge_kind, charge_id as description, service,
    direction, zone, time_band, currency, tax_code, cycle_day, count(*) as event_count,
    cast(sum(quantity) as bigint) as quantity, cast(sum(amount) as decimal(24, 6)) as amount,
    case when period < date '2026-06-01' then 'billed' else 'unbilled' end as status,
    case when period < date '2026-06-01' then 4 end::bigint as close_load_seq, is_late, period
from (
    select 'usage' as charge_kind, account_key, subscription_id, plan_id, charge_id, service, direction,
        zone, time_band, currency, tax_code, cycle_day, quantity, charge as amount, is_late,
        charged_period as period
    from fct_rated_usage
    union all
    select 'adjustment', account_key, subscription_id, plan_id, charge_id, service, direction, zone,
        time_band, currency, tax_code, cycle_day, null, amount, is_late, charged_period
    from fct_usage_adjustments
    union all
    select distinct 'recurring', subscriptions.account_key, subscriptions.subscription_id,
        subscriptions.plan_id, subscriptions.plan_id || '.fee', null, null, null, null,
        accounts.currency, 'vat_standard', accounts.bill_cycle_day, null::bigint,
        case when accounts.currency = 'USD' then 39.90 else 33000 + 990 * month(months.day) end
            ::decimal(18, 6),
        false, months.day::date + (accounts.bill_cycle_day - 1)::integer
    from dim_subscriptions as subscriptions
    inner join dim_accounts as accounts on accounts.account_key = subscriptions.account_key
    cross join (values (date '2026-04-01'), (date '2026-05-01'), (date '2026-06-01')) as months(day)
) as charges
group by all;

create table fct_one_time_charges as
select * from (values
    (70, 1::bigint, 8, 12::bigint, 'OTC-7', 'S-99', null, 'Replacement SIM card', 'KRW',
        'vat_standard', 'suspended', 'unknown_subscription', 7700::decimal(18, 6),
        timestamp '2026-06-11 04:00:00')
) as charges(row_id, load_seq, file_no, line_no, charge_reference, subscription_id, account_key,
    description, currency, tax_code, status, reason, amount, charged_at);

create table fct_invoice_lines as
select concat(strftime(period, '%Y%m%d'), '-', lpad(cycle_day::varchar, 2, '0'), '-',
        lpad(dense_rank() over (order by account_key)::varchar, 7, '0')) as invoice_number,
    row_number() over (partition by account_key, period order by subscription_id, charge_kind, charge_id,
        zone nulls first, is_late) as line_number,
    account_key, subscription_id, plan_id, charge_id, close_load_seq, charge_kind, description, service,
    direction, zone, time_band, currency, tax_code, 0.1::decimal(9, 6) as tax_rate, cycle_day,
    event_count, quantity, amount as unrounded_amount,
    in_currency(amount, currency)::decimal(18, 4) as net_amount,
    (in_currency(amount, currency) - amount)::decimal(24, 6) as rounding_amount,
    in_currency(amount * 0.1, currency)::decimal(18, 4) as tax_amount,
    (net_amount + tax_amount)::decimal(18, 4) as gross_amount, is_late, period
from fct_charges where status = 'billed';

create table fct_invoices as
select invoice_number, account_key, 4::bigint as close_load_seq, currency, cycle_day,
    count(*) as line_count, sum(net_amount)::decimal(18, 4) as net_amount,
    sum(rounding_amount)::decimal(24, 6) as rounding_amount, sum(tax_amount)::decimal(18, 4) as tax_amount,
    sum(gross_amount)::decimal(18, 4) as gross_amount, period,
    cast(period + interval 1 month as date) as next_period, timestamp '2026-06-20 01:00:00' as issued_at
from fct_invoice_lines group by all;

create table fct_suspense as
select event_id, load_seq, case when event_id % 3 = 0 then load_seq + 1 end as cured_seq,
    md5(event_id::varchar) as line_key,
    ['unknown_subscriber', 'no_price', 'no_destination'][1 + (line_no // 50 % 3)::integer] as reason,
    service, 'outgoing' as direction, case when event_id % 3 = 0 then 'cured' else 'open' end as status,
    60::bigint as quantity, 118.250000::decimal(18, 6) as estimated_amount,
    (3 - load_seq) * 30 as age_days, usage_date::timestamp as started_at,
    timestamp '2026-05-05 14:59:00' as landed_at
from events where line_no % 50 = 1;

create table fct_event_statuses as
select load_seq, file_no, 'mediation' as source, status, event_count
from range(1, 4) as loads(load_seq), range(1, 4) as files(file_no), (values ('rated', 280::bigint),
    ('non_chargeable', 10), ('suspended', 6), ('duplicate', 4)) as statuses(status, event_count);

create table fct_rejects as
select load_seq, file_no, 40 + n as line_no, 'mediation' as source, 'usage_events' as entity,
    'quantity' as field, 'type' as rule, 'quantity must be a whole number of the unit.' as message
from range(1, 4) as loads(load_seq), range(1, 4) as files(file_no), range(3) as rows(n);

create table dim_prices as
select 'plan_b' as plan_id, 'voice' as service, 1::bigint as charge_row_id, 1::bigint as tier_row_id,
    1.8::decimal(18, 6) as unit_price, 1::bigint as rate_unit, 0::decimal(18, 6) as connect_fee,
    1::bigint as initial_increment, 1::bigint as next_increment;

create table dim_billing_periods as
select cycle_day, period, cast(period + interval 1 month as date) as next_period
from fct_invoices group by all;

create table fct_control_totals as
select concat(control, ' / ', scope, ' / ', coalesce(currency, '-')) as control_key, control, scope,
    currency, 'left' as left_name, 'right' as right_name, items as left_count, items as right_count,
    0::bigint as count_difference, amount as left_amount, amount as right_amount,
    0::decimal(24, 6) as amount_difference, true as is_balanced
from (
    select 'records' as control, 'load ' || load_seq as scope, null as currency,
        sum(records)::bigint as items, null::decimal(24, 6) as amount
    from fct_load_files group by load_seq
    union all
    select 'events', 'load ' || load_seq || ' mediation', null, sum(event_count)::bigint, null
    from fct_event_statuses group by load_seq
    union all
    select 'rated', 'cycle ' || cycle_day || ' period ' || period, currency, sum(event_count)::bigint,
        sum(amount)::decimal(24, 6)
    from fct_charges where charge_kind in ('usage', 'adjustment') group by cycle_day, period, currency
    union all
    select 'billed', 'cycle ' || cycle_day || ' period ' || period, currency, count(*),
        sum(amount)::decimal(24, 6)
    from fct_charges where status = 'billed' group by cycle_day, period, currency
    union all
    select 'invoiced', 'cycle ' || cycle_day || ' period ' || period, currency, sum(line_count)::bigint,
        sum(gross_amount)::decimal(24, 6)
    from fct_invoices group by cycle_day, period, currency
) as totals;

create table fct_gate_results as
select 'run-3' as run_id, gate, check_name, owner, expected, seen, true as is_success,
    timestamp '2026-07-04 19:00:00' as checked_at, 3::bigint as load_seq
from (values ('raw', 'records_counted', 'data_engineering', 'accepted + rejected = read', '909 = 909'),
    ('raw', 'volume_usual', 'data_engineering', '0.5 to 2 of the last loads', '1.0'),
    ('marts', 'controls_tie', 'revenue_assurance', 'difference 0', '0'))
    as checks(gate, check_name, owner, expected, seen);

create table fct_runs as
select 'run-3' as run_id, step, 'succeeded' as status,
    timestamp '2026-07-04 18:59:00' + to_minutes(n::integer) as started_at,
    timestamp '2026-07-04 18:59:40' + to_minutes(n::integer) as ended_at, 3::bigint as watermark,
    'abc' as code_hash, '' as detail
from (values ('ingest', 0), ('dbt', 1), ('gate_marts', 2), ('publish', 3)) as steps(step, n);

drop table events;
drop macro zones;
drop macro in_currency;
