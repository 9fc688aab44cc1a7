import type { Message, Parameters } from '../../domain/prompt.ts'

export interface PromptSource {
  readonly fileName: string
  readonly text: string
}

/** What was understood of a file; nothing in it has been run, and no file that it names was opened. */
export interface ReadPrompt {
  readonly name: string
  readonly messages: readonly Message[]
  readonly parameters: Parameters
  /** As the file names it; null when it names none. */
  readonly model: string | null
  /** What was not taken, and why: a sentence each. */
  readonly notes: readonly string[]
}

/** A plug-in that reads a prompt of another tool. One file in plugins/, named after its id. */
export interface PromptImporter {
  readonly id: string
  readonly label: string
  readonly description: string
  /** Whether the file looks like this format, by its name or its shape. */
  readonly recognises: (source: PromptSource) => boolean
  /** @throws AppError `bad-input` naming the line, where something has no equivalent */
  readonly read: (source: PromptSource) => ReadPrompt
}
