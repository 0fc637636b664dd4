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
    'no-desk': {},
  },
  async run({ given, words }) {
    const dir = given.argument('D')
    const config = await initNode(
      resolve(dir),
      given.required('party'),
      given.required('name'),
      given.required('url'),
      given.flag('no-desk') ? undefined : { demo: false },
    )
    const { party, name, url, listen } = config
    const desk = config.desk === undefined ? null : `http://localhost:${config.desk.port}`
    return {
      exit: 0,
      result: { dir: resolve(dir), party, name, url, listen, desk },
      lines: [
        words('init.made', { party, name, dir }),
        words('init.keys', { dir }),
        ...(desk === null ? [] : [words('init.desk', { address: desk })]),
        words('init.next'),
        `  ${typed('card', dir, '-o', `${party}.card`)}`,
        `  ${typed('start', dir)}`,
        ...(desk === null ? [] : [`  ${typed('user', 'add', dir, 'NAME', '--display', 'NAME')}`]),
      ],
    }
  },
}
