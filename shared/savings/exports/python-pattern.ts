import { AppError } from '../../contract/errors.ts'

/** What JavaScript and Python read differently, outside of a class; digits, words and their borders are ASCII in JavaScript. */
const ESCAPES: Readonly<Record<string, string>> = {
  d: '[0-9]',
  D: '[^0-9]',
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  b: '(?a:\\b)',
  B: '(?a:\\B)',
}
const CLASS_ESCAPES: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', b: '\\x08', '-': '\\-' }
const ESCAPE = String.raw`\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|k<\w+>|[\s\S])`
/** The next piece: an escape, the head of a group, a quantifier, or a single character. */
const OUTSIDE = new RegExp(String.raw`${ESCAPE}|\(\?(?:<[A-Za-z_]\w*>|<[=!]|[\s\S])|\{\d+(?:,\d*)?\}|[\s\S]`)
const IN_CLASS = new RegExp(String.raw`${ESCAPE}|[\s\S]`)

/**
 * A pattern of JavaScript (flag i, without u) as one for Python's `re`.
 *
 * @throws AppError `conflict` where Python has nothing that does the same
 */
export function pythonPattern(pattern: string): string {
  let isInClass = false
  let written = ''
  for (let at = 0; at < pattern.length; ) {
    // One character at least is left, which both take.
    const [piece = ''] = (isInClass ? IN_CLASS : OUTSIDE).exec(pattern.slice(at)) ?? []
    at += piece.length
    written += isInClass ? inClass(piece, pattern) : outside(piece, pattern)
    if (!isInClass && piece === '[') isInClass = true
    else if (isInClass && piece === ']') isInClass = false
  }
  // A class that is empty, or takes everything, is none in Python.
  if (/(?<!\\)\[\^?\]/.test(pattern)) throw unlike(pattern, 'an empty class')
  return written
}

function outside(piece: string, pattern: string): string {
  const [first, second = ''] = piece
  if (first === '\\') {
    if (second === 'k') return `(?P=${piece.slice(3, -1)})`
    return ESCAPES[second] ?? escaped(piece, second, pattern)
  }
  if (piece.startsWith('(?')) {
    if (/^\(\?<\w+>$/.test(piece)) return `(?P${piece.slice(2)}`
    if (/^\(\?[:=!]$/.test(piece)) return piece
    throw unlike(pattern, `${piece}…)`)
  }
  if (piece === '.') return '[^\\n\\r\\u2028\\u2029]'
  if (piece === '$') return '\\Z'
  return piece === '{' ? '\\{' : piece
}

function inClass(piece: string, pattern: string): string {
  const [first, second = ''] = piece
  if (first === '\\') return CLASS_ESCAPES[second] ?? escaped(piece, second, pattern)
  // Doubled signs are kept by Python for set operations to come.
  return /^[[&|~]$/.test(piece) ? `\\${piece}` : piece
}

/** Signs, spaces, single characters and back references mean the same; other letters do not, or are an error in Python. */
function escaped(piece: string, second: string, pattern: string): string {
  const isSame = /[^a-z0-9]/i.test(second) || /^\\(?:[nrtfvsS1-9]|x.{2}|u.{4})$/.test(piece)
  if (!isSame) throw unlike(pattern, piece)
  return piece
}

function unlike(pattern: string, what: string): AppError {
  return new AppError(
    'conflict',
    `The pattern /${pattern}/ has ${what}, which Python reads otherwise. Export the rules as TypeScript, or write the pattern without it.`,
  )
}
