import { type ReactNode, Suspense, useRef, useState } from 'react'
import type { MatterState } from '../../../acts/index.ts'
import { useNow } from '../../effects/clock.ts'
import { Button, ButtonLink } from '../../look/button.tsx'
import { Panel } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { Waiting } from '../../shell/waiting.tsx'
import { actText } from './act-text.ts'
import type { Composing } from './composing.ts'
import { Confirming } from './confirming.tsx'
import { type Deed, deedsOf } from './deeds.ts'
import type { Detail, Place } from './given.ts'
import { piece } from '../../look/piece.tsx'

const ActComposer = piece(async () => (await import('../../forms/act-composer.tsx')).ActComposer)

/** What the reader may do about the matter now, the main thing first. What would be refused is not there. */
export function DeedsBar({
  detail,
  state,
  may,
  composing,
  onCompose,
}: {
  readonly detail: Detail
  readonly state: MatterState | undefined
  readonly may: (permission: string) => boolean
  readonly composing: Composing | undefined
  readonly onCompose: (composing: Composing | undefined) => void
}): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const nowMs = useNow()
  const [asked, setAsked] = useState<Deed>()
  const bar = useRef<HTMLElement>(null)
  const place: Place = { channel: detail.channel, matter: detail.id }
  const deeds = state === undefined ? [] : deedsOf(state, party, nowMs).filter(({ needs }) => may(needs))
  const others = detail.parties.filter(({ id }) => id !== party).map(({ id }) => partyName(id))
  if (composing !== undefined)
    return (
      <Panel title={`${partyName(party)} ${actText(words, composing.type)}`}>
        <Suspense fallback={<Waiting />}>
          <ActComposer
            key={`${composing.type} ${composing.draft ?? ''}`}
            {...place}
            {...composing}
            onDone={({ type }) => {
              tell(words('matter.recorded', { act: `${partyName(party)} ${actText(words, type)}` }))
              onCompose(undefined)
            }}
            onCancel={() => onCompose(undefined)}
          />
        </Suspense>
      </Panel>
    )
  if (deeds.length === 0 && elsewhereOf(state) === undefined) return null
  return (
    <section ref={bar} tabIndex={-1} className="matter-deeds no-print" aria-label={words('matter.deeds')}>
      {asked === undefined ? (
        <Choices deeds={deeds} state={state} onCompose={onCompose} onAsk={setAsked} />
      ) : (
        <Confirming
          deed={asked}
          place={place}
          others={words.list(others)}
          onDone={() => {
            setAsked(undefined)
            // Where one was before; what was pressed may not be there any more.
            bar.current?.focus()
          }}
          onCompose={() => {
            setAsked(undefined)
            onCompose({ type: asked.type })
          }}
          label={deedText(words, asked, state)}
        />
      )}
    </section>
  )
}

function Choices({
  deeds,
  state,
  onCompose,
  onAsk,
}: {
  readonly deeds: readonly Deed[]
  readonly state: MatterState | undefined
  readonly onCompose: (composing: Composing) => void
  readonly onAsk: (deed: Deed) => void
}): ReactNode {
  const words = useWords()
  const elsewhere = elsewhereOf(state)
  return (
    <div className="row">
      {elsewhere !== undefined && (
        <ButtonLink to={elsewhere.to} kind="main">
          {words(elsewhere.word)}
        </ButtonLink>
      )}
      {deeds.map((deed, i) => (
        <Button
          key={`${deed.type} ${String(deed.whole?.['to'] ?? '')}`}
          kind={i === 0 && elsewhere === undefined && isPressing(deed) ? 'main' : 'plain'}
          onPress={() => (deed.whole === undefined ? onCompose({ type: deed.type }) : onAsk(deed))}
        >
          {deedText(words, deed, state)}
        </Button>
      ))}
    </div>
  )
}

/** What may be done at any time is never what a matter waits for. */
const UNPRESSING: readonly string[] = [
  'request.consult',
  'request.extend',
  'request.withdraw',
  'case.close',
  'case.link',
  'case.prioritise',
  'case.reopen',
]
function isPressing({ type }: Deed): boolean {
  return !type.startsWith('remark.') && !UNPRESSING.includes(type)
}

/** Kinds that are worked on at a place of their own. */
function elsewhereOf(
  state: MatterState | undefined,
): { to: '/hotline' | '/directory'; word: 'matter.to-hotline' | 'matter.to-directory' } | undefined {
  if (state?.kind === 'call') return { to: '/hotline', word: 'matter.to-hotline' }
  if (state?.kind === 'agency') return { to: '/directory', word: 'matter.to-directory' }
  return undefined
}

function deedText(
  words: ReturnType<typeof useWords>,
  { type, whole }: Deed,
  state: MatterState | undefined,
): string {
  if (type === 'case.prioritise' && whole?.['on'] === false) return words('matter.do-unprioritise')
  if (type === 'case.prioritise.accept' && state?.kind === 'case') {
    const proposal = state.proposals.find(({ act }) => act === whole?.['to'])
    return words(proposal?.on === false ? 'matter.do-accept-unpriority' : 'matter.do-accept-priority')
  }
  const own = `do.${type}`
  return words.knows('matter', own) ? words.term('matter', own) : words.term('act', type)
}
