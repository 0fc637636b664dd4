import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WalSync } from './wal-sync.ts'

let folder = ''
let fd = -1
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-sync-'))
  fd = openSync(join(folder, 'log'), 'w')
  writeSync(fd, 'frames')
})
afterEach(async () => {
  if (fd >= 0) closeSync(fd)
  await rm(folder, { recursive: true, force: true })
})

describe('syncing the log', () => {
  it('does not resolve in the turn in which something was written', async () => {
    const wal = new WalSync(fd)
    await wal.durable()
    wal.written()
    let durable = false
    const syncing = wal.durable().then(() => (durable = true))
    await Promise.resolve()
    await Promise.resolve()
    expect(durable).toBe(false)
    await syncing
  })

  it('shares one sync among those who wrote in one turn before it began, and starts another for who came later', async () => {
    const wal = new WalSync(fd)
    wal.written()
    const first = wal.durable()
    expect(wal.durable()).toBe(first)
    wal.written()
    expect(wal.durable()).toBe(first)
    await new Promise((resolve) => setImmediate(resolve))
    wal.written()
    const second = wal.durable()
    expect(second).not.toBe(first)
    wal.written()
    expect(wal.durable()).toBe(second)
    const order: number[] = []
    await Promise.all([second.then(() => order.push(2)), first.then(() => order.push(1))])
    expect(order).toEqual([1, 2])
  })

  it('never believes a disk again that has refused once', async () => {
    const wal = new WalSync(fd)
    closeSync(fd)
    fd = -1
    wal.written()
    const first = wal.durable()
    wal.written()
    const second = wal.durable()
    await expect(first).rejects.toMatchObject({ code: 'store-io' })
    await expect(second).rejects.toMatchObject({ code: 'store-io' })
    await expect(wal.durable()).rejects.toMatchObject({ code: 'store-io' })
  })
})
