/** `npm run kill -- --kills N [--seed S]`: as many kills as wanted, in rounds on new folders. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inWords, replayCommand } from './report.ts'
import { runKills } from './trial.ts'

/** Kills in one round: long enough for thousands of acts, short enough that a failure can be looked at. */
const ROUND_KILLS = 250

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '2000' }, seed: { type: 'string' } },
})
const wanted = Number(values.kills)
let seed = Number(values.seed ?? Date.now() % 1_000_000)
if (!Number.isSafeInteger(wanted) || wanted < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run kill -- --kills N [--seed S], both whole numbers')
  process.exit(2)
}
let done = 0
while (done < wanted) {
  const kills = Math.min(ROUND_KILLS, wanted - done)
  const dir = await mkdtemp(join(tmpdir(), 'entente-kills-'))
  try {
    const figures = await runKills({ dir, kills, seed })
    console.log(inWords(figures))
    done += figures.kills
    await rm(dir, { recursive: true, force: true })
  } catch (cause) {
    console.error(cause)
    console.error(`kill: failed; the folders are kept in ${dir}; again with: ${replayCommand(kills, seed)}`)
    process.exit(1)
  }
  seed += 1
}
console.log(`kill: ${done} kills in all, nothing lost, doubled or forked`)
