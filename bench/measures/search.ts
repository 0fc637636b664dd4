import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, figure, median, quantile } from '../figures.ts'
import { Remote } from '../remote.ts'
import type { FindReport, SearchCommands } from '../search-process.ts'
import { EVERYWHERE, QUERIES } from '../texts.ts'
import { type Flat, flatFigures } from './flat.ts'
import type { Measure, MeasureOptions } from './measure.ts'

const PROCESS = new URL('../search-process.ts', import.meta.url)
const SAY_EVERY = 100_000
const MB = 1e6

/** Whether a word is found as quickly in a million texts as in a thousand, and what it costs to put them in. */
export const search: Measure = {
  name: 'search',
  what: 'full-text search of the private side as texts grow in number, and putting them in',
  async run(options) {
    const folder = await mkdtemp(join(tmpdir(), 'entente-bench-search-'))
    const process = new Remote<SearchCommands>(PROCESS, [folder])
    try {
      const figures: Figure[] = []
      const flat: Flat[] = []
      let from = 0
      for (const to of options.quick ? [1_000, 20_000] : [1_000, 100_000, 1_000_000]) {
        figures.push(...(await fill(process, folder, from, to, options)))
        figures.push(...(await findAt(process, to, flat, options)))
        from = to
      }
      return [...figures, ...flatFigures(flat)]
    } finally {
      await process.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function fill(
  process: Remote<SearchCommands>,
  folder: string,
  from: number,
  to: number,
  { say }: MeasureOptions,
): Promise<Figure[]> {
  const batchMs: number[] = []
  const batchWorkMs: number[] = []
  let seconds = 0
  let workSeconds = 0
  for (let at = from; at < to; at += SAY_EVERY) {
    const upTo = Math.min(to, at + SAY_EVERY)
    const report = await process.ask('fill', { from: at, to: upTo })
    batchMs.push(...report.batchMs)
    batchWorkMs.push(...report.batchWorkMs)
    seconds += report.tookSeconds
    workSeconds += report.workSeconds
    say(`${upTo.toLocaleString('en')} texts, the last ${Math.round((upTo - at) / report.tookSeconds)}/s`)
  }
  const title = `from ${from.toLocaleString('en')} to ${to.toLocaleString('en')} texts`
  const sizes = await Promise.all(
    ['search.sqlite', 'search.sqlite-wal'].map((name) => stat(join(folder, name))),
  )
  const size = sizes.reduce((sum, one) => sum + one.size, 0)
  return [
    figure(`${title}: put in`, (to - from) / seconds, 'texts/s'),
    figure(`${title}: processor time per text`, (workSeconds / (to - from)) * 1e6, 'µs'),
    figure(`${title}: pause of a batch, p99`, quantile(batchMs, 0.99), 'ms'),
    figure(`${title}: longest pause`, quantile(batchMs, 1), 'ms'),
    figure(`${title}: longest at work in one`, quantile(batchWorkMs, 1), 'ms'),
    figure(`at ${to.toLocaleString('en')} texts: disk per text`, size / to, 'bytes'),
    figure(`at ${to.toLocaleString('en')} texts: memory`, (await process.ask('rss', null)) / MB, 'MB'),
  ]
}

async function findAt(
  process: Remote<SearchCommands>,
  texts: number,
  flat: Flat[],
  { quick, say }: MeasureOptions,
): Promise<Figure[]> {
  say(`searching in ${texts.toLocaleString('en')} texts`)
  const figures: Figure[] = []
  const samples = quick ? 100 : 300
  const asked = [
    ...Object.entries(QUERIES).map(([name, query]) => ({ name, query, isDeep: false })),
    { name: 'a word in every text, pages further down', query: EVERYWHERE, isDeep: true },
  ]
  for (const { name, query, isDeep } of asked) {
    await process.ask('find', { query, isDeep, samples: 20 })
    const report = await process.ask('find', { query, isDeep, samples })
    say(`${name} (${query}): ${report.hits} hits, shown by page ${report.pages}`)
    flat.push({ name, size: texts, ms: report.ms })
    figures.push(...figuresOf(`at ${texts.toLocaleString('en')} texts: ${name}`, report))
  }
  return figures
}

function figuresOf(title: string, { ms, bareMs }: FindReport): Figure[] {
  const name = 'a page of such rows read bare'
  return [
    figure(`${title}, median`, median(ms), 'ms', { value: median(bareMs), name }),
    figure(`${title}, p99`, quantile(ms, 0.99), 'ms', { value: quantile(bareMs, 0.99), name }),
  ]
}
