import { type TemplateSyntax, Untranslatable } from '../translate-template.ts'

/** Helpers of Handlebars and Dotprompt: as a bare name they would be called. */
const HELPERS = new Set(
  'role history section media json if unless each with lookup log ifEquals unlessEquals blockHelperMissing helperMissing this as else true false null undefined'.split(
    ' ',
  ),
)

/** Plain variables and text as Dotprompt's Handlebars writes them; it escapes no HTML. */
export const handlebarsSyntax: TemplateSyntax = {
  name: 'Handlebars',
  text(text, isBeforeVariable) {
    const marker = text.indexOf('<<<dotprompt:')
    if (marker !== -1) throw new Untranslatable('Dotprompt takes "<<<dotprompt:" for a mark of its own.', marker)
    const backslash = /\\(?=\{\{)/.exec(text)?.index
    if (backslash !== undefined)
      throw new Untranslatable('Handlebars has no way to write a backslash before "{{".', backslash)
    if (isBeforeVariable && text.endsWith('{'))
      throw new Untranslatable('Handlebars has no way to write "{" right before a variable.', text.length - 1)
    // A comment keeps "}" apart from the braces of what stands before it, a variable or a role.
    const escaped = text.replaceAll('{{', '\\{{').replace(/^\}/, '{{!}}}')
    // A backslash before a variable would turn the variable into text.
    return isBeforeVariable && escaped.endsWith('\\') ? `${escaped}\\` : escaped
  },
  variable({ name, segments }) {
    const path = segments.map((segment, index) => {
      if (typeof segment === 'string' && /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(segment)) {
        return index === 0 && HELPERS.has(segment) ? `this.${segment}` : segment
      }
      if (typeof segment === 'number' && segment >= 0) return `[${segment}]`
      throw new Untranslatable(`Handlebars cannot look up "${name}". Give the value a variable of its own.`)
    })
    if (segments.slice(1).some((segment) => ['size', 'first', 'last'].includes(String(segment))))
      throw new Untranslatable(`"${name}" asks for a list's size or end, which Handlebars does not know.`)
    return `{{${path.join('.')}}}`
  },
}
