import { AppError } from '../../contract/errors.ts'
import type { JsonValue } from '../../domain/json.ts'

const MAX_REFS = 10_000
const MAX_DEPTH = 100
/** What is referred to may refer on, so that a few lines unfold into billions. */
const MAX_NODES = 2_000_000

/**
 * A document with every `{"$ref": "#/…"}` in the place that it names.
 *
 * @throws AppError `bad-input` for one that leads nowhere, in a circle or out of the file
 */
export function resolveRefs(root: JsonValue): JsonValue {
  let left = MAX_REFS
  let nodes = 0
  return walk(root, 0, [])

  function walk(value: JsonValue, depth: number, within: readonly string[]): JsonValue {
    nodes += 1
    if (nodes > MAX_NODES) throw new AppError('bad-input', 'The references of the configuration unfold to too much.')
    if (depth > MAX_DEPTH) throw new AppError('bad-input', `The configuration is nested more than ${MAX_DEPTH} levels.`)
    if (Array.isArray(value)) return value.map((one: JsonValue) => walk(one, depth + 1, within))
    if (typeof value !== 'object' || value === null) return value
    const fields = value as { readonly [key: string]: JsonValue }
    const ref = fields.$ref
    if (typeof ref === 'string' && Object.keys(fields).length === 1) {
      left -= 1
      if (left < 0) throw new AppError('bad-input', `The configuration uses more than ${MAX_REFS} references.`)
      if (within.includes(ref)) throw new AppError('bad-input', `The reference "${ref}" leads to itself.`)
      return walk(at(ref), depth + 1, [...within, ref])
    }
    const entries = Object.entries(fields).filter(([name]) => name !== '__proto__')
    return Object.fromEntries(entries.map(([name, one]) => [name, walk(one, depth + 1, within)]))
  }

  function at(ref: string): JsonValue {
    if (!ref.startsWith('#/'))
      throw new AppError('bad-input', `The reference "${ref.slice(0, 200)}" is not one within the file ("#/…").`)
    let value: JsonValue | undefined = root
    for (const part of ref.slice(2).split('/')) {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
      const isHolder: boolean = typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      value = isHolder ? (value as Record<string, JsonValue>)[name] : undefined
    }
    if (value === undefined) throw new AppError('bad-input', `The reference "${ref.slice(0, 200)}" leads nowhere.`)
    return value
  }
}
