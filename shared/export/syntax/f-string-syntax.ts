import { type TemplateSyntax, Untranslatable } from '../translate-template.ts'

/** Plain variables and text as LangChain's f-strings write them. */
export const fStringSyntax: TemplateSyntax = {
  name: 'f-string',
  text: (text) => text.replaceAll('{', '{{').replaceAll('}', '}}'),
  variable({ name }) {
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw new Untranslatable(`An f-string takes names of Latin letters, digits and "_" only: "${name}".`)
    return `{${name}}`
  },
}
