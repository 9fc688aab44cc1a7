import { type TemplateSyntax, Untranslatable } from '../translate-template.ts'

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
    return `{{ ${jinjaPath(name, segments)} }}`
  },
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
