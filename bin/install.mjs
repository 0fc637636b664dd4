import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { explainFailure } from './install-failure.mjs'
import { findNode, installNode, newestMajor, pinnedVersion } from './pinned-node.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Between two signs of life while npm works. */
const progressMs = 5_000

/**
 * Brings node_modules to what package-lock.json says, and the pinned Node with it. Does nothing when all is there.
 * Prints to standard error only, so that the output of a command stays its own.
 * @returns {Promise<string>} the Node to run with
 */
export async function install() {
  if (!isCurrent()) await installPackages()
  const node = findNode(root) ?? fetchNode()
  if (node !== undefined) return node
  throw new Error(
    [
      `Node ${pinnedVersion(root)} could not be installed for ${process.platform} on ${process.arch}.`,
      `Entente runs on it and takes it from the npm package "node-${process.platform}-${process.arch}".`,
      `Check that the registry has that package (npm view node-${process.platform}-${process.arch}@${pinnedVersion(root)}),`,
      `or install Node ${newestMajor} yourself and run the command with it.`,
    ].join('\n'),
  )
}

/**
 * Compares what npm noted inside node_modules as installed with package-lock.json. npm writes its note last, so an
 * installation that was cut off has none.
 */
function isCurrent() {
  const note = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(note)) return false
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages
  return Object.entries(lockedPackages()).every(([path, wanted]) => {
    const held = installed[path]
    // Optional packages are those of other platforms.
    return held === undefined ? wanted.optional === true : held.version === wanted.version
  })
}

/** @returns {Record<string, { version: string, optional?: boolean }>} */
function lockedPackages() {
  const packages = { ...JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages }
  delete packages['']
  return packages
}

async function installPackages() {
  const count = neededPackages().length
  say(`Entente: installing ${count} packages and its own Node with npm, once per checkout …`)
  const started = Date.now()
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000)
    say(`  ${seconds} s, ${unpackedCount()} of ${count} packages there`)
  }, progressMs)
  const { code, output } = await runNpm([
    'ci',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--engine-strict=false',
    '--prefer-offline',
    // Four tries within seconds: who is offline learns it soon.
    '--fetch-retries=3',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=5000',
  ])
  clearInterval(timer)
  if (code !== 0) throw new Error(explainFailure(output))
  say(`  done in ${Math.round((Date.now() - started) / 1000)} s`)
}

function fetchNode() {
  if (Number(process.versions.node.split('.')[0]) === newestMajor) return process.execPath
  say(`Entente: fetching Node ${pinnedVersion(root)} for ${process.platform} on ${process.arch} …`)
  const output = installNode(root)
  const node = findNode(root)
  if (node === undefined) say(output.trim())
  return node
}

/** Packages whose files are there; npm makes their folders first. */
function unpackedCount() {
  return neededPackages().filter((path) => existsSync(join(root, path, 'package.json'))).length
}

/** Those that every platform needs. */
function neededPackages() {
  const all = Object.entries(lockedPackages())
  return all.filter(([, one]) => one.optional !== true).map(([path]) => path)
}

/**
 * The npm that runs this command where there is one: it may not be in PATH.
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
function runNpm(args) {
  const own = process.env.npm_execpath
  const isNpm = own !== undefined && /npm-cli\.[cm]?js$/.test(own)
  const [command, first] = isNpm
    ? [process.execPath, [own]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
    })
    let output = ''
    child.stdout.on('data', (text) => (output += text))
    child.stderr.on('data', (text) => (output += text))
    const stop = () => child.kill('SIGTERM')
    process.once('SIGINT', stop).once('SIGTERM', stop)
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code, signal) => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      if (signal !== null) process.exit(130)
      resolve({ code: code ?? 1, output })
    })
  })
}

/** @param {string} line */
function say(line) {
  console.error(line)
}
