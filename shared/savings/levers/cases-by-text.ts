import type { SavingsInput } from '../savings-input.ts'

/** Places of the cases by what they say, in whatever order their variables stand. */
export function casesByText({ cases }: Pick<SavingsInput, 'cases'>): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (const [caseNo, { variables }] of cases.entries()) {
    const names = Object.keys(variables).sort()
    const key = JSON.stringify(names.map((name) => [name, variables[name]]))
    const known = places.get(key)
    if (known) known.push(caseNo)
    else places.set(key, [caseNo])
  }
  return places
}
