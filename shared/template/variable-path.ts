/** A variable as a template names it: `user.name`, `items[0]["id"]`. */
export interface VariablePath {
  readonly name: string
  /** The first name of the path: the variable that a case must have. */
  readonly root: string
  /** Offsets of the name in the template. */
  readonly start: number
  readonly end: number
  /** Null where an index is itself a variable (`items[i]`), so that only Liquid can look it up. */
  readonly segments: readonly (string | number)[] | null
}

// A name may hold hyphens but not end in one: "-}}" is how Liquid trims, which outputs here do not do.
const NAME = String.raw`[\p{L}_](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}_])?`
const INDEX = String.raw`-?\d{1,15}|"[^"\n]{0,200}"|'[^'\n]{0,200}'|${NAME}(?:\.${NAME})*`

/** Source of a regular expression (flag `u`) for one path. */
export const VARIABLE_PATH_PATTERN = String.raw`${NAME}(?:\.${NAME}|\[(?:${INDEX})\])*`

const ROOT = new RegExp(`^${NAME}`, 'u')
const STEP = new RegExp(String.raw`\.(${NAME})|\[(${INDEX})\]`, 'gu')

/** Reads a path that VARIABLE_PATH_PATTERN matched. */
export function variablePath(name: string, start: number): VariablePath {
  const root = ROOT.exec(name)?.[0] ?? name
  const segments: (string | number)[] = [root]
  let isStatic = true
  for (const part of name.slice(root.length).matchAll(STEP)) {
    const [, property, index] = part
    if (property !== undefined) segments.push(property)
    else if (index !== undefined && /^-?\d/.test(index)) segments.push(Number(index))
    else if (index !== undefined && /^["']/.test(index)) segments.push(index.slice(1, -1))
    else isStatic = false
  }
  return { name, root, start, end: start + name.length, segments: isStatic ? segments : null }
}

/**
 * The value that a path names, found as Liquid finds it: own properties only, `size`, `first` and `last` of a list,
 * negative indexes from the end; below null everything is null.
 *
 * @returns undefined when there is no such variable or property
 */
export function lookUpPath(variables: object, segments: readonly (string | number)[]): unknown {
  let value: unknown = variables
  for (const segment of segments) {
    value = propertyOf(value, segment)
    if (value === undefined) return undefined
  }
  return value
}

function propertyOf(value: unknown, key: string | number): unknown {
  if (value === null) return null
  if (Array.isArray(value)) {
    if (typeof key === 'number') return value.at(key)
    if (key === 'size') return value.length
    if (key === 'first') return value[0]
    if (key === 'last') return value.at(-1)
  }
  if (typeof value === 'string' && key === 'size') return value.length
  if (Object.hasOwn(Object(value), key)) return (value as Record<string | number, unknown>)[key]
  if (key === 'size' && typeof value === 'object') return Object.keys(Object(value)).length
  return undefined
}
