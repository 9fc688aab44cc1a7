/** Text as a triple-quoted Python string that reads like the prompt itself. */
export function pythonText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .replaceAll('\r', '\\r')
    // A lone surrogate cannot stand in a UTF-8 file.
    .replaceAll(
      /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16)}`,
    )
    .replaceAll('\0', '\\x00')
  const closing = escaped.endsWith('"') ? `${escaped.slice(0, -1)}\\"` : escaped
  return `"""${closing.startsWith('\n') ? `\\n${closing.slice(1)}` : closing}"""`
}

const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield client _render'.split(
    ' ',
  ),
)

/** A variable's path as a Python name: `user.name` → `user_name`. */
export function pythonName(path: string): string {
  const name = path.replaceAll(/[^\p{L}\p{N}_]+/gu, '_').replaceAll(/^_+|_+$/g, '') || 'value'
  return KEYWORDS.has(name) || /^\d/.test(name) ? `${name}_` : name
}

/** A Python name for every path, each another one: `user.name` and `user_name` would be the same argument. */
export function pythonNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const path of paths) {
    const base = pythonName(path)
    let name = base
    for (let number = 2; taken.has(name); number += 1) name = `${base}_${number}`
    taken.add(name)
    names.set(path, name)
  }
  return names
}

/** A JSON value as a Python literal. */
export function pythonLiteral(value: unknown, indent = ''): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}    `
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item) => pythonLiteral(item, inner))]
    : ['{', '}', Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pythonLiteral(item, inner)}`)]
  if (items.length === 0) return `${open}${close}`
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`
}
