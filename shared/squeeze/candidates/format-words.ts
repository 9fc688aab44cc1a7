import type { PromptLanguage } from './prompt-language.ts'

/** How a prompt asks for a form or a length of its answers. */
export interface FormatWords {
  readonly labelOnly: string
  readonly short: string
  readonly oneLine: string
  readonly json: string
  readonly atMostWords: (words: number) => string
}

/** The sentences that squeezes and variants write into prompts, in the prompt's language. */
export const FORMAT_WORDS: Readonly<Record<PromptLanguage, FormatWords>> = {
  en: {
    labelOnly: 'Answer with the label only.',
    short: 'Answer in as few words as possible.',
    oneLine: 'Answer in one line.',
    json: 'Answer with JSON only, in one line: {"answer": "…"}.',
    atMostWords: (words) => `Answer in at most ${words} words.`,
  },
  de: {
    labelOnly: 'Antworte nur mit dem Label.',
    short: 'Antworte so knapp wie möglich.',
    oneLine: 'Antworte in einer Zeile.',
    json: 'Antworte nur mit JSON, in einer Zeile: {"answer": "…"}.',
    atMostWords: (words) => `Antworte mit höchstens ${words} Wörtern.`,
  },
  fr: {
    labelOnly: 'Réponds uniquement par le label.',
    short: 'Réponds le plus brièvement possible.',
    oneLine: 'Réponds en une seule ligne.',
    json: 'Réponds uniquement en JSON, sur une ligne : {"answer": "…"}.',
    atMostWords: (words) => `Réponds en ${words} mots au plus.`,
  },
  es: {
    labelOnly: 'Responde solo con la etiqueta.',
    short: 'Responde con las menos palabras posibles.',
    oneLine: 'Responde en una sola línea.',
    json: 'Responde solo con JSON, en una línea: {"answer": "…"}.',
    atMostWords: (words) => `Responde en ${words} palabras como máximo.`,
  },
}
