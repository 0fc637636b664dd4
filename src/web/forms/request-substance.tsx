import { type ReactNode, useMemo } from 'react'
import { LANGUAGES } from '../../words/index.ts'
import { Columns, Panel } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { CodesField, LineField, ListField, ProseField } from './fields.tsx'
import { Identifiers } from './identifiers.tsx'
import { InstantField } from './instant-field.tsx'
import { LawFields } from './law.tsx'
import { MarksFields } from './marks-fields.tsx'
import { More, When } from './more.tsx'
import { useListed } from './options.ts'
import { AuthorityFields, PersonFields } from './people.tsx'
import { useAt } from './use-draft.tsx'

/** What happened, and which law it breaks. */
export function SubstanceSection(): ReactNode {
  const words = useWords()
  const offences = useListed('offences')
  return (
    <Panel title={words('forms.section-substance')}>
      <div className="stack">
        <LineField field="form.title" isRequired hint={words('forms.hint-title')} />
        <LineField
          field="form.language"
          isRequired
          isCode
          hint={words('forms.hint-language', { examples: words.list(LANGUAGES) })}
        />
        <ProseField field="form.facts" rows={6} isRequired />
        <div className="forms-many">
          <CodesField field="data.offences" options={offences} />
        </div>
        <LawFields />
        <ProseField field="form.relation" rows={3} />
      </div>
    </Panel>
  )
}

const FOLLOW: readonly string[] = ['form.followUp', 'data.followUp']

/** What is asked for, of which identifiers, and why it is needed. */
export function WantedSection(): ReactNode {
  const words = useWords()
  return (
    <Panel title={words('forms.section-wanted')}>
      <div className="stack">
        <ProseField field="form.wanted" rows={4} isRequired />
        <Identifiers />
        <Columns column="14rem">
          <LineField field="form.custodian" />
          <LineField field="form.location" />
        </Columns>
        <ProseField field="form.necessity" rows={3} isRequired />
        <ProseField field="form.proportionality" rows={2} />
        <More title={words('forms.more-follow-up')} fields={FOLLOW}>
          <InstantField field="data.followUp.mutualAssistanceBy" also={FOLLOW_ITSELF} />
          <ProseField field="form.followUp" rows={2} />
        </More>
      </div>
    </Panel>
  )
}

const FOLLOW_ITSELF: readonly string[] = ['data.followUp']
const OTHERS: readonly string[] = ['form.confirmWith', 'form.operational', 'form.judicial']
const NUMBERS: readonly string[] = ['form.yourNumber', 'form.earlierNumbers']

/** Who asks, who answers questions, under which numbers. */
export function PeopleSection(): ReactNode {
  const words = useWords()
  return (
    <Panel title={words('forms.section-people')}>
      <div className="stack">
        <LineField field="form.ourNumber" isRequired isCode />
        <More title={words('forms.more-numbers')} fields={NUMBERS}>
          <LineField field="form.yourNumber" isCode />
          <ListField field="form.earlierNumbers" hint={words('forms.hint-list')} />
        </More>
        <AuthorityFields field="form.requesting" isRequired />
        <PersonFields field="form.inCharge" isRequired />
        <More title={words('forms.more-people')} fields={OTHERS}>
          <AuthorityFields field="form.judicial" />
          <AuthorityFields field="form.operational" />
          <PersonFields field="form.confirmWith" />
        </More>
        <AuthorityFields field="form.requested" />
      </div>
    </Panel>
  )
}

const LIMITS: readonly string[] = ['form.useLimits']
const REASON: readonly string[] = ['form.confidentialityReason']

/** How what is written may be used, passed on, and kept from whom. */
export function HandlingSection(): ReactNode {
  const words = useWords()
  const confidentiality = useListed('confidentiality')
  const marked = useAt('data.confidentiality')
  const marks = useMemo(() => (Array.isArray(marked) ? marked.map(String) : []), [marked])
  return (
    <Panel title={words('forms.section-handling')}>
      <div className="stack">
        <MarksFields hasNote />
        <CodesField field="data.confidentiality" options={confidentiality} />
        <When is={marks.includes('confidential') || marks.includes('do-not-notify-user')} fields={REASON}>
          <ProseField field="form.confidentialityReason" rows={2} />
        </When>
        <When is={marks.includes('use-limited')} fields={LIMITS}>
          <ProseField field="form.useLimits" rows={2} />
        </When>
      </div>
    </Panel>
  )
}
