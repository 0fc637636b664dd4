import { checkBody, leafHash, RecordError, TreeEdge } from '../record/index.ts'
import type { BodyCommitment, Tile } from '../record/index.ts'
import type { SqliteFile } from './sqlite-file.ts'
import { bytesOf, numberOf, textOf } from './sqlite-rows.ts'
import type { Row } from './sqlite-rows.ts'
import { KEY_SPAN, LEVEL_SPAN } from './sqlite-schema.ts'

/** More findings than a person reads; the rest would be the same fault again. */
const FINDINGS_MAX = 100
/** Leaves between two comparisons of tiles: bounds what is held in memory. */
const TILES_EVERY_LEAVES = 4096

/**
 * Findings in words: SQLite's own check, then every body against its leaf, every leaf against its tile, every
 * tile against the ones below, and the root. Reads everything, once, in order.
 */
export function checkStore(file: SqliteFile): string[] {
  const findings: string[] = []
  for (const row of file.prepare(`pragma integrity_check(${FINDINGS_MAX})`).iterate()) {
    const text = textOf(row, 'integrity_check')
    if (text !== 'ok') findings.push(`database: ${text}`)
  }
  for (const row of file.prepare('pragma foreign_key_check').iterate()) {
    findings.push(`database: a row of ${textOf(row, 'table')} refers to nothing`)
  }
  const twice = `select lower(hex(id)) as id from matter group by k / ${KEY_SPAN}, id having count(*) > 1 limit ${FINDINGS_MAX}`
  for (const row of file.prepare(twice).iterate())
    findings.push(`matter ${textOf(row, 'id')} is numbered twice`)
  // A broken database would say the same again in the words of each feed.
  if (findings.length > 0) return findings
  const feeds = file
    .prepare(
      'select f.no, f.party, f.size, f.root, c.id from feed f join channel c on c.no = f.channel order by f.no',
    )
    .all()
  for (const feed of feeds) {
    const name = `${textOf(feed, 'id')}/${textOf(feed, 'party')}`
    for (const finding of checkFeed(
      file,
      numberOf(feed, 'no'),
      numberOf(feed, 'size'),
      bytesOf(feed, 'root'),
    )) {
      findings.push(`feed ${name}: ${finding}`)
      if (findings.length >= FINDINGS_MAX) return findings
    }
  }
  return findings
}

function* checkFeed(file: SqliteFile, feedNo: number, size: number, root: Uint8Array): Generator<string> {
  const base = feedNo * KEY_SPAN
  const tree = TreeEdge.empty()
  for (const row of leavesOf(file, base)) {
    const seq = tree.size
    if (numberOf(row, 'k') - base !== seq) {
      yield `leaf ${seq} is missing`
      return
    }
    const bytes = bytesOf(row, 'bytes')
    const finding = bodyFinding(row, bytes)
    if (finding !== undefined) yield `leaf ${seq}: ${finding}`
    tree.append(leafHash(bytes))
    if (tree.size % TILES_EVERY_LEAVES === 0) yield* checkTiles(file, base, tree.takeTiles())
  }
  yield* checkTiles(file, base, tree.takeTiles())
  if (tree.size !== size) yield `${tree.size} leaves are held, but its size says ${size}`
  else if (!Buffer.from(root).equals(tree.root())) yield `its root is not that of its ${size} leaves`
}

function leavesOf(file: SqliteFile, base: number): Iterable<Row> {
  return file
    .prepare(
      `select l.k, l.bytes, l.body as body_no, b.salt, b.bytes as body from leaf l
       left join body b on b.no = l.body where l.k >= ? and l.k < ? order by l.k`,
    )
    .iterate(base, base + KEY_SPAN)
}

/** A stored tile may be wider than asked: it was replaced as the feed grew. */
function* checkTiles(file: SqliteFile, base: number, tiles: readonly Tile[]): Generator<string> {
  const read = file.prepare('select bytes from tile where k = ?')
  for (const { level, index, bytes } of tiles) {
    const row = read.get(base + level * LEVEL_SPAN + index)
    if (row === undefined) yield `tile ${level}/${index} is missing`
    else if (!Buffer.from(bytes).equals(bytesOf(row, 'bytes').subarray(0, bytes.length))) {
      yield `tile ${level}/${index} is not that of its leaves`
    }
  }
}

function bodyFinding(row: Row, leaf: Uint8Array): string | undefined {
  if (row.body_no === null) return undefined
  if (row.body === null) return 'its body is missing'
  try {
    checkBody(commitmentOf(leaf), bytesOf(row, 'salt'), bytesOf(row, 'body'))
    return undefined
  } catch (error) {
    if (error instanceof RecordError || error instanceof SyntaxError)
      return 'its body is not the one it commits to'
    throw error
  }
}

/** Read loosely: the leaf itself is checked by its hash, and only the commitment matters here. */
function commitmentOf(leaf: Uint8Array): BodyCommitment {
  const parsed: unknown = JSON.parse(Buffer.from(leaf).toString('utf8'))
  const body = typeof parsed === 'object' && parsed !== null && 'body' in parsed ? parsed.body : undefined
  const has = (name: string): unknown => Object.entries(body ?? {}).find(([key]) => key === name)?.[1]
  const [hmac, size, type] = [has('hmac'), has('size'), has('type')]
  if (typeof hmac === 'string' && typeof size === 'number' && typeof type === 'string')
    return { hmac, size, type }
  return { hmac: '', size: -1, type: '' }
}
