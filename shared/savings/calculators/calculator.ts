import type { TokenPrices } from '../../domain/model.ts'
import type { Plugin } from '../../plugin-registry.ts'

/** A break-even that no run can measure: the user's own numbers in, an answer with its formula out. One file each in `plugins/`. */
export interface Calculator extends Plugin {
  /** What it answers. */
  readonly question: string
  readonly fields: readonly CalculatorField[]
  /** The field that says how long a prompt is, where one does: what a model charges may depend on it. */
  readonly promptKey?: string
  /** The formula in one line, and where it is from. */
  readonly formula: string
  calculate(values: CalculatorValues): CalculatorAnswer
}

export interface CalculatorField {
  readonly key: string
  readonly label: string
  /** percent: 0 to 100; usd: dollars. */
  readonly unit: 'usd' | 'number' | 'percent' | 'tokens'
  readonly initial: number
  /** Begins with what the report knows, where it knows it. */
  readonly known?: 'callsPerDay' | 'callUsd' | 'monthUsd'
  /** Begins with this part of what is known: a cheap call is cheap beside today's. */
  readonly share?: number
  /** Filled with this price of a model that the user chooses. */
  readonly price?: keyof TokenPrices
}

/** By key of the fields; 0 where one is empty. */
export type CalculatorValues = Readonly<Record<string, number>>

export interface CalculatorAnswer {
  /** In one sentence. */
  readonly sentence: string
  readonly isWorthIt: boolean | null
  readonly lines: readonly { readonly label: string; readonly text: string }[]
}
