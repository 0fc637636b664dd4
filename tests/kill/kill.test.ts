import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inWords, replayCommand } from './report.ts'
import { runKills } from './trial.ts'

const KILLS = 200
let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-kills-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('two nodes under load that are killed at random moments', () => {
  it(`lose nothing, double nothing and fork nothing in ${KILLS} kills`, async () => {
    const seed = Date.now() % 1_000_000
    const figures = await runKills({ dir, kills: KILLS, seed }).catch((cause: unknown) => {
      throw new Error(`again with: ${replayCommand(KILLS, seed)}`, { cause })
    })
    console.log(inWords(figures))
    expect(figures.kills).toBeGreaterThanOrEqual(KILLS)
    expect(figures.restarts).toBeGreaterThanOrEqual(KILLS)
    // A trial in which nothing was going on proves nothing.
    expect(figures.acknowledged).toBeGreaterThan(KILLS)
    expect(figures.received).toBeGreaterThan(KILLS)
    expect(figures.exhibits).toBeGreaterThan(0)
    expect(figures.heads).toBeGreaterThan(KILLS)
  }, 1_300_000)
})
