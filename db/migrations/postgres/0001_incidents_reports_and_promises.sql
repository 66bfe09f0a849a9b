CREATE TABLE "check_override" (
	"report_version" text collate "C" NOT NULL,
	"code" text collate "C" NOT NULL,
	"subject" text collate "C" NOT NULL,
	"reason" text collate "C" NOT NULL,
	"by" text collate "C" NOT NULL,
	CONSTRAINT "check_override_report_version_code_subject_pk" PRIMARY KEY("report_version","code","subject"),
	CONSTRAINT "check_override_code" CHECK ("check_override"."code" in ('typed-number', 'unreconciled', 'vanished', 'not-verified', 'eta-passed', 'wording', 'leak', 'unresolved', 'time-mismatch', 'coverage'))
);
--> statement-breakpoint
CREATE TABLE "claim" (
	"report_version" text collate "C" NOT NULL,
	"place" text collate "C" NOT NULL,
	"directive" text collate "C" NOT NULL,
	"query" jsonb NOT NULL,
	"as_of_on" text collate "C" NOT NULL,
	"known_at" text collate "C",
	"words" text collate "C" NOT NULL,
	"value" jsonb,
	"rows" jsonb NOT NULL,
	"hash" text collate "C" NOT NULL,
	CONSTRAINT "claim_report_version_place_pk" PRIMARY KEY("report_version","place")
);
--> statement-breakpoint
CREATE TABLE "commitment" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"key" text collate "C" NOT NULL,
	"key_number" integer NOT NULL,
	"made_in" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"text" text collate "C" NOT NULL,
	"item" text collate "C",
	"about" text collate "C",
	"due_from_on" text collate "C",
	"due_end_on" text collate "C",
	"due_resolution" text collate "C",
	"said_as" text collate "C",
	"due_assumed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "commitment_key_unique" UNIQUE("key"),
	CONSTRAINT "commitment_kind" CHECK ("commitment"."kind" in ('item_target', 'publication', 'next_update', 'standing', 'other')),
	CONSTRAINT "commitment_due_resolution" CHECK ("commitment"."due_resolution" in ('day', 'month', 'quarter', 'half', 'year'))
);
--> statement-breakpoint
CREATE TABLE "commitment_event" (
	"seq" integer PRIMARY KEY NOT NULL,
	"commitment" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"report_version" text collate "C",
	"outcome" text collate "C",
	"words" text collate "C",
	"evidence" text collate "C",
	"effective_on" text collate "C" NOT NULL,
	"due_from_on" text collate "C",
	"due_end_on" text collate "C",
	"due_resolution" text collate "C",
	"recorded_at" text collate "C" NOT NULL,
	"recorded_by" text collate "C" NOT NULL,
	CONSTRAINT "commitment_event_kind" CHECK ("commitment_event"."kind" in ('reported', 'moved', 'reworded', 'withdrawn', 'closed')),
	CONSTRAINT "commitment_event_outcome" CHECK ("commitment_event"."outcome" in ('open', 'kept', 'kept_late', 'moved', 'missed', 'reworded', 'withdrawn')),
	CONSTRAINT "commitment_event_due_resolution" CHECK ("commitment_event"."due_resolution" in ('day', 'month', 'quarter', 'half', 'year'))
);
--> statement-breakpoint
CREATE TABLE "incident" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"key" text collate "C" NOT NULL,
	"key_number" integer NOT NULL,
	"title" text collate "C" NOT NULL,
	"severity" text collate "C" NOT NULL,
	"zone" text collate "C" NOT NULL,
	"summary_internal" text collate "C",
	"summary_public" text collate "C",
	"cause_internal" text collate "C",
	"cause_public" text collate "C",
	"created_at" text collate "C" NOT NULL,
	"updated_at" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "incident_key_unique" UNIQUE("key"),
	CONSTRAINT "incident_severity" CHECK ("incident"."severity" in ('sev1', 'sev2', 'sev3', 'sev4'))
);
--> statement-breakpoint
CREATE TABLE "incident_milestone" (
	"incident" text collate "C" NOT NULL,
	"position" integer NOT NULL,
	"kind" text collate "C" NOT NULL,
	"at" text collate "C" NOT NULL,
	"qualifier" text collate "C" DEFAULT 'exact' NOT NULL,
	"said_as" text collate "C",
	"public" boolean DEFAULT true NOT NULL,
	CONSTRAINT "incident_milestone_incident_position_pk" PRIMARY KEY("incident","position"),
	CONSTRAINT "incident_milestone_kind" CHECK ("incident_milestone"."kind" in ('started', 'detected', 'acknowledged', 'first_public_notice', 'mitigated', 'resolved', 'other')),
	CONSTRAINT "incident_milestone_qualifier" CHECK ("incident_milestone"."qualifier" in ('exact', 'within', 'about'))
);
--> statement-breakpoint
CREATE TABLE "incident_service" (
	"incident" text collate "C" NOT NULL,
	"service" text collate "C" NOT NULL,
	"effect_public" text collate "C",
	CONSTRAINT "incident_service_incident_service_pk" PRIMARY KEY("incident","service")
);
--> statement-breakpoint
CREATE TABLE "incident_window" (
	"incident" text collate "C" NOT NULL,
	"position" integer NOT NULL,
	"from_at" text collate "C" NOT NULL,
	"to_at" text collate "C",
	CONSTRAINT "incident_window_incident_position_pk" PRIMARY KEY("incident","position")
);
--> statement-breakpoint
CREATE TABLE "program_incident" (
	"program" text collate "C" NOT NULL,
	"incident" text collate "C" NOT NULL,
	CONSTRAINT "program_incident_program_incident_pk" PRIMARY KEY("program","incident")
);
--> statement-breakpoint
CREATE TABLE "public_settings" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	CONSTRAINT "public_settings_one_row" CHECK ("public_settings"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "publication" (
	"report_version" text collate "C" NOT NULL,
	"format" text collate "C" NOT NULL,
	"slug" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"published_at" text collate "C" NOT NULL,
	"published_on" text collate "C" NOT NULL,
	"as_of_on" text collate "C" NOT NULL,
	"bytes" "bytea" NOT NULL,
	"sha256" text collate "C" NOT NULL,
	CONSTRAINT "publication_report_version_format_pk" PRIMARY KEY("report_version","format"),
	CONSTRAINT "publication_format" CHECK ("publication"."format" in ('html', 'md', 'txt', 'json'))
);
--> statement-breakpoint
CREATE TABLE "report" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"slug" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"template" text collate "C" NOT NULL,
	"audience" text collate "C" DEFAULT 'customers' NOT NULL,
	"locale" text collate "C" DEFAULT 'en-US' NOT NULL,
	"period" text collate "C",
	"period_from_on" text collate "C",
	"period_end_on" text collate "C",
	"as_of_on" text collate "C",
	"previous_report" text collate "C",
	"state" text collate "C" DEFAULT 'draft' NOT NULL,
	"created_at" text collate "C" NOT NULL,
	"created_by" text collate "C" NOT NULL,
	"updated_at" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "report_slug_unique" UNIQUE("slug"),
	CONSTRAINT "report_template" CHECK ("report"."template" in ('quarterly', 'blank')),
	CONSTRAINT "report_audience" CHECK ("report"."audience" in ('customers')),
	CONSTRAINT "report_state" CHECK ("report"."state" in ('draft', 'published', 'elsewhere'))
);
--> statement-breakpoint
CREATE TABLE "report_choice" (
	"report" text collate "C" NOT NULL,
	"item" text collate "C" NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "report_choice_report_item_pk" PRIMARY KEY("report","item")
);
--> statement-breakpoint
CREATE TABLE "report_draft" (
	"report" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"body" text collate "C" NOT NULL,
	"author" text collate "C" NOT NULL,
	"saved_at" text collate "C" NOT NULL,
	CONSTRAINT "report_draft_report_number_pk" PRIMARY KEY("report","number")
);
--> statement-breakpoint
CREATE TABLE "report_scope" (
	"report" text collate "C" NOT NULL,
	"program" text collate "C" NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "report_scope_report_program_pk" PRIMARY KEY("report","program")
);
--> statement-breakpoint
CREATE TABLE "report_version" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"report" text collate "C" NOT NULL,
	"number" integer NOT NULL,
	"state" text collate "C" NOT NULL,
	"body" text collate "C" NOT NULL,
	"model" jsonb NOT NULL,
	"content_sha256" text collate "C" NOT NULL,
	"as_of_on" text collate "C",
	"known_at" text collate "C",
	"published_at" text collate "C" NOT NULL,
	"published_on" text collate "C" NOT NULL,
	"published_by" text collate "C" NOT NULL,
	"elsewhere_url" text collate "C",
	CONSTRAINT "report_version_state" CHECK ("report_version"."state" in ('draft', 'published', 'elsewhere'))
);
--> statement-breakpoint
CREATE TABLE "search_document" (
	"number" integer PRIMARY KEY NOT NULL,
	"kind" text collate "C" NOT NULL,
	"subject" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"folded" text collate "C" NOT NULL,
	CONSTRAINT "search_document_kind" CHECK ("search_document"."kind" in ('item', 'incident', 'report'))
);
--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "ethos" text collate "C";--> statement-breakpoint
ALTER TABLE "organization" ADD COLUMN "closing" text collate "C";--> statement-breakpoint
ALTER TABLE "program" ADD COLUMN "note_public" text collate "C";--> statement-breakpoint
ALTER TABLE "check_override" ADD CONSTRAINT "check_override_report_version_report_version_id_fk" FOREIGN KEY ("report_version") REFERENCES "public"."report_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_override" ADD CONSTRAINT "check_override_by_person_id_fk" FOREIGN KEY ("by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim" ADD CONSTRAINT "claim_report_version_report_version_id_fk" FOREIGN KEY ("report_version") REFERENCES "public"."report_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment" ADD CONSTRAINT "commitment_made_in_report_version_id_fk" FOREIGN KEY ("made_in") REFERENCES "public"."report_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment" ADD CONSTRAINT "commitment_item_item_id_fk" FOREIGN KEY ("item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_event" ADD CONSTRAINT "commitment_event_commitment_commitment_id_fk" FOREIGN KEY ("commitment") REFERENCES "public"."commitment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_event" ADD CONSTRAINT "commitment_event_report_version_report_version_id_fk" FOREIGN KEY ("report_version") REFERENCES "public"."report_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_event" ADD CONSTRAINT "commitment_event_recorded_by_person_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_milestone" ADD CONSTRAINT "incident_milestone_incident_incident_id_fk" FOREIGN KEY ("incident") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_service" ADD CONSTRAINT "incident_service_incident_incident_id_fk" FOREIGN KEY ("incident") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_service" ADD CONSTRAINT "incident_service_service_service_id_fk" FOREIGN KEY ("service") REFERENCES "public"."service"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incident_window" ADD CONSTRAINT "incident_window_incident_incident_id_fk" FOREIGN KEY ("incident") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_incident" ADD CONSTRAINT "program_incident_program_program_id_fk" FOREIGN KEY ("program") REFERENCES "public"."program"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_incident" ADD CONSTRAINT "program_incident_incident_incident_id_fk" FOREIGN KEY ("incident") REFERENCES "public"."incident"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "publication" ADD CONSTRAINT "publication_report_version_report_version_id_fk" FOREIGN KEY ("report_version") REFERENCES "public"."report_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report" ADD CONSTRAINT "report_created_by_person_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_choice" ADD CONSTRAINT "report_choice_report_report_id_fk" FOREIGN KEY ("report") REFERENCES "public"."report"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_choice" ADD CONSTRAINT "report_choice_item_item_id_fk" FOREIGN KEY ("item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_draft" ADD CONSTRAINT "report_draft_report_report_id_fk" FOREIGN KEY ("report") REFERENCES "public"."report"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_draft" ADD CONSTRAINT "report_draft_author_person_id_fk" FOREIGN KEY ("author") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_scope" ADD CONSTRAINT "report_scope_report_report_id_fk" FOREIGN KEY ("report") REFERENCES "public"."report"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_scope" ADD CONSTRAINT "report_scope_program_program_id_fk" FOREIGN KEY ("program") REFERENCES "public"."program"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_version" ADD CONSTRAINT "report_version_report_report_id_fk" FOREIGN KEY ("report") REFERENCES "public"."report"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_version" ADD CONSTRAINT "report_version_published_by_person_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "commitment_by_item" ON "commitment" USING btree ("item");--> statement-breakpoint
CREATE INDEX "commitment_event_by_commitment" ON "commitment_event" USING btree ("commitment","seq");--> statement-breakpoint
CREATE INDEX "publication_by_slug" ON "publication" USING btree ("slug","format","published_at");--> statement-breakpoint
CREATE INDEX "publication_by_day" ON "publication" USING btree ("format","published_at");--> statement-breakpoint
CREATE UNIQUE INDEX "report_version_number" ON "report_version" USING btree ("report","number");--> statement-breakpoint
CREATE UNIQUE INDEX "search_document_subject" ON "search_document" USING btree ("kind","subject");