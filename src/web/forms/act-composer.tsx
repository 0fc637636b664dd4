import { type ReactNode, useState } from 'react'
import { useNeeded, useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Callout } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { Waiting } from '../shell/waiting.tsx'
import { ActFields } from './act-fields.tsx'
import { ACT_FORMS, type ActForm } from './act-forms.ts'
import { Apart } from './apart.tsx'
import { type DraftContent, isSame } from './content.ts'
import { FaultList } from './fault-list.tsx'
import { Finish, useIsLocked } from './finish.tsx'
import { GoneOnWith } from './gone-on-with.tsx'
import type { DraftHold } from './hold.ts'
import { KeptBar } from './kept.tsx'
import { OpenedDraft } from './opened-draft.tsx'
import { Preview } from './preview.tsx'
import type { Made } from './recorded.tsx'
import { formFromSchema } from './schema-fields.ts'
import { SupplyFields } from './supply.tsx'
import { useCheck } from './use-check.ts'
import { useUnfinishedPlace } from './unfinished-place.ts'
import { WithForm } from './use-draft.tsx'
import './forms.css'

export interface ActComposerProps {
  readonly channel: string
  /** The matter that the act is about; left out for acts that open one, or are about the channel. */
  readonly matter?: string | undefined
  /** Of the vocabulary: `request.supply`. */
  readonly type: string
  /** What the data begin with, beside what the form begins with. */
  readonly data?: DraftContent['data']
  /** A draft to go on with; else one's own unfinished one of this act, if there is any. */
  readonly draft?: string | undefined
  /** It is on the record. */
  readonly onDone: (made: Made) => void
  /** It was left or put aside; what was typed is still among the drafts when it was left. */
  readonly onCancel: () => void
}

/**
 * Writes any act of the vocabulary: kept at every keystroke, checked as it is typed, approved where the charter asks. The
 * place around it gives the heading.
 */
export function ActComposer(props: ActComposerProps): ReactNode {
  // To consult first is another act; what was typed for this one waits among the drafts.
  const [consulting, setConsulting] = useState<{ readonly before: string; readonly on: string }>()
  const isOther = consulting !== undefined && consulting.before === props.type
  const type = isOther ? 'request.consult' : props.type
  const shown = isOther ? { ...props, type, draft: undefined, data: { on: consulting.on } } : props
  return (
    <Composer
      key={`${props.channel} ${props.matter ?? ''} ${type} ${props.draft ?? ''}`}
      {...shown}
      isOther={isOther}
      onConsult={(on) => setConsulting({ before: props.type, on })}
    />
  )
}

type ComposerProps = ActComposerProps & {
  readonly onConsult: (on: string) => void
  /** Another act than the one that the place around it names. */
  readonly isOther: boolean
}

function Composer(props: ComposerProps): ReactNode {
  const { channel, data = {}, draft, matter, type } = props
  const isThis = (content: DraftContent): boolean =>
    Object.entries(data).every(([name, value]) => isSame(content.data[name], value))
  const place = useUnfinishedPlace({ channel, about: matter, type, isThis }, draft)
  const [isAnew, setAnew] = useState(false)
  if (place === undefined) return <Waiting />
  return (
    <ComposerDraft
      {...props}
      place={isAnew ? null : place}
      onAnew={place === null || draft !== undefined || isAnew ? undefined : () => setAnew(true)}
    />
  )
}

function ComposerDraft({
  place,
  onAnew,
  ...props
}: ComposerProps & { readonly place: string | null; readonly onAnew: (() => void) | undefined }): ReactNode {
  const { channel, data, matter, type } = props
  const form = useActForm(type)
  const isAbout = useIsAbout(type)
  const start = (): DraftContent => ({
    type,
    data: { ...(form.data as DraftContent['data']), ...data },
    ...(isAbout && matter !== undefined ? { about: matter } : {}),
  })
  return (
    <OpenedDraft channel={channel} place={place} start={start}>
      {(hold) => <ActForming key={hold.key} {...props} hold={hold} form={form} onAnew={onAnew} />}
    </OpenedDraft>
  )
}

function useActForm(type: string): ActForm {
  const { data } = useNeeded('vocabulary.list', {})
  const made = ACT_FORMS[type]
  if (made !== undefined) return made
  const entry = data.items.find(({ name }) => name === type)
  return entry === undefined ? { data: {}, fields: [] } : formFromSchema(entry)
}

/** Whether the act names a matter, or opens one or concerns the channel. */
function useIsAbout(type: string): boolean {
  const { data } = useNeeded('vocabulary.list', {})
  const how = data.items.find(({ name }) => name === type)?.about.how
  return how === 'about' || how === 'any'
}

function ActForming({
  hold,
  form,
  matter,
  type,
  onAnew,
  onCancel,
  isOther,
  onConsult,
  onDone,
}: ComposerProps & {
  readonly hold: DraftHold
  readonly form: ActForm
  readonly onAnew: (() => void) | undefined
}): ReactNode {
  const words = useWords()
  const book = useCheck(hold)
  const isLocked = useIsLocked(hold)
  const [isPreviewing, setPreviewing] = useState(false)
  return (
    <WithForm hold={hold} book={book} isLocked={isLocked}>
      <div className="stack" role="group" aria-label={words.term('act', type)}>
        {isOther && <h3>{words.term('act', type)}</h3>}
        <KeptBar hold={hold} onDiscarded={onCancel} />
        <GoneOnWith onAnew={onAnew} />
        <Apart hold={hold} />
        {matter !== undefined && (
          <ConsultFirst hold={hold} matter={matter} type={type} onConsult={onConsult} />
        )}
        {type === 'request.supply' && matter !== undefined && <SupplyFields matter={matter} />}
        <ActFields fields={form.fields} matter={matter} />
        <FaultList book={book} />
        <Finish hold={hold} book={book} deed={words('forms.record')} onMade={onDone}>
          <Button onPress={() => setPreviewing(true)}>{words('forms.preview')}</Button>
          <Button kind="quiet" onPress={onCancel}>
            {words('shell.cancel')}
          </Button>
        </Finish>
      </div>
      {isPreviewing && <Preview hold={hold} onClose={() => setPreviewing(false)} />}
    </WithForm>
  )
}

const BEFORE: Readonly<Record<string, string>> = {
  'request.decline': 'refusal',
  'request.postpone': 'postponement',
}

/** Before a no the other side is consulted: without it the record gives a refusal no effect. */
function ConsultFirst({
  hold,
  matter,
  type,
  onConsult,
}: {
  readonly hold: DraftHold
  readonly matter: string
  readonly type: string
  readonly onConsult: (on: string) => void
}): ReactNode {
  const words = useWords()
  const on = BEFORE[type]
  const { data } = useRead(
    'matters.get',
    { params: { channel: hold.channel(), matter } },
    { enabled: on !== undefined },
  )
  const isOpen = data?.state !== null && data?.state !== undefined && data.state['consultedMs'] === null
  if (on === undefined || !isOpen || data.urgency === 'emergency') return null
  return (
    <Callout tone="warn">
      <p>{words('forms.consult-first')}</p>
      <div className="row">
        <Button size="small" onPress={() => onConsult(on)}>
          {words('forms.consult')}
        </Button>
      </div>
    </Callout>
  )
}
