/** Whether a text is a result file of promptfoo, by its members. */
export function isResultsText(text: string): boolean {
  return /"promptIdx"\s*:/.test(text) && /"results"\s*:\s*[[{]/.test(text)
}
