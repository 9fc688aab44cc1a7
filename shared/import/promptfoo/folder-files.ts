import { AppError } from '../../contract/errors.ts'

/** Characters of a pattern: every one is held against every file. */
const MAX_PATTERN = 1000

/** The files of the folder that the user chose; nothing outside of it can be named. */
export interface FolderFiles {
  /** Relative to the folder, with "/". */
  readonly paths: readonly string[]
  /** @throws AppError `bad-input` when it is no text, or too large */
  readonly read: (path: string) => string
}

/**
 * The path within the folder that a reference means.
 *
 * @param base folder of the file that names it, relative to the chosen one; empty = the chosen one itself
 * @throws AppError `bad-input` for what lies outside
 */
export function pathOf(reference: string, base: string): string {
  const given = reference.replace(/^file:\/\//, '').replaceAll('\\', '/')
  if (given.startsWith('/') || /^[a-z]:/i.test(given))
    throw new AppError('bad-input', `"${given.slice(0, 200)}" lies outside the chosen folder, so it is not read.`)
  const parts = base === '' ? [] : base.split('/')
  for (const part of given.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined)
      throw new AppError('bad-input', `"${given.slice(0, 200)}" lies outside the chosen folder, so it is not read.`)
  }
  return parts.join('/')
}

/** The files that a path with `*`, `**` and `?` means, in the order of their names. @throws AppError as pathOf */
export function matchingPaths({ paths }: FolderFiles, reference: string, base: string): readonly string[] {
  const wanted = pathOf(reference, base)
  if (paths.includes(wanted)) return [wanted]
  if (!/[*?]/.test(wanted)) return []
  if (wanted.length > MAX_PATTERN) return []
  // Several stars in a row say no more than one, and cost the square of a name's length each.
  const parts = wanted.split('/').map((part) => (part === '**' ? part : part.replaceAll(/\*+/g, '*')))
  return paths.filter((path) => fits(path.split('/'), parts)).toSorted()
}

/** Walks the rows of a table "pattern × path", so that many stars cost no more than their product. */
function fits(path: readonly string[], pattern: readonly string[]): boolean {
  let reached = [true, ...path.map(() => false)]
  for (const part of pattern) {
    const next = reached.map(() => false)
    for (const [at, isReached] of reached.entries()) {
      if (!isReached && !(part === '**' && at > 0 && next[at - 1])) continue
      if (part === '**') next[at] = true
      else if (at < path.length && fitsName(path[at] ?? '', part)) next[at + 1] = true
    }
    reached = next
  }
  return reached.at(-1) === true
}

function fitsName(name: string, pattern: string): boolean {
  let reached = new Set([0])
  for (const sign of pattern) {
    const next = new Set<number>()
    for (const at of reached) {
      if (sign === '*') for (let to = at; to <= name.length; to++) next.add(to)
      else if (at < name.length && (sign === '?' || name[at] === sign)) next.add(at + 1)
    }
    reached = next
  }
  return reached.has(name.length)
}
