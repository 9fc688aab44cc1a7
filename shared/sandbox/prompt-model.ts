/** What a sandbox model has understood of the instructions: everything it decides by. */
export interface ReadPrompt {
  readonly instructions: string
  readonly decisions: readonly Decision[]
  readonly examples: readonly Example[]
  readonly rules: readonly Rule[]
  readonly format: OutputFormat
  readonly hints: Hints
  readonly settledCases: readonly SettledCase[]
}

/** One choice that the prompt asks for. */
export interface Decision {
  /** The key in a JSON answer; null when the answer is the label itself. */
  readonly key: string | null
  readonly labels: readonly Label[]
}

export interface Label {
  readonly name: string
  /** Empty when the prompt defines nothing. */
  readonly definition: string
}

export interface Example {
  readonly input: PromptInput
  readonly output: string
}

/** The text to work on, told apart from the instructions around it. */
export interface PromptInput {
  readonly text: string
  /** "Plan: free" gives plan → free; lower-case names. */
  readonly fields: ReadonlyMap<string, string>
}

/** "Urgent if there is smoke": `condition` is null for "in all other cases". */
export interface Rule {
  readonly label: string
  readonly condition: string | null
  /** Written as "a question with a deadline is normal": more exact than the rules with "if". */
  readonly isException: boolean
}

/** "A fake invoice is an abuse ticket": a case that the prompt settles in passing. */
export interface SettledCase {
  readonly label: string
  readonly description: string
}

export type OutputFormat =
  | { readonly kind: 'label' }
  | { readonly kind: 'sentence'; readonly opening: string | null }
  | {
      readonly kind: 'json'
      readonly keys: readonly string[]
      readonly isBare: boolean
      readonly maxReasonWords: number | null
    }
  | { readonly kind: 'text' }

/** What the prompt tells the model to watch for. */
export interface Hints {
  readonly negation: boolean
  readonly sarcasm: boolean
  readonly balance: boolean
  readonly twoIntents: boolean
}
