import type { Compressor } from '../compressor.ts'
import { cutPhrase, draftEdits, type TemplateEdit } from '../edit-drafts.ts'

/**
 * Words of politeness, which carry no instruction. None of them holds a modal (must, should, may, can): those say how
 * binding a rule is.
 */
const PHRASES: readonly RegExp[] = [
  /\b(?:please[ ,]+)?kindly\b,?(?:[ ]+please\b,?)?/gi,
  /\bif you (?:would|could) be so kind(?: as to)?\b,?/gi,
  /,?[ ]*\bplease\b,?(?=[ ]*[.!])/gi,
  /\bplease\b,?/gi,
  /(?<=^|[.!?]\s+|\n\s*)(?:thank you|thanks)(?: (?:so|very) much)?(?: in advance)?(?: for [^.!?\n]{1,80})?[.!]/gim,
  /(?<=^|[.!?]\s+|\n\s*)(?:hello|hi|greetings|good day|dear (?:assistant|ai|model))(?: there)?[,.!]/gim,
  /(?<=^|[.!?]\s+|\n\s*)(?:we|i) (?:really |truly |greatly |very much )*appreciate (?:your|the) [^.!?\n]{1,80}[.!]/gim,
]

/** Words that politeness is part of when it is quoted or asked for: "answer with please", "say thank you". */
const ASKED_FOR =
  /\b(?:say|saying|write|add|include|use|using|word|words|phrase|polite|politely|avoid|never|not|don't|without)\b[^.!?\n]{0,24}$/i

export const plugin: Compressor = {
  id: 'pleasantries',
  label: 'Pleasantries',
  description: 'Please, kindly, thank you, greetings: a model follows the instruction without them.',
  risk: 'R0',
  needsModel: false,
  compress: (messages) => ({
    rejected: [],
    edits: draftEdits(messages, (template, messageIndex) =>
      // What an assistant message says is an example of the answer's own tone.
      messages[messageIndex]?.role === 'assistant' ? [] : PHRASES.flatMap((pattern) => findPhrases(template, pattern)),
    ),
  }),
}

function findPhrases(template: string, pattern: RegExp): TemplateEdit[] {
  const edits: TemplateEdit[] = []
  for (const match of template.matchAll(pattern)) {
    if (match[0].trim() === '' || ASKED_FOR.test(template.slice(Math.max(0, match.index - 60), match.index))) continue
    edits.push(
      cutPhrase(template, match.index, match.index + match[0].length, `“${match[0].trim()}” carries no instruction.`),
    )
  }
  return edits
}
