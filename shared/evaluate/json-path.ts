import { AppError } from '../contract/errors.ts'

/**
 * Reads a path such as `$.queue`, `$.items[0].name`, `$['a key'][-1]`.
 *
 * @param place what the path belongs to, for the message: "transform 2"
 * @returns names and indexes; a negative index counts from the end
 * @throws AppError `bad-input` naming the place and the column
 */
export function parseJsonPath(path: string, place: string): readonly (string | number)[] {
  const text = path.trim()
  if (!text.startsWith('$')) throw pathError(path, place, 1, 'it must begin with "$"')
  const steps: (string | number)[] = []
  const step = /\.([^.[\]\s'"]+)|\[\s*(?:(-?\d{1,9})|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]/y
  step.lastIndex = 1
  while (step.lastIndex < text.length) {
    const start = step.lastIndex
    const match = step.exec(text)
    if (match === null) throw pathError(path, place, start + 1, 'a step is ".name", "[0]" or "[\'name\']"')
    const [, name, index, single, double] = match
    steps.push(index === undefined ? (name ?? (single ?? double ?? '').replace(/\\(.)/g, '$1')) : Number(index))
  }
  return steps
}

/** The value at a path; undefined when there is none. Looks at own properties only. */
export function valueAtPath(value: unknown, steps: readonly (string | number)[]): unknown {
  let current = value
  for (const step of steps) {
    if (Array.isArray(current)) current = typeof step === 'number' ? current.at(step) : undefined
    else if (typeof current === 'object' && current !== null && Object.hasOwn(current, step)) {
      current = (current as Record<string | number, unknown>)[step]
    } else return undefined
  }
  return current
}

function pathError(path: string, place: string, column: number, reason: string): AppError {
  return new AppError('bad-input', `The path "${path}" of ${place} is not valid at column ${column}: ${reason}.`)
}
