import { resolve } from 'node:path'
import { initNode } from '../../app/index.ts'
import type { Command } from '../command.ts'
import { typed } from '../typed.ts'

/** Makes the folder of a new node. */
export const init: Command = {
  name: 'init',
  usage: 'D',
  options: {
    party: { value: 'ID', required: true },
    name: { value: 'NAME', required: true },
    url: { value: 'URL', required: true },
  },
  async run({ given, words }) {
    const dir = given.argument('D')
    const config = await initNode(
      resolve(dir),
      given.required('party'),
      given.required('name'),
      given.required('url'),
    )
    const { party, name, url, listen } = config
    return {
      exit: 0,
      result: { dir: resolve(dir), party, name, url, listen },
      lines: [
        words('init.made', { party, name, dir }),
        words('init.keys', { dir }),
        words('init.next'),
        `  ${typed('card', dir, '-o', `${party}.card`)}`,
        `  ${typed('start', dir)}`,
      ],
    }
  },
}
