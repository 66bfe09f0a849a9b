CREATE TABLE "change_counter" (
	"id" integer PRIMARY KEY NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "change_counter_one_row" CHECK ("change_counter"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"item" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"url" text collate "C" NOT NULL,
	"note" text collate "C",
	"added_at" text collate "C" NOT NULL,
	"added_by" text collate "C" NOT NULL,
	"checked_by" text collate "C",
	"checked_at" text collate "C",
	CONSTRAINT "evidence_kind" CHECK ("evidence"."kind" in ('url', 'file'))
);
--> statement-breakpoint
CREATE TABLE "history" (
	"seq" integer PRIMARY KEY NOT NULL,
	"at" text collate "C" NOT NULL,
	"actor" text collate "C" NOT NULL,
	"actor_kind" text collate "C" NOT NULL,
	"request_id" text collate "C",
	"action" text collate "C" NOT NULL,
	"subject_kind" text collate "C" NOT NULL,
	"subject_id" text collate "C" NOT NULL,
	"version" integer,
	"reason" text collate "C",
	"difference" jsonb NOT NULL,
	"previous_hash" text collate "C" NOT NULL,
	"hash" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "intent" (
	"actor" text collate "C" NOT NULL,
	"intent_id" text collate "C" NOT NULL,
	"payload_hash" text collate "C" NOT NULL,
	"result" jsonb,
	"at" text collate "C" NOT NULL,
	CONSTRAINT "intent_actor_intent_id_pk" PRIMARY KEY("actor","intent_id")
);
--> statement-breakpoint
CREATE TABLE "item" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"key" text collate "C" NOT NULL,
	"key_number" integer NOT NULL,
	"kind" text collate "C" NOT NULL,
	"continuous" boolean DEFAULT false NOT NULL,
	"placeholder" boolean DEFAULT false NOT NULL,
	"origin" text collate "C" NOT NULL,
	"created_by" text collate "C" NOT NULL,
	"title_internal" text collate "C" NOT NULL,
	"description_internal" text collate "C",
	"title_public" text collate "C",
	"note_public" text collate "C",
	"wording_state" text collate "C" DEFAULT 'private' NOT NULL,
	"action_class" text collate "C",
	"priority" text collate "C",
	"tier" text collate "C" DEFAULT 'improvement' NOT NULL,
	"owner" text collate "C",
	"accountable" text collate "C",
	"team" text collate "C",
	"acceptance" text collate "C",
	"parent" text collate "C",
	"status" text collate "C" NOT NULL,
	"status_on" text collate "C" NOT NULL,
	"done_on" text collate "C",
	"done_resolution" text collate "C",
	"target_from_on" text collate "C",
	"target_end_on" text collate "C",
	"target_resolution" text collate "C",
	"moves" integer DEFAULT 0 NOT NULL,
	"slip_days" integer DEFAULT 0 NOT NULL,
	"created_at" text collate "C" NOT NULL,
	"updated_at" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "item_key_unique" UNIQUE("key"),
	CONSTRAINT "item_kind" CHECK ("item"."kind" in ('improvement', 'initiative', 'deliverable')),
	CONSTRAINT "item_origin" CHECK ("item"."origin" in ('typed', 'import', 'finding', 'api', 'story')),
	CONSTRAINT "item_wording_state" CHECK ("item"."wording_state" in ('private', 'in_review', 'approved', 'embargoed')),
	CONSTRAINT "item_action_class" CHECK ("item"."action_class" in ('investigate', 'repair', 'detect', 'mitigate', 'prevent')),
	CONSTRAINT "item_priority" CHECK ("item"."priority" in ('P0', 'P1', 'P2', 'P3')),
	CONSTRAINT "item_tier" CHECK ("item"."tier" in ('priority_action', 'improvement')),
	CONSTRAINT "item_status" CHECK ("item"."status" in ('proposed', 'accepted', 'in_progress', 'blocked', 'in_verification', 'done', 'dropped')),
	CONSTRAINT "item_target_resolution" CHECK ("item"."target_resolution" in ('day', 'month', 'quarter', 'half', 'year'))
);
--> statement-breakpoint
CREATE TABLE "item_service" (
	"item" text collate "C" NOT NULL,
	"service" text collate "C" NOT NULL,
	CONSTRAINT "item_service_item_service_pk" PRIMARY KEY("item","service")
);
--> statement-breakpoint
CREATE TABLE "item_status_entry" (
	"seq" integer PRIMARY KEY NOT NULL,
	"effective_on" text collate "C" NOT NULL,
	"recorded_at" text collate "C" NOT NULL,
	"recorded_by" text collate "C" NOT NULL,
	"supersedes" integer,
	"void" boolean DEFAULT false NOT NULL,
	"item" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	"effective_resolution" text collate "C" DEFAULT 'day' NOT NULL,
	"drop_kind" text collate "C",
	"replacement_item" text collate "C",
	"no_evidence_reason" text collate "C",
	"reason" text collate "C",
	"approved_by" text collate "C",
	CONSTRAINT "item_status_entry_status" CHECK ("item_status_entry"."status" in ('proposed', 'accepted', 'in_progress', 'blocked', 'in_verification', 'done', 'dropped')),
	CONSTRAINT "item_status_entry_resolution" CHECK ("item_status_entry"."effective_resolution" in ('day', 'month', 'quarter', 'by')),
	CONSTRAINT "item_status_entry_drop_kind" CHECK ("item_status_entry"."drop_kind" in ('wont_do', 'risk_accepted', 'superseded', 'obsolete'))
);
--> statement-breakpoint
CREATE TABLE "item_target_entry" (
	"seq" integer PRIMARY KEY NOT NULL,
	"effective_on" text collate "C" NOT NULL,
	"recorded_at" text collate "C" NOT NULL,
	"recorded_by" text collate "C" NOT NULL,
	"supersedes" integer,
	"void" boolean DEFAULT false NOT NULL,
	"item" text collate "C" NOT NULL,
	"from_on" text collate "C",
	"end_on" text collate "C",
	"target_resolution" text collate "C",
	"public_resolution" text collate "C",
	"said_as" text collate "C",
	"confidence" text collate "C" NOT NULL,
	"change" text collate "C" NOT NULL,
	"reason_code" text collate "C",
	"reason" text collate "C",
	CONSTRAINT "item_target_entry_resolution" CHECK ("item_target_entry"."target_resolution" in ('day', 'month', 'quarter', 'half', 'year')),
	CONSTRAINT "item_target_entry_public_resolution" CHECK ("item_target_entry"."public_resolution" in ('day', 'month', 'quarter', 'half', 'year')),
	CONSTRAINT "item_target_entry_confidence" CHECK ("item_target_entry"."confidence" in ('committed', 'planned', 'aspirational')),
	CONSTRAINT "item_target_entry_change" CHECK ("item_target_entry"."change" in ('initial', 'refine', 'slip', 'pull_in', 'coarsen', 'date_withdrawn')),
	CONSTRAINT "item_target_entry_reason_code" CHECK ("item_target_entry"."reason_code" in ('underestimated', 'dependency', 'capacity', 'priority', 'scope', 'external', 'other'))
);
--> statement-breakpoint
CREATE TABLE "key_series" (
	"prefix" text collate "C" PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "membership_entry" (
	"seq" integer PRIMARY KEY NOT NULL,
	"effective_on" text collate "C" NOT NULL,
	"recorded_at" text collate "C" NOT NULL,
	"recorded_by" text collate "C" NOT NULL,
	"supersedes" integer,
	"void" boolean DEFAULT false NOT NULL,
	"program" text collate "C" NOT NULL,
	"item" text collate "C" NOT NULL,
	"change" text collate "C" NOT NULL,
	"reason_code" text collate "C",
	"reason" text collate "C",
	"approved_by" text collate "C",
	CONSTRAINT "membership_entry_change" CHECK ("membership_entry"."change" in ('added', 'removed')),
	CONSTRAINT "membership_entry_reason_code" CHECK ("membership_entry"."reason_code" in ('baseline', 'discovered', 'split', 'new_incident', 'customer_request', 'duplicate', 'misfiled', 'merged'))
);
--> statement-breakpoint
CREATE TABLE "organization" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"zone" text collate "C" NOT NULL,
	"fiscal_first_month" integer DEFAULT 1 NOT NULL,
	"key_prefix" text collate "C" DEFAULT 'FT' NOT NULL,
	"long_term_days" integer DEFAULT 180 NOT NULL,
	"second_person" boolean DEFAULT true NOT NULL,
	"today_on" text collate "C",
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "organization_one_row" CHECK ("organization"."id" = 1),
	CONSTRAINT "organization_fiscal_month" CHECK ("organization"."fiscal_first_month" between 1 and 12)
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	"email" text collate "C",
	"team" text collate "C",
	"roles" jsonb NOT NULL,
	"state" text collate "C" NOT NULL,
	"left_on" text collate "C",
	"public_name" text collate "C",
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "person_state" CHECK ("person"."state" in ('directory', 'invited', 'active', 'disabled'))
);
--> statement-breakpoint
CREATE TABLE "program" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"key" text collate "C" NOT NULL,
	"kind" text collate "C" NOT NULL,
	"title_internal" text collate "C" NOT NULL,
	"title_public" text collate "C",
	"baseline_on" text collate "C",
	"baseline_assumed" boolean DEFAULT false NOT NULL,
	"owner" text collate "C",
	"closed_on" text collate "C",
	"closed_by" text collate "C",
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" text collate "C" NOT NULL,
	"updated_at" text collate "C" NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "program_key_unique" UNIQUE("key"),
	CONSTRAINT "program_kind" CHECK ("program"."kind" in ('remediation', 'organization', 'initiatives'))
);
--> statement-breakpoint
CREATE TABLE "program_item" (
	"program" text collate "C" NOT NULL,
	"item" text collate "C" NOT NULL,
	CONSTRAINT "program_item_program_item_pk" PRIMARY KEY("program","item")
);
--> statement-breakpoint
CREATE TABLE "service" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"key" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"public_name" text collate "C",
	"owner" text collate "C",
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "service_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "team" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"name" text collate "C" NOT NULL,
	CONSTRAINT "team_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_item_item_id_fk" FOREIGN KEY ("item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_added_by_person_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_checked_by_person_id_fk" FOREIGN KEY ("checked_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item" ADD CONSTRAINT "item_created_by_person_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item" ADD CONSTRAINT "item_owner_person_id_fk" FOREIGN KEY ("owner") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item" ADD CONSTRAINT "item_accountable_person_id_fk" FOREIGN KEY ("accountable") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item" ADD CONSTRAINT "item_team_team_id_fk" FOREIGN KEY ("team") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_service" ADD CONSTRAINT "item_service_item_item_id_fk" FOREIGN KEY ("item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_service" ADD CONSTRAINT "item_service_service_service_id_fk" FOREIGN KEY ("service") REFERENCES "public"."service"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_status_entry" ADD CONSTRAINT "item_status_entry_recorded_by_person_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_status_entry" ADD CONSTRAINT "item_status_entry_item_item_id_fk" FOREIGN KEY ("item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_status_entry" ADD CONSTRAINT "item_status_entry_replacement_item_item_id_fk" FOREIGN KEY ("replacement_item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_status_entry" ADD CONSTRAINT "item_status_entry_approved_by_person_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_target_entry" ADD CONSTRAINT "item_target_entry_recorded_by_person_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_target_entry" ADD CONSTRAINT "item_target_entry_item_item_id_fk" FOREIGN KEY ("item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_entry" ADD CONSTRAINT "membership_entry_recorded_by_person_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_entry" ADD CONSTRAINT "membership_entry_program_program_id_fk" FOREIGN KEY ("program") REFERENCES "public"."program"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_entry" ADD CONSTRAINT "membership_entry_item_item_id_fk" FOREIGN KEY ("item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership_entry" ADD CONSTRAINT "membership_entry_approved_by_person_id_fk" FOREIGN KEY ("approved_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_team_team_id_fk" FOREIGN KEY ("team") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program" ADD CONSTRAINT "program_owner_person_id_fk" FOREIGN KEY ("owner") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program" ADD CONSTRAINT "program_closed_by_person_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_item" ADD CONSTRAINT "program_item_program_program_id_fk" FOREIGN KEY ("program") REFERENCES "public"."program"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "program_item" ADD CONSTRAINT "program_item_item_item_id_fk" FOREIGN KEY ("item") REFERENCES "public"."item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service" ADD CONSTRAINT "service_owner_person_id_fk" FOREIGN KEY ("owner") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_by_item" ON "evidence" USING btree ("item");--> statement-breakpoint
CREATE INDEX "history_by_subject" ON "history" USING btree ("subject_kind","subject_id","seq");--> statement-breakpoint
CREATE INDEX "item_by_key_number" ON "item" USING btree ("key_number","id");--> statement-breakpoint
CREATE INDEX "item_by_status" ON "item" USING btree ("status","target_end_on","id");--> statement-breakpoint
CREATE INDEX "item_by_owner" ON "item" USING btree ("owner","target_end_on","id");--> statement-breakpoint
CREATE INDEX "item_by_target" ON "item" USING btree ("target_end_on","id");--> statement-breakpoint
CREATE INDEX "item_by_update" ON "item" USING btree ("updated_at","id");--> statement-breakpoint
CREATE INDEX "item_service_by_service" ON "item_service" USING btree ("service","item");--> statement-breakpoint
CREATE INDEX "item_status_entry_fold" ON "item_status_entry" USING btree ("item","effective_on","seq","recorded_at","status");--> statement-breakpoint
CREATE INDEX "item_status_entry_superseded" ON "item_status_entry" USING btree ("supersedes","recorded_at") WHERE "item_status_entry"."supersedes" is not null;--> statement-breakpoint
CREATE INDEX "item_target_entry_fold" ON "item_target_entry" USING btree ("item","effective_on","seq","recorded_at");--> statement-breakpoint
CREATE INDEX "item_target_entry_superseded" ON "item_target_entry" USING btree ("supersedes","recorded_at") WHERE "item_target_entry"."supersedes" is not null;--> statement-breakpoint
CREATE INDEX "membership_entry_fold" ON "membership_entry" USING btree ("program","item","effective_on","seq","recorded_at","change");--> statement-breakpoint
CREATE INDEX "membership_entry_superseded" ON "membership_entry" USING btree ("supersedes","recorded_at") WHERE "membership_entry"."supersedes" is not null;--> statement-breakpoint
CREATE INDEX "program_item_by_item" ON "program_item" USING btree ("item");