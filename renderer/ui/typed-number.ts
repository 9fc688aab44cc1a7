/** What a number field says, also while Mantine gives it as a text ("0.", "2.50"); null = empty, or no number yet. */
export function typedNumber(value: string | number): number | null {
  const number = value === '' ? Number.NaN : Number(value)
  return Number.isNaN(number) ? null : number
}

/** As typedNumber, of what begins at 1: null also below. */
export function typedCount(value: string | number): number | null {
  const number = typedNumber(value)
  return number === null || number < 1 ? null : number
}
