import { type TemplateSyntax, Untranslatable } from '../translate-template.ts'

/** Plain variables and text as Mustache writes them; three braces, since two would turn quotes and `&` into HTML. */
export const mustacheSyntax: TemplateSyntax = {
  name: 'Mustache',
  text(text, isBeforeVariable) {
    // Other delimiters for as long as the braces last are the only way in which Mustache says "{{".
    const braces = isBeforeVariable ? /\{{2,}|\{$/g : /\{{2,}/g
    return text.replaceAll(braces, (run) => `{{=<% %>=}}${run}<%={{ }}=%>`)
  },
  variable({ name, segments }) {
    if (!segments.every((segment) => typeof segment === 'string' && /^[\p{L}\p{N}_-]+$/u.test(segment)))
      throw new Untranslatable(`Mustache knows no index: "${name}". Give the value a variable of its own.`)
    if (segments.slice(1).some((segment) => ['size', 'first', 'last'].includes(String(segment))))
      throw new Untranslatable(`"${name}" asks for a list's size or end, which Mustache does not know.`)
    return `{{{${segments.join('.')}}}}`
  },
}
