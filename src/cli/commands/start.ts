import { resolve } from 'node:path'
import { jsonLog, listenForControl, openNode, systemClock } from '../../app/index.ts'
import type { Command } from '../command.ts'

/** Runs a node until it is told to stop. */
export const start: Command = {
  name: 'start',
  usage: 'D',
  options: {},
  async run({ given, words, environment, say }) {
    const dir = resolve(given.argument('D'))
    // From the first moment on: a signal while the node opens must find the folder closed again.
    const ended = untilEnded()
    const opened = await openNode(
      dir,
      environment,
      jsonLog(() => systemClock.now()),
    )
    const { party, name, listen } = opened.config
    try {
      await opened.start()
      const control = await listenForControl(opened)
      try {
        say(
          words('start.running', {
            party,
            name,
            address: `${listen.host}:${listen.port}`,
            count: opened.node.channels.length,
          }),
        )
        const door = opened.door()
        if (door !== undefined) say(words('start.desk', { address: door.origin }))
        process.send?.({ running: party })
        await ended
        say(words('start.stopping'))
      } finally {
        await control.close()
      }
    } finally {
      await opened.stop()
    }
    return { exit: 0, result: { dir, party, stopped: true }, lines: [words('start.stopped')] }
  },
}

/**
 * Resolves at a signal, or when the process that started this one is gone: the kernel closes the channel between them.
 * A second signal ends the process at once.
 */
function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    process.once('disconnect', () => resolve())
    process.channel?.unref()
  })
}
