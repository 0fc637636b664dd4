import { resolve } from 'node:path'
import { restoreBackup, systemClock } from '../../app/index.ts'
import { instantText } from '../../words/index.ts'
import type { Command } from '../command.ts'
import { sizeOfFile } from '../files.ts'
import { wrapped } from '../text.ts'

/** Brings a backup into a new folder. */
export const restore: Command = {
  name: 'restore',
  usage: 'FILE D',
  options: {},
  async run({ given, words, width, zones }) {
    const path = given.argument('FILE')
    await sizeOfFile(words, path, 'FILE')
    const dir = resolve(given.argument('D'))
    const restored = await restoreBackup(path, dir, systemClock.now())
    const { party, exhibits } = restored
    const made = instantText(Date.parse(restored.made), zones, words.language)
    const lines = [
      ...wrapped(words('restore.done', { party, dir, made, exhibits }), width),
      ...wrapped(words('restore.read-only'), width),
      ...(restored.settled === null ? [] : wrapped(words('restore.settled', { ...restored.settled }), width)),
    ]
    return { exit: 0, result: restored, lines }
  },
}
