import type { Message } from '../../../../shared/domain/prompt.ts'
import { type Misspelling, misspellings } from './misspellings.ts'
import { createSpellChecker, type DictionaryTexts, type SpellChecker } from './spell-checker.ts'
import type { SpellingReply, SpellingRequest } from './spelling-protocol.ts'

interface Looked {
  readonly message: Pick<Message, 'template' | 'locked'>
  readonly words: string
  readonly found: readonly Misspelling[]
}

/** What the spelling worker does with a request, without the worker. */
export class SpellingSession {
  readonly #checker: SpellChecker
  #looked: readonly Looked[] = []

  constructor(texts: DictionaryTexts) {
    this.#checker = createSpellChecker(texts)
  }

  receive(request: SpellingRequest): SpellingReply {
    if (request.type === 'suggest') {
      return { type: 'suggested', id: request.id, words: this.#checker.suggest(request.word) }
    }
    const own = new Set(request.words.map((word) => word.toLowerCase()))
    const knows = (word: string) => own.has(word.toLowerCase()) || this.#checker.knows(word)
    const words = request.words.join('\n')
    const before = this.#looked
    this.#looked = request.messages.map((sent, index): Looked => {
      const last = before[index]
      const message = sent ?? last?.message ?? { template: '' }
      if (last && last.message === message && last.words === words) return last
      return { message, words, found: misspellings(message, knows) }
    })
    return { type: 'found', id: request.id, found: this.#looked.map(({ found }) => found) }
  }
}
