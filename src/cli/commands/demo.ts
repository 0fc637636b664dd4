import { join, relative } from 'node:path'
import { systemClock } from '../../app/index.ts'
import { type Translator, instantText } from '../../words/index.ts'
import type { Command, Context, Outcome } from '../command.ts'
import { type Checked, exportAndVerify } from '../demo/check.ts'
import { type DemoDesk, playDesk, seatPeople } from '../demo/desk-play.ts'
import { becauseFallen, type Fallen, fallenLines, fallenOf } from '../demo/fallen.ts'
import { demoExhibit, demoReply } from '../demo/form.ts'
import { type Founded, foundChannel } from '../demo/founding.ts'
import { checkExhibit, requestOf } from '../demo/input.ts'
import { demoParties } from '../demo/parties.ts'
import { picture } from '../demo/picture.ts'
import {
  type Played,
  atRest,
  exhibitsChecked,
  isComplete,
  marksHead,
  playStep,
  stepLines,
  toldLines,
} from '../demo/play.ts'
import type { RunningNode } from '../demo/processes.ts'
import { type Stage, type Troupe, prepareFolder, setStage } from '../demo/stage.ts'
import { type DemoRequest, openingStep, stepsAfter } from '../demo/story.ts'
import { durationText } from '../act-text.ts'
import { table, wrapped } from '../text.ts'
import { typed } from '../typed.ts'

/** Two nodes, one signed record, one request answered: the first thing that a newcomer runs. */
export const demo: Command = {
  name: 'demo',
  usage: '',
  options: { dir: { value: 'D' }, once: {}, request: { value: 'FILE' }, exhibit: { value: 'FILE' } },
  async run(context) {
    const { given, words } = context
    // All input is checked before anything is made or started.
    const request = await requestOf(words, given.text('request'), systemClock.now())
    const exhibit = given.text('exhibit')
    if (exhibit !== undefined) await checkExhibit(words, exhibit)
    const dir = await prepareFolder(given.text('dir'))
    const ending = new AbortController()
    const { promise: fallen, resolve: fell } = Promise.withResolvers<Fallen>()
    const up = (node: RunningNode): void => void fallenOf(node).then(fell)
    const troupe: Troupe = { running: [], up, signal: ending.signal }
    const signalled = untilSignalled()
    const story = tell(context, dir, troupe, request, exhibit)
    const told = story.catch((cause: unknown) => becauseFallen(cause, fallen))
    try {
      const ended = await Promise.race([told, signalled, fallen])
      if (ended !== undefined && 'party' in ended) return brokenOff(context, ended)
      if (ended === undefined) return stopped(words('demo.interrupted'))
      if (!given.flag('once')) stayUp(context, dir, ended)
      context.say()
      for (const line of wrapped(words('demo.folder', { dir }), context.width)) context.say(line)
      if (given.flag('once')) return ended
      const first = await Promise.race([signalled, fallen])
      if (first !== undefined) return brokenOff(context, first)
      context.say()
      context.say(words('demo.ending'))
      return { ...ended, lines: [] }
    } finally {
      ending.abort()
      await stopAll(troupe)
      // Between the two a node may have been on its way up.
      await story.catch(() => undefined)
      await stopAll(troupe)
    }
  },
}

async function stopAll({ running }: Troupe): Promise<void> {
  await Promise.all(running.map((node) => node.stop()))
}

