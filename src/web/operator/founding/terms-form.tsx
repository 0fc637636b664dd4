import type { ReactNode } from 'react'
import { useNeeded } from '../../api/queries.ts'
import { Check, Checks, TextInput } from '../../look/field.tsx'
import { Columns, Stack } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { faultOfCharter } from './charter-fault.ts'
import { HotlineSteps } from './hotline-steps.tsx'
import { LengthInput, RuleLengths } from './rule-lengths.tsx'
import { type TypedTerms, URGENCIES, WEEKDAYS } from './typed-charter.ts'

export interface TermsProps {
  readonly typed: TypedTerms
  readonly onChange: (typed: TypedTerms) => void
  readonly fault: unknown
}

/** What the parties agree on for machines. Each part says in plain words what holds unless it is changed. */
export function TermsForm(props: TermsProps): ReactNode {
  const words = useWords()
  const { fault } = props
  return (
    <Stack>
      <h3>{words('founding.terms')}</h3>
      <p className="soft">{words('founding.terms-lead')}</p>
      <Group
        title={words('founding.deadlines')}
        lead={words('founding.deadlines-lead')}
        of={['acknowledge', 'overrides']}
        fault={fault}
      >
        <Acknowledging {...props} />
        <RuleLengths {...props} />
      </Group>
      <Group
        title={words('founding.hotline')}
        lead={words('founding.hotline-lead')}
        of={['hotline']}
        fault={fault}
      >
        <HotlineSteps {...props} />
      </Group>
      <Group
        title={words('founding.checks')}
        lead={words('founding.checks-lead')}
        of={['contactChecks']}
        fault={fault}
      >
        <ContactChecks {...props} />
      </Group>
      <Group
        title={words('founding.approvals')}
        lead={words('founding.approvals-lead')}
        of={['approvals']}
        fault={fault}
      >
        <Approvals {...props} />
      </Group>
      <Group
        title={words('founding.bases')}
        lead={words('founding.bases-lead')}
        of={['instruments']}
        fault={fault}
      >
        <Bases {...props} />
      </Group>
      <Group
        title={words('founding.calendar')}
        lead={words('founding.calendar-lead')}
        of={['calendar']}
        fault={fault}
      >
        <Calendar {...props} />
      </Group>
      <Group
        title={words('founding.others')}
        lead={words('founding.others-lead')}
        of={['languages', 'sideChannels']}
        fault={fault}
      >
        <Others {...props} />
      </Group>
    </Stack>
  )
}

/** Some of the terms. It opens by itself where a refusal is about one of them. */
function Group({
  title,
  lead,
  of: terms,
  fault,
  children,
}: {
  readonly title: string
  readonly lead: string
  readonly of: readonly string[]
  readonly fault: unknown
  readonly children: ReactNode
}): ReactNode {
  return (
    <details
      className="operator-more founding-group"
      open={terms.some((term) => faultOfCharter(fault, `terms.${term}`).fault !== undefined) || undefined}
    >
      <summary>{title}</summary>
      <Stack>
        <p>{lead}</p>
        {children}
      </Stack>
    </details>
  )
}

function ContactChecks({ fault, onChange, typed }: TermsProps): ReactNode {
  const words = useWords()
  return (
    <>
      <Check isSelected={typed.hasChecks} onChange={(hasChecks) => onChange({ ...typed, hasChecks })}>
        {words('founding.checks-by-clock')}
      </Check>
      <Columns column="16rem">
        {typed.hasChecks && (
          <TextInput
            label={words('founding.checks-every')}
            inputMode="numeric"
            value={typed.checkEveryDays}
            onChange={(checkEveryDays) => onChange({ ...typed, checkEveryDays })}
            {...faultOfCharter(fault, 'terms.contactChecks.everyDays')}
          />
        )}
        <TextInput
          label={words('founding.checks-answer')}
          inputMode="numeric"
          value={typed.answerHours}
          onChange={(answerHours) => onChange({ ...typed, answerHours })}
          {...faultOfCharter(fault, 'terms.contactChecks.answerHours')}
        />
      </Columns>
    </>
  )
}

