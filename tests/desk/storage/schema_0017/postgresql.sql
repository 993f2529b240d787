-- A database of the last release (schema 0017), made by its own migrations; the rows are invented. pg_dump without comments and settings.
SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.audit_entries_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE FUNCTION public.search_cases_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN DELETE FROM search_documents WHERE kind = 'case' AND source = CAST(OLD.id AS VARCHAR); RETURN NULL; END $$;
CREATE FUNCTION public.search_cases_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN INSERT INTO search_documents (kind, source, conversation_id, at) SELECT 'case', CAST(NEW.id AS VARCHAR), NEW.conversation_id, NEW.opened_at; RETURN NULL; END $$;
CREATE FUNCTION public.search_cases_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN UPDATE search_documents SET text = NULL WHERE kind = 'case' AND source = CAST(NEW.id AS VARCHAR); RETURN NULL; END $$;
CREATE FUNCTION public.search_messages_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN DELETE FROM search_documents WHERE kind = 'message' AND source = CAST(OLD.id AS VARCHAR); RETURN NULL; END $$;
CREATE FUNCTION public.search_messages_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN INSERT INTO search_documents (kind, source, conversation_id, at) SELECT 'message', CAST(NEW.id AS VARCHAR), NEW.conversation_id, NEW.sent_at; RETURN NULL; END $$;
CREATE FUNCTION public.search_messages_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN UPDATE search_documents SET text = NULL WHERE kind = 'message' AND source = CAST(NEW.id AS VARCHAR); RETURN NULL; END $$;
CREATE FUNCTION public.search_notes_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN DELETE FROM search_documents WHERE kind = 'note' AND source = CAST(OLD.id AS VARCHAR); RETURN NULL; END $$;
CREATE FUNCTION public.search_notes_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN INSERT INTO search_documents (kind, source, conversation_id, at) SELECT 'note', CAST(NEW.id AS VARCHAR), COALESCE((SELECT c.conversation_id FROM cases c WHERE c.id = NEW.case_id), ''), NEW.created_at; RETURN NULL; END $$;
CREATE FUNCTION public.search_notes_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN UPDATE search_documents SET text = NULL WHERE kind = 'note' AND source = CAST(NEW.id AS VARCHAR); RETURN NULL; END $$;
CREATE TABLE public.accounts (
    id character varying(32) NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(80) NOT NULL,
    role character varying(20) NOT NULL,
    password_hash character varying(200) NOT NULL,
    is_active boolean NOT NULL,
    on_duty boolean NOT NULL,
    seen_at character varying(26),
    created_at character varying(26) NOT NULL,
    totp_secret character varying(64),
    totp_step integer,
    sso_identity character varying(1024)
);
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.appointment_desks (
    account_id character varying(32) NOT NULL,
    meeting_url character varying(500) DEFAULT ''::character varying NOT NULL,
    feed_hash character varying(64)
);
CREATE TABLE public.appointment_seats (
    account_id character varying(32) NOT NULL,
    cell_at character varying(26) NOT NULL,
    number integer NOT NULL,
    capacity integer NOT NULL,
    appointment_id character varying(32) NOT NULL,
    CONSTRAINT ck_appointment_seats_capacity CHECK (((number >= 1) AND (number <= capacity)))
);
CREATE TABLE public.appointment_timers (
    id integer NOT NULL,
    appointment_id character varying(32) NOT NULL,
    kind character varying(12) NOT NULL,
    due_at character varying(26) NOT NULL
);
CREATE SEQUENCE public.appointment_timers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.appointment_timers_id_seq OWNED BY public.appointment_timers.id;
CREATE TABLE public.appointments (
    id character varying(32) NOT NULL,
    receipt character varying(20) NOT NULL,
    account_id character varying(32) NOT NULL,
    begin_at character varying(26) NOT NULL,
    end_at character varying(26) NOT NULL,
    method character varying(12) NOT NULL,
    place character varying(120) NOT NULL,
    meeting_url character varying(500) NOT NULL,
    status character varying(12) NOT NULL,
    sequence integer NOT NULL,
    conversation_id character varying(128),
    case_id character varying(32),
    made_by character varying(32),
    is_noticed boolean NOT NULL,
    person_name character varying(80),
    contact_kind character varying(8),
    contact character varying(254),
    topic text,
    consent jsonb,
    created_at character varying(26) NOT NULL,
    updated_at character varying(26) NOT NULL
);
CREATE TABLE public.attachments (
    id character varying(32) NOT NULL,
    conversation_id character varying(128) NOT NULL,
    outside_id character varying(160) NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(120),
    state character varying(8) NOT NULL,
    attempts integer NOT NULL,
    due_at character varying(26) NOT NULL,
    leased_until character varying(26),
    prepared_by character varying(26),
    media_type character varying(80),
    size integer,
    stored_name character varying(255) NOT NULL,
    created_at character varying(26) NOT NULL
);
CREATE TABLE public.audit_entries (
    number integer NOT NULL,
    at character varying(26) NOT NULL,
    account_id character varying(32),
    account_name character varying(80) NOT NULL,
    address character varying(64) NOT NULL,
    action character varying(40) NOT NULL,
    subject character varying(160) NOT NULL,
    hash character varying(64) NOT NULL
);
CREATE TABLE public.availability (
    id integer NOT NULL,
    account_id character varying(32) NOT NULL,
    weekday integer,
    day character varying(10),
    begin character varying(5) NOT NULL,
    "end" character varying(5) NOT NULL,
    methods jsonb NOT NULL,
    place character varying(120) NOT NULL,
    minutes integer NOT NULL,
    capacity integer NOT NULL,
    blocks boolean NOT NULL,
    CONSTRAINT ck_availability_capacity CHECK ((capacity >= 1)),
    CONSTRAINT ck_availability_when CHECK (((weekday IS NULL) <> (day IS NULL)))
);
CREATE SEQUENCE public.availability_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.availability_id_seq OWNED BY public.availability.id;
CREATE TABLE public.booking_links (
    code_hash character varying(64) NOT NULL,
    conversation_id character varying(128),
    appointment_id character varying(32),
    created_at character varying(26) NOT NULL,
    expires_at character varying(26) NOT NULL
);
CREATE TABLE public.canned_replies (
    id integer NOT NULL,
    title character varying(60) NOT NULL,
    register character varying(8) NOT NULL,
    text text NOT NULL,
    saved_at character varying(26) NOT NULL,
    saved_by character varying(32)
);
CREATE SEQUENCE public.canned_replies_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.canned_replies_id_seq OWNED BY public.canned_replies.id;
CREATE TABLE public.case_outcomes (
    case_id character varying(32) NOT NULL,
    kind character varying(16) NOT NULL,
    account_id character varying(32) NOT NULL,
    at character varying(26) NOT NULL
);
CREATE TABLE public.cases (
    id character varying(32) NOT NULL,
    receipt character varying(20) NOT NULL,
    conversation_id character varying(128) NOT NULL,
    channel character varying(32) NOT NULL,
    state character varying(16) NOT NULL,
    reason character varying(40) NOT NULL,
    topic character varying(60) NOT NULL,
    question text NOT NULL,
    slots jsonb NOT NULL,
    understood jsonb NOT NULL,
    flags jsonb NOT NULL,
    contact jsonb,
    consent jsonb,
    transcript jsonb NOT NULL,
    owner_id character varying(32),
    waiting_since character varying(26) NOT NULL,
    opened_at character varying(26) NOT NULL,
    claimed_at character varying(26),
    closed_at character varying(26)
);
CREATE TABLE public.channel_troubles (
    name character varying(40) NOT NULL,
    problem character varying(200) NOT NULL,
    since character varying(26) NOT NULL
);
CREATE TABLE public.choices (
    id character varying(32) NOT NULL,
    conversation_id character varying(128) NOT NULL,
    label character varying(200) NOT NULL,
    payload text NOT NULL
);
CREATE TABLE public.conversations (
    id character varying(128) NOT NULL,
    channel character varying(32) NOT NULL,
    state character varying(16) NOT NULL,
    owner_id character varying(32),
    epoch integer NOT NULL,
    last_seq integer NOT NULL,
    token_hash character varying(64),
    created_at character varying(26) NOT NULL,
    erased_at character varying(26)
);
CREATE TABLE public.corrections (
    id integer NOT NULL,
    case_id character varying(32),
    field character varying(40) NOT NULL,
    reason character varying(200) NOT NULL,
    by_id character varying(32) NOT NULL,
    by_name character varying(80) NOT NULL,
    at character varying(26) NOT NULL,
    conversation_id character varying(128) NOT NULL
);
CREATE SEQUENCE public.corrections_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.corrections_id_seq OWNED BY public.corrections.id;
CREATE TABLE public.counters (
    name character varying(40) NOT NULL,
    value integer NOT NULL
);
CREATE TABLE public.doomed_files (
    id integer NOT NULL,
    name character varying(255) NOT NULL
);
CREATE SEQUENCE public.doomed_files_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.doomed_files_id_seq OWNED BY public.doomed_files.id;
CREATE TABLE public.erasures (
    conversation_id character varying(128) NOT NULL,
    asked_at character varying(26) NOT NULL,
    done_at character varying(26)
);
CREATE TABLE public.events (
    id integer NOT NULL,
    conversation_id character varying(128) NOT NULL,
    case_id character varying(32),
    account_id character varying(32),
    kind character varying(40) NOT NULL,
    epoch integer NOT NULL,
    detail jsonb,
    at character varying(26) NOT NULL
);
CREATE SEQUENCE public.events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;
CREATE TABLE public.handoffs (
    webhook_id character varying(160) NOT NULL,
    body_hash character varying(64) NOT NULL,
    case_id character varying(32) NOT NULL,
    answer jsonb NOT NULL,
    epoch integer NOT NULL
);
CREATE TABLE public.hours_rules (
    id integer NOT NULL,
    slots text NOT NULL,
    days text NOT NULL,
    saved_at character varying(26) NOT NULL,
    saved_by character varying(32) NOT NULL
);
CREATE SEQUENCE public.hours_rules_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.hours_rules_id_seq OWNED BY public.hours_rules.id;
CREATE TABLE public.letter_files (
    id integer NOT NULL,
    letter_id integer NOT NULL,
    name character varying(80) NOT NULL,
    mime character varying(80) NOT NULL,
    content bytea NOT NULL
);
CREATE SEQUENCE public.letter_files_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.letter_files_id_seq OWNED BY public.letter_files.id;
CREATE TABLE public.letters (
    id integer NOT NULL,
    dedup_key character varying(200) NOT NULL,
    key character varying(32) NOT NULL,
    way character varying(8) NOT NULL,
    recipient character varying(254) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    html text,
    conversation_id character varying(128),
    lane character varying(128),
    is_urgent boolean DEFAULT false NOT NULL,
    state character varying(8) NOT NULL,
    attempts integer NOT NULL,
    created_at character varying(26) NOT NULL,
    due_at character varying(26) NOT NULL,
    give_up_at character varying(26) NOT NULL,
    leased_until character varying(26),
    settled_at character varying(26),
    maybe_received boolean DEFAULT false NOT NULL,
    problem character varying(80)
);
CREATE SEQUENCE public.letters_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.letters_id_seq OWNED BY public.letters.id;
CREATE TABLE public.line_events (
    id character varying(64) NOT NULL,
    kind character varying(40) NOT NULL,
    received_at character varying(26) NOT NULL
);
CREATE TABLE public.line_users (
    user_id character varying(64) NOT NULL,
    conversation_id character varying(128) NOT NULL,
    is_following boolean NOT NULL,
    reply_token character varying(128),
    reply_token_at character varying(26),
    read_token character varying(512)
);
CREATE TABLE public.links (
    code_hash character varying(64) NOT NULL,
    conversation_id character varying(128) NOT NULL,
    created_at character varying(26) NOT NULL,
    expires_at character varying(26) NOT NULL,
    used_at character varying(26)
);
CREATE TABLE public.login_attempts (
    id integer NOT NULL,
    key character varying(120) NOT NULL,
    at character varying(26) NOT NULL
);
CREATE SEQUENCE public.login_attempts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.login_attempts_id_seq OWNED BY public.login_attempts.id;
CREATE TABLE public.mentions (
    note_id integer NOT NULL,
    account_id character varying(32) NOT NULL,
    seen_at character varying(26)
);
CREATE TABLE public.messages (
    id integer NOT NULL,
    conversation_id character varying(128) NOT NULL,
    seq integer NOT NULL,
    author character varying(16) NOT NULL,
    author_id character varying(32),
    author_name character varying(80) NOT NULL,
    sent_at character varying(26) NOT NULL,
    parts jsonb NOT NULL,
    outside_id character varying(160),
    late boolean NOT NULL,
    understanding jsonb
);
CREATE SEQUENCE public.messages_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.messages_id_seq OWNED BY public.messages.id;
CREATE TABLE public.notes (
    id integer NOT NULL,
    case_id character varying(32) NOT NULL,
    author_id character varying(32) NOT NULL,
    author_name character varying(80) NOT NULL,
    text text NOT NULL,
    created_at character varying(26) NOT NULL
);
CREATE SEQUENCE public.notes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.notes_id_seq OWNED BY public.notes.id;
CREATE TABLE public.notice_settings (
    account_id character varying(32) NOT NULL,
    settings jsonb NOT NULL,
    saved_at character varying(26) NOT NULL
);
CREATE TABLE public.outbox (
    id integer NOT NULL,
    conversation_id character varying(128) NOT NULL,
    seq integer NOT NULL,
    epoch integer NOT NULL,
    state character varying(8) NOT NULL,
    attempts integer NOT NULL,
    due_at character varying(26) NOT NULL,
    leased_until character varying(26),
    first_tried_at character varying(26),
    retry_key character varying(36) NOT NULL,
    reply_token character varying(128),
    request text,
    problem character varying(200),
    reply_token_at character varying(26),
    maybe_received boolean DEFAULT false NOT NULL,
    carried_by integer,
    alone boolean DEFAULT false NOT NULL,
    sent_ids text
);
CREATE SEQUENCE public.outbox_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.outbox_id_seq OWNED BY public.outbox.id;
CREATE TABLE public.phrasings (
    id integer NOT NULL,
    conversation_id character varying(128) NOT NULL,
    label character varying(80) NOT NULL,
    text character varying(300) NOT NULL,
    account_id character varying(32) NOT NULL,
    at character varying(26) NOT NULL
);
CREATE SEQUENCE public.phrasings_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.phrasings_id_seq OWNED BY public.phrasings.id;
CREATE TABLE public.privacy_requests (
    id integer NOT NULL,
    kind character varying(16) NOT NULL,
    file_number character varying(40) NOT NULL,
    receipt character varying(20) NOT NULL,
    received_on character varying(10) NOT NULL,
    due_on character varying(10) NOT NULL,
    is_extended boolean NOT NULL,
    answered_on character varying(10),
    outcome character varying(16),
    entered_by character varying(32) NOT NULL
);
CREATE SEQUENCE public.privacy_requests_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.privacy_requests_id_seq OWNED BY public.privacy_requests.id;
CREATE TABLE public.purges (
    id integer NOT NULL,
    state character varying(10) NOT NULL,
    prepared_at character varying(26) NOT NULL,
    days jsonb NOT NULL,
    listed jsonb NOT NULL,
    decided_by character varying(32),
    decided_at character varying(26),
    deleted jsonb,
    done_at character varying(26)
);
CREATE SEQUENCE public.purges_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.purges_id_seq OWNED BY public.purges.id;
CREATE TABLE public.purpose_notices (
    hash character varying(64) NOT NULL,
    text text NOT NULL,
    first_at character varying(26) NOT NULL
);
CREATE TABLE public.recovery_codes (
    code_hash character varying(64) NOT NULL,
    account_id character varying(32) NOT NULL
);
CREATE TABLE public.restrictions (
    conversation_id character varying(128) NOT NULL,
    kind character varying(8) NOT NULL,
    reason character varying(200) NOT NULL,
    set_by character varying(32) NOT NULL,
    set_at character varying(26) NOT NULL
);
CREATE TABLE public.retention_periods (
    id integer NOT NULL,
    days jsonb NOT NULL,
    saved_by character varying(32) NOT NULL,
    saved_at character varying(26) NOT NULL
);
CREATE SEQUENCE public.retention_periods_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.retention_periods_id_seq OWNED BY public.retention_periods.id;
CREATE TABLE public.returns (
    id integer NOT NULL,
    conversation_id character varying(128) NOT NULL,
    summary text NOT NULL,
    at character varying(26) NOT NULL,
    told_at character varying(26)
);
CREATE SEQUENCE public.returns_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.returns_id_seq OWNED BY public.returns.id;
CREATE TABLE public.search_answers (
    digest character varying(64) NOT NULL,
    text text NOT NULL
);
CREATE TABLE public.search_documents (
    id integer NOT NULL,
    kind character varying(8) NOT NULL,
    source character varying(32) NOT NULL,
    conversation_id character varying(128) NOT NULL,
    at character varying(26) NOT NULL,
    text text,
    answer character varying(64)
);
CREATE SEQUENCE public.search_documents_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.search_documents_id_seq OWNED BY public.search_documents.id;
CREATE TABLE public.seen_messages (
    conversation_id character varying(128) NOT NULL,
    seq integer NOT NULL,
    seen_at character varying(26) NOT NULL
);
CREATE TABLE public.sessions (
    token_hash character varying(64) NOT NULL,
    account_id character varying(32) NOT NULL,
    csrf character varying(64) NOT NULL,
    created_at character varying(26) NOT NULL,
    seen_at character varying(26) NOT NULL,
    address character varying(64) DEFAULT ''::character varying NOT NULL,
    agent character varying(160) DEFAULT ''::character varying NOT NULL
);
CREATE TABLE public.sign_on_attempts (
    state_hash character varying(64) NOT NULL,
    browser_hash character varying(64) NOT NULL,
    nonce character varying(64) NOT NULL,
    verifier character varying(128) NOT NULL,
    at character varying(26) NOT NULL
);
CREATE TABLE public.snoozes (
    case_id character varying(32) NOT NULL,
    until character varying(26) NOT NULL,
    is_promise boolean NOT NULL,
    seq integer NOT NULL,
    account_id character varying(32) NOT NULL,
    set_at character varying(26) NOT NULL
);
CREATE TABLE public.test_conversations (
    conversation_id character varying(128) NOT NULL,
    account_id character varying(32),
    at character varying(26) NOT NULL
);
CREATE TABLE public.timers (
    id integer NOT NULL,
    kind character varying(20) NOT NULL,
    case_id character varying(32) NOT NULL,
    epoch integer NOT NULL,
    due_at character varying(26) NOT NULL
);
CREATE SEQUENCE public.timers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.timers_id_seq OWNED BY public.timers.id;
CREATE TABLE public.told_notices (
    key character varying(120) NOT NULL,
    reader character varying(32) NOT NULL,
    case_id character varying(32),
    told_at character varying(26) NOT NULL
);
CREATE TABLE public.transcript_wishes (
    id integer NOT NULL,
    conversation_id character varying(128) NOT NULL,
    recipient character varying(254) NOT NULL,
    code_hash character varying(64) NOT NULL,
    tries integer NOT NULL,
    asked_at character varying(26) NOT NULL,
    done_at character varying(26)
);
CREATE SEQUENCE public.transcript_wishes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.transcript_wishes_id_seq OWNED BY public.transcript_wishes.id;
CREATE TABLE public.turns (
    id character varying(32) NOT NULL,
    number integer NOT NULL,
    conversation_id character varying(128) NOT NULL,
    outside_id character varying(160) NOT NULL,
    channel character varying(32) NOT NULL,
    text text NOT NULL,
    payload text,
    sent_at character varying(26) NOT NULL,
    epoch integer NOT NULL,
    attempts integer NOT NULL,
    state character varying(8) NOT NULL,
    due_at character varying(26) NOT NULL,
    leased_until character varying(26)
);
CREATE TABLE public.unanswered_groups (
    id character varying(32) NOT NULL,
    exemplar text NOT NULL,
    conversation_id character varying(128) NOT NULL,
    status character varying(16) NOT NULL,
    label character varying(80),
    remark character varying(200) NOT NULL,
    account_id character varying(32) NOT NULL,
    at character varying(26) NOT NULL
);
CREATE TABLE public.web_keys (
    token_hash character varying(64) NOT NULL,
    conversation_id character varying(128) NOT NULL,
    created_at character varying(26) NOT NULL
);
ALTER TABLE ONLY public.appointment_timers ALTER COLUMN id SET DEFAULT nextval('public.appointment_timers_id_seq'::regclass);
ALTER TABLE ONLY public.availability ALTER COLUMN id SET DEFAULT nextval('public.availability_id_seq'::regclass);
ALTER TABLE ONLY public.canned_replies ALTER COLUMN id SET DEFAULT nextval('public.canned_replies_id_seq'::regclass);
ALTER TABLE ONLY public.corrections ALTER COLUMN id SET DEFAULT nextval('public.corrections_id_seq'::regclass);
ALTER TABLE ONLY public.doomed_files ALTER COLUMN id SET DEFAULT nextval('public.doomed_files_id_seq'::regclass);
ALTER TABLE ONLY public.events ALTER COLUMN id SET DEFAULT nextval('public.events_id_seq'::regclass);
ALTER TABLE ONLY public.hours_rules ALTER COLUMN id SET DEFAULT nextval('public.hours_rules_id_seq'::regclass);
ALTER TABLE ONLY public.letter_files ALTER COLUMN id SET DEFAULT nextval('public.letter_files_id_seq'::regclass);
ALTER TABLE ONLY public.letters ALTER COLUMN id SET DEFAULT nextval('public.letters_id_seq'::regclass);
ALTER TABLE ONLY public.login_attempts ALTER COLUMN id SET DEFAULT nextval('public.login_attempts_id_seq'::regclass);
ALTER TABLE ONLY public.messages ALTER COLUMN id SET DEFAULT nextval('public.messages_id_seq'::regclass);
ALTER TABLE ONLY public.notes ALTER COLUMN id SET DEFAULT nextval('public.notes_id_seq'::regclass);
ALTER TABLE ONLY public.outbox ALTER COLUMN id SET DEFAULT nextval('public.outbox_id_seq'::regclass);
ALTER TABLE ONLY public.phrasings ALTER COLUMN id SET DEFAULT nextval('public.phrasings_id_seq'::regclass);
ALTER TABLE ONLY public.privacy_requests ALTER COLUMN id SET DEFAULT nextval('public.privacy_requests_id_seq'::regclass);
ALTER TABLE ONLY public.purges ALTER COLUMN id SET DEFAULT nextval('public.purges_id_seq'::regclass);
ALTER TABLE ONLY public.retention_periods ALTER COLUMN id SET DEFAULT nextval('public.retention_periods_id_seq'::regclass);
ALTER TABLE ONLY public.returns ALTER COLUMN id SET DEFAULT nextval('public.returns_id_seq'::regclass);
ALTER TABLE ONLY public.search_documents ALTER COLUMN id SET DEFAULT nextval('public.search_documents_id_seq'::regclass);
ALTER TABLE ONLY public.timers ALTER COLUMN id SET DEFAULT nextval('public.timers_id_seq'::regclass);
ALTER TABLE ONLY public.transcript_wishes ALTER COLUMN id SET DEFAULT nextval('public.transcript_wishes_id_seq'::regclass);
INSERT INTO public.accounts VALUES ('a_sato', 'sato@example.jp', '佐藤', 'consultant', 'x', true, true, '2026-11-24T01:00:00.000000', '2026-11-24T01:00:00.000000', NULL, NULL, 'https://id.example.jp#sato');
INSERT INTO public.alembic_version VALUES ('0017_sso_identity');
INSERT INTO public.appointment_desks VALUES ('a_sato', 'https://meet.example.jp/sato', NULL);
INSERT INTO public.appointment_seats VALUES ('a_sato', '2026-12-24T01:00:00.000000', 1, 1, 'ap_1');
INSERT INTO public.appointment_timers VALUES (1, 'ap_1', 'day_before', '2026-12-24T01:00:00.000000');
INSERT INTO public.appointments VALUES ('ap_1', 'OT-Y-1', 'a_sato', '2026-12-24T01:00:00.000000', '2026-12-24T01:30:00.000000', 'phone', '', '', 'booked', 0, 'c_tanaka', 'k_tanaka', NULL, false, '田中', 'mail', 'tanaka@example.jp', '空き家', '{"given": true}', '2026-11-24T01:00:00.000000', '2026-11-24T01:00:00.000000');
INSERT INTO public.attachments VALUES ('at_1', 'c_tanaka', 'attachments outside_id', 'photo', 'attachments name', 'ready', 1, '2026-11-24T01:00:00.000000', NULL, '2026-11-24T01:00:00.000000', 'image/jpeg', 1, 'p.jpg', '2026-11-24T01:00:00.000000');
INSERT INTO public.audit_entries VALUES (1, '2026-11-24T01:00:00.000000', 'a_sato', '佐藤', '192.0.2.1', 'login', 'a_sato', 'bc9edb86a198259b5758f664966ee2519325d7472bab0d7dc8807ee711ae7a15');
INSERT INTO public.audit_entries VALUES (2, '2026-11-24T01:00:00.000000', 'a_sato', '佐藤', '192.0.2.1', 'show_case', 'k_tanaka', '75a047c6981234e0d1ce7fc57d266931dca14f96b56a64b85c0902c05f04e9cd');
INSERT INTO public.availability VALUES (1, 'a_sato', 1, NULL, '10:00', '12:00', '["phone"]', '', 30, 1, false);
INSERT INTO public.booking_links VALUES ('booking_links code_hash', 'c_tanaka', 'ap_1', '2026-11-24T01:00:00.000000', '2026-12-24T01:00:00.000000');
INSERT INTO public.canned_replies VALUES (1, '最初のあいさつ', 'formal', 'お待たせいたしました。おたる移住・起業「ひと旗」サポートセンターの{相談員名}です。これまでのやり取りを拝見しました。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (2, '時期と人数をたずねる', 'formal', '差し支えなければ、移住を考えていらっしゃる時期と、ご家族の人数を教えていただけますか。お答えになりたくないことは、書かなくて大丈夫です。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (3, '担当の部署に確認する', 'formal', 'ありがとうございます。担当の部署に確認いたしますので、少しお時間をください。分かりしだい、このチャットでお知らせします。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (4, '次の受付までに返事をする', 'formal', '本日（{今日}）の受付は、まもなく終わります。つづきは、次の受付（{次の受付}）からお返事します。このチャットを閉じても、やり取りは残ります。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (5, '来訪・オンライン相談の案内', 'formal', 'よろしければ、窓口での対面か、オンラインでもご相談いただけます。ご希望の日時を二つほど教えてください。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (6, '終わりのあいさつ', 'formal', 'ご相談ありがとうございました。受付番号は {受付番号} です。また何かありましたら、いつでもこのチャットへどうぞ。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (7, '最初のあいさつ', 'easy', 'こんにちは。わたしは {相談員名} です。あなたの 質問（しつもん）に 答（こた）えます。ゆっくり 書（か）いて ください。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (8, '調べる', 'easy', 'ありがとう ございます。調（しら）べます。少（すこ）し 待（ま）って ください。わかったら、この チャットに 書（か）きます。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (9, '次に答える日', 'easy', '今日（きょう）は もう 終（お）わります。次（つぎ）は {次の受付} に 答（こた）えます。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.canned_replies VALUES (10, '終わりのあいさつ', 'easy', '話（はな）して くれて ありがとう ございました。あなたの 番号（ばんごう）は {受付番号} です。また 質問（しつもん）して ください。', '2026-11-25T00:00:00.000000', NULL);
INSERT INTO public.case_outcomes VALUES ('k_tanaka', 'visit', 'a_sato', '2026-11-24T01:00:00.000000');
INSERT INTO public.cases VALUES ('k_tanaka', 'OT-1124-01', 'c_tanaka', 'web', 'consultant', 'asked_for_person', 'housing', '花園の空き家で犬と暮らせますか', '{"from_where": "東京"}', '[]', '[]', '{"kind": "mail", "value": "tanaka@example.jp"}', '{"at": null, "text": "同意します", "given": true}', '[{"text": "花園の空き家で犬と暮らせますか", "author": "user", "sent_at": null}]', 'a_sato', '2026-11-24T01:00:00.000000', '2026-11-24T01:00:00.000000', '2026-11-24T01:00:00.000000', NULL);
INSERT INTO public.channel_troubles VALUES ('channel_troubles name', 'channel_troubles problem', '2026-11-24T01:00:00.000000');
INSERT INTO public.choices VALUES ('ch_1', 'c_tanaka', '空き家', '/ask');
INSERT INTO public.conversations VALUES ('c_tanaka', 'web', 'consultant', 'a_sato', 2, 2, '0000000000000000000000000000000000000000000000000000000000000000', '2026-11-24T01:00:00.000000', NULL);
INSERT INTO public.conversations VALUES ('b_1', 'booking', 'closed', NULL, 0, 0, NULL, '2026-11-24T01:00:00.000000', NULL);
INSERT INTO public.corrections VALUES (1, 'k_tanaka', 'question', 'corrections reason', 'corrections by_id', 'corrections by_name', '2026-11-24T01:00:00.000000', 'c_tanaka');
INSERT INTO public.counters VALUES ('counters name', 1);
INSERT INTO public.doomed_files VALUES (1, 'doomed_files name');
INSERT INTO public.erasures VALUES ('c_gone', '2026-11-24T01:00:00.000000', '2026-11-24T01:00:00.000000');
INSERT INTO public.events VALUES (1, 'c_tanaka', 'k_tanaka', 'a_sato', 'claimed', 1, '{"by": "a_sato"}', '2026-11-24T01:00:00.000000');
INSERT INTO public.handoffs VALUES ('w_1', 'h', 'k_tanaka', '{"case_id": "k_tanaka"}', 1);
INSERT INTO public.hours_rules VALUES (1, 'mon-fri 09:00-17:00', '', '2026-11-24T01:00:00.000000', 'hours_rules saved_by');
INSERT INTO public.letter_files VALUES (1, 1, 'yoyaku.ics', 'text/calendar', '\x424547494e3a5643414c454e4441520d0a00');
INSERT INTO public.letters VALUES (1, 'appointment:ap_1:made:0', '00000000000000000000000000000000', 'mail', 'tanaka@example.jp', 'ご予約', 'お待ちしています', NULL, 'c_tanaka', 'c_tanaka', false, 'ready', 1, '2026-11-24T01:00:00.000000', '2026-12-24T01:00:00.000000', '2026-12-24T01:00:00.000000', NULL, NULL, false, NULL);
INSERT INTO public.line_events VALUES ('line_events id', 'line_events kind', '2026-11-24T01:00:00.000000');
INSERT INTO public.line_users VALUES ('U1', 'c_tanaka', false, 'line_users reply_token', '2026-11-24T01:00:00.000000', 'line_users read_token');
INSERT INTO public.links VALUES ('links code_hash', 'c_tanaka', '2026-11-24T01:00:00.000000', '2026-12-24T01:00:00.000000', NULL);
INSERT INTO public.login_attempts VALUES (1, 'login_attempts key', '2026-11-24T01:00:00.000000');
INSERT INTO public.mentions VALUES (1, 'a_sato', '2026-11-24T01:00:00.000000');
INSERT INTO public.messages VALUES (1, 'c_tanaka', 1, 'user', NULL, 'あなた', '2026-11-24T01:00:00.000000', '[{"text": "花園の空き家で犬と暮らせますか", "type": "text"}]', 'u1', false, 'null');
INSERT INTO public.messages VALUES (2, 'c_tanaka', 2, 'bot', NULL, '自動応答', '2026-11-24T01:00:00.000000', '[{"text": "登録物件を見られます", "type": "answer", "label": "housing/akiya_bank", "title": "空き家バンク"}]', NULL, false, 'null');
INSERT INTO public.notes VALUES (1, 'k_tanaka', 'a_sato', '佐藤', '花園の物件を案内する', '2026-11-24T01:00:00.000000');
INSERT INTO public.notice_settings VALUES ('a_sato', '{"kinds": ["waiting"]}', '2026-11-24T01:00:00.000000');
INSERT INTO public.outbox VALUES (1, 'c_tanaka', 1, 1, 'sent', 1, '2026-11-24T01:00:00.000000', NULL, '2026-11-24T01:00:00.000000', 'outbox retry_key', 'outbox reply_token', NULL, NULL, '2026-11-24T01:00:00.000000', false, NULL, false, 'outbox sent_ids');
INSERT INTO public.phrasings VALUES (1, 'c_tanaka', 'phrasings label', 'phrasings text', 'a_sato', '2026-11-24T01:00:00.000000');
INSERT INTO public.privacy_requests VALUES (1, 'disclosure', 'privacy_requests file_number', 'privacy_requests rec', '2026-11-24', '2026-12-24', false, NULL, NULL, 'privacy_requests entered_by');
INSERT INTO public.purges VALUES (1, 'done', '2026-11-24T01:00:00.000000', '{}', '[]', 'purges decided_by', '2026-11-24T01:00:00.000000', '{}', '2026-11-24T01:00:00.000000');
INSERT INTO public.purpose_notices VALUES ('purpose_notices hash', 'purpose_notices text', '2026-11-24T01:00:00.000000');
INSERT INTO public.recovery_codes VALUES ('recovery_codes code_hash', 'a_sato');
INSERT INTO public.restrictions VALUES ('c_held', 'hold', 'restrictions reason', 'restrictions set_by', '2026-11-24T01:00:00.000000');
INSERT INTO public.retention_periods VALUES (1, '{"closed": 365}', 'retention_periods saved_by', '2026-11-24T01:00:00.000000');
INSERT INTO public.returns VALUES (1, 'c_tanaka', 'returns summary', '2026-11-24T01:00:00.000000', '2026-11-24T01:00:00.000000');
INSERT INTO public.search_answers VALUES ('2222222222222222222222222222222222222222222222222222222222222222', 'とうろくぶっけん');
INSERT INTO public.search_documents VALUES (1, 'case', 'k_tanaka', 'c_tanaka', '2026-11-24T01:00:00.000000', NULL, NULL);
INSERT INTO public.search_documents VALUES (2, 'note', '1', 'c_tanaka', '2026-11-24T01:00:00.000000', NULL, NULL);
INSERT INTO public.search_documents VALUES (3, 'message', '1', 'c_tanaka', '2026-11-24T01:00:00.000000', 'はなその', NULL);
INSERT INTO public.search_documents VALUES (4, 'message', '2', 'c_tanaka', '2026-11-24T01:00:00.000000', 'はなその', NULL);
INSERT INTO public.seen_messages VALUES ('c_tanaka', 1, '2026-11-24T01:00:00.000000');
INSERT INTO public.sessions VALUES ('1111111111111111111111111111111111111111111111111111111111111111', 'a_sato', 'x', '2026-11-24T01:00:00.000000', '2026-11-24T01:00:00.000000', 'sessions address', 'sessions agent');
INSERT INTO public.sign_on_attempts VALUES ('sign_on_attempts state_hash', 'sign_on_attempts browser_hash', 'sign_on_attempts nonce', 'sign_on_attempts verifier', '2026-11-24T01:00:00.000000');
INSERT INTO public.snoozes VALUES ('k_tanaka', '2026-12-24T01:00:00.000000', false, 1, 'a_sato', '2026-11-24T01:00:00.000000');
INSERT INTO public.test_conversations VALUES ('c_tanaka', 'a_sato', '2026-11-24T01:00:00.000000');
INSERT INTO public.timers VALUES (1, 'waiting', 'k_tanaka', 1, '2026-11-24T01:00:00.000000');
INSERT INTO public.told_notices VALUES ('waiting:k_tanaka', 'told_notices reader', 'k_tanaka', '2026-11-24T01:00:00.000000');
INSERT INTO public.transcript_wishes VALUES (1, 'c_tanaka', 'transcript_wishes recipient', 'transcript_wishes code_hash', 1, '2026-11-24T01:00:00.000000', '2026-11-24T01:00:00.000000');
INSERT INTO public.turns VALUES ('t_1', 1, 'c_tanaka', 'u1', 'web', '花園の空き家で犬と暮らせますか', NULL, '2026-11-24T01:00:00.000000', 1, 1, 'done', '2026-11-24T01:00:00.000000', NULL);
INSERT INTO public.unanswered_groups VALUES ('unanswered_groups id', 'unanswered_groups exemplar', 'c_tanaka', 'open', 'unanswered_groups label', 'unanswered_groups remark', 'a_sato', '2026-11-24T01:00:00.000000');
INSERT INTO public.web_keys VALUES ('web_keys token_hash', 'c_tanaka', '2026-11-24T01:00:00.000000');
SELECT pg_catalog.setval('public.appointment_timers_id_seq', 1, false);
SELECT pg_catalog.setval('public.availability_id_seq', 1, false);
SELECT pg_catalog.setval('public.canned_replies_id_seq', 10, true);
SELECT pg_catalog.setval('public.corrections_id_seq', 1, false);
SELECT pg_catalog.setval('public.doomed_files_id_seq', 1, false);
SELECT pg_catalog.setval('public.events_id_seq', 1, false);
SELECT pg_catalog.setval('public.hours_rules_id_seq', 1, false);
SELECT pg_catalog.setval('public.letter_files_id_seq', 1, false);
SELECT pg_catalog.setval('public.letters_id_seq', 1, false);
SELECT pg_catalog.setval('public.login_attempts_id_seq', 1, false);
SELECT pg_catalog.setval('public.messages_id_seq', 1, false);
SELECT pg_catalog.setval('public.notes_id_seq', 1, false);
SELECT pg_catalog.setval('public.outbox_id_seq', 1, false);
SELECT pg_catalog.setval('public.phrasings_id_seq', 1, false);
SELECT pg_catalog.setval('public.privacy_requests_id_seq', 1, false);
SELECT pg_catalog.setval('public.purges_id_seq', 1, false);
SELECT pg_catalog.setval('public.retention_periods_id_seq', 1, false);
SELECT pg_catalog.setval('public.returns_id_seq', 1, false);
SELECT pg_catalog.setval('public.search_documents_id_seq', 4, true);
SELECT pg_catalog.setval('public.timers_id_seq', 1, false);
SELECT pg_catalog.setval('public.transcript_wishes_id_seq', 1, false);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (id);
ALTER TABLE ONLY public.appointment_desks
    ADD CONSTRAINT pk_appointment_desks PRIMARY KEY (account_id);
ALTER TABLE ONLY public.appointment_seats
    ADD CONSTRAINT pk_appointment_seats PRIMARY KEY (account_id, cell_at, number);
ALTER TABLE ONLY public.appointment_timers
    ADD CONSTRAINT pk_appointment_timers PRIMARY KEY (id);
ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT pk_appointments PRIMARY KEY (id);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT pk_attachments PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT pk_audit_entries PRIMARY KEY (number);
ALTER TABLE ONLY public.availability
    ADD CONSTRAINT pk_availability PRIMARY KEY (id);
ALTER TABLE ONLY public.booking_links
    ADD CONSTRAINT pk_booking_links PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.canned_replies
    ADD CONSTRAINT pk_canned_replies PRIMARY KEY (id);
ALTER TABLE ONLY public.case_outcomes
    ADD CONSTRAINT pk_case_outcomes PRIMARY KEY (case_id, kind);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT pk_cases PRIMARY KEY (id);
ALTER TABLE ONLY public.channel_troubles
    ADD CONSTRAINT pk_channel_troubles PRIMARY KEY (name);
ALTER TABLE ONLY public.choices
    ADD CONSTRAINT pk_choices PRIMARY KEY (id);
ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT pk_conversations PRIMARY KEY (id);
ALTER TABLE ONLY public.corrections
    ADD CONSTRAINT pk_corrections PRIMARY KEY (id);
ALTER TABLE ONLY public.counters
    ADD CONSTRAINT pk_counters PRIMARY KEY (name);
ALTER TABLE ONLY public.doomed_files
    ADD CONSTRAINT pk_doomed_files PRIMARY KEY (id);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT pk_erasures PRIMARY KEY (conversation_id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT pk_events PRIMARY KEY (id);
ALTER TABLE ONLY public.handoffs
    ADD CONSTRAINT pk_handoffs PRIMARY KEY (webhook_id);
ALTER TABLE ONLY public.hours_rules
    ADD CONSTRAINT pk_hours_rules PRIMARY KEY (id);
ALTER TABLE ONLY public.letter_files
    ADD CONSTRAINT pk_letter_files PRIMARY KEY (id);
ALTER TABLE ONLY public.letters
    ADD CONSTRAINT pk_letters PRIMARY KEY (id);
ALTER TABLE ONLY public.line_events
    ADD CONSTRAINT pk_line_events PRIMARY KEY (id);
ALTER TABLE ONLY public.line_users
    ADD CONSTRAINT pk_line_users PRIMARY KEY (user_id);
ALTER TABLE ONLY public.links
    ADD CONSTRAINT pk_links PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.login_attempts
    ADD CONSTRAINT pk_login_attempts PRIMARY KEY (id);
ALTER TABLE ONLY public.mentions
    ADD CONSTRAINT pk_mentions PRIMARY KEY (note_id, account_id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT pk_messages PRIMARY KEY (id);
ALTER TABLE ONLY public.notes
    ADD CONSTRAINT pk_notes PRIMARY KEY (id);
ALTER TABLE ONLY public.notice_settings
    ADD CONSTRAINT pk_notice_settings PRIMARY KEY (account_id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);
ALTER TABLE ONLY public.phrasings
    ADD CONSTRAINT pk_phrasings PRIMARY KEY (id);
ALTER TABLE ONLY public.privacy_requests
    ADD CONSTRAINT pk_privacy_requests PRIMARY KEY (id);
ALTER TABLE ONLY public.purges
    ADD CONSTRAINT pk_purges PRIMARY KEY (id);
ALTER TABLE ONLY public.purpose_notices
    ADD CONSTRAINT pk_purpose_notices PRIMARY KEY (hash);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT pk_recovery_codes PRIMARY KEY (code_hash);
ALTER TABLE ONLY public.restrictions
    ADD CONSTRAINT pk_restrictions PRIMARY KEY (conversation_id, kind);
ALTER TABLE ONLY public.retention_periods
    ADD CONSTRAINT pk_retention_periods PRIMARY KEY (id);
ALTER TABLE ONLY public.returns
    ADD CONSTRAINT pk_returns PRIMARY KEY (id);
ALTER TABLE ONLY public.search_answers
    ADD CONSTRAINT pk_search_answers PRIMARY KEY (digest);
ALTER TABLE ONLY public.search_documents
    ADD CONSTRAINT pk_search_documents PRIMARY KEY (id);
ALTER TABLE ONLY public.seen_messages
    ADD CONSTRAINT pk_seen_messages PRIMARY KEY (conversation_id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT pk_sessions PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.sign_on_attempts
    ADD CONSTRAINT pk_sign_on_attempts PRIMARY KEY (state_hash);
ALTER TABLE ONLY public.snoozes
    ADD CONSTRAINT pk_snoozes PRIMARY KEY (case_id);
ALTER TABLE ONLY public.test_conversations
    ADD CONSTRAINT pk_test_conversations PRIMARY KEY (conversation_id);
ALTER TABLE ONLY public.timers
    ADD CONSTRAINT pk_timers PRIMARY KEY (id);
ALTER TABLE ONLY public.told_notices
    ADD CONSTRAINT pk_told_notices PRIMARY KEY (key, reader);
ALTER TABLE ONLY public.transcript_wishes
    ADD CONSTRAINT pk_transcript_wishes PRIMARY KEY (id);
ALTER TABLE ONLY public.turns
    ADD CONSTRAINT pk_turns PRIMARY KEY (id);
ALTER TABLE ONLY public.unanswered_groups
    ADD CONSTRAINT pk_unanswered_groups PRIMARY KEY (id);
ALTER TABLE ONLY public.web_keys
    ADD CONSTRAINT pk_web_keys PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT uq_accounts_email UNIQUE (email);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT uq_accounts_sso_identity UNIQUE (sso_identity);
ALTER TABLE ONLY public.appointment_desks
    ADD CONSTRAINT uq_appointment_desks_feed_hash UNIQUE (feed_hash);
ALTER TABLE ONLY public.appointment_timers
    ADD CONSTRAINT uq_appointment_timers_appointment_id_kind UNIQUE (appointment_id, kind);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT uq_cases_receipt UNIQUE (receipt);
ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT uq_conversations_token_hash UNIQUE (token_hash);
ALTER TABLE ONLY public.letters
    ADD CONSTRAINT uq_letters_dedup_key UNIQUE (dedup_key);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT uq_messages_conversation_id_outside_id UNIQUE (conversation_id, outside_id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT uq_messages_conversation_id_seq UNIQUE (conversation_id, seq);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT uq_outbox_conversation_id_seq UNIQUE (conversation_id, seq);
ALTER TABLE ONLY public.phrasings
    ADD CONSTRAINT uq_phrasings_label_text UNIQUE (label, text);
ALTER TABLE ONLY public.search_documents
    ADD CONSTRAINT uq_search_documents_kind_source UNIQUE (kind, source);
CREATE INDEX ix_appointment_seats_appointment_id ON public.appointment_seats USING btree (appointment_id);
CREATE INDEX ix_appointment_timers_due_at ON public.appointment_timers USING btree (due_at);
CREATE INDEX ix_appointments_account_id ON public.appointments USING btree (account_id);
CREATE INDEX ix_appointments_begin_at ON public.appointments USING btree (begin_at);
CREATE INDEX ix_appointments_conversation_id ON public.appointments USING btree (conversation_id);
CREATE INDEX ix_attachments_conversation_id ON public.attachments USING btree (conversation_id);
CREATE INDEX ix_attachments_outside_id ON public.attachments USING btree (outside_id);
CREATE INDEX ix_attachments_state ON public.attachments USING btree (state);
CREATE INDEX ix_audit_entries_at ON public.audit_entries USING btree (at);
CREATE INDEX ix_availability_account_id ON public.availability USING btree (account_id);
CREATE INDEX ix_booking_links_appointment_id ON public.booking_links USING btree (appointment_id);
CREATE INDEX ix_booking_links_conversation_id ON public.booking_links USING btree (conversation_id);
CREATE INDEX ix_booking_links_expires_at ON public.booking_links USING btree (expires_at);
CREATE INDEX ix_case_outcomes_at ON public.case_outcomes USING btree (at);
CREATE INDEX ix_cases_conversation_id ON public.cases USING btree (conversation_id);
CREATE INDEX ix_cases_state ON public.cases USING btree (state);
CREATE INDEX ix_choices_conversation_id ON public.choices USING btree (conversation_id);
CREATE INDEX ix_corrections_case_id ON public.corrections USING btree (case_id);
CREATE INDEX ix_corrections_conversation_id ON public.corrections USING btree (conversation_id);
CREATE INDEX ix_events_at ON public.events USING btree (at);
CREATE INDEX ix_events_conversation_id ON public.events USING btree (conversation_id);
CREATE INDEX ix_handoffs_case_id ON public.handoffs USING btree (case_id);
CREATE INDEX ix_letter_files_letter_id ON public.letter_files USING btree (letter_id);
CREATE INDEX ix_letters_conversation_id ON public.letters USING btree (conversation_id);
CREATE INDEX ix_letters_state ON public.letters USING btree (state);
CREATE INDEX ix_line_events_received_at ON public.line_events USING btree (received_at);
CREATE INDEX ix_line_users_conversation_id ON public.line_users USING btree (conversation_id);
CREATE INDEX ix_links_conversation_id ON public.links USING btree (conversation_id);
CREATE INDEX ix_links_expires_at ON public.links USING btree (expires_at);
CREATE INDEX ix_login_attempts_key ON public.login_attempts USING btree (key);
CREATE INDEX ix_notes_case_id ON public.notes USING btree (case_id);
CREATE INDEX ix_outbox_carried_by ON public.outbox USING btree (carried_by);
CREATE INDEX ix_outbox_conversation_id ON public.outbox USING btree (conversation_id);
CREATE INDEX ix_outbox_state ON public.outbox USING btree (state);
CREATE INDEX ix_phrasings_conversation_id ON public.phrasings USING btree (conversation_id);
CREATE INDEX ix_purges_state ON public.purges USING btree (state);
CREATE INDEX ix_recovery_codes_account_id ON public.recovery_codes USING btree (account_id);
CREATE INDEX ix_search_documents_conversation_id ON public.search_documents USING btree (conversation_id);
CREATE INDEX ix_search_documents_pending ON public.search_documents USING btree (id) WHERE (text IS NULL);
CREATE INDEX ix_timers_due_at ON public.timers USING btree (due_at);
CREATE INDEX ix_told_notices_case_id ON public.told_notices USING btree (case_id);
CREATE INDEX ix_transcript_wishes_asked_at ON public.transcript_wishes USING btree (asked_at);
CREATE INDEX ix_transcript_wishes_conversation_id ON public.transcript_wishes USING btree (conversation_id);
CREATE INDEX ix_transcript_wishes_recipient ON public.transcript_wishes USING btree (recipient);
CREATE INDEX ix_turns_conversation_id ON public.turns USING btree (conversation_id);
CREATE INDEX ix_turns_number ON public.turns USING btree (number);
CREATE INDEX ix_turns_open_conversation_id_number ON public.turns USING btree (conversation_id, number) WHERE ((state)::text <> 'done'::text);
CREATE INDEX ix_turns_state ON public.turns USING btree (state);
CREATE INDEX ix_unanswered_groups_conversation_id ON public.unanswered_groups USING btree (conversation_id);
CREATE INDEX ix_web_keys_conversation_id ON public.web_keys USING btree (conversation_id);
CREATE UNIQUE INDEX uq_cases_open ON public.cases USING btree (conversation_id) WHERE ((state)::text <> 'closed'::text);
CREATE TRIGGER audit_entries_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION public.audit_entries_refuse();
CREATE TRIGGER search_cases_delete AFTER DELETE ON public.cases FOR EACH ROW EXECUTE FUNCTION public.search_cases_delete();
CREATE TRIGGER search_cases_insert AFTER INSERT ON public.cases FOR EACH ROW EXECUTE FUNCTION public.search_cases_insert();
CREATE TRIGGER search_cases_update AFTER UPDATE OF receipt, question, slots, transcript ON public.cases FOR EACH ROW WHEN ((((old.receipt)::text IS DISTINCT FROM (new.receipt)::text) OR (old.question IS DISTINCT FROM new.question) OR (old.slots IS DISTINCT FROM new.slots) OR (old.transcript IS DISTINCT FROM new.transcript))) EXECUTE FUNCTION public.search_cases_update();
CREATE TRIGGER search_messages_delete AFTER DELETE ON public.messages FOR EACH ROW EXECUTE FUNCTION public.search_messages_delete();
CREATE TRIGGER search_messages_insert AFTER INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION public.search_messages_insert();
CREATE TRIGGER search_messages_update AFTER UPDATE OF parts ON public.messages FOR EACH ROW WHEN ((old.parts IS DISTINCT FROM new.parts)) EXECUTE FUNCTION public.search_messages_update();
CREATE TRIGGER search_notes_delete AFTER DELETE ON public.notes FOR EACH ROW EXECUTE FUNCTION public.search_notes_delete();
CREATE TRIGGER search_notes_insert AFTER INSERT ON public.notes FOR EACH ROW EXECUTE FUNCTION public.search_notes_insert();
CREATE TRIGGER search_notes_update AFTER UPDATE OF text ON public.notes FOR EACH ROW WHEN ((old.text IS DISTINCT FROM new.text)) EXECUTE FUNCTION public.search_notes_update();
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_conversation_id_fkey FOREIGN KEY (conversation_id) REFERENCES public.conversations(id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id);
