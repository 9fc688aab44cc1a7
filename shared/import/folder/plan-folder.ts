import { AppError } from '../../contract/errors.ts'
import type { PromptId } from '../../domain/ids.ts'
import type { Message, Parameters, VariantContent } from '../../domain/prompt.ts'
import { type PromptPreview, readPrompt } from '../prompts/read-prompt.ts'

/** Files of a folder that are read as prompts; in folders below it as well. */
const PROMPT_FILE = /\.(?:md|markdown|prompty|prompt|json|j2|jinja|jinja2|mustache|txt)$/i
const NO_PROMPT = /(?:^|\/)(?:readme|license|changelog|package|package-lock|tsconfig|promptfooconfig)[^/]*$/i

export interface PromptFile {
  /** Within the folder, with "/" between its parts. */
  readonly path: string
  readonly text: string
}

/** Which tab a file belongs to, and how both were when they last said the same. */
export interface FileLink {
  readonly path: string
  readonly promptId: PromptId
  /** The tab's letter. */
  readonly letter: string
  readonly text: string
  readonly contentKey: string
}

export type FileState =
  /** Belongs to no prompt yet. */
  | 'new'
  | 'same'
  /** The file says something new. */
  | 'file-changed'
  /** The prompt says something new. */
  | 'prompt-changed'
  /** Both do, and not the same. */
  | 'conflict'
  /** The file is gone, or its prompt is. */
  | 'gone'
  | 'unreadable'

export interface PlannedFile {
  readonly path: string
  readonly state: FileState
  /** Null when it is gone or cannot be read. */
  readonly preview: PromptPreview | null
  /** Why it cannot be read. */
  readonly reason: string | null
  readonly link: FileLink | null
}

/** Whether a file of a folder is taken for a prompt, by its name. */
export function isPromptFile(path: string): boolean {
  return PROMPT_FILE.test(path) && !NO_PROMPT.test(path) && !/(?:^|\/)(?:\.|node_modules\/)/.test(path)
}

/** What two contents say, in one text: locks are marks of the editor. */
export function contentKey({
  messages,
  parameters,
}: {
  readonly messages: readonly Message[]
  readonly parameters: Parameters
}): string {
  const said = messages.map(({ role, template }) => [role, template])
  const set = Object.entries<unknown>(parameters)
    .filter(([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([said, set])
}

/**
 * How every file stands to its prompt. Nothing is changed by it.
 *
 * @param current what a linked tab says now; null when the prompt is not there any more
 */
export function planFolder(
  files: readonly PromptFile[],
  links: readonly FileLink[],
  current: (link: FileLink) => VariantContent | null,
): readonly PlannedFile[] {
  const byPath = new Map(links.map((link) => [link.path, link]))
  const here = new Set(files.map(({ path }) => path))
  const planned = files.map((file) => planFile(file, byPath.get(file.path) ?? null, current))
  const gone = links
    .filter(({ path }) => !here.has(path))
    .map((link): PlannedFile => ({ path: link.path, state: 'gone', preview: null, reason: null, link }))
  return [...planned, ...gone].sort((a, b) => (a.path < b.path ? -1 : 1))
}

function planFile(
  { path, text }: PromptFile,
  link: FileLink | null,
  current: (link: FileLink) => VariantContent | null,
): PlannedFile {
  let preview: PromptPreview
  try {
    preview = readPrompt({ fileName: path, text }, null)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { path, state: 'unreadable', preview: null, reason: error.message, link }
  }
  const about = { path, preview, reason: null }
  const now = link === null ? null : current(link)
  if (link === null || now === null) return { ...about, state: 'new', link: null }
  const fileKey = contentKey(preview)
  const promptKey = contentKey(now)
  if (fileKey === promptKey) return { ...about, state: 'same', link }
  const isFileChanged = text !== link.text
  const isPromptChanged = promptKey !== link.contentKey
  const state = isFileChanged && isPromptChanged ? 'conflict' : isFileChanged ? 'file-changed' : 'prompt-changed'
  return { ...about, state, link }
}
