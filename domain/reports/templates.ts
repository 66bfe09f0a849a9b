import type { ReportTemplate } from '../vocabulary'
import type { ReportFacts } from './facts'

/**
 * The shipped drafts, in the report language with slots. A draft holds real keys only: slots are filled when it is
 * made. A section (from one `##` to the next) whose slot has several values is repeated, one whose slot has none is
 * left out; a paragraph whose text slot is empty is left out.
 */
const templates: Record<ReportTemplate, string> = {
  quarterly: `@opening

@ethos

This is our update about :period. It says what is done, what is open, and what we promise next.

@headline

## What happened

::recap{incident=@incident}

## @remediation-title

We identified :count{of=total program=@remediation noun=improvement}. As of :date{of=as-of}, :ratio{program=@remediation} are complete.

::items{program=@remediation state=done by=quarter}

::items{program=@remediation state=open by=eta}

::not-itemised{program=@remediation}

## @organization-title

::items{program=@organization state=done by=quarter}

::items{program=@organization state=open by=eta horizon=near}

@organization-note

## @initiatives-title

Some of the work takes longer than :horizon. We name it here without a date and report on it in each update.

::items{program=@initiatives state=done by=quarter}

::items{program=@initiatives state=in-flight by=none horizon=long-term}

@initiatives-note

## What we said before, and where it stands

@promised

## What comes next

@closing

:::next-update{about=@next-period}
We will report again on @next-period-words, on what was promised here and on what was not.
:::
`,
  blank: `Write what happened, what is done and what comes next.
`,
}

export type SlotFacts = Pick<
  ReportFacts,
  'period' | 'organization' | 'programs' | 'incidents' | 'previous' | 'promises'
> & {
  nextPeriod: { quarter: string; words: string } | null
}

/** A new draft from a template over the report's scope. */
export function draftFrom(template: ReportTemplate, facts: SlotFacts): string {
  const sections = templates[template].split(/^(?=## )/m)
  return `${sections
    .flatMap((section) => filledSections(section, facts))
    .join('\n\n')
    .trim()}\n`
}

type Slots = Record<string, string | null>

/** The slots that repeat a section, each with its values. */
function repeating(facts: SlotFacts): Record<string, Slots[]> {
  const of = (name: string, kind: string): Slots[] =>
    facts.programs
      .filter((program) => program.kind === kind)
      .map((program) => ({
        [name]: program.key,
        [`${name}-title`]: program.title,
        [`${name}-note`]: program.notePublic,
      }))
  return {
    // An incident without a public summary has nothing to recap yet.
    incident: facts.incidents
      .filter((incident) => incident.summaryPublic?.trim())
      .map((incident) => ({ incident: incident.key })),
    remediation: of('remediation', 'remediation'),
    organization: of('organization', 'organization'),
    initiatives: of('initiatives', 'initiatives'),
  }
}

function filledSections(section: string, facts: SlotFacts): string[] {
  const [first] = facts.incidents
  const remediation = facts.programs.filter((program) => program.kind === 'remediation').map((program) => program.key)
  const common: Slots = {
    opening: first
      ? `On :date{of=incident incident=${first.key}} we let you down. This is what we have done about it since, and what is left.`
      : 'This is what we promised, what we have done since, and what is left.',
    ethos: facts.organization.ethos,
    headline: remediation.length > 0 ? `::headline{program=${remediation.join(',')}}` : null,
    closing: facts.organization.closing,
    // The first report has nothing to account for.
    promised: facts.promises.length > 0 ? '::promised{since=previous}' : null,
    period: facts.period,
    'next-period': facts.nextPeriod?.quarter ?? null,
    'next-period-words': facts.nextPeriod?.words ?? null,
    previous: facts.previous?.slug ?? null,
  }
  const slots = repeating(facts)
  const used = Object.keys(slots).find((name) => new RegExp(`@${name}\\b`).test(section))
  const values = used ? (slots[used] ?? []) : [{}]
  return values.flatMap((value) => {
    const filled = filledBlocks(section, { ...common, ...value })
    // A heading with nothing under it says nothing.
    return filled.length > 1 || (filled.length === 1 && !filled[0]?.startsWith('## ')) ? [filled.join('\n\n')] : []
  })
}

function filledBlocks(section: string, slots: Slots): string[] {
  return blocksOf(section).flatMap((block) => {
    const names = [...block.matchAll(/@([a-z-]+[a-z])/g)].map((found) => found[1] ?? '')
    if (names.some((name) => !slots[name]?.trim())) return []
    return [block.replaceAll(/@([a-z-]+[a-z])/g, (_, name: string) => slots[name]?.trim() ?? '')]
  })
}

/** Paragraphs, with what stands between `:::` and `:::` kept together. */
function blocksOf(section: string): string[] {
  const blocks: string[] = []
  let open = false
  for (const part of section.split(/\n{2,}/)) {
    const text = part.trim()
    if (text === '') continue
    if (open) blocks[blocks.length - 1] += `\n\n${text}`
    else blocks.push(text)
    for (const line of text.split('\n')) if (/^:::/.test(line)) open = !/^:::\s*$/.test(line)
  }
  return blocks
}
