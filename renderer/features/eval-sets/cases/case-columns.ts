/** Widths of the columns in pixels; what is left over goes to the variables. */
const CHECK = 34
const POSITION = 58
const VARIABLE = 180
const EXPECTED = 120
const TAGS = 120
const WEIGHT = 58

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
