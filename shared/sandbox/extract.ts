import { isStopWord, sentencesOf, stemsOf } from './words.ts'

const MAX_SENTENCES = 3
const MAX_SCANNED = 100_000

/** Up to three sentences of the text that have most to do with the question, in their order; the first ones if none has. */
export function extractAnswer(instructions: string, text: string): string {
  const material = text.trim() === '' ? instructions : text
  const sentences = sentencesOf(material.slice(0, MAX_SCANNED))
  const questions = [...sentencesOf(instructions.slice(0, MAX_SCANNED)), ...sentences].filter((one) =>
    one.endsWith('?'),
  )
  const asked = new Set(questions.flatMap(tellingStems))
  const statements = sentences.filter((sentence) => !sentence.endsWith('?'))
  const scored = statements.map((sentence, index) => {
    const stems = tellingStems(sentence)
    const shared = stems.filter((root) => asked.has(root)).length
    return { sentence, index, score: stems.length === 0 ? 0 : shared / Math.sqrt(stems.length) }
  })
  const best = scored
    .toSorted((first, second) => second.score - first.score || first.index - second.index)
    .slice(0, MAX_SENTENCES)
    .toSorted((first, second) => first.index - second.index)
  if (best.length > 0) return best.map(({ sentence }) => sentence).join(' ')
  return sentences[0] ?? 'There is no text to work on.'
}

function tellingStems(sentence: string): string[] {
  return stemsOf(sentence).filter((root) => !isStopWord(root))
}
