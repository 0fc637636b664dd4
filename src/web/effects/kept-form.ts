/** A form under way in this tab: outlives a reload and a lost session, and is gone with the tab. */
export function recallForm<Typed>(name: string): Typed | undefined {
  try {
    const kept = sessionStorage.getItem(name)
    return kept === null ? undefined : (JSON.parse(kept) as Typed)
  } catch {
    return undefined
  }
}

/** Undefined: it is done with. */
export function keepForm(name: string, typed: unknown): void {
  try {
    if (typed === undefined) sessionStorage.removeItem(name)
    else sessionStorage.setItem(name, JSON.stringify(typed))
  } catch {
    // A browser may be told to keep nothing; the form then lasts as long as its page.
  }
}