/** The whole story, line by line. */
async function tell(
  context: Context,
  dir: string,
  troupe: Troupe,
  request: DemoRequest,
  exhibit: string | undefined,
): Promise<Outcome> {
  const { words, width, say } = context
  const startMs = systemClock.monotonic()
  say(words('demo.title'))
  for (const line of wrapped(words('demo.what'), width)) say(line)
  say()
  const stage = await setStage(dir, troupe)
  for (const line of pictureOf(context, stage)) say(line)
  say()
  const founded = await foundChannel(stage)
  for (const line of foundingLines(context, founded)) say(line)
  say()
  const played = await play(context, stage, founded, request, exhibit ?? join(stage.files, demoExhibit.name))
  say()
  const desks = await playDesks(context, stage, founded.channel, played)
  say()
  const rested = await atRest(stage, founded.channel)
  const checked = await exportAndVerify(stage, founded.channel)
  for (const line of checkLines(context, stage, checked)) say(line)
  const good = founded.agree && rested && checked.good && played.every(isComplete)
  const took = durationText(words, systemClock.monotonic() - startMs)
  const verdict = good ? words('demo.verdict.good', { time: took }) : words('demo.verdict.wrong')
  say()
  for (const line of wrapped(verdict, width)) say(line)
  const result = { ...resultOf(dir, founded, played, checked, good), ...desks }
  return { exit: good ? 0 : 1, result, lines: [] }
}

function pictureOf({ words, width }: Context, { us, cn }: Stage): string[] {
  const [left, right] = [us, cn].map(({ party, port, process }) => ({
    title: party.id,
    rows: [
      party.name,
      `https://127.0.0.1:${port}`,
      words('demo.picture.process', { pid: String(process.pid) }),
    ],
  }))
  return left === undefined || right === undefined ? [] : picture(words, left, right, width)
}

function foundingLines({ words, width }: Context, { channel, words: read, agree }: Founded): string[] {
  const lines = [
    ...wrapped(words('demo.founding'), width, '1  '),
    ...wrapped(words('demo.read-aloud'), width, '  '),
  ]
  for (const { id } of demoParties) lines.push(...wrapped(read[id].join(' '), width, `  ${id}  `))
  lines.push(
    ...wrapped(
      agree ? words('demo.agree', { channel: channel.slice(0, 12) }) : words('demo.disagree'),
      width,
      '  ',
    ),
  )
  return lines
}

async function play(
  context: Context,
  stage: Stage,
  founded: Founded,
  request: DemoRequest,
  exhibit: string,
): Promise<Played[]> {
  const { words, width, say } = context
  for (const line of wrapped(words('demo.request'), width, '2  ')) say(line)
  say(marksHead(words, width))
  const nowMs = systemClock.now()
  const played: Played[] = []
  for (const step of [
    openingStep(request, [exhibit]),
    ...stepsAfter(nowMs, join(stage.files, demoReply.name)),
  ]) {
    const done = await playStep(stage, founded.channel, step, played)
    played.push(done)
    for (const line of stepLines(words, done, width)) say(line)
    if (step.type === 'request.open') for (const line of dueLines(context, request)) say(line)
    if (step.exhibits.length > 0 && (await exhibitsChecked(stage, founded.channel, done.act.matter)))
      say(`  ${step.by === 'us' ? 'cn' : 'us'}  ${words('demo.step.exhibit')}`)
  }
  for (const line of wrapped(words('demo.marks'), width, '  ')) say(line)
  return played
}

interface Desks {
  readonly desk: readonly Played['act'][]
  readonly people: readonly DemoDesk[]
}

/** The daily work of both desks, the work that waits there, and who may sign in to do it. */
async function playDesks(
  { words, width, say }: Context,
  stage: Stage,
  channel: string,
  played: readonly Played[],
): Promise<Desks> {
  const tell = (lines: readonly string[]): void => lines.forEach((line) => say(line))
  tell(wrapped(words('demo.desk'), width, '3  '))
  const deskPlayed = await playDesk(stage, channel, played[0]?.act.id ?? '', {
    step: (done) => tell(toldLines(words, done, width)),
    machine: () => tell(wrapped(words('demo.desk.machine'), width, '  cn  ')),
    waiting: () => tell(wrapped(words('demo.desk.waiting'), width, '  ')),
  })
  return { desk: deskPlayed.map(({ act }) => act), people: await seatPeople(stage, deskPlayed) }
}

