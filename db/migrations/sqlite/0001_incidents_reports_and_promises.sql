CREATE TABLE `check_override` (
	`report_version` text NOT NULL,
	`code` text NOT NULL,
	`subject` text NOT NULL,
	`reason` text NOT NULL,
	`by` text NOT NULL,
	PRIMARY KEY(`report_version`, `code`, `subject`),
	FOREIGN KEY (`report_version`) REFERENCES `report_version`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "check_override_code" CHECK("check_override"."code" in ('typed-number', 'unreconciled', 'vanished', 'not-verified', 'eta-passed', 'wording', 'leak', 'unresolved', 'time-mismatch', 'coverage'))
);
--> statement-breakpoint
CREATE TABLE `claim` (
	`report_version` text NOT NULL,
	`place` text NOT NULL,
	`directive` text NOT NULL,
	`query` text NOT NULL,
	`as_of_on` text NOT NULL,
	`known_at` text,
	`words` text NOT NULL,
	`value` text,
	`rows` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`report_version`, `place`),
	FOREIGN KEY (`report_version`) REFERENCES `report_version`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `commitment` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`key_number` integer NOT NULL,
	`made_in` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`item` text,
	`about` text,
	`due_from_on` text,
	`due_end_on` text,
	`due_resolution` text,
	`said_as` text,
	`due_assumed` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`made_in`) REFERENCES `report_version`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "commitment_kind" CHECK("commitment"."kind" in ('item_target', 'publication', 'next_update', 'standing', 'other')),
	CONSTRAINT "commitment_due_resolution" CHECK("commitment"."due_resolution" in ('day', 'month', 'quarter', 'half', 'year'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `commitment_key_unique` ON `commitment` (`key`);--> statement-breakpoint
CREATE INDEX `commitment_by_item` ON `commitment` (`item`);--> statement-breakpoint
CREATE TABLE `commitment_event` (
	`seq` integer PRIMARY KEY NOT NULL,
	`commitment` text NOT NULL,
	`kind` text NOT NULL,
	`report_version` text,
	`outcome` text,
	`words` text,
	`evidence` text,
	`effective_on` text NOT NULL,
	`due_from_on` text,
	`due_end_on` text,
	`due_resolution` text,
	`recorded_at` text NOT NULL,
	`recorded_by` text NOT NULL,
	FOREIGN KEY (`commitment`) REFERENCES `commitment`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`report_version`) REFERENCES `report_version`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`recorded_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "commitment_event_kind" CHECK("commitment_event"."kind" in ('reported', 'moved', 'reworded', 'withdrawn', 'closed')),
	CONSTRAINT "commitment_event_outcome" CHECK("commitment_event"."outcome" in ('open', 'kept', 'kept_late', 'moved', 'missed', 'reworded', 'withdrawn')),
	CONSTRAINT "commitment_event_due_resolution" CHECK("commitment_event"."due_resolution" in ('day', 'month', 'quarter', 'half', 'year'))
);
--> statement-breakpoint
CREATE INDEX `commitment_event_by_commitment` ON `commitment_event` (`commitment`,`seq`);--> statement-breakpoint
CREATE TABLE `incident` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`key_number` integer NOT NULL,
	`title` text NOT NULL,
	`severity` text NOT NULL,
	`zone` text NOT NULL,
	`summary_internal` text,
	`summary_public` text,
	`cause_internal` text,
	`cause_public` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "incident_severity" CHECK("incident"."severity" in ('sev1', 'sev2', 'sev3', 'sev4'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_key_unique` ON `incident` (`key`);--> statement-breakpoint
CREATE TABLE `incident_milestone` (
	`incident` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`at` text NOT NULL,
	`qualifier` text DEFAULT 'exact' NOT NULL,
	`said_as` text,
	`public` integer DEFAULT true NOT NULL,
	PRIMARY KEY(`incident`, `position`),
	FOREIGN KEY (`incident`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "incident_milestone_kind" CHECK("incident_milestone"."kind" in ('started', 'detected', 'acknowledged', 'first_public_notice', 'mitigated', 'resolved', 'other')),
	CONSTRAINT "incident_milestone_qualifier" CHECK("incident_milestone"."qualifier" in ('exact', 'within', 'about'))
);
--> statement-breakpoint
CREATE TABLE `incident_service` (
	`incident` text NOT NULL,
	`service` text NOT NULL,
	`effect_public` text,
	PRIMARY KEY(`incident`, `service`),
	FOREIGN KEY (`incident`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`service`) REFERENCES `service`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `incident_window` (
	`incident` text NOT NULL,
	`position` integer NOT NULL,
	`from_at` text NOT NULL,
	`to_at` text,
	PRIMARY KEY(`incident`, `position`),
	FOREIGN KEY (`incident`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `program_incident` (
	`program` text NOT NULL,
	`incident` text NOT NULL,
	PRIMARY KEY(`program`, `incident`),
	FOREIGN KEY (`program`) REFERENCES `program`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`incident`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `public_settings` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	CONSTRAINT "public_settings_one_row" CHECK("public_settings"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `publication` (
	`report_version` text NOT NULL,
	`format` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`published_at` text NOT NULL,
	`published_on` text NOT NULL,
	`as_of_on` text NOT NULL,
	`bytes` blob NOT NULL,
	`sha256` text NOT NULL,
	PRIMARY KEY(`report_version`, `format`),
	FOREIGN KEY (`report_version`) REFERENCES `report_version`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "publication_format" CHECK("publication"."format" in ('html', 'md', 'txt', 'json'))
);
--> statement-breakpoint
CREATE INDEX `publication_by_slug` ON `publication` (`slug`,`format`,`published_at`);--> statement-breakpoint
CREATE INDEX `publication_by_day` ON `publication` (`format`,`published_at`);--> statement-breakpoint
CREATE TABLE `report` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`template` text NOT NULL,
	`audience` text DEFAULT 'customers' NOT NULL,
	`locale` text DEFAULT 'en-US' NOT NULL,
	`period` text,
	`period_from_on` text,
	`period_end_on` text,
	`as_of_on` text,
	`previous_report` text,
	`state` text DEFAULT 'draft' NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`updated_at` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`created_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "report_template" CHECK("report"."template" in ('quarterly', 'blank')),
	CONSTRAINT "report_audience" CHECK("report"."audience" in ('customers')),
	CONSTRAINT "report_state" CHECK("report"."state" in ('draft', 'published', 'elsewhere'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_slug_unique` ON `report` (`slug`);--> statement-breakpoint
CREATE TABLE `report_choice` (
	`report` text NOT NULL,
	`item` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`report`, `item`),
	FOREIGN KEY (`report`) REFERENCES `report`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item`) REFERENCES `item`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `report_draft` (
	`report` text NOT NULL,
	`number` integer NOT NULL,
	`body` text NOT NULL,
	`author` text NOT NULL,
	`saved_at` text NOT NULL,
	PRIMARY KEY(`report`, `number`),
	FOREIGN KEY (`report`) REFERENCES `report`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `report_scope` (
	`report` text NOT NULL,
	`program` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`report`, `program`),
	FOREIGN KEY (`report`) REFERENCES `report`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`program`) REFERENCES `program`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `report_version` (
	`id` text PRIMARY KEY NOT NULL,
	`report` text NOT NULL,
	`number` integer NOT NULL,
	`state` text NOT NULL,
	`body` text NOT NULL,
	`model` text NOT NULL,
	`content_sha256` text NOT NULL,
	`as_of_on` text,
	`known_at` text,
	`published_at` text NOT NULL,
	`published_on` text NOT NULL,
	`published_by` text NOT NULL,
	`elsewhere_url` text,
	FOREIGN KEY (`report`) REFERENCES `report`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`published_by`) REFERENCES `person`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "report_version_state" CHECK("report_version"."state" in ('draft', 'published', 'elsewhere'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_version_number` ON `report_version` (`report`,`number`);--> statement-breakpoint
CREATE TABLE `search_document` (
	`number` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`key` text NOT NULL,
	`title` text NOT NULL,
	`folded` text NOT NULL,
	CONSTRAINT "search_document_kind" CHECK("search_document"."kind" in ('item', 'incident', 'report'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_document_subject` ON `search_document` (`kind`,`subject`);--> statement-breakpoint
ALTER TABLE `organization` ADD `ethos` text;--> statement-breakpoint
ALTER TABLE `organization` ADD `closing` text;--> statement-breakpoint
ALTER TABLE `program` ADD `note_public` text;