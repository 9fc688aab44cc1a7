import type { Message } from '../../../../shared/domain/prompt.ts'
import type { Misspelling } from './misspellings.ts'

export type SpellingRequest =
  | {
      readonly type: 'look'
      readonly id: number
      /** A message that is as it was at the last look does not go again. */
      readonly messages: readonly (Pick<Message, 'template' | 'locked'> | null)[]
      /** The project's own. */
      readonly words: readonly string[]
    }
  | { readonly type: 'suggest'; readonly id: number; readonly word: string }

export type SpellingReply =
  | { readonly type: 'found'; readonly id: number; readonly found: readonly (readonly Misspelling[])[] }
  | { readonly type: 'suggested'; readonly id: number; readonly words: readonly string[] }
