/** One replacement in a text. Several apply in order, each to the result of those before it. */
export interface TextChange {
  /** UTF-16 code units from the start. */
  readonly at: number
  readonly deleteCount: number
  readonly insertText: string
}
