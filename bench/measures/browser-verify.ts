import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launchBrowser } from '../../tests/browser/launch.ts'
import { serveVerifyPage } from '../../tests/browser/verify-page.ts'
import { type Figure, figure } from '../figures.ts'
import { Pair } from '../pair.ts'
import { Remote } from '../remote.ts'
import type { VerifyCommands } from '../verify-process.ts'
import type { Measure } from './measure.ts'

const PROCESS = new URL('../verify-process.ts', import.meta.url)
/** A browser makes as many workers as the machine has cores; the limit is measured on as many threads. */
const THREADS = 2
const IN_FLIGHT = 6_000
const FILL_SECONDS_MAX = 600
/** A browser that hangs ends the measurement. */
const PAGE_LIMIT_MS = 600_000

interface Run {
  readonly seconds: number
  readonly report: { readonly verified: { readonly findingCount: number } }
}

/** How fast a page verifies a carried file, beside a node on the same machine. */
export const browserVerify: Measure = {
  name: 'browser-verify',
  what: 'verification of a carried file in a browser',
  async run({ quick, say }) {
    const pair = await Pair.start()
    try {
      const acts = quick ? 10_000 : 100_000
      say(`${acts.toLocaleString('en')} acts`)
      const channel = await pair.found()
      const load = { acts, inFlight: Math.min(IN_FLIGHT, acts), seconds: FILL_SECONDS_MAX }
      await pair.node('author').ask('load', { channel, load })
      const path = await pair.exported(channel)
      say('verifying the file on a node, then in a browser')
      const onNode = await verifiedByNode(path)
      const seconds = await verifiedByPage(path)
      return figuresOf(onNode.leaves, seconds, onNode.tookSeconds)
    } finally {
      await pair.dispose()
    }
  },
}

async function verifiedByNode(path: string): Promise<{ leaves: number; tookSeconds: number }> {
  const process = new Remote<VerifyCommands>(PROCESS, [])
  try {
    return await process.ask('verify', { path, threads: THREADS })
  } finally {
    await process.stop()
  }
}

/** Seconds from the page's call to its report, with the time that its workers take to start. */
async function verifiedByPage(path: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'entente-bench-page-'))
  const served = await serveVerifyPage(folder)
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(PAGE_LIMIT_MS)
    await page.goto(served.origin)
    await page.setInputFiles('input', path)
    const { report, seconds }: Run = await page.evaluate('trial.verifyFile()')
    if (report.verified.findingCount > 0) throw new Error('The page found the record wrong.')
    return seconds
  } finally {
    await browser.close()
    await served.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function figuresOf(leaves: number, seconds: number, nodeSeconds: number): Figure[] {
  const beside = { value: leaves / nodeSeconds, name: `a node on ${THREADS} threads` }
  return [figure('verification in a browser', leaves / seconds, 'acts/s', beside)]
}
