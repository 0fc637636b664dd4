import type { Finding, Rule } from '../rule.ts'

const page = 'docs/dependencies.md'

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** Every dependency is pinned to one version and has its reason in docs/dependencies.md. */
export const dependencies: Rule = {
  name: 'dependencies',
  check(project) {
    const manifest: Manifest = JSON.parse(project.text('package.json'))
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies }
    const explained = namesIn(project.paths.includes(page) ? project.text(page) : '')
    const findings = [
      ...Object.keys(wanted)
        .filter((name) => !explained.has(name))
        .map((name) => finding(page, `${name} has no line with its reason.`)),
      ...[...explained]
        .filter((name) => wanted[name] === undefined)
        .map((name) => finding(page, `${name} is no longer in package.json.`)),
      ...Object.entries(wanted)
        .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
        .map(([name, version]) =>
          finding('package.json', `${name} is not pinned to one version: ${version}.`),
        ),
    ]
    return { looked: `${Object.keys(wanted).length} packages, ${explained.size} reasons`, findings }
  },
}

/** The first cell of each table row, when it is a name in code. */
function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? ''))
}

function finding(path: string, message: string): Finding {
  return { path, line: 0, message }
}