/** The instant at which the first clock runs out, in the time of both capitals. */
function dueLines({ words, width }: Context, { data }: DemoRequest): string[] {
  const due = data['acknowledgeBy']
  if (typeof due !== 'string') return []
  const zones = demoParties.map(({ zone }) => zone)
  const at = instantText(Date.parse(due), zones, words.language)
  return wrapped(words('demo.due', { at }), width, '      ')
}

function checkLines({ words, width }: Context, stage: Stage, { exports, good }: Checked): string[] {
  const lines = [...wrapped(words('demo.check'), width, '4  ')]
  for (const { id } of demoParties) {
    const { told, path, bytes } = exports[id]
    const { verified } = told
    const kilobytes = Math.ceil(bytes / 1_000)
    const file = relative(stage.dir, path)
    lines.push(
      `  ${file}  ${words(verified.findingCount === 0 ? 'demo.file-good' : 'demo.file-wrong', { kilobytes })}`,
    )
    if (verified.kind === 'record' && id === 'us')
      for (const feed of verified.feeds)
        lines.push(
          `    ${words('verify.feed', { party: feed.party, count: feed.size, root: feed.root?.slice(0, 16) ?? '–' })}`,
        )
  }
  lines.push(...wrapped(good ? words('demo.same-roots') : words('demo.other-roots'), width, '  '))
  return lines
}

/** Where to look while both nodes run. */
function stayUp({ words, width, say }: Context, dir: string, { result }: Outcome): void {
  const channel = channelIn(result)
  say()
  for (const line of wrapped(words('demo.people'), width)) say(line)
  for (const line of linkLines(words, result)) say(line)
  say()
  for (const line of wrapped(words('demo.stay'), width)) say(line)
  const files = (name: string): string => join(dir, 'files', name)
  const cards = demoParties.flatMap(({ id }) => ['--card', files(`${id}.card`)])
  say(`  ${typed('show', join(dir, 'us'), channel)}`)
  say(`  ${typed('doctor', join(dir, 'cn'))}`)
  say(`  ${typed('verify', files('us-record.tar'), ...cards)}`)
}

/** Whole, however narrow the screen: a link that is cut opens nothing. */
function linkLines(words: Translator, result: unknown): string[] {
  const people = linksIn(result)
  const rows = people.flatMap(({ party, links }) =>
    links.map(({ kind, url }, i) => [i === 0 ? party : '', words.term('seat', kind), url]),
  )
  return table(rows, Number.MAX_SAFE_INTEGER)
}

/** The result is this command's own, made above. */
function linksIn(result: unknown): readonly DemoDesk[] {
  return (result as Partial<Desks>).people ?? []
}

function channelIn(result: unknown): string {
  return typeof result === 'object' && result !== null && 'channel' in result
    ? String(result.channel).slice(0, 8)
    : ''
}

function resultOf(
  dir: string,
  { channel, words, agree }: Founded,
  played: readonly Played[],
  checked: Checked,
  good: boolean,
): Readonly<Record<string, unknown>> {
  return {
    good,
    dir,
    channel,
    fingerprint: { ...words, agree },
    steps: played.map(({ act }) => act),
    exports: demoParties.map(({ id }) => ({
      party: id,
      file: checked.exports[id].path,
      bytes: checked.exports[id].bytes,
    })),
    sameRoots: checked.good,
  }
}

/** One node is gone: the other alone shows nothing. */
function brokenOff(context: Context, fallen: Fallen): Outcome {
  context.say()
  for (const line of fallenLines(context, fallen)) context.say(line)
  context.say(context.words('demo.fallen.other'))
  return { exit: 1, result: { good: false, fallen }, lines: [] }
}

function stopped(line: string): Outcome {
  return { exit: 3, result: { good: false, interrupted: true }, lines: ['', line] }
}

/** Resolves at the first signal to end; the next one ends the process at once. */
function untilSignalled(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve(undefined))
  })
}
