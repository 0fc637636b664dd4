import type { KillFigures } from './trial.ts'

export function inWords(figures: KillFigures): string {
  const {
    acknowledged,
    acts,
    exhibits,
    heads,
    kills,
    looks,
    matters,
    orphans,
    received,
    restarts,
    seconds,
    seed,
    worstRestartMs,
  } = figures
  return (
    `kill: seed ${seed}: ${kills} kills, ${restarts} restarts (the worst ${worstRestartMs} ms), ${looks} looks at dead folders; ` +
    `${acknowledged} acts acknowledged (${received} received) of ${acts}, ${heads} heads, ${matters} matters, ${exhibits} exhibits whole on both sides (${orphans} sealed and never named); ` +
    `none lost, doubled or forked; ${seconds} s`
  )
}

/** The moments of a kill are drawn from the seed; what they meet is up to the machine. */
export function replayCommand(kills: number, seed: number): string {
  return `npm run kill -- --kills ${kills} --seed ${seed}`
}
