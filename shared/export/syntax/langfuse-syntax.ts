import { type TemplateSyntax, Untranslatable } from '../translate-template.ts'

/** Plain variables and text as Langfuse's own SDKs fill them in. */
export const langfuseSyntax: TemplateSyntax = {
  name: 'Langfuse',
  text(text, isBeforeVariable) {
    const at = (isBeforeVariable ? /\{\{|\{$/ : /\{\{/).exec(text)?.index
    if (at !== undefined)
      throw new Untranslatable('Langfuse takes "{{" for a variable, and has no way to write it as text.', at)
    return text
  },
  variable({ name }) {
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw new Untranslatable(`Langfuse takes names of Latin letters, digits and "_" only: "${name}".`)
    return `{{${name}}}`
  },
}
