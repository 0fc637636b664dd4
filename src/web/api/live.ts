import type { QueryClient } from '@tanstack/react-query'
import { addressOf } from './client.ts'
import { after, now, sinceAskedMs } from '../effects/clock.ts'
import { onNetwork } from '../effects/network.ts'

/** What the node hints at: ids, never content. */
interface Hint {
  readonly channel: string | null
  readonly matters: readonly string[]
  readonly what: string
}

export type Liveness =
  { readonly state: 'connecting' | 'live' } | { readonly state: 'lost'; readonly sinceMs: number }

/** Hints that come together are answered by one look. */
const GATHER_MS = 60
const RETRY_MS = 2_000
/** Without a word for so long the connection is dead, whatever the browser believes: the node says something every 15 s. */
const SILENCE_MS = 40_000
/** What changed since this page was asked for is heard of; the node goes back no further than this. */
const PAST_MAX_MS = 60_000
/** Until the node hears who listens. Where it took longer, all that is shown is asked for again. */
const OPENS_WITHIN_MS = 10_000
/** A connection may be neither taken nor refused: some networks drop what they do not let through. It is given up then. */
const OPENING_MAX_MS = 30_000

/**
 * Keeps what is shown true: follows the node's events, asks again for what changed, and says when it cannot.
 * Gives what stops it.
 */
export function followLive(client: QueryClient, tell: (liveness: Liveness) => void): () => void {
  let source: EventSource | undefined
  let stopped = false
  const look = looker(client)
  let lostSinceMs: number | undefined
  let openedMs = 0
  let [watch, retry] = [(): void => undefined, (): void => undefined]

  const heard = (): void => {
    watch()
    watch = after(SILENCE_MS, lost)
  }
  const opened = (): void => {
    heard()
    tell({ state: 'live' })
    // What changed while nobody listened.
    const isLate = sinceAskedMs() - openedMs > OPENS_WITHIN_MS
    if (lostSinceMs !== undefined || isLate) void client.invalidateQueries()
    lostSinceMs = undefined
  }
  const lost = (): void => {
    watch()
    source?.close()
    if (stopped) return
    lostSinceMs ??= now()
    tell({ state: 'lost', sinceMs: lostSinceMs })
    // A browser does not say why: perhaps nobody is signed in any more.
    void client.refetchQueries({ queryKey: ['me.get'] }, { cancelRefetch: false })
    retry()
    retry = after(RETRY_MS, open)
  }
  const hinted = (event: MessageEvent<string>): void => {
    heard()
    look(JSON.parse(event.data) as Hint)
  }
  const open = (): void => {
    if (stopped) return
    source?.close()
    retry()
    watch()
    watch = after(OPENING_MAX_MS, lost)
    openedMs = sinceAskedMs()
    // What was answered before the node knew this listener may have changed in between.
    const past = Math.min(openedMs + OPENS_WITHIN_MS, PAST_MAX_MS)
    source = new EventSource(addressOf('events.stream', { query: { past } }))
    source.addEventListener('open', opened)
    source.addEventListener('error', lost)
    source.addEventListener('hint', hinted)
    source.addEventListener('reset', () => void client.invalidateQueries())
    source.addEventListener('beat', heard)
  }
  tell({ state: 'connecting' })
  open()
  const ignoreNetwork = onNetwork({ gone: lost, back: open })
  return () => {
    stopped = true
    ignoreNetwork()
    watch()
    retry()
    source?.close()
  }
}

/** Asks again for what hints concern. */
function looker(client: QueryClient): (hint: Hint) => void {
  let hints: Hint[] = []
  const look = (): void => {
    const gathered = hints
    hints = []
    void client.invalidateQueries({
      predicate: ({ queryKey }) => gathered.some((hint) => concerns(hint, queryKey)),
    })
  }
  return (hint) => {
    if (hints.length === 0) after(GATHER_MS, look)
    hints.push(hint)
  }
}

/** Whether what a query asked may have changed: one of its matter, or a list of its channel. */
function concerns({ channel, matters, what }: Hint, key: readonly unknown[]): boolean {
  const [id, given] = key
  if (typeof id !== 'string') return false
  if (what === 'notice') return id.startsWith('notices.')
  const params: { channel?: unknown; matter?: unknown } =
    typeof given === 'object' && given !== null && 'params' in given && typeof given.params === 'object'
      ? (given.params ?? {})
      : {}
  if (channel !== null && params.channel !== undefined && params.channel !== channel) return false
  return (
    params.matter === undefined || matters.length === 0 || matters.some((matter) => matter === params.matter)
  )
}
