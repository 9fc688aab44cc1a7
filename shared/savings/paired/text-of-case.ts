import type { SavingsCase } from '../savings-input.ts'
import { caseText } from './answer-grid.ts'
import { textVariables } from './grid-of-input.ts'

/** The values of a case as one text: what is embedded, and what rules are held against. */
export function textOfCase({ variables }: Pick<SavingsCase, 'variables'>): string {
  return caseText(textVariables(variables))
}
