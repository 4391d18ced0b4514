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
    (select 0::bigint as known_from, 9223372036854775807::bigint as known_to, 8796629893121 as plan_row_id,
        timestamp '2000-01-01' as valid_from, timestamp '9999-12-31' as valid_to);

create table dim_accounts as
select md5('account' || n) as account_key, 8797166764032 + n as account_row_id, md5('holder' || n) as holder_name_key,
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
    'active' as status, 8797703634944 + n as subscription_row_id,
    8797703634944 + n as subscription_number, 1::bigint as known_from,
    9223372036854775807::bigint as known_to,
    timestamp '2026-03-31 15:00:00' + to_days((n % 4)::integer * 20) as valid_from,
    timestamp '9999-12-31' as valid_to
from range(24) as subscriptions(n);

create table fct_executive_daily as
select 'joined' as measure, 'none' as currency, count(*) as measured_count,
    0::decimal(24, 6) as amount, cast(valid_from + interval 9 hour as date) as local_day
from dim_subscriptions group by all
union all
select 'left', 'none', 2, 0, date '2026-05-09';

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
    null::varchar as session_key, 'C001' as cell_id, 1::bigint as charge_row_id, 1::bigint as tier_row_id,
    subscriptions.subscription_row_id, service, 'outgoing' as direction, zones(service) as zone, 'any' as time_band,
    accounts.currency, 'vat_standard' as tax_code, accounts.bill_cycle_day as cycle_day,
    case service when 'voice' then 40 + line_no % 300 when 'data' then 1048576 * (1 + line_no % 90) else 1 end
        ::bigint as quantity,
    case service when 'voice' then 40 + line_no % 300 when 'data' then 1048576 * (1 + line_no % 90) else 1 end
        ::bigint as metered_quantity,
    0::bigint as free_quantity, 1 as segment_count, 0::decimal(18, 6) as connect_fee,
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
alter table fct_rated_usage add column charged_quantity bigint;
update fct_rated_usage set charged_quantity = metered_quantity - free_quantity;

create table fct_rated_segments as
select event_id, 1 as segment_number, rating_seq, charge_id, charge_row_id, tier_row_id, time_band,
    cycle_day, 0::bigint as from_offset, quantity, metered_quantity, free_quantity, charged_quantity,
    connect_fee, charge, charged_period
from fct_rated_usage where false;

create table dim_allowances as
select 'plan_a.' || service as allowance_id, 'plan_a.allowance' as bucket_id, 7::bigint as bucket_number,
    'plan_a' as plan_id, 8798240505856::bigint as allowance_row_id, service, 'outgoing' as direction,
    zones(service) as zone, 'quantity' as unit, 'subscription' as sharing,
    'billing_period' as balance_period, 100::bigint as priority,
    1000000000::bigint as granted_quantity, null::bigint as increment, null::bigint as event_limit,
    0::bigint as known_from, 9223372036854775807::bigint as known_to,
    timestamp '2000-01-01' as valid_from, timestamp '9999-12-31' as valid_to
from (values ('voice'), ('data'), ('sms'), ('content')) as services(service);

create table fct_allowance_draws as
select event_id, rating_seq, 1::bigint as bucket_owner, 7::bigint as bucket_number,
    90000000::bigint as draw_level, free_quantity, free_quantity as consumed_quantity,
    1000000000::bigint as granted_quantity,
    charged_period as balance_date
from fct_rated_usage where free_quantity > 0;

create table fct_usage_adjustments as
select event_id + 100000 as event_id, event_id as original_event_id, 3::bigint as rating_seq,
    subscription_id, account_key, plan_id, charge_id, service, direction, zone, time_band, currency,
    tax_code, cycle_day, (-charge)::decimal(18, 6) as amount, false as is_late, usage_date,
    charged_period
from fct_rated_usage where rating_seq = 1 and charge > 200 and event_id % 37 = 0;

create table fct_rerating_orders as
select 3::bigint as order_seq, '2026-05' as period, 'everything' as scope, 'a wrong price' as reason,
    'sam' as ordered_by, 2::bigint as known_at, 9::bigint as event_count, 1::bigint as adjusted_count,
    0::bigint as left_out_count, 0::bigint as unrateable_count,
    timestamp '2026-06-20 00:00:00' as ordered_at;

