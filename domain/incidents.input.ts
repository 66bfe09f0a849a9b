import { z } from 'zod'
import { milestoneKinds, milestoneQualifiers, severities } from './vocabulary'
import { IdInput, InstantInput, Intent, Text, Versioned } from './vocabulary.input'

const Words = Text(20_000).nullable().optional()

/** Everything about an incident that is written down inside. */
const IncidentRecord = z.object({
  title: Text(2_000),
  severity: z.enum(severities),
  zone: Text(80).min(1),
  windows: z.array(z.object({ fromAt: InstantInput, toAt: InstantInput.nullable() })).max(50),
  milestones: z
    .array(
      z.object({
        kind: z.enum(milestoneKinds),
        at: InstantInput,
        qualifier: z.enum(milestoneQualifiers).default('exact'),
        saidAs: Text(300).nullable().default(null),
        public: z.boolean().default(true),
      }),
    )
    .max(100),
  services: z.array(z.object({ service: IdInput, effectPublic: Text(2_000).nullable().default(null) })).max(100),
  summaryInternal: Words,
  causeInternal: Words,
})

export const CreateIncident = Intent.extend({
  ...IncidentRecord.shape,
  windows: IncidentRecord.shape.windows.default([]),
  milestones: IncidentRecord.shape.milestones.default([]),
  services: IncidentRecord.shape.services.default([]),
  programs: z.array(IdInput).max(50).default([]),
})
/** What is left out stays as it is. */
export const EditIncident = Versioned.extend({ incidentId: IdInput, ...IncidentRecord.partial().shape })
export const WordIncidentPublicly = Versioned.extend({ incidentId: IdInput, summaryPublic: Words, causePublic: Words })
export const LinkIncidentProgram = Versioned.extend({ incidentId: IdInput, programId: IdInput })
export const IncidentByKey = z.object({ key: Text(20).min(1) })
