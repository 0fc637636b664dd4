import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { install, root } from './install.mjs'
import { newestMajor } from './pinned-node.mjs'

/** How long the program may take to put its things in order after a signal, before it is ended. */
const graceMs = 20_000

/** Between two looks at whether the shell of npm is still there. */
const orphanCheckMs = 500

/**
 * @param {string} file path from the project's root
 * @param {string[]} args
 * @param {string} [before] program of the checkout that is run first; when it fails, nothing else is begun
 */
export async function runPinned(file, args, before) {
  if (!existsSync(join(root, 'src'))) return runPublished(file, args)
  const node = await install()
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
  if (before !== undefined) {
    const env = { ...process.env, PATH: path }
    const { status } = spawnSync(node, [join(root, before)], { stdio: 'inherit', env })
    if (status !== 0) process.exit(status ?? 1)
  }
  const child = spawn(
    node,
    ['--import', pathToFileURL(join(root, 'bin', 'end-with-parent.mjs')).href, join(root, file), ...args],
    {
      // The fourth one is closed by the kernel when this process dies in any way: the child then ends too.
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, PATH: path },
    },
  )
  forwardSignals(child)
  endWithNpm(child)
  child.on('error', (error) => {
    console.error(
      `The pinned Node could not be started (${error.message}). Remove node_modules and run the command again.`,
    )
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal === null ? 1 : constants.signals[signal]))
  })
}

/**
 * A terminal sends Ctrl-C to every process of the job itself; passing it on would make it two.
 * @param {import('node:child_process').ChildProcess} child
 */
function forwardSignals(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), graceMs).unref()
    })
  }
}

/**
 * npm runs a script in a shell and passes a signal to that shell, which dies of it and passes nothing on: this process
 * would then live on with no parent. A command started without npm may outlive its shell on purpose.
 * @param {import('node:child_process').ChildProcess} child
 */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, orphanCheckMs).unref()
}

/**
 * The published package holds compiled files and no Node of its own.
 * @param {string} file
 * @param {string[]} args
 */
async function runPublished(file, args) {
  if (Number(process.versions.node.split('.')[0]) < newestMajor) {
    console.error(`Entente needs Node.js ${newestMajor} or newer; this is ${process.version}.`)
    process.exit(1)
  }
  const compiled = join(root, file.replace(/^src/, 'dist').replace(/\.ts$/, '.js'))
  process.argv = [process.execPath, compiled, ...args]
  await import(pathToFileURL(compiled).href)
}