create table fct_rerating_adjustments as
select 3::bigint as order_seq, event_id, subscription_id, account_key, plan_id, charge_id,
    charge_row_id, tier_row_id, null::bigint as reversal_event_id, service, direction, zone,
    time_band, currency, tax_code, cycle_day, free_quantity, charged_quantity,
    charge as charged_before, charge as charged_now, charge as amount, is_late,
    false as is_taken_back, usage_date, period, charged_period
from fct_rated_usage where false;

create table fct_usage_daily as
select plan_id, service, direction, zone, currency, count(*) as event_count,
    cast(sum(quantity) as bigint) as quantity, cast(sum(metered_quantity) as bigint) as metered_quantity,
    cast(sum(free_quantity) as bigint) as free_quantity,
    cast(sum(charge) as decimal(24, 6)) as charge_amount, usage_date
from fct_rated_usage group by all;

create table dim_usage_alerts as
select alert_id, 8799000000000 + n as alert_row_id, 8799000000000 + n // 2 * 2 as scope_number,
    null::varchar as plan_id, null::varchar as account_key, null::varchar as subscription_id, measure, currency,
    null::varchar as segment, service, null::varchar as direction, null::varchar as zone,
    share::decimal(6, 4) as share, limit_value::decimal(24, 6) as limit_value,
    window_minutes::bigint as window_minutes, 1::bigint as known_from, 9223372036854775807::bigint as known_to,
    timestamp '2000-01-01' as valid_from, timestamp '9999-12-31' as valid_to
from (values (0, 'charges', 'amount', 'KRW', null, 0.8, 1000, null), (1, 'charges', 'amount', 'KRW', null, 1, 1000, null),
    (2, 'calls_at_once', 'events', null, 'voice', 1, 2, 1440)
) as alerts(n, alert_id, measure, currency, service, share, limit_value, window_minutes);

create table fct_usage_alerts as
with counted as (
    select *, sum(charge) over (
        partition by subscription_id, charged_period order by rating_seq, started_at, event_id
    ) as cumulated
    from fct_rated_usage where currency = 'KRW'
)
select alerts.alert_id, alerts.alert_row_id, event_id, rating_seq, counted.subscription_id, counted.account_key,
    counted.plan_id, alerts.measure, alerts.currency, alerts.share, alerts.limit_value,
    cumulated::decimal(24, 6) as cumulated_value, charged_period, started_at as reached_at
from counted
inner join dim_usage_alerts as alerts on alerts.measure = 'amount' and cumulated >= share * limit_value
qualify row_number() over (
    partition by counted.subscription_id, charged_period, alerts.share order by rating_seq, started_at, event_id
) = 1;

create table fct_fraud_bursts as
with counted as (
    select *, row_number() over (partition by subscription_id, usage_date order by started_at, event_id) as place
    from fct_rated_usage where service = 'voice'
)
select alerts.alert_id, alerts.alert_row_id, event_id, rating_seq, counted.subscription_id, counted.account_key,
    counted.plan_id, alerts.measure, alerts.currency, alerts.share, alerts.limit_value, alerts.window_minutes,
    2::decimal(24, 6) as window_value, 2::bigint as event_count, usage_date, started_at as reached_at
from counted
inner join dim_usage_alerts as alerts on alerts.alert_id = 'calls_at_once' and place = 2;

create table fct_charges as
select md5(concat_ws('/', charge_kind, subscription_id, charge_id, zone, period, is_late)) as charge_key,
    account_key, subscription_id, plan_id, charge_id, charge_kind,
    case charge_kind when 'adjustment' then 'Reversed usage' else charge_id end as description, service,
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
    direction, zone, time_band, currency, tax_code, 'net' as price_basis, 0.1::decimal(9, 6) as tax_rate,
    cycle_day, event_count, quantity, amount as unrounded_amount,
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
    cast(period + interval 1 month as date) as next_period, period + interval 1 month + interval 1 hour as issued_at
