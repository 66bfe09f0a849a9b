CREATE TABLE `change_counter` (
	`id` integer PRIMARY KEY NOT NULL,
	`n` integer NOT NULL,
	CONSTRAINT "change_counter_one_row" CHECK("change_counter"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `evidence` (
	`id` text PRIMARY KEY NOT NULL,
	`item` text NOT NULL,
	`kind` text NOT NULL,
	`url` text NOT NULL,
	`note` text,
	`added_at` text NOT NULL,
	`added_by` text NOT NULL,
	`checked_by` text,
	`checked_at` text,
	FOREIGN KEY (`item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`added_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`checked_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "evidence_kind" CHECK("evidence"."kind" in ('url', 'file'))
);
--> statement-breakpoint
CREATE INDEX `evidence_by_item` ON `evidence` (`item`);--> statement-breakpoint
CREATE TABLE `history` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`actor_kind` text NOT NULL,
	`request_id` text,
	`action` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`version` integer,
	`reason` text,
	`difference` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `history_by_subject` ON `history` (`subject_kind`,`subject_id`,`seq`);--> statement-breakpoint
CREATE TABLE `intent` (
	`actor` text NOT NULL,
	`intent_id` text NOT NULL,
	`payload_hash` text NOT NULL,
	`result` text,
	`at` text NOT NULL,
	PRIMARY KEY(`actor`, `intent_id`)
);
--> statement-breakpoint
CREATE TABLE `item` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`key_number` integer NOT NULL,
	`kind` text NOT NULL,
	`continuous` integer DEFAULT false NOT NULL,
	`placeholder` integer DEFAULT false NOT NULL,
	`origin` text NOT NULL,
	`created_by` text NOT NULL,
	`title_internal` text NOT NULL,
	`description_internal` text,
	`title_public` text,
	`note_public` text,
	`wording_state` text DEFAULT 'private' NOT NULL,
	`action_class` text,
	`priority` text,
	`tier` text DEFAULT 'improvement' NOT NULL,
	`owner` text,
	`accountable` text,
	`team` text,
	`acceptance` text,
	`parent` text,
	`status` text NOT NULL,
	`status_on` text NOT NULL,
	`done_on` text,
	`done_resolution` text,
	`target_from_on` text,
	`target_end_on` text,
	`target_resolution` text,
	`moves` integer DEFAULT 0 NOT NULL,
	`slip_days` integer DEFAULT 0 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`created_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`owner`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`accountable`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`team`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "item_kind" CHECK("item"."kind" in ('improvement', 'initiative', 'deliverable')),
	CONSTRAINT "item_origin" CHECK("item"."origin" in ('typed', 'import', 'finding', 'api', 'story')),
	CONSTRAINT "item_wording_state" CHECK("item"."wording_state" in ('private', 'in_review', 'approved', 'embargoed')),
	CONSTRAINT "item_action_class" CHECK("item"."action_class" in ('investigate', 'repair', 'detect', 'mitigate', 'prevent')),
	CONSTRAINT "item_priority" CHECK("item"."priority" in ('P0', 'P1', 'P2', 'P3')),
	CONSTRAINT "item_tier" CHECK("item"."tier" in ('priority_action', 'improvement')),
	CONSTRAINT "item_status" CHECK("item"."status" in ('proposed', 'accepted', 'in_progress', 'blocked', 'in_verification', 'done', 'dropped')),
	CONSTRAINT "item_target_resolution" CHECK("item"."target_resolution" in ('day', 'month', 'quarter', 'half', 'year'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `item_key_unique` ON `item` (`key`);--> statement-breakpoint
CREATE INDEX `item_by_key_number` ON `item` (`key_number`,`id`);--> statement-breakpoint
CREATE INDEX `item_by_status` ON `item` (`status`,`target_end_on`,`id`);--> statement-breakpoint
CREATE INDEX `item_by_owner` ON `item` (`owner`,`target_end_on`,`id`);--> statement-breakpoint
CREATE INDEX `item_by_target` ON `item` (`target_end_on`,`id`);--> statement-breakpoint
CREATE INDEX `item_by_update` ON `item` (`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `item_service` (
	`item` text NOT NULL,
	`service` text NOT NULL,
	PRIMARY KEY(`item`, `service`),
	FOREIGN KEY (`item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`service`) REFERENCES `service`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `item_service_by_service` ON `item_service` (`service`,`item`);--> statement-breakpoint
CREATE TABLE `item_status_entry` (
	`seq` integer PRIMARY KEY NOT NULL,
	`effective_on` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` text NOT NULL,
	`supersedes` integer,
	`void` integer DEFAULT false NOT NULL,
	`item` text NOT NULL,
	`status` text NOT NULL,
	`effective_resolution` text DEFAULT 'day' NOT NULL,
	`drop_kind` text,
	`replacement_item` text,
	`no_evidence_reason` text,
	`reason` text,
	`approved_by` text,
	FOREIGN KEY (`recorded_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`replacement_item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`approved_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "item_status_entry_status" CHECK("item_status_entry"."status" in ('proposed', 'accepted', 'in_progress', 'blocked', 'in_verification', 'done', 'dropped')),
	CONSTRAINT "item_status_entry_resolution" CHECK("item_status_entry"."effective_resolution" in ('day', 'month', 'quarter', 'by')),
	CONSTRAINT "item_status_entry_drop_kind" CHECK("item_status_entry"."drop_kind" in ('wont_do', 'risk_accepted', 'superseded', 'obsolete'))
);
--> statement-breakpoint
CREATE INDEX `item_status_entry_fold` ON `item_status_entry` (`item`,`effective_on`,`seq`,`recorded_at`,`status`);--> statement-breakpoint
CREATE INDEX `item_status_entry_superseded` ON `item_status_entry` (`supersedes`,`recorded_at`) WHERE "item_status_entry"."supersedes" is not null;--> statement-breakpoint
CREATE TABLE `item_target_entry` (
	`seq` integer PRIMARY KEY NOT NULL,
	`effective_on` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` text NOT NULL,
	`supersedes` integer,
	`void` integer DEFAULT false NOT NULL,
	`item` text NOT NULL,
	`from_on` text,
	`end_on` text,
	`target_resolution` text,
	`public_resolution` text,
	`said_as` text,
	`confidence` text NOT NULL,
	`change` text NOT NULL,
	`reason_code` text,
	`reason` text,
	FOREIGN KEY (`recorded_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "item_target_entry_resolution" CHECK("item_target_entry"."target_resolution" in ('day', 'month', 'quarter', 'half', 'year')),
	CONSTRAINT "item_target_entry_public_resolution" CHECK("item_target_entry"."public_resolution" in ('day', 'month', 'quarter', 'half', 'year')),
	CONSTRAINT "item_target_entry_confidence" CHECK("item_target_entry"."confidence" in ('committed', 'planned', 'aspirational')),
	CONSTRAINT "item_target_entry_change" CHECK("item_target_entry"."change" in ('initial', 'refine', 'slip', 'pull_in', 'coarsen', 'date_withdrawn')),
	CONSTRAINT "item_target_entry_reason_code" CHECK("item_target_entry"."reason_code" in ('underestimated', 'dependency', 'capacity', 'priority', 'scope', 'external', 'other'))
);
--> statement-breakpoint
CREATE INDEX `item_target_entry_fold` ON `item_target_entry` (`item`,`effective_on`,`seq`,`recorded_at`);--> statement-breakpoint
CREATE INDEX `item_target_entry_superseded` ON `item_target_entry` (`supersedes`,`recorded_at`) WHERE "item_target_entry"."supersedes" is not null;--> statement-breakpoint
CREATE TABLE `key_series` (
	`prefix` text PRIMARY KEY NOT NULL,
	`last` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `membership_entry` (
	`seq` integer PRIMARY KEY NOT NULL,
	`effective_on` text NOT NULL,
	`recorded_at` text NOT NULL,
	`recorded_by` text NOT NULL,
	`supersedes` integer,
	`void` integer DEFAULT false NOT NULL,
	`program` text NOT NULL,
	`item` text NOT NULL,
	`change` text NOT NULL,
	`reason_code` text,
	`reason` text,
	`approved_by` text,
	FOREIGN KEY (`recorded_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`program`) REFERENCES `program`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`approved_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "membership_entry_change" CHECK("membership_entry"."change" in ('added', 'removed')),
	CONSTRAINT "membership_entry_reason_code" CHECK("membership_entry"."reason_code" in ('baseline', 'discovered', 'split', 'new_incident', 'customer_request', 'duplicate', 'misfiled', 'merged'))
);
--> statement-breakpoint
CREATE INDEX `membership_entry_fold` ON `membership_entry` (`program`,`item`,`effective_on`,`seq`,`recorded_at`,`change`);--> statement-breakpoint
CREATE INDEX `membership_entry_superseded` ON `membership_entry` (`supersedes`,`recorded_at`) WHERE "membership_entry"."supersedes" is not null;--> statement-breakpoint
CREATE TABLE `organization` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`zone` text NOT NULL,
	`fiscal_first_month` integer DEFAULT 1 NOT NULL,
	`key_prefix` text DEFAULT 'FT' NOT NULL,
	`long_term_days` integer DEFAULT 180 NOT NULL,
	`second_person` integer DEFAULT true NOT NULL,
	`today_on` text,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "organization_one_row" CHECK("organization"."id" = 1),
	CONSTRAINT "organization_fiscal_month" CHECK("organization"."fiscal_first_month" between 1 and 12)
);
--> statement-breakpoint
CREATE TABLE `person` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text,
	`team` text,
	`roles` text NOT NULL,
	`state` text NOT NULL,
	`left_on` text,
	`public_name` text,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`team`) REFERENCES `team`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "person_state" CHECK("person"."state" in ('directory', 'invited', 'active', 'disabled'))
);
--> statement-breakpoint
CREATE TABLE `program` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`title_internal` text NOT NULL,
	`title_public` text,
	`baseline_on` text,
	`baseline_assumed` integer DEFAULT false NOT NULL,
	`owner` text,
	`closed_on` text,
	`closed_by` text,
	`position` integer DEFAULT 0 NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`owner`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`closed_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "program_kind" CHECK("program"."kind" in ('remediation', 'organization', 'initiatives'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `program_key_unique` ON `program` (`key`);--> statement-breakpoint
CREATE TABLE `program_item` (
	`program` text NOT NULL,
	`item` text NOT NULL,
	PRIMARY KEY(`program`, `item`),
	FOREIGN KEY (`program`) REFERENCES `program`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `program_item_by_item` ON `program_item` (`item`);--> statement-breakpoint
CREATE TABLE `service` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`public_name` text,
	`owner` text,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`owner`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `service_key_unique` ON `service` (`key`);--> statement-breakpoint
CREATE TABLE `team` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `team_name_unique` ON `team` (`name`);