/** Where this tab was before it went to the party’s own provider; it is back within minutes. */
const PLACE = 'entente-place'
const WAY = 'entente-way'

export type WayIn = 'passkey' | 'password' | 'link' | 'seal'

export function keepPlace(): void {
  try {
    sessionStorage.setItem(PLACE, location.pathname + location.search)
  } catch {
    // A browser that keeps nothing comes back to the first screen.
  }
}

/** What was kept, this once; never an address of another site. */
export function takePlace(): string | undefined {
  try {
    const place = sessionStorage.getItem(PLACE) ?? ''
    sessionStorage.removeItem(PLACE)
    return /^\/(?![/\\])/.test(place) ? place : undefined
  } catch {
    return undefined
  }
}

/** Whoever types a password here each morning finds the fields open. Nothing of who they are is kept. */
export function keepWay(way: 'password' | undefined): void {
  try {
    if (way === undefined) localStorage.removeItem(WAY)
    else localStorage.setItem(WAY, way)
  } catch {
    // One press more next time.
  }
}

export function recallWay(): 'password' | undefined {
  try {
    return localStorage.getItem(WAY) === 'password' ? 'password' : undefined
  } catch {
    return undefined
  }
}
