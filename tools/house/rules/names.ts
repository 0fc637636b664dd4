import type { Rule } from '../rule.ts'

const vague = /^(utils?|common|helpers?|misc|shared|lib|stuff)$/i

/** Files and folders are named after what they hold. */
export const names: Rule = {
  name: 'names',
  check(project) {
    const paths = project.paths.filter((path) => /^(src|tests|bench|tools|bin)\//.test(path))
    const findings = paths.flatMap((path) => {
      const word = path.split('/').find((part) => vague.test(part.replace(/\..*$/, '')))
      return word === undefined
        ? []
        : [{ path, line: 0, message: `"${word}" says nothing: name it after the thing it holds.` }]
    })
    return { looked: `${paths.length} paths`, findings }
  },
}
