import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { call, type Reply } from '../api/client.ts'
import { after } from '../effects/clock.ts'
import type { NamedUpload } from '../uploads/files.tsx'

type Draft = Reply<'drafts.make'>

export interface DepositForm {
  readonly title: string
  readonly text: string
  readonly handlingNote: string
  readonly tlp: string
  readonly pap: string
  readonly handling: readonly string[]
  /** The id of the matter that the exhibits belong to; empty: they stand by themselves. */
  readonly relatesTo: string
  readonly files: readonly NamedUpload[]
}

export const EMPTY_FORM: DepositForm = {
  title: '',
  text: '',
  handlingNote: '',
  tlp: 'AMBER',
  pap: '',
  handling: [],
  relatesTo: '',
  files: [],
}

export type Saving = 'nothing' | 'saving' | 'saved' | 'unsaved'

/** Typing rests for so long before it is saved. */
const REST_MS = 600
const RETRY_MS = 4_000

const contentOf = (form: DepositForm): Draft['content'] => ({
  type: 'evidence.deposit',
  data: {
    marks: {
      handling: [...form.handling],
      tlp: form.tlp,
      ...(form.pap === '' ? {} : { pap: form.pap }),
    },
    ...(form.relatesTo === '' ? {} : { relatesTo: form.relatesTo }),
  },
  body: {
    title: form.title,
    ...(form.text === '' ? {} : { text: form.text }),
    ...(form.handlingNote === '' ? {} : { handlingNote: form.handlingNote }),
  },
  exhibits: form.files.map(({ upload }) => upload),
})

/** The form again from a draft; the names of its files are told by the uploads. */
export function formOf({ content }: Draft, named: (upload: string) => NamedUpload): DepositForm {
  const marks = recordOf(content.data['marks'])
  const body = recordOf(content.body)
  const handling = marks['handling']
  return {
    title: textOf(body['title']),
    text: textOf(body['text']),
    handlingNote: textOf(body['handlingNote']),
    tlp: textOf(marks['tlp']) || EMPTY_FORM.tlp,
    pap: textOf(marks['pap']),
    handling: Array.isArray(handling) ? handling.filter((code) => typeof code === 'string') : [],
    relatesTo: textOf(content.data['relatesTo']),
    files: (content.exhibits ?? []).map(named),
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

interface Deposit {
  readonly saving: Saving
  readonly draft: Draft | undefined
  /** Saves what is not saved yet, and gives the draft as the node has it. */
  readonly settle: () => Promise<Draft>
  /** Another form: what is saved from now on is a draft of its own. */
  readonly begin: (draft: Draft | undefined) => void
}

/** Keeps the form as a draft on the node a moment after each change, so that it survives reload, crash and lost session. */
export function useDepositDraft(channel: string, form: DepositForm, isTouched: boolean): Deposit {
  const [saving, setSaving] = useState<Saving>('nothing')
  const [draft, setDraft] = useState<Draft>()
  const held = useRef<{ draft: Draft | undefined; saved: string; running: Promise<Draft> | undefined }>({
    draft: undefined,
    saved: '',
    running: undefined,
  })
  const [tries, setTries] = useState(0)
  const wanted = JSON.stringify(contentOf(form))
  const save = async (): Promise<Draft> => {
    const { draft: known } = held.current
    const body = JSON.parse(wanted) as Draft['content']
    if (known !== undefined && held.current.saved === wanted) return known
    const made =
      known === undefined
        ? await call('drafts.make', { params: { channel }, body: { content: body } })
        : await call('drafts.save', {
            params: { draft: known.id },
            body,
            headers: { 'if-match': `"v${known.version}"` },
          })
    held.current = { ...held.current, draft: made, saved: wanted }
    setDraft(made)
    return made
  }
  // One at a time: each names the version that the one before has made.
  const settle = async (): Promise<Draft> => {
    await held.current.running?.catch(() => undefined)
    const running = save()
    held.current.running = running
    return running
  }
  const saveNow = useEffectEvent((): void => {
    if (held.current.saved === wanted) return
    setSaving('saving')
    settle().then(
      () => {
        setSaving('saved')
        setTries(0)
      },
      () => {
        setSaving('unsaved')
        setTries((count) => count + 1)
      },
    )
  })
  useEffect(
    () => (isTouched ? after(tries === 0 ? REST_MS : RETRY_MS, () => saveNow()) : undefined),
    [wanted, isTouched, tries],
  )
  const begin = (from: Draft | undefined): void => {
    held.current = { draft: from, saved: '', running: undefined }
    setDraft(from)
    setSaving(from === undefined ? 'nothing' : 'saved')
  }
  return { saving, draft, settle, begin }
}
