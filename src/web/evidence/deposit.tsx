import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { call, type Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { drawId } from '../effects/draw.ts'
import { Button } from '../look/button.tsx'
import { Choice, TextBox, TextInput } from '../look/field.tsx'
import { Callout, Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { Files, type NamedUpload, useWhole } from '../uploads/files.tsx'
import { Deed } from './deed.tsx'
import { MarksFields } from './marks-fields.tsx'
import { MatterPick } from './matter-pick.tsx'
import { patiently } from './patience.ts'
import { type DepositForm, EMPTY_FORM, formOf, type Saving, useDepositDraft } from './use-deposit.ts'

type Draft = Reply<'drafts.make'>

/** Bringing evidence in: files, what they are, how they are marked. A draft until it is put on the record. */
export function Deposit({
  channel,
  matter,
  onClose,
}: {
  readonly channel: string | undefined
  readonly matter: string | undefined
  readonly onClose: () => void
}): ReactNode {
  const words = useWords()
  const { channels } = useSession()
  const open = channels.filter(({ status }) => status === 'open')
  const [picked, setPicked] = useState<string>()
  // The channels may come after this screen.
  const chosen = picked ?? channel ?? open[0]?.id
  if (chosen === undefined)
    return (
      <Panel title={words('evidence.deposit')}>
        <p>{words('evidence.no-channel')}</p>
      </Panel>
    )
  return (
    <Panel
      title={words('evidence.deposit')}
      tone="private"
      aside={
        <Button kind="quiet" size="small" onPress={onClose}>
          {words('evidence.deposit-close')}
        </Button>
      }
    >
      {open.length > 1 && (
        <Choice
          label={words('evidence.deposit-channel')}
          options={open.map(({ id, parties }) => ({
            id,
            label: words.list(parties.map(({ name }) => name)),
          }))}
          value={chosen}
          onChange={setPicked}
        />
      )}
      <DepositIn key={chosen} channel={chosen} matter={matter} onDone={onClose} />
    </Panel>
  )
}

interface InProps {
  readonly channel: string
  readonly matter: string | undefined
  readonly onDone: () => void
}

function DepositIn({ channel, matter, onDone }: InProps): ReactNode {
  const words = useWords()
  const parties = useOthers(channel)
  const [form, setForm] = useState<DepositForm>({ ...EMPTY_FORM, relatesTo: matter ?? '' })
  const [isTouched, setTouched] = useState(false)
  const kept = useDepositDraft(channel, form, isTouched)
  const isWhole = useWhole(form.files)
  const put = (now: DepositForm, draft: Draft | undefined): void => {
    kept.begin(draft)
    setForm(now)
    setTouched(draft !== undefined)
  }
  useUnfinished(channel, isTouched, (found, filled) =>
    put(matter === undefined ? filled : { ...filled, relatesTo: matter }, found),
  )
  const change = (changed: Partial<DepositForm>): void => {
    setTouched(true)
    setForm((now) => ({ ...now, ...changed }))
  }
  const isReady = form.files.length > 0 && isWhole && form.title.trim() !== ''
  return (
    <div className="evidence-form">
      <p className="soft">{words('evidence.deposit-lead', { parties })}</p>
      <TextInput
        label={words('evidence.deposit-name')}
        hint={words('evidence.deposit-name-hint')}
        value={form.title}
        onChange={(title) => change({ title })}
        maxLength={300}
        isRequired
      />
      <Files channel={channel} value={form.files} onChange={(files) => change({ files })} />
      <TextBox
        label={words('evidence.deposit-text')}
        hint={words('evidence.deposit-text-hint')}
        value={form.text}
        onChange={(text) => change({ text })}
        rows={3}
      />
      <MarksFields form={form} onChange={change} />
      <MatterPick channel={channel} value={form.relatesTo} onChange={(relatesTo) => change({ relatesTo })} />
      <SavingText saving={kept.saving} />
      {!isReady && isTouched && (
        <p className="soft small" role="status">
          {words(lackOf(form, isWhole))}
        </p>
      )}
      <div className="row">
        <RecordDeed
          channel={channel}
          count={form.files.length}
          isReady={isReady}
          settle={kept.settle}
          onDone={() => {
            put(EMPTY_FORM, undefined)
            onDone()
          }}
        />
        {isTouched && <Discard form={form} draft={kept.draft} put={put} />}
      </div>
    </div>
  )
}

function useOthers(channel: string): string {
  const words = useWords()
  const { party, partyName } = useReader()
  const { channels } = useSession()
  const others = channels.find(({ id }) => id === channel)?.parties.filter(({ id }) => id !== party) ?? []
  return words.list(others.map(({ id }) => partyName(id)))
}

/** Puts the draft on the record, or before a second officer where the charter asks for one. */
function RecordDeed({
  channel,
  count,
  isReady,
  settle,
  onDone,
}: {
  readonly channel: string
  readonly count: number
  readonly isReady: boolean
  readonly settle: () => Promise<Draft>
  readonly onDone: () => void
}): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const navigate = useNavigate()
  const parties = useOthers(channel)
  const key = useRef('')
  const record = async (): Promise<void> => {
    const { id, version } = await settle()
    const upon = { headers: { 'if-match': `"v${version}"` } }
    const { needsApproval } = await call('drafts.check', { params: { draft: id } })
    if (needsApproval) {
      await call('drafts.ask', { params: { draft: id }, ...upon })
      tell(words('evidence.deposit-asked'))
      onDone()
    } else {
      // The same over all tries: a draft never becomes two deposits.
      if (key.current === '') key.current = drawId()
      const made = await patiently('drafts.submit', { params: { draft: id }, ...upon, key: key.current })
      key.current = ''
      tell(words('evidence.deposited'))
      onDone()
      void navigate({
        to: '/channels/$channel/matters/$matter',
        params: { channel, matter: made.matter },
      })
    }
    await client.invalidateQueries()
  }
  return (
    <Deed
      label={words('evidence.deposit-record')}
      kind="main"
      isDisabled={!isReady}
      title={words('evidence.deposit-title')}
      explains={
        <>
          <p>{words('evidence.deposit-explains', { count, parties })}</p>
          <Callout tone="warn">
            <p>{words('evidence.deposit-final')}</p>
          </Callout>
        </>
      }
      confirm={words('evidence.deposit-confirm')}
      onDo={record}
    />
  )
}

function Discard({
  form,
  draft,
  put,
}: {
  readonly form: DepositForm
  readonly draft: Draft | undefined
  readonly put: (form: DepositForm, draft: Draft | undefined) => void
}): ReactNode {
  const words = useWords()
  const discard = async (): Promise<void> => {
    put(EMPTY_FORM, undefined)
    if (draft === undefined) return
    const params = { draft: draft.id }
    await call('drafts.discard', { params })
    tell(words('evidence.draft-discarded'), async () => {
      put(form, await call('drafts.take-back', { params }))
    })
  }
  return (
    <Button kind="quiet" onPress={() => void discard()}>
      {words('evidence.draft-discard')}
    </Button>
  )
}

function lackOf(
  { files, title }: DepositForm,
  isWhole: boolean,
): 'evidence.lacks-files' | 'evidence.lacks-name' | 'evidence.lacks-rest' {
  if (files.length === 0) return 'evidence.lacks-files'
  return isWhole || title.trim() === '' ? 'evidence.lacks-name' : 'evidence.lacks-rest'
}

function SavingText({ saving }: { readonly saving: Saving }): ReactNode {
  const words = useWords()
  if (saving === 'nothing') return null
  return (
    <p className="soft small" role="status">
      {words(`evidence.draft-${saving}`)}
    </p>
  )
}

/** An unfinished deposit of this officer in this channel is gone on with, unless something new was begun. */
function useUnfinished(
  channel: string,
  isTouched: boolean,
  onFound: (draft: Draft, form: DepositForm) => void,
): void {
  const { data: drafts } = useRead('drafts.list', { query: { list: 'mine', limit: 50 } })
  const { data: uploads } = useRead('uploads.list', {})
  const isDone = useRef(false)
  const look = useEffectEvent((): void => {
    if (isDone.current || drafts === undefined || uploads === undefined || isTouched) return
    isDone.current = true
    const found = drafts.items.find(
      (each) =>
        each.channel === channel &&
        each.content.type === 'evidence.deposit' &&
        each.state === 'editing' &&
        !each.discarded,
    )
    if (found === undefined) return
    const named = (upload: string): NamedUpload => {
      const held = uploads.items.find(({ id }) => id === upload)
      return { upload, name: held?.name ?? upload, bytes: held?.bytes ?? 0 }
    }
    onFound(found, formOf(found, named))
  })
  useEffect(() => look(), [drafts, uploads, isTouched])
}
