// What every command of a checkout goes through. It must load on any Node that knows modules, so that a Node that is too
// old is told so in a sentence instead of a syntax error: the rest is loaded only after the check.

const oldestMajor = 20

/**
 * Installs what is missing, then runs a TypeScript file of this checkout on the pinned Node and ends with its exit code.
 * @param {string} file path from the project's root
 * @param {string[]} args
 * @param {string} [before] program that is run first
 */
export function begin(file, args, before) {
  if (Number(process.versions.node.split('.')[0]) < oldestMajor) {
    console.error(
      'Entente needs Node.js ' +
        oldestMajor +
        ' or newer to begin (it then brings its own); this is ' +
        process.version +
        '. Install a newer one from https://nodejs.org and run the command again.',
    )
    process.exit(1)
  }
  import('./run-pinned.mjs')
    .then((room) => room.runPinned(file, args, before))
    .catch((error) => {
      console.error(error instanceof Error ? error.message : String(error))
      process.exit(1)
    })
}
