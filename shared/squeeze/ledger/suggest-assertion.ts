import type { Assertion } from '../../domain/score.ts'

type Draft = Pick<Assertion, 'scorer' | 'value'> & { readonly isNegated?: boolean }

const QUOTED = String.raw`["“«'‘]([^"”»'’\n]{1,80})["”»'’]`
/** Only rules about the whole output can be asked of it; "the reason has at most 20 words" cannot. */
const RULES: readonly [pattern: RegExp, draft: (match: RegExpExecArray) => Draft | null][] = [
  [
    /\b(?:JSON only|only (?:valid )?JSON|(?:output|answer|reply|respond|return)\b[^.]{0,30}\b(?:valid |well-formed )?JSON\b)|\b(?:nur|ausschließlich) (?:gültiges )?JSON\b|\buniquement\b[^.]{0,20}\bJSON\b|\bs[oó]lo\b[^.]{0,20}\bJSON\b/iu,
    () => ({ scorer: 'is-json', value: null }),
  ],
  [
    new RegExp(
      String.raw`\b(?:do not|don't|never)\b[^.]{0,30}\b(?:use|say|write|mention)\b[^.]{0,30}${QUOTED}|(?:\bnie|\bnicht)\b[^.]{0,30}${QUOTED}|\bjamais\b[^.]{0,30}${QUOTED}|\bnunca\b[^.]{0,30}${QUOTED}`,
      'iu',
    ),
    (match) => quoted('icontains', match, true),
  ],
  [
    new RegExp(String.raw`\b(?:begin|start|open)s?\b[^.]{0,40}\bwith\b[^.]{0,20}${QUOTED}`, 'iu'),
    (match) => quoted('starts-with', match),
  ],
  [
    new RegExp(String.raw`\b(?:end|close|finish)(?:e?s)?\b[^.]{0,40}\bwith\b[^.]{0,20}${QUOTED}`, 'iu'),
    (match) => {
      const text = match.slice(1).find((group) => group !== undefined)
      return text === undefined ? null : { scorer: 'regex', value: String.raw`${escaped(text)}\s*$` }
    },
  ],
  [
    /^\W*(?:please )?(?:answer|reply|respond|write)\b[^.]{0,40}\b(?:at most|no more than|up to|maximum of)\s(\d{1,4})\swords\b/iu,
    ([, count = '']) => ({
      scorer: 'regex',
      value: String.raw`^\s*\S+(?:\s+\S+){0,${Math.max(0, Number(count) - 1)}}\s*$`,
    }),
  ],
]

/** An assertion that asks an output whether it kept a rule; null where no scorer can tell. */
export function suggestAssertion(sentence: string): Assertion | null {
  for (const [pattern, toDraft] of RULES) {
    const match = pattern.exec(sentence)
    const draft = match && toDraft(match)
    if (draft) {
      const { scorer, value, isNegated = false } = draft
      return { scorer, value, isNegated, options: {}, transforms: [], weight: 1 }
    }
  }
  return null
}

function quoted(scorer: string, match: RegExpExecArray, isNegated = false): Draft | null {
  const text = match.slice(1).find((group) => group !== undefined)
  return text === undefined ? null : { scorer, value: text, isNegated }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
