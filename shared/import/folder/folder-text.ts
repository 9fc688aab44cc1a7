/** A text file of a folder that was chosen or dropped. */
export interface FolderText {
  /** Within the folder, with "/" between its parts. */
  readonly path: string
  readonly text: string
}

const TEXTS = /\.(?:txt|md|markdown|json|jsonl|ndjson|ya?ml|csv|tsv|j2|jinja2?|prompty|prompt|html|xml)$/i

/** Whether a file is read at all: texts that a configuration may name, and never code. */
export function isTextPath(path: string): boolean {
  return TEXTS.test(path)
}
