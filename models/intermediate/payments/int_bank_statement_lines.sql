with

arrived as (
    select * from {{ ref('stg_payments__bank_statement_lines') }}
),

pages as (
    select * from {{ ref('int_bank_statement_pages') }}
),

load_files as (
    select * from {{ ref('stg_trunkline__load_files') }}
),

-- a message brings pages and lines as two files of its load, of the same bytes
lines_of_messages as (
    select
        pages.bank_account,
        pages.statement_id,
        pages.page_number,
        line_files.load_seq,
        line_files.file_no
    from pages
    inner join load_files as page_files
        on page_files.load_seq = pages.load_seq
        and page_files.file_no = pages.file_no
    inner join load_files as line_files
        on line_files.load_seq = page_files.load_seq
        and line_files.sha256 = page_files.sha256
        and line_files.source = 'payments'
        and line_files.entity = 'bank_statement_lines'
),

-- a message says all lines of its page: what a correction leaves out would stay, beside what it
-- moved. Files of lines alone may each bring a part of a page
of_the_page as (
    select arrived.*
    from arrived
    left join lines_of_messages
        on lines_of_messages.bank_account = arrived.bank_account
        and lines_of_messages.statement_id = arrived.statement_id
        and lines_of_messages.page_number = arrived.page_number
    where lines_of_messages.load_seq is null
        or (
            lines_of_messages.load_seq = arrived.load_seq
            and lines_of_messages.file_no = arrived.file_no
        )
),

one_a_place as (
    {{ one_record('of_the_page', [
        'bank_account', 'statement_id', 'page_number', 'entry_number', 'detail_number'
    ], which='last') }}
),

lines as (
    select
        bank_account,
        statement_id,
        page_number,
        entry_number,
        detail_number,
        status,
        entry_amount,
        entry_currency,
        amount,
        currency,
        end_to_end_id
    from one_a_place
)

select * from lines
