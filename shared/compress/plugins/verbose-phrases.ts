import type { Compressor } from '../compressor.ts'
import { cutPhrase, draftEdits, matchEdits } from '../edit-drafts.ts'

/** Phrases with a shorter equal; the second is the replacement, '' = the phrase says nothing. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bin order to\b/gi, 'to'],
  [/\bso as to\b/gi, 'to'],
  [/\bdue to the fact that\b/gi, 'because'],
  [/\bin view of the fact that\b/gi, 'because'],
  [/\bdespite the fact that\b/gi, 'although'],
  [/\bin the event that\b/gi, 'if'],
  [/\bat this point in time\b/gi, 'now'],
  [/\bat all times\b/gi, 'always'],
  [/\bon a regular basis\b/gi, 'regularly'],
  [/\ba (?:large|great) number of\b/gi, 'many'],
  [/\bthe (?:vast )?majority of\b/gi, 'most'],
  [/\bfor the purpose of\b/gi, 'for'],
  [/\bwith (?:regard|respect) to\b/gi, 'about'],
  [/\bin (?:regard|relation) to\b/gi, 'about'],
  [/\bprior to\b/gi, 'before'],
  [/\bsubsequent to\b/gi, 'after'],
  [/\bin addition to this,/gi, 'Also,'],
  [/\bmake sure (?:that )?(?:you |to )(?=\w)/gi, ''],
  [/\b(?:it is|it's) (?:very |really |extremely )?important (?:to note |to remember )?that\b,?/gi, ''],
  [/\b(?:please )?(?:note|keep in mind|bear in mind|remember) that\b,?/gi, ''],
  [/\bas (?:mentioned|stated|noted) (?:above|before|earlier|previously),?/gi, ''],
  [/\bneedless to say,?/gi, ''],
]

export const plugin: Compressor = {
  id: 'verbose-phrases',
  label: 'Verbose phrases',
  description: 'Phrases with a shorter equal: “in order to” → “to”.',
  risk: 'R1',
  needsModel: false,
  compress: (messages) => ({
    rejected: [],
    edits: draftEdits(messages, (template) =>
      PHRASES.flatMap(([pattern, shorter]) =>
        shorter === ''
          ? [...template.matchAll(pattern)].map((match) =>
              cutPhrase(
                template,
                match.index,
                match.index + match[0].trimEnd().length,
                `“${match[0].trim()}” adds nothing.`,
              ),
            )
          : matchEdits(template, pattern, ([phrase]) => ({
              replacement: /^\p{Lu}/u.test(phrase) ? shorter.charAt(0).toUpperCase() + shorter.slice(1) : shorter,
              reason: `“${phrase}” says “${shorter}”.`,
            })),
      ),
    ),
  }),
}
