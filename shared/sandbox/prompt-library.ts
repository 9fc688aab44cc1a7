import { dropOldest } from '../drop-oldest.ts'
import { type CompiledPrompt, compilePrompt } from './compile-prompt.ts'
import type { ModelSize } from './model-size.ts'
import { readPrompt } from './read-prompt.ts'
import type { SplitPrompt } from './split-prompt.ts'
import { Thesaurus } from './thesaurus.ts'

const MAX_PROMPTS = 64

/** The thesaurus and the prompts read last: a run asks the same prompt thousands of times. One per plug-in. */
export class PromptLibrary {
  readonly thesaurus = new Thesaurus()
  readonly #compiled = new Map<string, CompiledPrompt>()

  compile(prompt: SplitPrompt, size: ModelSize, responseSchema: string): CompiledPrompt {
    const turns =
      prompt.turns.length > 0 ? JSON.stringify(prompt.turns.map(({ input, output }) => [input.text, output])) : ''
    const key = [size, prompt.cue ?? '', responseSchema, turns, prompt.instructions].join('\u0000')
    const known = this.#compiled.get(key)
    if (known) return known
    const instructions =
      responseSchema === '' ? prompt.instructions : `${prompt.instructions}\n\nJSON only:\n${responseSchema}`
    const compiled = compilePrompt(readPrompt(instructions, prompt.turns, prompt.cue), size, this.thesaurus)
    this.#compiled.set(key, compiled)
    dropOldest(this.#compiled, MAX_PROMPTS)
    return compiled
  }
}
