import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** The oldest major that has everything the program uses; the exact version is pinned in package.json. */
export const newestMajor = 26

/** Time in which a Node says its version, even from a cold disk. */
const versionTimeoutMs = 30_000

/**
 * The pinned Node inside node_modules, or this one when it is new enough and none was published for the platform.
 * @param {string} root
 * @returns {string | undefined}
 */
export function findNode(root) {
  for (const name of ['node', 'node.exe']) {
    const file = join(root, 'node_modules', 'node', 'bin', name)
    if (existsSync(file) && majorOf(file) === newestMajor) return file
  }
  return undefined
}

/**
 * Runs the installer of the package `node` by hand. npm does it while installing, unless scripts of packages are
 * switched off (`ignore-scripts`), which later versions of npm do for all packages that were not approved.
 * @param {string} root
 * @returns {string} what the installer printed
 */
export function installNode(root) {
  const home = join(root, 'node_modules', 'node')
  const npm = process.env.npm_execpath
  const path = [process.env.PATH ?? '', dirname(process.execPath), npm === undefined ? '' : dirname(npm)]
  const run = spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: home,
    // The registry package holds the binary only and has no script of its own.
    env: {
      ...process.env,
      PATH: path.filter((folder) => folder !== '').join(delimiter),
      npm_config_ignore_scripts: 'true',
      npm_config_package_lock: 'false',
      npm_config_global: 'false',
      // npm run inside a package would look for the project above it.
      npm_config_prefix: home,
    },
    encoding: 'utf8',
  })
  return `${run.stdout}${run.stderr}${run.error?.message ?? ''}`
}

/** @param {string} root */
export function pinnedVersion(root) {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node
}

/** @param {string} file */
function majorOf(file) {
  const run = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: versionTimeoutMs })
  return run.status === 0 ? Number(run.stdout.slice(1).split('.')[0]) : undefined
}
