/** What a number field says, also while Mantine gives it as a text ("0.", "2.50"); null = empty, or no number yet. */
export function typedNumber(value: string | number): number | null {
  const number = value === '' ? Number.NaN : Number(value)
  return Number.isNaN(number) ? null : number
}
