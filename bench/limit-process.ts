import { createHmac, hash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TLSSocket, connect, createServer } from 'node:tls'
import { makeTlsIdentity } from '../src/exchange/index.ts'
import {
  type HybridSigners,
  ed25519FromSeed,
  importEd25519Public,
  importMlDsa44Public,
  mldsa44FromSeed,
  verifyEd25519,
  verifyMlDsa44,
} from '../src/record/index.ts'
import { BODY_BYTES } from './load.ts'
import { serve } from './remote.ts'

/** What an act cannot do without, and nothing else: no checks, no schema, no fold, no HTTP. */
export interface LimitCommands extends Readonly<Record<string, (args: never) => Promise<unknown>>> {
  /** Hashes and commits acts in groups of the given size, signing and verifying what each group needs; acts per second. */
  groups(args: { leafBytes: number; groupActs: number; seconds: number }): Promise<number>
  /**
   * Acts per second of a door that only commits: for so many acts at once, as many small commits one after the other in
   * one file as the door makes, and one of the acts themselves in another.
   */
  doorWrites(args: {
    leafBytes: number
    inFlight: number
    commits: number
    rowBytes: number
    seconds: number
  }): Promise<number>
  /** Answers `oneByOne` of another process; its port. */
  listen(args: null): Promise<number>
  /** One act at a time from commit to verified receipt; milliseconds. */
  oneByOne(args: { port: number; samples: number; leafBytes: number; gapMs: number }): Promise<number[]>
}

/** A head or a receipt: both signatures and the text. */
const SIGNED_BYTES = 64 + 2420 + 200

const [folder = ''] = process.argv.slice(2)
const db = opened('limit.sqlite')
db.exec('create table act(no integer primary key, leaf blob not null, body blob not null)')
const insert = db.prepare('insert into act(leaf, body) values(?, ?)')
const signers: HybridSigners = {
  ed25519: ed25519FromSeed(randomBytes(32)),
  mldsa44: mldsa44FromSeed(randomBytes(32)),
}
const keys = {
  ed25519: importEd25519Public(signers.ed25519.publicKey),
  mldsa44: importMlDsa44Public(signers.mldsa44.publicKey),
}
const text = randomBytes(200)
const salt = randomBytes(32)
const body = randomBytes(BODY_BYTES)

const commands: LimitCommands = {
  groups: async ({ leafBytes, groupActs, seconds }) => {
    const leaf = randomBytes(leafBytes)
    const startMs = performance.now()
    let acts = 0
    while (performance.now() - startMs < seconds * 1000) {
      commitGroup(leaf, groupActs)
      verifyBoth(signBoth())
      acts += groupActs
    }
    return (acts / (performance.now() - startMs)) * 1000
  },
  doorWrites: async ({ leafBytes, inFlight, commits, rowBytes, seconds }) => {
    const leaf = randomBytes(leafBytes)
    const row = randomBytes(rowBytes)
    const beside = opened('beside.sqlite')
    beside.exec('create table if not exists row(no integer primary key, bytes blob not null)')
    const put = beside.prepare('insert into row(bytes) values(?)')
    const startMs = performance.now()
    let acts = 0
    for (; performance.now() - startMs < seconds * 1000; acts += inFlight) {
      for (let commit = 0; commit < commits; commit++) {
        beside.exec('begin immediate')
        for (let i = 0; i < inFlight; i++) put.run(row)
        beside.exec('commit')
      }
      commitGroup(leaf, inFlight)
      signBoth()
    }
    const perSecond = (acts / (performance.now() - startMs)) * 1000
    beside.close()
    return perSecond
  },
  listen: async () => {
    const identity = await makeTlsIdentity('limit', Date.now())
    const server = createServer({ key: identity.keyPem, cert: identity.certPem, minVersion: 'TLSv1.3' })
    server.on('secureConnection', (socket) => {
      socket.setNoDelay(true)
      onMessages(socket, (size) => {
        verifyBoth(signBoth(false))
        commitGroup(randomBytes(size - SIGNED_BYTES - BODY_BYTES), 1)
        signBoth()
        socket.write(framed(SIGNED_BYTES))
      })
    })
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
  },
  oneByOne: async ({ port, samples, leafBytes, gapMs }) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    await new Promise((resolve) => socket.once('secureConnect', resolve))
    socket.setNoDelay(true)
    let answered = (): void => undefined
    onMessages(socket, () => answered())
    const tookMs: number[] = []
    for (let i = 0; i < samples; i++) {
      const startMs = performance.now()
      commitGroup(randomBytes(leafBytes), 1)
      signBoth()
      const answer = new Promise<void>((resolve) => (answered = resolve))
      socket.write(framed(leafBytes + BODY_BYTES + SIGNED_BYTES))
      await answer
      verifyBoth(signBoth(false))
      tookMs.push(performance.now() - startMs)
      await new Promise((resolve) => setTimeout(resolve, gapMs))
    }
    socket.destroy()
    return tookMs
  },
}
serve(commands, async () => db.close())

function opened(name: string): DatabaseSync {
  const file = new DatabaseSync(join(folder, name))
  for (const pragma of ['page_size=8192', 'locking_mode=exclusive', 'journal_mode=wal', 'synchronous=full'])
    file.exec(`pragma ${pragma}`)
  return file
}

function commitGroup(leaf: Uint8Array, acts: number): void {
  db.exec('begin immediate')
  for (let i = 0; i < acts; i++) {
    hash('sha256', leaf, 'buffer')
    createHmac('sha256', salt).update(body).digest()
    insert.run(leaf, body)
  }
  db.exec('commit')
}

interface Pair {
  readonly ed25519: Uint8Array
  readonly mldsa44: Uint8Array
}

const signedBefore: Pair = { ed25519: signers.ed25519.sign(text), mldsa44: signers.mldsa44.sign(text) }

/** `fresh` false: a pair signed before, for the side that only verifies. */
function signBoth(fresh = true): Pair {
  return fresh ? { ed25519: signers.ed25519.sign(text), mldsa44: signers.mldsa44.sign(text) } : signedBefore
}

function verifyBoth(pair: Pair): void {
  if (!verifyEd25519(keys.ed25519, text, pair.ed25519) || !verifyMlDsa44(keys.mldsa44, text, pair.mldsa44))
    throw new Error('A signature of the bench does not verify.')
}

/** Messages of the bench's own: a length, and so many bytes. */
function framed(size: number): Buffer {
  const message = Buffer.alloc(4 + size)
  message.writeUInt32BE(size)
  return message
}

function onMessages(socket: TLSSocket, take: (size: number) => void): void {
  let held = 0
  let wanted = -1
  socket.on('data', (chunk: Buffer) => {
    if (wanted < 0) wanted = chunk.readUInt32BE() + 4
    held += chunk.length
    if (held < wanted) return
    const size = wanted - 4
    held = 0
    wanted = -1
    take(size)
  })
}
