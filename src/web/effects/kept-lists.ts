/** What this browser remembers of how its reader moves about: ids alone, and never a word of what they lead to. */
const RECENT_KEY = 'entente-recent'
const LETTERS_KEY = 'entente-letters'
const RECENT_MAX = 8
const ID = /^[0-9a-f]{64}$/

export interface RecentMatter {
  readonly channel: string
  readonly id: string
}

/** The matters opened last, the newest first. */
export function recentMatters(): readonly RecentMatter[] {
  const kept = read(RECENT_KEY)
  if (!Array.isArray(kept)) return []
  return kept
    .flatMap((one: unknown): RecentMatter[] => {
      const [channel, id]: unknown[] = Array.isArray(one) ? one : []
      return isId(channel) && isId(id) ? [{ channel, id }] : []
    })
    .slice(0, RECENT_MAX)
}

export function keepRecent({ channel, id }: RecentMatter): void {
  const others = recentMatters().filter((one) => one.id !== id || one.channel !== channel)
  keep(
    RECENT_KEY,
    [{ channel, id }, ...others].slice(0, RECENT_MAX).map((one) => [one.channel, one.id]),
  )
}

/** Whoever signs out leaves no trace of what they had open. */
export function forgetRecent(): void {
  keep(RECENT_KEY, [])
}

/** Whether single letters drive the lists. */
export const hasLetters = (): boolean => read(LETTERS_KEY) !== false

export const keepLetters = (isOn: boolean): void => keep(LETTERS_KEY, isOn)

const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // A browser may be told to keep nothing; the screens work all the same.
  }
}
