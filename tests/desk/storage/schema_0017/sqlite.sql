-- A database of the last release (schema 0017), made by its own migrations; the rows are invented. What sqlite3's iterdump gives.
BEGIN TRANSACTION;
CREATE TABLE "accounts" (
	id VARCHAR(32) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	on_duty BOOLEAN NOT NULL, 
	seen_at VARCHAR(26), 
	created_at VARCHAR(26) NOT NULL, 
	totp_secret VARCHAR(64), 
	totp_step INTEGER, 
	sso_identity VARCHAR(1024), 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT uq_accounts_email UNIQUE (email), 
	CONSTRAINT uq_accounts_sso_identity UNIQUE (sso_identity)
);
INSERT INTO "accounts" VALUES('a_sato','sato@example.jp','佐藤','consultant','x',1,1,'2026-11-24T01:00:00.000000','2026-11-24T01:00:00.000000',NULL,NULL,'https://id.example.jp#sato');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0017_sso_identity');
CREATE TABLE appointment_desks (
	account_id VARCHAR(32) NOT NULL, 
	meeting_url VARCHAR(500) DEFAULT '' NOT NULL, 
	feed_hash VARCHAR(64), 
	CONSTRAINT pk_appointment_desks PRIMARY KEY (account_id), 
	CONSTRAINT uq_appointment_desks_feed_hash UNIQUE (feed_hash)
);
INSERT INTO "appointment_desks" VALUES('a_sato','https://meet.example.jp/sato',NULL);
CREATE TABLE appointment_seats (
	account_id VARCHAR(32) NOT NULL, 
	cell_at VARCHAR(26) NOT NULL, 
	number INTEGER NOT NULL, 
	capacity INTEGER NOT NULL, 
	appointment_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_appointment_seats PRIMARY KEY (account_id, cell_at, number), 
	CONSTRAINT ck_appointment_seats_capacity CHECK (number >= 1 AND number <= capacity)
);
INSERT INTO "appointment_seats" VALUES('a_sato','2026-12-24T01:00:00.000000',1,1,'ap_1');
CREATE TABLE appointment_timers (
	id INTEGER NOT NULL, 
	appointment_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(12) NOT NULL, 
	due_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_appointment_timers PRIMARY KEY (id), 
	CONSTRAINT uq_appointment_timers_appointment_id_kind UNIQUE (appointment_id, kind)
);
INSERT INTO "appointment_timers" VALUES(1,'ap_1','day_before','2026-12-24T01:00:00.000000');
CREATE TABLE appointments (
	id VARCHAR(32) NOT NULL, 
	receipt VARCHAR(20) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	begin_at VARCHAR(26) NOT NULL, 
	end_at VARCHAR(26) NOT NULL, 
	method VARCHAR(12) NOT NULL, 
	place VARCHAR(120) NOT NULL, 
	meeting_url VARCHAR(500) NOT NULL, 
	status VARCHAR(12) NOT NULL, 
	sequence INTEGER NOT NULL, 
	conversation_id VARCHAR(128), 
	case_id VARCHAR(32), 
	made_by VARCHAR(32), 
	is_noticed BOOLEAN NOT NULL, 
	person_name VARCHAR(80), 
	contact_kind VARCHAR(8), 
	contact VARCHAR(254), 
	topic TEXT, 
	consent JSON, 
	created_at VARCHAR(26) NOT NULL, 
	updated_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_appointments PRIMARY KEY (id)
);
INSERT INTO "appointments" VALUES('ap_1','OT-Y-1','a_sato','2026-12-24T01:00:00.000000','2026-12-24T01:30:00.000000','phone','','','booked',0,'c_tanaka','k_tanaka',NULL,0,'田中','mail','tanaka@example.jp','空き家','{"given": true}','2026-11-24T01:00:00.000000','2026-11-24T01:00:00.000000');
CREATE TABLE attachments (
	id VARCHAR(32) NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	outside_id VARCHAR(160) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	name VARCHAR(120), 
	state VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	due_at VARCHAR(26) NOT NULL, 
	leased_until VARCHAR(26), 
	prepared_by VARCHAR(26), 
	media_type VARCHAR(80), 
	size INTEGER, 
	stored_name VARCHAR(255) NOT NULL, 
	created_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_attachments PRIMARY KEY (id)
);
INSERT INTO "attachments" VALUES('at_1','c_tanaka','attachments outside_id','photo','attachments name','ready',1,'2026-11-24T01:00:00.000000',NULL,'2026-11-24T01:00:00.000000','image/jpeg',1,'p.jpg','2026-11-24T01:00:00.000000');
CREATE TABLE audit_entries (
	number INTEGER NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	account_id VARCHAR(32), 
	account_name VARCHAR(80) NOT NULL, 
	address VARCHAR(64) NOT NULL, 
	action VARCHAR(40) NOT NULL, 
	subject VARCHAR(160) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_entries PRIMARY KEY (number)
);
INSERT INTO "audit_entries" VALUES(1,'2026-11-24T01:00:00.000000','a_sato','佐藤','192.0.2.1','login','a_sato','bc9edb86a198259b5758f664966ee2519325d7472bab0d7dc8807ee711ae7a15');
INSERT INTO "audit_entries" VALUES(2,'2026-11-24T01:00:00.000000','a_sato','佐藤','192.0.2.1','show_case','k_tanaka','75a047c6981234e0d1ce7fc57d266931dca14f96b56a64b85c0902c05f04e9cd');
CREATE TABLE availability (
	id INTEGER NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	weekday INTEGER, 
	day VARCHAR(10), 
	"begin" VARCHAR(5) NOT NULL, 
	"end" VARCHAR(5) NOT NULL, 
	methods JSON NOT NULL, 
	place VARCHAR(120) NOT NULL, 
	minutes INTEGER NOT NULL, 
	capacity INTEGER NOT NULL, 
	blocks BOOLEAN NOT NULL, 
	CONSTRAINT pk_availability PRIMARY KEY (id), 
	CONSTRAINT ck_availability_when CHECK ((weekday IS NULL) <> (day IS NULL)), 
	CONSTRAINT ck_availability_capacity CHECK (capacity >= 1)
);
INSERT INTO "availability" VALUES(1,'a_sato',1,NULL,'10:00','12:00','["phone"]','',30,1,0);
CREATE TABLE booking_links (
	code_hash VARCHAR(64) NOT NULL, 
	conversation_id VARCHAR(128), 
	appointment_id VARCHAR(32), 
	created_at VARCHAR(26) NOT NULL, 
	expires_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_booking_links PRIMARY KEY (code_hash)
);
INSERT INTO "booking_links" VALUES('booking_links code_hash','c_tanaka','ap_1','2026-11-24T01:00:00.000000','2026-12-24T01:00:00.000000');
CREATE TABLE canned_replies (
	id INTEGER NOT NULL, 
	title VARCHAR(60) NOT NULL, 
	register VARCHAR(8) NOT NULL, 
	text TEXT NOT NULL, 
	saved_at VARCHAR(26) NOT NULL, 
	saved_by VARCHAR(32), 
	CONSTRAINT pk_canned_replies PRIMARY KEY (id)
);
INSERT INTO "canned_replies" VALUES(1,'最初のあいさつ','formal','お待たせいたしました。おたる移住・起業「ひと旗」サポートセンターの{相談員名}です。これまでのやり取りを拝見しました。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(2,'時期と人数をたずねる','formal','差し支えなければ、移住を考えていらっしゃる時期と、ご家族の人数を教えていただけますか。お答えになりたくないことは、書かなくて大丈夫です。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(3,'担当の部署に確認する','formal','ありがとうございます。担当の部署に確認いたしますので、少しお時間をください。分かりしだい、このチャットでお知らせします。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(4,'次の受付までに返事をする','formal','本日（{今日}）の受付は、まもなく終わります。つづきは、次の受付（{次の受付}）からお返事します。このチャットを閉じても、やり取りは残ります。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(5,'来訪・オンライン相談の案内','formal','よろしければ、窓口での対面か、オンラインでもご相談いただけます。ご希望の日時を二つほど教えてください。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(6,'終わりのあいさつ','formal','ご相談ありがとうございました。受付番号は {受付番号} です。また何かありましたら、いつでもこのチャットへどうぞ。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(7,'最初のあいさつ','easy','こんにちは。わたしは {相談員名} です。あなたの 質問（しつもん）に 答（こた）えます。ゆっくり 書（か）いて ください。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(8,'調べる','easy','ありがとう ございます。調（しら）べます。少（すこ）し 待（ま）って ください。わかったら、この チャットに 書（か）きます。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(9,'次に答える日','easy','今日（きょう）は もう 終（お）わります。次（つぎ）は {次の受付} に 答（こた）えます。','2026-11-25T00:00:00.000000',NULL);
INSERT INTO "canned_replies" VALUES(10,'終わりのあいさつ','easy','話（はな）して くれて ありがとう ございました。あなたの 番号（ばんごう）は {受付番号} です。また 質問（しつもん）して ください。','2026-11-25T00:00:00.000000',NULL);
CREATE TABLE case_outcomes (
	case_id VARCHAR(32) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_case_outcomes PRIMARY KEY (case_id, kind)
);
INSERT INTO "case_outcomes" VALUES('k_tanaka','visit','a_sato','2026-11-24T01:00:00.000000');
CREATE TABLE cases (
	id VARCHAR(32) NOT NULL, 
	receipt VARCHAR(20) NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	channel VARCHAR(32) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason VARCHAR(40) NOT NULL, 
	topic VARCHAR(60) NOT NULL, 
	question TEXT NOT NULL, 
	slots JSON NOT NULL, 
	understood JSON NOT NULL, 
	flags JSON NOT NULL, 
	contact JSON, 
	consent JSON, 
	transcript JSON NOT NULL, 
	owner_id VARCHAR(32), 
	waiting_since VARCHAR(26) NOT NULL, 
	opened_at VARCHAR(26) NOT NULL, 
	claimed_at VARCHAR(26), 
	closed_at VARCHAR(26), 
	CONSTRAINT pk_cases PRIMARY KEY (id), 
	CONSTRAINT uq_cases_receipt UNIQUE (receipt)
);
INSERT INTO "cases" VALUES('k_tanaka','OT-1124-01','c_tanaka','web','consultant','asked_for_person','housing','花園の空き家で犬と暮らせますか','{"from_where": "東京"}','[]','[]','{"kind": "mail", "value": "tanaka@example.jp"}','{"given": true, "text": "同意します", "at": null}','[{"author": "user", "text": "花園の空き家で犬と暮らせますか", "sent_at": null}]','a_sato','2026-11-24T01:00:00.000000','2026-11-24T01:00:00.000000','2026-11-24T01:00:00.000000',NULL);
CREATE TABLE channel_troubles (
	name VARCHAR(40) NOT NULL, 
	problem VARCHAR(200) NOT NULL, 
	since VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_channel_troubles PRIMARY KEY (name)
);
INSERT INTO "channel_troubles" VALUES('channel_troubles name','channel_troubles problem','2026-11-24T01:00:00.000000');
CREATE TABLE choices (
	id VARCHAR(32) NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	label VARCHAR(200) NOT NULL, 
	payload TEXT NOT NULL, 
	CONSTRAINT pk_choices PRIMARY KEY (id)
);
INSERT INTO "choices" VALUES('ch_1','c_tanaka','空き家','/ask');
CREATE TABLE conversations (
	id VARCHAR(128) NOT NULL, 
	channel VARCHAR(32) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	owner_id VARCHAR(32), 
	epoch INTEGER NOT NULL, 
	last_seq INTEGER NOT NULL, 
	token_hash VARCHAR(64), 
	created_at VARCHAR(26) NOT NULL, 
	erased_at VARCHAR(26), 
	CONSTRAINT pk_conversations PRIMARY KEY (id), 
	CONSTRAINT uq_conversations_token_hash UNIQUE (token_hash)
);
INSERT INTO "conversations" VALUES('c_tanaka','web','consultant','a_sato',2,2,'0000000000000000000000000000000000000000000000000000000000000000','2026-11-24T01:00:00.000000',NULL);
INSERT INTO "conversations" VALUES('b_1','booking','closed',NULL,0,0,NULL,'2026-11-24T01:00:00.000000',NULL);
CREATE TABLE "corrections" (
	id INTEGER NOT NULL, 
	case_id VARCHAR(32), 
	field VARCHAR(40) NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	by_id VARCHAR(32) NOT NULL, 
	by_name VARCHAR(80) NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	CONSTRAINT pk_corrections PRIMARY KEY (id)
);
INSERT INTO "corrections" VALUES(1,'k_tanaka','question','corrections reason','corrections by_id','corrections by_name','2026-11-24T01:00:00.000000','c_tanaka');
CREATE TABLE counters (
	name VARCHAR(40) NOT NULL, 
	value INTEGER NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (name)
);
INSERT INTO "counters" VALUES('counters name',1);
CREATE TABLE doomed_files (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	CONSTRAINT pk_doomed_files PRIMARY KEY (id)
);
INSERT INTO "doomed_files" VALUES(1,'doomed_files name');
CREATE TABLE erasures (
	conversation_id VARCHAR(128) NOT NULL, 
	asked_at VARCHAR(26) NOT NULL, 
	done_at VARCHAR(26), 
	CONSTRAINT pk_erasures PRIMARY KEY (conversation_id)
);
INSERT INTO "erasures" VALUES('c_gone','2026-11-24T01:00:00.000000','2026-11-24T01:00:00.000000');
CREATE TABLE events (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	case_id VARCHAR(32), 
	account_id VARCHAR(32), 
	kind VARCHAR(40) NOT NULL, 
	epoch INTEGER NOT NULL, 
	detail JSON, 
	at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id)
);
INSERT INTO "events" VALUES(1,'c_tanaka','k_tanaka','a_sato','claimed',1,'{"by": "a_sato"}','2026-11-24T01:00:00.000000');
CREATE TABLE handoffs (
	webhook_id VARCHAR(160) NOT NULL, 
	body_hash VARCHAR(64) NOT NULL, 
	case_id VARCHAR(32) NOT NULL, 
	answer JSON NOT NULL, 
	epoch INTEGER NOT NULL, 
	CONSTRAINT pk_handoffs PRIMARY KEY (webhook_id)
);
INSERT INTO "handoffs" VALUES('w_1','h','k_tanaka','{"case_id": "k_tanaka"}',1);
CREATE TABLE hours_rules (
	id INTEGER NOT NULL, 
	slots TEXT NOT NULL, 
	days TEXT NOT NULL, 
	saved_at VARCHAR(26) NOT NULL, 
	saved_by VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_hours_rules PRIMARY KEY (id)
);
INSERT INTO "hours_rules" VALUES(1,'mon-fri 09:00-17:00','','2026-11-24T01:00:00.000000','hours_rules saved_by');
CREATE TABLE letter_files (
	id INTEGER NOT NULL, 
	letter_id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	mime VARCHAR(80) NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_letter_files PRIMARY KEY (id)
);
INSERT INTO "letter_files" VALUES(1,1,'yoyaku.ics','text/calendar',X'424547494E3A5643414C454E4441520D0A00');
CREATE TABLE letters (
	id INTEGER NOT NULL, 
	dedup_key VARCHAR(200) NOT NULL, 
	"key" VARCHAR(32) NOT NULL, 
	way VARCHAR(8) NOT NULL, 
	recipient VARCHAR(254) NOT NULL, 
	subject VARCHAR(200) NOT NULL, 
	text TEXT NOT NULL, 
	html TEXT, 
	conversation_id VARCHAR(128), 
	lane VARCHAR(128), 
	is_urgent BOOLEAN DEFAULT 0 NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at VARCHAR(26) NOT NULL, 
	due_at VARCHAR(26) NOT NULL, 
	give_up_at VARCHAR(26) NOT NULL, 
	leased_until VARCHAR(26), 
	settled_at VARCHAR(26), 
	maybe_received BOOLEAN DEFAULT 0 NOT NULL, 
	problem VARCHAR(80), 
	CONSTRAINT pk_letters PRIMARY KEY (id), 
	CONSTRAINT uq_letters_dedup_key UNIQUE (dedup_key)
);
INSERT INTO "letters" VALUES(1,'appointment:ap_1:made:0','00000000000000000000000000000000','mail','tanaka@example.jp','ご予約','お待ちしています',NULL,'c_tanaka','c_tanaka',0,'ready',1,'2026-11-24T01:00:00.000000','2026-12-24T01:00:00.000000','2026-12-24T01:00:00.000000',NULL,NULL,0,NULL);
CREATE TABLE line_events (
	id VARCHAR(64) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	received_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_line_events PRIMARY KEY (id)
);
INSERT INTO "line_events" VALUES('line_events id','line_events kind','2026-11-24T01:00:00.000000');
CREATE TABLE line_users (
	user_id VARCHAR(64) NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	is_following BOOLEAN NOT NULL, 
	reply_token VARCHAR(128), 
	reply_token_at VARCHAR(26), read_token VARCHAR(512), 
	CONSTRAINT pk_line_users PRIMARY KEY (user_id)
);
INSERT INTO "line_users" VALUES('U1','c_tanaka',0,'line_users reply_token','2026-11-24T01:00:00.000000','line_users read_token');
CREATE TABLE links (
	code_hash VARCHAR(64) NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	created_at VARCHAR(26) NOT NULL, 
	expires_at VARCHAR(26) NOT NULL, 
	used_at VARCHAR(26), 
	CONSTRAINT pk_links PRIMARY KEY (code_hash)
);
INSERT INTO "links" VALUES('links code_hash','c_tanaka','2026-11-24T01:00:00.000000','2026-12-24T01:00:00.000000',NULL);
CREATE TABLE login_attempts (
	id INTEGER NOT NULL, 
	"key" VARCHAR(120) NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_login_attempts PRIMARY KEY (id)
);
INSERT INTO "login_attempts" VALUES(1,'login_attempts key','2026-11-24T01:00:00.000000');
CREATE TABLE mentions (
	note_id INTEGER NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	seen_at VARCHAR(26), 
	CONSTRAINT pk_mentions PRIMARY KEY (note_id, account_id)
);
INSERT INTO "mentions" VALUES(1,'a_sato','2026-11-24T01:00:00.000000');
CREATE TABLE messages (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	seq INTEGER NOT NULL, 
	author VARCHAR(16) NOT NULL, 
	author_id VARCHAR(32), 
	author_name VARCHAR(80) NOT NULL, 
	sent_at VARCHAR(26) NOT NULL, 
	parts JSON NOT NULL, 
	outside_id VARCHAR(160), 
	late BOOLEAN NOT NULL, 
	understanding JSON, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	FOREIGN KEY(conversation_id) REFERENCES conversations (id), 
	CONSTRAINT uq_messages_conversation_id_outside_id UNIQUE (conversation_id, outside_id), 
	CONSTRAINT uq_messages_conversation_id_seq UNIQUE (conversation_id, seq)
);
INSERT INTO "messages" VALUES(1,'c_tanaka',1,'user',NULL,'あなた','2026-11-24T01:00:00.000000','[{"type": "text", "text": "花園の空き家で犬と暮らせますか"}]','u1',0,'null');
INSERT INTO "messages" VALUES(2,'c_tanaka',2,'bot',NULL,'自動応答','2026-11-24T01:00:00.000000','[{"type": "answer", "label": "housing/akiya_bank", "title": "空き家バンク", "text": "登録物件を見られます"}]',NULL,0,'null');
CREATE TABLE notes (
	id INTEGER NOT NULL, 
	case_id VARCHAR(32) NOT NULL, 
	author_id VARCHAR(32) NOT NULL, 
	author_name VARCHAR(80) NOT NULL, 
	text TEXT NOT NULL, 
	created_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_notes PRIMARY KEY (id)
);
INSERT INTO "notes" VALUES(1,'k_tanaka','a_sato','佐藤','花園の物件を案内する','2026-11-24T01:00:00.000000');
CREATE TABLE notice_settings (
	account_id VARCHAR(32) NOT NULL, 
	settings JSON NOT NULL, 
	saved_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_notice_settings PRIMARY KEY (account_id)
);
INSERT INTO "notice_settings" VALUES('a_sato','{"kinds": ["waiting"]}','2026-11-24T01:00:00.000000');
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	seq INTEGER NOT NULL, 
	epoch INTEGER NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	attempts INTEGER NOT NULL, 
	due_at VARCHAR(26) NOT NULL, 
	leased_until VARCHAR(26), 
	first_tried_at VARCHAR(26), 
	retry_key VARCHAR(36) NOT NULL, 
	reply_token VARCHAR(128), 
	request TEXT, 
	problem VARCHAR(200), reply_token_at VARCHAR(26), maybe_received BOOLEAN DEFAULT 0 NOT NULL, carried_by INTEGER, alone BOOLEAN DEFAULT 0 NOT NULL, sent_ids TEXT, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT uq_outbox_conversation_id_seq UNIQUE (conversation_id, seq)
);
INSERT INTO "outbox" VALUES(1,'c_tanaka',1,1,'sent',1,'2026-11-24T01:00:00.000000',NULL,'2026-11-24T01:00:00.000000','outbox retry_key','outbox reply_token',NULL,NULL,'2026-11-24T01:00:00.000000',0,NULL,0,'outbox sent_ids');
CREATE TABLE phrasings (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	label VARCHAR(80) NOT NULL, 
	text VARCHAR(300) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_phrasings PRIMARY KEY (id), 
	CONSTRAINT uq_phrasings_label_text UNIQUE (label, text)
);
INSERT INTO "phrasings" VALUES(1,'c_tanaka','phrasings label','phrasings text','a_sato','2026-11-24T01:00:00.000000');
CREATE TABLE privacy_requests (
	id INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	file_number VARCHAR(40) NOT NULL, 
	receipt VARCHAR(20) NOT NULL, 
	received_on VARCHAR(10) NOT NULL, 
	due_on VARCHAR(10) NOT NULL, 
	is_extended BOOLEAN NOT NULL, 
	answered_on VARCHAR(10), 
	outcome VARCHAR(16), 
	entered_by VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_privacy_requests PRIMARY KEY (id)
);
INSERT INTO "privacy_requests" VALUES(1,'disclosure','privacy_requests file_number','privacy_requests rec','2026-11-24','2026-12-24',0,NULL,NULL,'privacy_requests entered_by');
CREATE TABLE purges (
	id INTEGER NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	prepared_at VARCHAR(26) NOT NULL, 
	days JSON NOT NULL, 
	listed JSON NOT NULL, 
	decided_by VARCHAR(32), 
	decided_at VARCHAR(26), 
	deleted JSON, 
	done_at VARCHAR(26), 
	CONSTRAINT pk_purges PRIMARY KEY (id)
);
INSERT INTO "purges" VALUES(1,'done','2026-11-24T01:00:00.000000','{}','[]','purges decided_by','2026-11-24T01:00:00.000000','{}','2026-11-24T01:00:00.000000');
CREATE TABLE purpose_notices (
	hash VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	first_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_purpose_notices PRIMARY KEY (hash)
);
INSERT INTO "purpose_notices" VALUES('purpose_notices hash','purpose_notices text','2026-11-24T01:00:00.000000');
CREATE TABLE recovery_codes (
	code_hash VARCHAR(64) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (code_hash)
);
INSERT INTO "recovery_codes" VALUES('recovery_codes code_hash','a_sato');
CREATE TABLE restrictions (
	conversation_id VARCHAR(128) NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	set_by VARCHAR(32) NOT NULL, 
	set_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_restrictions PRIMARY KEY (conversation_id, kind)
);
INSERT INTO "restrictions" VALUES('c_held','hold','restrictions reason','restrictions set_by','2026-11-24T01:00:00.000000');
CREATE TABLE retention_periods (
	id INTEGER NOT NULL, 
	days JSON NOT NULL, 
	saved_by VARCHAR(32) NOT NULL, 
	saved_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_retention_periods PRIMARY KEY (id)
);
INSERT INTO "retention_periods" VALUES(1,'{"closed": 365}','retention_periods saved_by','2026-11-24T01:00:00.000000');
CREATE TABLE returns (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	summary TEXT NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	told_at VARCHAR(26), 
	CONSTRAINT pk_returns PRIMARY KEY (id)
);
INSERT INTO "returns" VALUES(1,'c_tanaka','returns summary','2026-11-24T01:00:00.000000','2026-11-24T01:00:00.000000');
CREATE TABLE search_answers (
	digest VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_search_answers PRIMARY KEY (digest)
);
INSERT INTO "search_answers" VALUES('2222222222222222222222222222222222222222222222222222222222222222','とうろくぶっけん');
CREATE TABLE search_documents (
	id INTEGER NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	source VARCHAR(32) NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	text TEXT, 
	answer VARCHAR(64), 
	CONSTRAINT pk_search_documents PRIMARY KEY (id), 
	CONSTRAINT uq_search_documents_kind_source UNIQUE (kind, source)
);
INSERT INTO "search_documents" VALUES(1,'case','k_tanaka','c_tanaka','2026-11-24T01:00:00.000000',NULL,NULL);
INSERT INTO "search_documents" VALUES(2,'note','1','c_tanaka','2026-11-24T01:00:00.000000',NULL,NULL);
INSERT INTO "search_documents" VALUES(3,'message','1','c_tanaka','2026-11-24T01:00:00.000000','はなその',NULL);
INSERT INTO "search_documents" VALUES(4,'message','2','c_tanaka','2026-11-24T01:00:00.000000','はなその',NULL);
CREATE TABLE seen_messages (
	conversation_id VARCHAR(128) NOT NULL, 
	seq INTEGER NOT NULL, 
	seen_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_seen_messages PRIMARY KEY (conversation_id)
);
INSERT INTO "seen_messages" VALUES('c_tanaka',1,'2026-11-24T01:00:00.000000');
CREATE TABLE sessions (
	token_hash VARCHAR(64) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	csrf VARCHAR(64) NOT NULL, 
	created_at VARCHAR(26) NOT NULL, 
	seen_at VARCHAR(26) NOT NULL, address VARCHAR(64) DEFAULT '' NOT NULL, agent VARCHAR(160) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (token_hash), 
	FOREIGN KEY(account_id) REFERENCES accounts (id)
);
INSERT INTO "sessions" VALUES('1111111111111111111111111111111111111111111111111111111111111111','a_sato','x','2026-11-24T01:00:00.000000','2026-11-24T01:00:00.000000','sessions address','sessions agent');
CREATE TABLE sign_on_attempts (
	state_hash VARCHAR(64) NOT NULL, 
	browser_hash VARCHAR(64) NOT NULL, 
	nonce VARCHAR(64) NOT NULL, 
	verifier VARCHAR(128) NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_sign_on_attempts PRIMARY KEY (state_hash)
);
INSERT INTO "sign_on_attempts" VALUES('sign_on_attempts state_hash','sign_on_attempts browser_hash','sign_on_attempts nonce','sign_on_attempts verifier','2026-11-24T01:00:00.000000');
CREATE TABLE snoozes (
	case_id VARCHAR(32) NOT NULL, 
	until VARCHAR(26) NOT NULL, 
	is_promise BOOLEAN NOT NULL, 
	seq INTEGER NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	set_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_snoozes PRIMARY KEY (case_id)
);
INSERT INTO "snoozes" VALUES('k_tanaka','2026-12-24T01:00:00.000000',0,1,'a_sato','2026-11-24T01:00:00.000000');
CREATE TABLE test_conversations (
	conversation_id VARCHAR(128) NOT NULL, 
	account_id VARCHAR(32), 
	at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_test_conversations PRIMARY KEY (conversation_id)
);
INSERT INTO "test_conversations" VALUES('c_tanaka','a_sato','2026-11-24T01:00:00.000000');
CREATE TABLE timers (
	id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	case_id VARCHAR(32) NOT NULL, 
	epoch INTEGER NOT NULL, 
	due_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_timers PRIMARY KEY (id)
);
INSERT INTO "timers" VALUES(1,'waiting','k_tanaka',1,'2026-11-24T01:00:00.000000');
CREATE TABLE told_notices (
	"key" VARCHAR(120) NOT NULL, 
	reader VARCHAR(32) NOT NULL, 
	case_id VARCHAR(32), 
	told_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_told_notices PRIMARY KEY ("key", reader)
);
INSERT INTO "told_notices" VALUES('waiting:k_tanaka','told_notices reader','k_tanaka','2026-11-24T01:00:00.000000');
CREATE TABLE transcript_wishes (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	recipient VARCHAR(254) NOT NULL, 
	code_hash VARCHAR(64) NOT NULL, 
	tries INTEGER NOT NULL, 
	asked_at VARCHAR(26) NOT NULL, 
	done_at VARCHAR(26), 
	CONSTRAINT pk_transcript_wishes PRIMARY KEY (id)
);
INSERT INTO "transcript_wishes" VALUES(1,'c_tanaka','transcript_wishes recipient','transcript_wishes code_hash',1,'2026-11-24T01:00:00.000000','2026-11-24T01:00:00.000000');
CREATE TABLE turns (
	id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	outside_id VARCHAR(160) NOT NULL, 
	channel VARCHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	payload TEXT, 
	sent_at VARCHAR(26) NOT NULL, 
	epoch INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	state VARCHAR(8) NOT NULL, 
	due_at VARCHAR(26) NOT NULL, 
	leased_until VARCHAR(26), 
	CONSTRAINT pk_turns PRIMARY KEY (id)
);
INSERT INTO "turns" VALUES('t_1',1,'c_tanaka','u1','web','花園の空き家で犬と暮らせますか',NULL,'2026-11-24T01:00:00.000000',1,1,'done','2026-11-24T01:00:00.000000',NULL);
CREATE TABLE unanswered_groups (
	id VARCHAR(32) NOT NULL, 
	exemplar TEXT NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	label VARCHAR(80), 
	remark VARCHAR(200) NOT NULL, 
	account_id VARCHAR(32) NOT NULL, 
	at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_unanswered_groups PRIMARY KEY (id)
);
INSERT INTO "unanswered_groups" VALUES('unanswered_groups id','unanswered_groups exemplar','c_tanaka','open','unanswered_groups label','unanswered_groups remark','a_sato','2026-11-24T01:00:00.000000');
CREATE TABLE web_keys (
	token_hash VARCHAR(64) NOT NULL, 
	conversation_id VARCHAR(128) NOT NULL, 
	created_at VARCHAR(26) NOT NULL, 
	CONSTRAINT pk_web_keys PRIMARY KEY (token_hash)
);
INSERT INTO "web_keys" VALUES('web_keys token_hash','c_tanaka','2026-11-24T01:00:00.000000');
CREATE INDEX ix_cases_conversation_id ON cases (conversation_id);
CREATE INDEX ix_cases_state ON cases (state);
CREATE UNIQUE INDEX uq_cases_open ON cases (conversation_id) WHERE state != 'closed';
CREATE INDEX ix_choices_conversation_id ON choices (conversation_id);
CREATE INDEX ix_events_at ON events (at);
CREATE INDEX ix_events_conversation_id ON events (conversation_id);
CREATE INDEX ix_handoffs_case_id ON handoffs (case_id);
CREATE INDEX ix_line_events_received_at ON line_events (received_at);
CREATE INDEX ix_line_users_conversation_id ON line_users (conversation_id);
CREATE INDEX ix_login_attempts_key ON login_attempts ("key");
CREATE INDEX ix_notes_case_id ON notes (case_id);
CREATE INDEX ix_outbox_conversation_id ON outbox (conversation_id);
CREATE INDEX ix_outbox_state ON outbox (state);
CREATE INDEX ix_timers_due_at ON timers (due_at);
CREATE INDEX ix_turns_conversation_id ON turns (conversation_id);
CREATE INDEX ix_turns_number ON turns (number);
CREATE INDEX ix_turns_state ON turns (state);
CREATE INDEX ix_audit_entries_at ON audit_entries (at);
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE INDEX ix_links_conversation_id ON links (conversation_id);
CREATE INDEX ix_links_expires_at ON links (expires_at);
CREATE INDEX ix_web_keys_conversation_id ON web_keys (conversation_id);
CREATE INDEX ix_purges_state ON purges (state);
CREATE INDEX ix_recovery_codes_account_id ON recovery_codes (account_id);
CREATE INDEX ix_letters_conversation_id ON letters (conversation_id);
CREATE INDEX ix_letters_state ON letters (state);
CREATE INDEX ix_letter_files_letter_id ON letter_files (letter_id);
CREATE INDEX ix_turns_open_conversation_id_number ON turns (conversation_id, number) WHERE state != 'done';
CREATE INDEX ix_search_documents_conversation_id ON search_documents (conversation_id);
CREATE INDEX ix_search_documents_pending ON search_documents (id) WHERE text IS NULL;
CREATE TRIGGER search_messages_insert AFTER INSERT ON messages  BEGIN INSERT INTO search_documents (kind, source, conversation_id, at) SELECT 'message', CAST(NEW.id AS VARCHAR), NEW.conversation_id, NEW.sent_at; END;
CREATE TRIGGER search_messages_update AFTER UPDATE OF parts ON messages WHEN (OLD.parts IS NOT NEW.parts) BEGIN UPDATE search_documents SET text = NULL WHERE kind = 'message' AND source = CAST(NEW.id AS VARCHAR); END;
CREATE TRIGGER search_messages_delete AFTER DELETE ON messages  BEGIN DELETE FROM search_documents WHERE kind = 'message' AND source = CAST(OLD.id AS VARCHAR); END;
CREATE TRIGGER search_notes_insert AFTER INSERT ON notes  BEGIN INSERT INTO search_documents (kind, source, conversation_id, at) SELECT 'note', CAST(NEW.id AS VARCHAR), COALESCE((SELECT c.conversation_id FROM cases c WHERE c.id = NEW.case_id), ''), NEW.created_at; END;
CREATE TRIGGER search_notes_update AFTER UPDATE OF text ON notes WHEN (OLD.text IS NOT NEW.text) BEGIN UPDATE search_documents SET text = NULL WHERE kind = 'note' AND source = CAST(NEW.id AS VARCHAR); END;
CREATE TRIGGER search_notes_delete AFTER DELETE ON notes  BEGIN DELETE FROM search_documents WHERE kind = 'note' AND source = CAST(OLD.id AS VARCHAR); END;
CREATE TRIGGER search_cases_insert AFTER INSERT ON cases  BEGIN INSERT INTO search_documents (kind, source, conversation_id, at) SELECT 'case', CAST(NEW.id AS VARCHAR), NEW.conversation_id, NEW.opened_at; END;
CREATE TRIGGER search_cases_update AFTER UPDATE OF receipt, question, slots, transcript ON cases WHEN (OLD.receipt IS NOT NEW.receipt OR OLD.question IS NOT NEW.question OR OLD.slots IS NOT NEW.slots OR OLD.transcript IS NOT NEW.transcript) BEGIN UPDATE search_documents SET text = NULL WHERE kind = 'case' AND source = CAST(NEW.id AS VARCHAR); END;
CREATE TRIGGER search_cases_delete AFTER DELETE ON cases  BEGIN DELETE FROM search_documents WHERE kind = 'case' AND source = CAST(OLD.id AS VARCHAR); END;
CREATE INDEX ix_told_notices_case_id ON told_notices (case_id);
CREATE INDEX ix_transcript_wishes_conversation_id ON transcript_wishes (conversation_id);
CREATE INDEX ix_transcript_wishes_recipient ON transcript_wishes (recipient);
CREATE INDEX ix_transcript_wishes_asked_at ON transcript_wishes (asked_at);
CREATE INDEX ix_availability_account_id ON availability (account_id);
CREATE INDEX ix_appointments_account_id ON appointments (account_id);
CREATE INDEX ix_appointments_begin_at ON appointments (begin_at);
CREATE INDEX ix_appointments_conversation_id ON appointments (conversation_id);
CREATE INDEX ix_appointment_seats_appointment_id ON appointment_seats (appointment_id);
CREATE INDEX ix_booking_links_conversation_id ON booking_links (conversation_id);
CREATE INDEX ix_booking_links_appointment_id ON booking_links (appointment_id);
CREATE INDEX ix_booking_links_expires_at ON booking_links (expires_at);
CREATE INDEX ix_appointment_timers_due_at ON appointment_timers (due_at);
CREATE INDEX ix_outbox_carried_by ON outbox (carried_by);
CREATE INDEX ix_attachments_conversation_id ON attachments (conversation_id);
CREATE INDEX ix_attachments_outside_id ON attachments (outside_id);
CREATE INDEX ix_attachments_state ON attachments (state);
CREATE INDEX ix_case_outcomes_at ON case_outcomes (at);
CREATE INDEX ix_unanswered_groups_conversation_id ON unanswered_groups (conversation_id);
CREATE INDEX ix_phrasings_conversation_id ON phrasings (conversation_id);
CREATE INDEX ix_corrections_case_id ON corrections (case_id);
CREATE INDEX ix_corrections_conversation_id ON corrections (conversation_id);
COMMIT;
