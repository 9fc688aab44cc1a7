import { variablePath } from '../../template/variable-path.ts'
import { type TemplateSyntax, Untranslatable } from '../translate-template.ts'
import { jinjaLogic, LOOP_NUMBERS } from './jinja-logic.ts'

const WORDS = new Set(
  'and or not in is if else elif for None True False none true false self loop super caller varargs kwargs'.split(' '),
)
/** Jinja looks a property up as an attribute first, and every dict and list of Python has these. */
const ATTRIBUTES = new Set(
  'append clear copy count extend fromkeys get index insert items keys pop popitem remove reverse setdefault sort update values'.split(
    ' ',
  ),
)

/** Plain variables and text as Jinja 2 writes them, for an environment with its defaults. */
export const jinjaSyntax: TemplateSyntax = {
  name: 'Jinja',
  text(text, isBeforeVariable) {
    return (
      text
        .replaceAll(isBeforeVariable ? /\{(?=[{%#]|$)/g : /\{(?=[{%#])/g, "{{ '{' }}")
        // Jinja turns every line end into "\n", and takes the last one of a template away.
        .replaceAll('\r', '{{ "\\r" }}')
        .replace(/\n$/, isBeforeVariable ? '\n' : '{{ "\\n" }}')
    )
  },
  variable({ name, segments }) {
    return `{{ ${shownPath(name, segments)} }}`
  },
  logic: jinjaLogic((name) => {
    const { segments } = variablePath(name, 0)
    if (segments === null)
      throw new Untranslatable(`"${name}" has an index that is a variable. Give the value one of its own.`)
    return jinjaPath(name, segments)
  }),
}

/** What a loop counts is its own; whether it is at its end would be shown as "True". */
export function shownPath(name: string, segments: readonly (string | number)[]): string {
  if (segments[0] !== 'forloop') return jinjaPath(name, segments)
  const count = segments.length === 2 ? LOOP_NUMBERS[String(segments[1])] : undefined
  if (count === undefined) throw new Untranslatable(`"${name}" has no counterpart in Jinja that is shown alike.`)
  return count
}

function jinjaPath(name: string, segments: readonly (string | number)[]): string {
  const [root = '', ...rest] = segments.map(String)
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(root)) throw new Untranslatable(`Jinja has no variable called "${root}".`)
  if (WORDS.has(root)) throw new Untranslatable(`"${root}" is a word of Jinja's own. Give the variable another name.`)
  const tail = rest.map((segment, index) => {
    if (['size', 'first', 'last'].includes(segment))
      throw new Untranslatable(`"${name}" asks for the ${segment} of a list, which Jinja writes as a filter.`)
    if (typeof segments[index + 1] === 'number') return `[${segment}]`
    return /^[A-Za-z_]\w*$/.test(segment) && !ATTRIBUTES.has(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`
  })
  return `${root}${tail.join('')}`
}
