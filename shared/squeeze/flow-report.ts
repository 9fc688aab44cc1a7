import type { Answers } from './answers.ts'
import type { SqueezePrompt } from './read-squeeze-prompt.ts'
import type { LiveView } from './squeeze-ports.ts'

/** The whole view of a flow, told anew at every change. */
export class FlowReport {
  readonly #answers: Answers
  readonly #report: (view: LiveView) => void
  readonly #notes: string[] = []
  #view: LiveView

  constructor(
    prompt: SqueezePrompt,
    { answers, report }: { readonly answers: Answers; readonly report: (view: LiveView) => void },
  ) {
    this.#answers = answers
    this.#report = report
    this.#view = {
      stage: 'reading',
      segments: [...prompt.segments],
      ledger: [...prompt.ledger],
      edits: [],
      rejected: [],
      worth: [],
      arms: [],
      bestArmId: null,
      verdict: null,
      confirmations: [],
      hypervolumes: [],
      proof: 'none',
      notes: [],
      promptTokens: tokensOf(prompt, prompt.messages),
      callsUsed: 0,
    }
  }

  get view(): LiveView {
    return this.#view
  }

  note(text: string): void {
    this.#notes.push(text)
    this.show({})
  }

  show(change: Partial<LiveView>): void {
    this.#view = { ...this.#view, ...change, notes: [...this.#notes], callsUsed: this.#answers.used }
    this.#report(this.#view)
  }
}

export function tokensOf({ countTokens }: SqueezePrompt, messages: SqueezePrompt['messages']): number {
  return messages.reduce((sum, { template }) => sum + countTokens(template), 0)
}