from fct_invoice_lines group by all;

create table dim_customers as
select md5('customer' || n) as customer_key, md5('account' || n) as account_key, 'crm' as source,
    case when n % 5 = 0 then 'organisation' else 'person' end as customer_kind,
    case when n % 5 = 0 then 'business' else 'consumer' end as segment,
    ['seoul', 'busan', 'jeju'][1 + n % 3] as region,
    case when n >= 28 then 'prospect' when n >= 24 then 'inactive' else 'active' end as status,
    case when n between 24 and 26 then ['price', 'quality', 'non_payment'][n - 23] end as status_reason,
    'shop' as acquisition_channel, 12 + n as tenure_months,
    case when n < 28 then date '2026-04-03' - ((n % 4) * 400 - (n % 4 // 3) * 1230)::integer end
        as customer_since,
    case when n between 24 and 27 then date '2026-05-06' + (12 * (n - 24))::integer end as left_on,
    -- who left in May and moved house in July is still gone since May
    case n when 25 then timestamp '2026-07-02 03:00:00' else timestamp '2026-04-01 03:00:00' end
        as changed_at
from range(30) as customers(n);

create table fct_tickets as
select 'TCK-' || lpad(n::varchar, 6, '0') as ticket_id, md5('customer' || (n * 5) % 28) as customer_key,
    ['call', 'app', 'email', 'shop'][1 + n % 4] as channel,
    ['bill', 'outage', 'coverage', 'payment', 'device'][1 + n % 5] as category,
    ['low', 'normal', 'high', 'urgent'][1 + n % 4] as priority,
    case when n % 9 = 8 then 'in_progress' else 'closed' end as status,
    case when n % 11 <> 10 then 900 + 1371 * n end::bigint as first_response_seconds,
    case when n % 9 <> 8 then 40000 + 7919 * n end::bigint as resolution_seconds,
    (n % 7 // 6)::bigint as reopened_count, n % 3 = 0 as is_complaint, n % 9 = 8 as is_open,
    n % 4 = 3 as is_first_response_late, case when n % 13 <> 0 then n % 5 = 4 end as is_resolution_late,
    date '2026-04-02' + (2 * n)::integer as opened_date,
    timestamp '2026-04-02 01:00:00' + to_days(2 * n::integer) as opened_at,
    timestamp '2026-04-05 01:00:00' + to_days(2 * n::integer) as resolution_due_at
from range(44) as tickets(n);

create table fct_interactions as
select 'INT-' || lpad(n::varchar, 7, '0') as interaction_id, md5('customer' || (n * 3) % 28) as customer_key,
    ['call', 'chat', 'email', 'app', 'shop', 'sms'][1 + n % 6] as channel,
    case when n % 8 = 7 then 'outbound' else 'inbound' end as direction,
    ['bill', 'outage', 'coverage', 'payment', 'device'][1 + n % 5] as reason,
    case when n % 6 < 2 then 30 + n end::bigint as queue_seconds, (240 + 11 * n)::bigint as handle_seconds,
    n % 8 <> 7 and n % 12 = 1 as is_repeat, date '2026-04-01' + n::integer as interaction_date
from range(90) as contacts(n);

create table fct_surveys as
select 'SRV-' || lpad(n::varchar, 7, '0') as survey_id, md5('customer' || n % 28) as customer_key, kind,
    case kind when 'nps' then ['promoter', 'promoter', 'passive', 'detractor'][1 + n % 4]
        when 'csat' then case when n % 3 > 0 then 'satisfied' end
        else case when n % 5 > 0 then 'easy' end end as grade,
    date '2026-04-01' + (n * 3)::integer as answer_date
from range(30) as answers(n), (values ('nps'), ('csat'), ('ces')) as kinds(kind);

create table fct_churn_scores as
select 'churn' as model_name, '1' as model_version, subscription_id,
    md5('customer' || substr(subscription_id, 2)::integer) as customer_key, account_key,
    ['contact_count', 'overdue_amount', 'home_cell_drop_rate'][1 + substr(subscription_id, 2)::integer % 3]
        as main_reason,
    round(0.9 / (1 + substr(subscription_id, 2)::integer), 6)::decimal(9, 6) as score, 30 as horizon_days,
    true as is_newest, null::boolean as has_left, date '2026-07-01' as as_of_date,
    timestamp '2026-07-04 15:00:00' as scored_at
from dim_subscriptions;

create table fct_mrr_movements as
with fees as (
    select subscription_id, account_key, plan_id, currency,
        cast(date_trunc('month', period) as date) as month,
        case when subscription_id = 'S0006' and month(period) = 6 then amount - 5000 else amount end as fee
    from fct_charges
    where charge_kind = 'recurring'
        and not (subscription_id = 'S0012' and month(period) = 6)
        and not (subscription_id = 'S0009' and month(period) = 5)
), spine as (
    select subscriptions.subscription_id, subscriptions.account_key, subscriptions.plan_id,
        accounts.currency, months.month, coalesce(fees.fee, 0) as closing,
        coalesce(lag(fees.fee) over (partition by subscriptions.subscription_id order by months.month), 0)
            as opening
    from dim_subscriptions as subscriptions
    inner join dim_accounts as accounts on accounts.account_key = subscriptions.account_key
    cross join (values (date '2026-04-01'), (date '2026-05-01'), (date '2026-06-01')) as months(month)
    left join fees on fees.subscription_id = subscriptions.subscription_id and fees.month = months.month
), named as (
    select *, closing - opening as moved, case
        when opening = 0 and month = date '2026-04-01' then 'new' when opening = 0 then 'reactivation'
        when closing = 0 then 'churn' when closing > opening then 'expansion'
        when closing < opening then 'contraction' else 'none' end as movement
    from spine where opening > 0 or closing > 0
)
select subscription_id, account_key, plan_id, movement, currency, opening::decimal(18, 6) as opening_amount,
    case when movement = 'new' then moved else 0 end::decimal(18, 6) as new_amount,
    case when movement = 'expansion' then moved else 0 end::decimal(18, 6) as expansion_amount,
    case when movement = 'contraction' then moved else 0 end::decimal(18, 6) as contraction_amount,
    case when movement = 'churn' then moved else 0 end::decimal(18, 6) as churn_amount,
    case when movement = 'reactivation' then moved else 0 end::decimal(18, 6) as reactivation_amount,
    closing::decimal(18, 6) as closing_amount, month
from named;

create table fct_revenue_monthly as
select charges.plan_id, accounts.segment, accounts.region, charges.charge_kind,
    coalesce(charges.service, 'none') as service, charges.currency,
    sum(charges.event_count)::bigint as event_count, sum(charges.amount)::decimal(24, 6) as amount,
    coalesce(sum(charges.amount) filter (where charges.status = 'billed'), 0)::decimal(24, 6) as billed_amount,
    coalesce(sum(charges.amount) filter (where charges.status = 'unbilled'), 0)::decimal(24, 6)
        as unbilled_amount,
    cast(date_trunc('month', charges.period) as date) as month
from fct_charges as charges
inner join dim_accounts as accounts on accounts.account_key = charges.account_key
group by all;

create table fct_payments as
select 'PAY-' || invoice_number as payment_id, account_key, invoice_number, method, status,
    case status when 'failed' then 'AM04' when 'returned' then 'AC04' end as failure_reason, currency,
    gross_amount as amount,
    case when status in ('settled', 'returned') then gross_amount else 0 end::decimal(18, 4)
        as settled_amount,
    case when status = 'returned' then gross_amount else 0 end::decimal(18, 4) as returned_amount,
    0::decimal(18, 4) as refunded_amount, 0::decimal(18, 4) as charged_back_amount,
    case when status in ('settled', 'returned') then issued_at::date + 12 end as settled_date,
    issued_at + interval 10 day as initiated_at, case when status = 'returned'
        then issued_at + interval 16 day end as returned_at
from (
    select *, ['direct_debit', 'card', 'transfer'][1 + number % 3] as method,
        case when number % 9 = 4 then 'failed' when number % 11 = 6 then 'returned' else 'settled' end
            as status
    from (select *, row_number() over (order by invoice_number) as number from fct_invoices) as numbered
    where number % 5 <> 0
) as begun;

alter table fct_payments add column gateway varchar;
update fct_payments set gateway = case method when 'transfer' then 'bank' when 'card' then 'card_gate'
    else 'debit_collector' end;

create table fct_settlements as
select gateway, 'ST-' || payment_id as settlement_reference, payment_id, 'payment' as kind, method,
    currency, amount as gross_amount, round(amount * 0.02, 0)::decimal(18, 4) as fee_amount,
    (amount - round(amount * 0.02, 0))::decimal(18, 4) as net_amount,
    case when gateway = 'card_gate' then 1 else 0 end::decimal(18, 4) as fee_difference_amount,
    true as is_transaction_known, false as is_settled_again,
    settled_date + interval 2 hour as settled_at
from fct_payments
where settled_date is not null and gateway <> 'bank' and right(payment_id, 3)::integer % 7 <> 3;

create table fct_bank_statements as
select 'KR-100-' || currency as bank_account, strftime(settled_date, '%Y%m%d') as statement_id,
    1 as page_number, currency,
    case n % 5 when 3 then 'no_balance' when 4 then 'other_currency' when 2 then 'unbalanced'
        else 'balanced' end as balance_check,
    credits as entry_count, credits as booked_count, 1000::decimal(18, 5) as opening_balance_amount,
    came_in::decimal(24, 5) as booked_amount, (1000 + came_in)::decimal(18, 5) as closing_balance_amount,
    credits as credit_count, came_in::decimal(24, 5) as credit_amount,
    (credits - n % 2)::bigint as matched_credit_count,
    (came_in * (10 - n % 2) / 10)::decimal(24, 5) as matched_credit_amount,
    case when n % 5 = 2 then 5 else 0 end::decimal(24, 5) as difference_amount,
    n % 5 <> 2 as is_balanced, true as is_complete, settled_date as opening_balance_date,
    settled_date as closing_balance_date, settled_date + interval 20 hour as created_at
from (
    select currency, settled_date, count(*) as credits, sum(amount) as came_in,
        row_number() over (partition by currency order by settled_date) as n
    from fct_payments where settled_date is not null group by currency, settled_date
) as days;

create table fct_receivables as
select 'invoice:' || invoices.invoice_number as document_key, invoices.invoice_number as document_reference,
    invoices.account_key, 'invoice' as document_kind, 'trunkline' as issuer, invoices.currency,
    invoices.gross_amount as amount,
    coalesce(payments.settled_amount - payments.returned_amount, 0)::decimal(18, 4) as settled_amount,
    (invoices.gross_amount - coalesce(payments.settled_amount - payments.returned_amount, 0))
        ::decimal(18, 4) as open_amount,
    case when open_amount > 0 then greatest(0, date '2026-07-04' - (invoices.issued_at::date + 20)) else 0 end::integer
        as days_overdue,
    open_amount > 0 as is_open, invoices.issued_at::date + 20 as due_date, invoices.issued_at
from fct_invoices as invoices
left join fct_payments as payments on payments.invoice_number = invoices.invoice_number;

create table fct_receivables_monthly as
with entries as (
    select account_key, currency, issued_at::date as day, 'invoiced' as kind, gross_amount as amount
    from fct_invoices
    union all
    select account_key, currency, settled_date, 'paid', -settled_amount from fct_payments
    where settled_amount > 0
    union all
    select account_key, currency, returned_at::date, 'given_back', returned_amount from fct_payments
    where returned_amount > 0
), moved as (
    select owing.account_key, owing.currency, months.month,
        coalesce(sum(amount) filter (where day < months.month), 0) as opening,
        coalesce(sum(amount) filter (where kind = 'invoiced' and in_month), 0) as invoiced,
        coalesce(sum(amount) filter (where kind = 'paid' and in_month), 0) as paid,
        coalesce(sum(amount) filter (where kind = 'given_back' and in_month), 0) as given_back
    from (select distinct account_key, currency from entries) as owing
    cross join (values (date '2026-05-01'), (date '2026-06-01'), (date '2026-07-01')) as months(month)
    left join (select *, cast(date_trunc('month', day) as date) as its_month from entries) as entries
        on entries.account_key = owing.account_key
    cross join lateral (select entries.its_month = months.month as in_month) as flags
    group by all
), aged as (
    select invoices.account_key, months.month, coalesce(sum(invoices.gross_amount) filter (
            where coalesce(payments.settled_date > ends, true) or coalesce(payments.returned_at <= ends, false)
        ), 0) as open_amount,
        coalesce(sum(invoices.gross_amount) filter (
            where (coalesce(payments.settled_date > ends, true) or coalesce(payments.returned_at <= ends, false))
                and issued_at::date + 20 < ends
        ), 0) as overdue_amount
    from fct_invoices as invoices
    cross join (values (date '2026-05-01', date '2026-05-31'), (date '2026-06-01', date '2026-06-30'),
        (date '2026-07-01', date '2026-07-04')) as months(month, ends)
    left join fct_payments as payments
        on payments.invoice_number = invoices.invoice_number and payments.settled_amount > 0
    where invoices.issued_at::date <= ends
    group by all
)
select moved.account_key, moved.currency, opening::decimal(18, 4) as opening_amount,
    invoiced::decimal(18, 4) as invoiced_amount, 0::decimal(18, 4) as adjusted_amount,
    paid::decimal(18, 4) as paid_amount, given_back::decimal(18, 4) as given_back_amount,
    (opening + invoiced + paid + given_back)::decimal(18, 4) as closing_amount,
    coalesce(aged.open_amount, 0)::decimal(18, 4) as open_amount, 0::decimal(18, 4) as credit_amount,
    (coalesce(aged.open_amount, 0) - coalesce(overdue_amount, 0))::decimal(18, 4) as not_due_amount,
    case when moved.month < date '2026-07-01' then coalesce(overdue_amount, 0) else 0 end::decimal(18, 4)
        as overdue_1_to_30_amount,
    case when moved.month = date '2026-07-01' then coalesce(overdue_amount, 0) else 0 end::decimal(18, 4)
        as overdue_31_to_60_amount,
    (coalesce(aged.open_amount, 0) > 0)::bigint as open_document_count,
    0::decimal(18, 4) as overdue_61_to_90_amount, 0::decimal(18, 4) as overdue_over_90_amount,
    moved.month < date '2026-07-01' as is_over, moved.month
from moved
left join aged on aged.account_key = moved.account_key and aged.month = moved.month;

create table fct_assurance as
select stage, currency, sum(items)::bigint as record_count, sum(amount)::decimal(24, 6) as amount, day as stage_day
from (
    select unnest(['used', 'rated']) as stage, currency, event_count as items, charge_amount as amount,
        usage_date as day
    from fct_usage_daily
    union all
    select unnest(['billed', 'owed', 'posted']), currency, 1, gross_amount, issued_at::date from fct_invoices
    union all
    select 'paid', currency, 1, settled_amount, settled_date from fct_payments where settled_amount > 0
) as stages
group by all;

create table dim_cells as
select 'SEO-' || lpad(n::varchar, 3, '0') as cell_id, ['4g', '5g'][1 + n % 2] as technology,
    ['seoul', 'busan', 'jeju'][1 + n % 3] as region, case when n % 3 = 2 then 'rural' else 'urban' end
        as area_class
from range(6) as cells(n);

create table fct_quality_daily as
select cells.cell_id, 24::bigint as hour_count,
    case when days.n % 29 = 7 then 21 else 24 end::bigint as reported_hour_count,
    (case when days.n % 29 = 7 then 21 else 24 end * 3600 - 40 * (days.n % 5))::bigint as available_seconds,
    0::bigint as planned_outage_seconds, 20000::bigint as setup_attempts,
    (19960 - days.n % 7)::bigint as setup_successes, 19900::bigint as releases,
    (70 + days.n % 11)::bigint as drops, 60000::bigint as transfer_attempts,
    (59500 - 13 * (days.n % 17))::bigint as transfer_successes, days.n % 29 <> 7 as is_complete,
    date '2026-04-01' + days.n::integer as local_day
from dim_cells as cells, range(91) as days(n);

create table fct_busy_hours as
select cell_id, least(1, 0.31 + 0.09 * substr(cell_id, 5)::integer + 0.001 * day(local_day))
        ::decimal(18, 6) as downlink_utilisation, 9000000000::bigint as downlink_bytes,
    120::bigint as peak_users, local_day
from fct_quality_daily;

create table fct_outages as
select 'OUT-' || lpad(n::varchar, 6, '0') as outage_id, 'cell' as element_kind,
    'SEO-' || lpad((n % 6)::varchar, 3, '0') as element_id,
    case when n = 3 then 'planned_work' else ['power', 'fibre_cut'][1 + n % 2] end as cause,
    ['partial', 'total', 'degraded'][1 + n % 3] as severity, ['seoul', 'busan', 'jeju'][1 + n % 3] as region,
    (3600 * (1 + n))::bigint as duration_seconds, 1::bigint as cell_count, n = 3 as is_planned,
    n = 6 as is_open, date '2026-04-05' + (14 * n)::integer as began_date,
    timestamp '2026-04-05 02:00:00' + to_days(14 * n::integer) as began_at,
    case when n <> 6 then timestamp '2026-04-05 05:00:00' + to_days(14 * n::integer) end as ended_at
from range(7) as outages(n);

create table fct_suspense as
select event_id, load_seq, case when event_id % 3 = 0 then load_seq + 1 end as cured_seq,
    case when event_id % 6 = 1 then load_seq + 1 end as written_off_seq,
    md5(event_id::varchar) as line_key,
    ['unknown_subscriber', 'no_price', 'no_destination'][1 + (line_no // 50 % 3)::integer] as first_reason,
    ['unknown_subscriber', 'quantity_out_of_range', 'clock_in_future', 'no_subscription_then']
        [1 + (line_no // 50 % 4)::integer] as reason,
    service, 'outgoing' as direction, case when event_id % 3 = 0 then 'cured'
        when event_id % 6 = 1 then 'written_off' else 'open' end as status, 'KRW' as currency,
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
select cycle_day, period, cast(period + interval 1 month as date) as next_period,
    period::timestamp - interval 9 hour as period_from,
    max(close_load_seq)::bigint as close_load_seq
from fct_invoices group by all;

create table fct_usage_duplicates as
select event_id - 10 as event_id, event_id - 11 as original_event_id, load_seq, file_no::integer as file_no,
    'mediation' as source, false as is_conflict
from events where false;

create table dim_currencies as
select * from (values ('KRW', 0::bigint), ('USD', 2)) as currencies(currency, decimals);

create table dim_numbers as
select md5('line' || subscription_id) as line_key, subscription_id, 'active' as status,
    subscription_row_id as source_row_id, known_from, known_to, valid_from, valid_to
from dim_subscriptions;

create table dim_destinations as
select destination_kind, prefix, zone, name as destination_name, 8797166764032::bigint as destination_row_id,
    0::bigint as known_from, 9223372036854775807::bigint as known_to,
    timestamp '2000-01-01' as valid_from, timestamp '9999-12-31' as valid_to
from (values ('number', '8210', 'home_mobile', 'Mobile'), ('service', 'data', 'home', 'Data'),
    ('service', 'content', 'content', 'Content')) as rows(destination_kind, prefix, zone, name);

create table dim_plan_calendars as
select plan_id, 'standard' as calendar, 0::bigint as known_from, 9223372036854775807::bigint as known_to
from dim_plans;

create table dim_band_calendar as
select 'standard' as calendar, day::date as date_day, 'any' as time_band, 0::bigint as from_minute,
    1440::bigint as to_minute, 0::bigint as known_from, 9223372036854775807::bigint as known_to
from range(date '2026-03-31', date '2026-07-31', interval 1 day) as days(day);

create table dim_add_ons as
select 'S0001' as subscription_id, 'B-1' as booking_id, 99::bigint as booking_number,
    'extra' as plan_id, 1 as booking_rank, 1::bigint as units, 0::bigint as known_from,
    9223372036854775807::bigint as known_to, timestamp '2000-01-01' as valid_from,
    timestamp '9999-12-31' as valid_to;

create table dim_charges as
select null::bigint as source_row_id, null::varchar as charge_id, null::varchar as plan_id,
    'usage' as charge_kind, null::varchar as description, null::varchar as service,
    null::varchar as direction, null::varchar as zone, null::varchar as time_band,
    1::bigint as initial_increment, 1::bigint as next_increment, 1::bigint as rate_unit,
    0::decimal(18, 6) as connect_fee, null::decimal(18, 6) as attempt_fee,
    'each_event' as connect_fee_rule, 'before_allowance' as metering_stage,
    'next_segment' as increment_reach, 'event' as tier_scope, 'graduated' as tier_mode,
    'inclusive' as tier_bound, 'reached' as tier_fees, null::decimal(18, 6) as minimum_charge,
    null::decimal(18, 6) as maximum_charge, null::decimal(18, 6) as period_minimum,
    null::decimal(18, 6) as period_maximum, 'line' as rounding_stage, 'half_up' as rounding_mode,
    null::bigint as rounding_decimals, 'net' as price_basis, null::varchar as account_key,
    null::varchar as subscription_id, null::varchar as segment, null::bigint as from_contract_month,
    null::bigint as to_contract_month, 0::bigint as priority, null::decimal(18, 6) as amount,
    'KRW' as currency, 'vat_standard' as tax_code, 'active' as status,
    0::bigint as known_from, 9223372036854775807::bigint as known_to,
    timestamp '2000-01-01' as valid_from, timestamp '9999-12-31' as valid_to
where false;

create table dim_price_tiers as
select 1::bigint as tier_row_id, 1 as tier_number, 0::bigint as from_quantity, 0::bigint as to_quantity,
    null::bigint as rate_unit, 1::bigint as increment, 0::decimal(18, 6) as flat_fee,
    0::decimal(18, 6) as unit_price
where false;

create table dim_tier_sets as
select null::varchar as charge_id, 1::bigint as tier_row_id, 1::bigint as tier_count,
    0::bigint as known_from, 9223372036854775807::bigint as known_to,
    timestamp '2000-01-01' as valid_from, timestamp '9999-12-31' as valid_to
where false;

create table fct_event_changes as
select event_id, load_seq as changed_seq, unnest([1, 2]) as place,
    unnest(['received', 'rejected']) as status, 'load' as caused_by,
    unnest([null, first_reason]) as reason, landed_at as changed_at
from fct_suspense
union all
select event_id, written_off_seq, 8, 'written_off', 'write_off', reason, landed_at
from fct_suspense where written_off_seq is not null;

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

create table dim_targets as
select metric_id, currency, target_value::decimal(24, 6) as target_value, month
from (
    -- a fourth more than what is billed in each month
    select 'billed_revenue' as metric_id, currency, sum(net_amount) * 5 / 4 as target_value,
        cast(date_trunc('month', period) as date) as month
    from fct_invoice_lines group by all
    union all
    select metric_id, 'none', value, month::date
    from (values ('active_subscriptions', 20), ('net_additions', -3), ('network_availability', 0.9),
        ('customer_churn_share', 0.02), ('first_response_late_share', 0.1),
        ('net_promoter_score', 12)) as planned(metric_id, value),
        (values ('2026-04-01'), ('2026-05-01'), ('2026-06-01')) as months(month)
) as targets;

create table dim_figure_notes as
select note_id, metric_id, note_text, written_by, month::date as month,
    written_at::timestamp as written_at
from (values
    ('NOTE-1', 'network_availability', 'Fibre cut at a site.' || chr(10) || 'Back after *two* hours, $5 & <b>more</b> $6.',
        'Network operations', '2026-05-01', '2026-05-12 00:40:00'),
    ('NOTE-2', 'net_additions', 'A quarter above plan: the student offer.', 'Planning', '2026-05-01', '2026-06-02 05:00:00'),
    ('NOTE-3', 'billed_revenue', 'Credits of the spring are in April.', 'Finance', '2026-04-01', '2026-05-04 05:00:00')
) as notes(note_id, metric_id, note_text, written_by, month, written_at);

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
