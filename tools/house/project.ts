import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readSource } from './source.ts'
import type { Source } from './source.ts'

/** The files that the rules look at. Paths are from the project's root, with `/`. */
export interface Project {
  /** Every file that belongs to the project: tracked by git, or new and not ignored. Sorted. */
  readonly paths: readonly string[]
  /** The text of a file; throws when there is none. */
  text(path: string): string
  /** A parsed source file. */
  source(path: string): Source
}

/** Folders that are never part of the project, for a copy without git. */
const foreignFolders = new Set(['node_modules', 'dist', '.git', 'demo'])

/** Reads a project from disk. Files are parsed once. */
export function openProject(root: string): Project {
  const sources = new Map<string, Source>()
  const text = (path: string): string => readFileSync(join(root, path), 'utf8')
  return {
    paths: listFiles(root).filter((path) => existsSync(join(root, path))),
    text,
    source: (path) => {
      const held = sources.get(path) ?? readSource(path, text(path))
      sources.set(path, held)
      return held
    },
  }
}

/** A project made of texts, for showing that a rule finds what is planted. */
export function plantedProject(files: Readonly<Record<string, string>>): Project {
  const text = (path: string): string => {
    const found = files[path]
    if (found === undefined) throw new Error(`${path} is not in the planted project`)
    return found
  }
  return { paths: Object.keys(files).toSorted(), text, source: (path) => readSource(path, text(path)) }
}

function listFiles(root: string): string[] {
  if (!existsSync(join(root, '.git'))) return walk(root, '').toSorted()
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return [...new Set(listed.split('\0').filter((path) => path !== ''))].toSorted()
}

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (!entry.isDirectory()) return [path]
    return foreignFolders.has(entry.name) ? [] : walk(root, path)
  })
}

/** Programs that tools can parse: TypeScript, and the plain JavaScript of `bin/`. */
export function isProgram(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts')
}

/** Tests, what they share, and the acceptance suite that a port ships for its implementations. */
export function isTest(path: string): boolean {
  return /(\.(test|testkit|fixture)\.tsx?|\/acceptance\.ts)$/.test(path)
}

/** The room a file stands in: `src/record/leaf.ts` is in `record`. Undefined outside the rooms. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\/./.exec(path)?.[1]
}
