interface NameParts {
  /** Without what stands before the last slash. */
  readonly name: string
  readonly path: string
  /** "-2025-08-07", "@20250807", "-0613", "-001"; empty = an alias that moves on. */
  readonly date: string
}

const DATE = /[-@](?:20\d{2}-?\d{2}-?\d{2}|\d{4}|0\d{2})$/

/**
 * Whether the model that a reply names is the one that was asked: the same name, or a dated snapshot of the same alias
 * ("gpt-5.4" answered by "gpt-5.4-2026-08-01"). Two different dates are two models.
 */
export function isSameModel(asked: string, answeredBy: string): boolean {
  if (asked === answeredBy) return true
  const a = partsOf(asked)
  const b = partsOf(answeredBy)
  // Gateways name the vendor before the model, on one side only or on both.
  const isSamePath = a.path === b.path || a.path === '' || b.path === ''
  return isSamePath && a.name === b.name && (a.date === b.date || a.date === '' || b.date === '')
}

/** The names by which a catalog may know a model that a reply names, the exact one first. */
export function catalogNames(answeredBy: string): readonly string[] {
  const { path, name, date } = partsOf(answeredBy)
  return [...new Set([answeredBy, path + name + date, path + name, name + date, name])]
}

function partsOf(modelName: string): NameParts {
  const told = modelName
    .trim()
    .toLowerCase()
    .replace(/:latest$/, '')
    .replace(/-latest$/, '')
  const start = told.lastIndexOf('/') + 1
  const path = told.slice(0, start)
  const date = DATE.exec(told)?.[0] ?? ''
  return { path: path === 'models/' ? '' : path, name: told.slice(start, told.length - date.length), date }
}
