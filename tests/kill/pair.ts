import { join } from 'node:path'
import { formatFounding, initNode, openNode, parseFounding } from '../../src/app/index.ts'
import { parseCard, type ChannelId } from '../../src/record/index.ts'
import { freePort } from '../free-port.ts'

/** Two node folders on this machine that have founded one channel; no process holds them. */
export interface Pair {
  readonly us: string
  readonly cn: string
  readonly channel: ChannelId
}

interface PairOptions {
  /** False for a party that nobody can call. */
  readonly usReachable?: boolean
  readonly cnReachable?: boolean
}

/** Makes both folders below `dir`, each with a port that was free a moment ago, and founds the channel. */
export async function foundPair(dir: string, options: PairOptions = {}): Promise<Pair> {
  const [us, cn] = [join(dir, 'us'), join(dir, 'cn')]
  await initNode(us, 'us', 'Party us', await urlFor(options.usReachable))
  await initNode(cn, 'cn', 'Party cn', await urlFor(options.cnReachable))
  const [ours, theirs] = [await openNode(us, {}, silent), await openNode(cn, {}, silent)]
  try {
    const proposed = await theirs.node.propose([parseCard(ours.node.encodedCard())], Buffer.from('charter'))
    const agreed = await ours.node.accept(parseFounding(formatFounding(proposed)))
    await theirs.node.open(parseFounding(formatFounding(agreed)))
    return { us, cn, channel: agreed.id }
  } finally {
    await ours.stop()
    await theirs.stop()
  }
}

async function urlFor(reachable: boolean | undefined): Promise<string> {
  return reachable === false ? '' : `https://127.0.0.1:${await freePort()}`
}

const silent = (): void => undefined