function Acknowledging({ fault, onChange, typed }: TermsProps): ReactNode {
  const words = useWords()
  return (
    <Columns column="18rem">
      {URGENCIES.map((urgency) => (
        <LengthInput
          key={urgency}
          label={words('founding.acknowledge', { urgency: words.term('urgency', urgency) })}
          value={typed.acknowledge[urgency]}
          onChange={(length) =>
            onChange({ ...typed, acknowledge: { ...typed.acknowledge, [urgency]: length } })
          }
          {...faultOfCharter(fault, `terms.acknowledge.${urgency}`)}
        />
      ))}
    </Columns>
  )
}

function Others({ fault, onChange, typed }: TermsProps): ReactNode {
  const words = useWords()
  return (
    <>
      <Check
        isSelected={typed.sideChannels}
        onChange={(sideChannels) => onChange({ ...typed, sideChannels })}
      >
        {words('founding.side-channels')}
      </Check>
      <TextInput
        label={words('founding.languages')}
        hint={words('founding.languages-hint')}
        isCode
        value={typed.languages}
        onChange={(languages) => onChange({ ...typed, languages })}
        {...faultOfCharter(fault, 'terms.languages')}
      />
    </>
  )
}

/** Acts that a person makes: what a node does by itself nobody approves. */
function Approvals({ fault, onChange, typed }: TermsProps): ReactNode {
  const words = useWords()
  const { data } = useNeeded('vocabulary.list', {})
  return (
    <Checks
      label={words('founding.approvals-which')}
      options={data.items
        .filter(({ example }) => example !== null)
        .map(({ name }) => ({ id: name, label: words.term('act', name) }))}
      value={typed.approvals}
      onChange={(approvals) => onChange({ ...typed, approvals })}
      {...faultOfCharter(fault, 'terms.approvals')}
    />
  )
}

function Bases({ fault, onChange, typed }: TermsProps): ReactNode {
  const words = useWords()
  const { data } = useNeeded('instruments.get', {})
  return (
    <Checks
      label={words('founding.bases-which')}
      options={(data.codes['instruments'] ?? []).map((id) => ({ id, label: words.term('instrument', id) }))}
      value={typed.instruments}
      onChange={(instruments) => onChange({ ...typed, instruments })}
      {...faultOfCharter(fault, 'terms.instruments')}
    />
  )
}

function Calendar({ fault, onChange, typed }: TermsProps): ReactNode {
  const words = useWords()
  return (
    <>
      <Columns column="12rem">
        <TextInput
          label={words('operator.user-zone')}
          isCode
          value={typed.zone}
          onChange={(zone) => onChange({ ...typed, zone })}
          {...faultOfCharter(fault, 'terms.calendar.timeZone')}
        />
        <TextInput
          label={words('founding.office-from')}
          type="time"
          value={typed.from}
          onChange={(from) => onChange({ ...typed, from })}
          {...faultOfCharter(fault, 'terms.calendar.officeHours.from')}
        />
        <TextInput
          label={words('founding.office-to')}
          type="time"
          value={typed.to}
          onChange={(to) => onChange({ ...typed, to })}
          {...faultOfCharter(fault, 'terms.calendar.officeHours.to')}
        />
      </Columns>
      <Checks
        label={words('founding.working-days')}
        options={WEEKDAYS.map((id) => ({ id, label: weekday(Number(id), words.language) }))}
        value={typed.workingDays as readonly (typeof WEEKDAYS)[number][]}
        onChange={(workingDays) => onChange({ ...typed, workingDays })}
        {...faultOfCharter(fault, 'terms.calendar.workingDays')}
      />
    </>
  )
}

/** The first of January 2024 was a Monday. */
export function weekday(iso: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, iso),
  )
}
