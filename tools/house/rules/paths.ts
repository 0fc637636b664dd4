import type { Finding, Rule } from '../rule.ts'

/** Files whose bytes are not text, or not ours. */
const foreign = /(^package-lock\.json|\.(png|jpg|gz|tar|age|sqlite|woff2?|ico|pdf|bin|der))$/

/** The home of a person or a service, a drive, or the folder beside this checkout, which a clone does not have. */
const machinePaths = [
  /(?<![\w.~$}-])\/(?:home|Users|root|work|workspace|mnt)\/[\w.-]+/,
  /(?<![\w])[A-Z]:\\\\?(?:Users|home)\b/,
  /(?<![\w])\.\.\/shared\/(?!vectors\b)/,
]

/** Nothing in the project points at one machine. */
export const paths: Rule = {
  name: 'paths',
  check(project) {
    const looked = project.paths.filter((path) => !foreign.test(path))
    const findings = looked.flatMap((path) =>
      project
        .text(path)
        .split('\n')
        .flatMap((line, index): Finding[] => {
          const found = machinePaths
            .map((pattern) => pattern.exec(line)?.[0])
            .find((one) => one !== undefined)
          return found === undefined
            ? []
            : [{ path, line: index + 1, message: `${found} exists on one machine only.` }]
        }),
    )
    return { looked: `${looked.length} files`, findings }
  },
}
