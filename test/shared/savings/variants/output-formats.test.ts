import { describe, expect, test } from 'vitest'
import { defaultParameters, type Message, type VariantContent } from '../../../../shared/domain/prompt.ts'
import { outputFormats } from '../../../../shared/savings/variants/output-formats.ts'

const FACTS = { labels: [], maxWords: 20 }

function content(...messages: readonly (readonly [role: Message['role'], template: string])[]): VariantContent {
  return { messages: messages.map(([role, template]) => ({ role, template })), parameters: defaultParameters }
}

function textsOf(versions: ReturnType<typeof outputFormats>) {
  return Object.fromEntries(
    versions.map(({ id, content: { messages } }) => [id, messages.map(({ template }) => template).join('\n---\n')]),
  )
}

describe('versions that ask for a shorter form of the answer', () => {
  test('add a sentence to the system message where the prompt asks for no form, and leave the rest as it is', () => {
    const versions = outputFormats(content(['system', 'Help the customer.\n'], ['user', '{{question}}']), FACTS)
    expect(textsOf(versions)).toEqual({
      'label-only': 'Help the customer.\n\nAnswer with the label only.\n\n---\n{{question}}',
      'one-line': 'Help the customer.\n\nAnswer in one line.\n\n---\n{{question}}',
      json: 'Help the customer.\n\nAnswer with JSON only, in one line: {"answer": "…"}.\n\n---\n{{question}}',
      'at-most': 'Help the customer.\n\nAnswer in at most 20 words.\n\n---\n{{question}}',
    })
    expect(versions.filter(({ isSuggested }) => isSuggested).map(({ id }) => id)).toEqual(['one-line', 'at-most'])
  })

  test('put it before the cue that the answer is to follow', () => {
    const [label] = outputFormats(content(['user', 'Is the review good?\n\n{{review}}\nAnswer:']), FACTS)
    expect(label?.content.messages).toEqual([
      { role: 'user', template: 'Is the review good?\n\n{{review}}\nAnswer with the label only.\nAnswer:' },
    ])
  })

  test('speak the language of the prompt, and take the place of its request for more words', () => {
    const german = content([
      'user',
      'Ist die Bewertung gut oder ist sie es nicht? Antworte in vollständigen Sätzen.\n{{text}}',
    ])
    expect(textsOf(outputFormats(german, { labels: ['gut', 'schlecht'], maxWords: null }))).toEqual({
      'label-only': 'Ist die Bewertung gut oder ist sie es nicht? Antworte nur mit dem Label.\n{{text}}',
      'one-line': 'Ist die Bewertung gut oder ist sie es nicht? Antworte in einer Zeile.\n{{text}}',
      json: 'Ist die Bewertung gut oder ist sie es nicht? Antworte nur mit JSON, in einer Zeile: {"answer": "…"}.\n{{text}}',
    })
  })

  test('offer only a length where a response schema says the form, and nothing that the prompt says already', () => {
    const plain = content(['user', 'Sum it up. Answer in at most 20 words.\n{{text}}'])
    const withSchema = { ...plain, parameters: { ...defaultParameters, responseSchema: { type: 'object' } } }
    expect(outputFormats(withSchema, FACTS)).toEqual([])
    expect(outputFormats(plain, FACTS).map(({ id }) => id)).toEqual(['label-only', 'one-line', 'json'])
  })
})
