/** One line of the node's log: an event's code and plain facts. Never bodies, names or keys. */
export type Log = (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void

/** Writes JSON lines to standard error. */
export function jsonLog(now: () => number): Log {
  return (event, facts) => {
    process.stderr.write(`${JSON.stringify({ at: new Date(now()).toISOString(), event, ...facts })}\n`)
  }
}
