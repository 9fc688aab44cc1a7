/** The value that a test has put there itself. @throws Error without one */
export function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('What the test put there is missing.')
  return value
}
