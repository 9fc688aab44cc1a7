/** Widths of the columns in pixels; what is left over goes to the variables. */
const CHECK = 34
const POSITION = 50
const VARIABLE = 160
const EXPECTED = 100
const TAGS = 104
const WEIGHT = 62

export interface CaseColumns {
  readonly template: string
  readonly minWidth: number
}

/** The grid that head and rows share; it must not depend on what the cells hold. */
export function caseColumns(variableCount: number): CaseColumns {
  const variables = variableCount === 0 ? '' : `repeat(${variableCount}, minmax(${VARIABLE}px, 3fr)) `
  return {
    template: `${CHECK}px ${POSITION}px ${variables}minmax(${EXPECTED}px, 1fr) minmax(${TAGS}px, 1fr) ${WEIGHT}px`,
    minWidth: CHECK + POSITION + variableCount * VARIABLE + EXPECTED + TAGS + WEIGHT,
  }
}
