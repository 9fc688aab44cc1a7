import type { OutputTransform } from '../../domain/score.ts'

type Transforms = readonly OutputTransform[]
interface Step {
  readonly pattern: RegExp
  /** Null = not of a plain kind after all. */
  readonly read: (groups: Readonly<Record<string, string>>) => OutputTransform | null | 'same'
}

/** Longer ones are programs; the patterns below take time by the square of the length. */
const MAX_CHARACTERS = 1000
const MEMBERS = String.raw`(?<path>(?:\??\.[A-Za-z_]\w*|(?:\?\.)?\[(?:\d+|"[^"\\\]]+"|'[^'\\\]]+')\])+)`
/** What texts and lists have of their own: a member of this name is a call or a count, and no field of an answer. */
const OWN = /\.(?:length|trim|match|split|slice|map|filter|join|at|pop|constructor|prototype|__proto__)\b/

const STEPS: readonly Step[] = [
  { pattern: /^\((?<inner>[^()]*)\)$/s, read: () => 'same' },
  { pattern: /^String\((?<inner>.*)\)$/s, read: () => 'same' },
  { pattern: /^(?<inner>.*)\.toString\(\)$/s, read: () => 'same' },
  { pattern: /^(?<inner>.*?)\??\.trim\(\)$/s, read: () => ({ kind: 'trim' }) },
  { pattern: /^(?<inner>.*?)\??\.toLowerCase\(\)$/s, read: () => ({ kind: 'lower-case' }) },
  // The three forms in which Pithy's own export writes its transforms.
  {
    pattern:
      /^\(\(v\) => typeof v === 'string' \? v : JSON\.stringify\(v\)\)\((?<path>"(?:[^"\\]|\\.)*")\.slice\(1\)\.match\(.*?\)\.reduce\(\(v, k\) => v\[k\], typeof (?<inner>.+) === 'string' \? JSON\.parse\(\k<inner>\) : \k<inner>\)\)$/s,
    read: ({ path }) => ({ kind: 'json-path', path: String(JSON.parse(path ?? '""')) }),
  },
  {
    pattern:
      /^\(\[\.\.\.String\((?<inner>.+)\)\.matchAll\(new RegExp\((?<source>"(?:[^"\\]|\\.)*"), "g(?<flags>[imsu]*)"\)\)\]\.at\((?<at>-1|0)\)\?\.\[(?<group>\d+)\] \?\? (?<other>''|String\(\k<inner>\))\)$/s,
    read: ({ source, flags, at, group, other }) =>
      extract({
        pattern: String(JSON.parse(source ?? '""')),
        flags: flags ?? '',
        group: Number(group),
        pick: at === '0' ? 'first' : 'last',
        otherwise: other === "''" ? 'empty' : 'keep',
      }),
  },
  {
    pattern: new RegExp(String.raw`^JSON\.parse\((?<inner>.*?)\)${MEMBERS}$`, 's'),
    read: ({ path = '' }) => jsonPath(path),
  },
  { pattern: new RegExp(`^(?<inner>output)${MEMBERS}$`, 's'), read: ({ path = '' }) => jsonPath(path) },
  {
    pattern:
      /^(?<inner>.*?)\.match\(\/(?<source>(?:[^/\\[\n]|\\.|\[(?:[^\]\\]|\\.)*\])+)\/(?<flags>[imsu]*)\)(?:\?\.)?\[(?<group>\d{1,2})\]$/s,
    read: ({ source, flags, group }) =>
      extract({ pattern: source ?? '', flags: flags ?? '', group: Number(group), pick: 'first', otherwise: 'empty' }),
  },
  {
    pattern:
      /^(?<inner>.*?)\.split\((?<mark>"(?:[^"\\]|\\.)+"|'(?:[^'\\]|\\.)+')\)(?<part>\[0\]|\.at\(0\)|\.pop\(\)|\.at\(-1\))$/s,
    read: ({ mark = '', part = '' }) => {
      const literal = textOf(mark).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      const pattern = /0/.test(part) ? `^([\\s\\S]*?)(?:${literal}|$)` : `^(?:[\\s\\S]*${literal})?([\\s\\S]*)$`
      return extract({ pattern, flags: '', group: 1, pick: 'first', otherwise: 'keep' })
    },
  },
]

/**
 * A transform of promptfoo (JavaScript over `output`) as ours, read by its shape and never run.
 *
 * @returns null for anything but the plain kinds: trim, toLowerCase, members of JSON, match with a group, first or last part of a split
 */
export function readTransform(expression: string): Transforms | null {
  const text = expression
    .trim()
    .replace(/^return\s+/, '')
    .replace(/;$/, '')
    .trim()
  if (text === 'output') return []
  if (text.length > MAX_CHARACTERS) return null
  for (const { pattern, read } of STEPS) {
    const groups = pattern.exec(text)?.groups
    if (!groups) continue
    const before = readTransform(groups.inner ?? '')
    const own = read(groups)
    if (before !== null && own !== null) return own === 'same' ? before : [...before, own]
  }
  return null
}

function extract(fields: Omit<OutputTransform & { kind: 'regex-extract' }, 'kind'>): OutputTransform | null {
  try {
    new RegExp(fields.pattern, fields.flags)
    return { kind: 'regex-extract', ...fields }
  } catch {
    return null
  }
}

function jsonPath(members: string): OutputTransform | null {
  if (OWN.test(members)) return null
  return { kind: 'json-path', path: `$${members.replaceAll('?.[', '[').replaceAll('?.', '.')}` }
}

function textOf(quoted: string): string {
  const inside = quoted.slice(1, -1)
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return inside.replaceAll(/\\(.)/gs, (_whole, letter: string) => escapes[letter] ?? letter)
}
