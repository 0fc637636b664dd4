import { useQueryClient } from '@tanstack/react-query'
import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { after } from '../effects/clock.ts'
import { Journal } from '../effects/journal.ts'
import { useReader } from '../look/reader.tsx'
import { useSession } from '../shell/session.tsx'
import type { DraftContent, DraftInfo } from './content.ts'
import type { FaultBook } from './fault-book.ts'
import { DraftHold } from './hold.ts'
import type { Keeping } from './keeping.ts'
import { drawPlace, openDraft } from './open-draft.ts'

export interface DraftAsked {
  readonly channel: string
  /** The draft's id, or one of this browser's; null for one that begins now. */
  readonly place: string | null
  /** What a new one begins with. Not kept until something is typed. */
  readonly start: () => DraftContent
}

/** `hold` is undefined while it is being opened; `missing`: neither node nor browser has it. */
export interface Drafting {
  readonly hold: DraftHold | undefined
  readonly fault: unknown
  readonly missing: boolean
}

const OPENING: Drafting = { hold: undefined, fault: undefined, missing: false }

/** The browser's own notebook of what the node has not confirmed. */
export function useJournal(): Journal<DraftContent> {
  const [journal] = useState(() => new Journal<DraftContent>())
  return journal
}

/**
 * A draft in which every keystroke is kept: in this browser at once, on the node a moment later. It survives the page, the
 * browser, the node's absence and the end of the session.
 */
export function useDraft({ channel, place, start }: DraftAsked): Drafting {
  const { may, user } = useReader()
  const mayKeep = may('draft')
  const journal = useJournal()
  const client = useQueryClient()
  const [drafting, setDrafting] = useState<Drafting>(OPENING)
  const onSignedOut = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['me.get'] })
  }, [client])
  const open = useEffectEvent(async (isStill: () => boolean): Promise<void> => {
    const { hold } = drafting
    if (hold !== undefined && place !== null && hold.isAt(place)) return
    hold?.leave()
    const needs = { journal, user, channel, mayKeep, onSignedOut }
    if (place === null)
      return setDrafting({ ...OPENING, hold: new DraftHold(needs, { place: drawPlace(), content: start() }) })
    setDrafting(OPENING)
    try {
      const found = await openDraft(needs, place)
      if (!isStill()) return
      setDrafting(
        found === undefined
          ? { ...OPENING, missing: true }
          : { ...OPENING, hold: new DraftHold(needs, found) },
      )
    } catch (cause) {
      if (isStill()) setDrafting({ ...OPENING, fault: cause })
    }
  })
  useEffect(() => {
    let isWanted = true
    const cancel = after(0, () => void open(() => isWanted))
    return () => {
      isWanted = false
      cancel()
    }
  }, [place, user])
  const { hold } = drafting
  useEffect(() => () => hold?.leave(), [hold])
  useAwake(hold)
  return drafting
}

/** What waits is tried whenever there is reason to hope, and sent on when the page is left. */
function useAwake(hold: DraftHold | undefined): void {
  const { liveness, me } = useSession()
  // A new session of the same person: what waited for it goes on.
  useEffect(() => hold?.wake(), [hold, me.credential])
  const isLive = liveness.state === 'live'
  useEffect(() => {
    if (isLive) hold?.wake()
  }, [hold, isLive])
  useEffect(() => {
    if (hold === undefined) return
    const seen = (): void => {
      if (document.visibilityState === 'visible') hold.wake()
      else void hold.flush().catch(() => undefined)
    }
    const online = (): void => hold.wake()
    document.addEventListener('visibilitychange', seen)
    window.addEventListener('online', online)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      window.removeEventListener('online', online)
    }
  }, [hold])
}

interface Form {
  readonly hold: DraftHold
  readonly book: FaultBook
  /** Nothing may be changed: it waits for approval, or is on the record. */
  readonly isLocked: boolean
}
const FormContext = createContext<Form | undefined>(undefined)

/** Hands a draft and what is wrong with it to the fields inside. */
export function WithForm({
  hold,
  book,
  isLocked,
  children,
}: Form & { readonly children: ReactNode }): ReactNode {
  const form = useMemo(() => ({ hold, book, isLocked }), [hold, book, isLocked])
  return <FormContext value={form}>{children}</FormContext>
}

export function useForm(): Form {
  const form = use(FormContext)
  if (form === undefined) throw new TypeError('A field is shown outside WithForm.')
  return form
}

/** What stands at a field; drawn again only when that changes. */
export function useAt(field: string): unknown {
  const { hold } = useForm()
  return useSyncExternalStore(hold.subscribe, () => hold.at(field))
}

export function useTextAt(field: string): string {
  const value = useAt(field)
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

export const useContent = (hold: DraftHold): DraftContent =>
  useSyncExternalStore(hold.subscribe, hold.content)
export const useKeeping = (hold: DraftHold): Keeping => useSyncExternalStore(hold.subscribe, hold.keeping)
export const useInfo = (hold: DraftHold): DraftInfo | undefined =>
  useSyncExternalStore(hold.subscribe, hold.info)
export const usePlace = (hold: DraftHold): string => useSyncExternalStore(hold.subscribe, hold.place)
export const useChannel = (hold: DraftHold): string => useSyncExternalStore(hold.subscribe, hold.channel)
