import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  type ArgumentsOf,
  type OperationName,
  type ResultOf,
  initNode,
  perform,
  requireEmpty,
} from '../../app/index.ts'
import { resultOf } from '../refused.ts'
import { demoExhibit, demoReply } from './form.ts'
import { type DemoParty, demoCharter, demoParties } from './parties.ts'
import { type RunningNode, freePorts, startProcess } from './processes.ts'

/** One node of the demonstration, running in a process of its own. */
export interface StagedNode {
  readonly party: DemoParty
  readonly dir: string
  readonly port: number
  readonly process: RunningNode
  /** One operation of this node, over its control socket. Throws Refused. */
  ask<N extends OperationName>(op: N, args: ArgumentsOf<N>): Promise<ResultOf<N>>
}

export interface Stage {
  readonly dir: string
  /** Where cards, charter, founding files, exhibits and exports stand. */
  readonly files: string
  readonly us: StagedNode
  readonly cn: StagedNode
}

/** The folder of a demonstration. Throws AppError `folder-not-empty`. */
export async function prepareFolder(given: string | undefined): Promise<string> {
  if (given === undefined) return mkdtemp(join(tmpdir(), 'entente-demo-'))
  const dir = resolve(given)
  await requireEmpty(dir)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  return dir
}

/** What holds the processes of a demonstration together, so that whoever ends it early finds all. */
export interface Troupe {
  readonly running: RunningNode[]
  /** Told of each node that is up. */
  readonly up: (node: RunningNode) => void
  /** Once aborted nothing more is started or asked. */
  readonly signal: AbortSignal
}

/** Makes both nodes and starts them. */
export async function setStage(dir: string, troupe: Troupe): Promise<Stage> {
  const files = join(dir, 'files')
  await mkdir(files, { recursive: true })
  await writeFile(join(files, 'charter.txt'), demoCharter)
  await writeFile(join(files, demoExhibit.name), demoExhibit.text)
  await writeFile(join(files, demoReply.name), demoReply.text)
  const ports = await freePorts()
  const [us, cn] = await Promise.all(
    demoParties.map((party, i) => startNode(dir, party, ports[i] ?? 0, troupe)),
  )
  if (us === undefined || cn === undefined) throw new TypeError('the demonstration has two parties')
  return { dir, files, us, cn }
}

async function startNode(
  dir: string,
  party: DemoParty,
  port: number,
  { running, signal, up }: Troupe,
): Promise<StagedNode> {
  const own = join(dir, party.id)
  await initNode(own, party.id, party.name, `https://127.0.0.1:${port}`, { demo: true })
  signal.throwIfAborted()
  const process = await startProcess(own, (node) => running.push(node))
  up(process)
  return {
    party,
    dir: own,
    port,
    process,
    ask: (op, args) => {
      signal.throwIfAborted()
      return ask(own, op, args)
    },
  }
}

async function ask<N extends OperationName>(dir: string, op: N, args: ArgumentsOf<N>): Promise<ResultOf<N>> {
  return resultOf<ResultOf<N>>(await perform(dir, op, args, {}))
}
