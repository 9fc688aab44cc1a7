import { parseDocument } from 'yaml'
import { AppError } from '../../contract/errors.ts'
import { type Fields, fieldsOf } from './json-fields.ts'

interface FrontMatter {
  readonly head: Fields
  readonly body: string
  /** Where the body begins in the file. */
  readonly bodyStart: number
}

/** What stands between two lines of `---`, and what follows. @throws AppError `bad-input` with the line of broken YAML */
export function readFrontMatter(text: string): FrontMatter {
  const match = /^\s*---[ \t]*\r?\n([\s\S]*?)^---[ \t]*(?:\r?\n|$)/m.exec(text)
  if (match === null || match.index !== 0) return { head: {}, body: text, bodyStart: 0 }
  const document = parseDocument(match[1] ?? '', { logLevel: 'silent', prettyErrors: true })
  const [problem] = document.errors
  if (problem) {
    const line = (problem.linePos?.[0].line ?? 1) + 1
    throw new AppError('bad-input', `line ${line}: ${problem.message.split('\n')[0] ?? 'unreadable'}`)
  }
  const bodyStart = match[0].length
  try {
    // Aliases of aliases would make gigabytes of a few lines.
    return { head: fieldsOf(document.toJS({ maxAliasCount: 20 })), body: text.slice(bodyStart), bodyStart }
  } catch (cause) {
    throw new AppError('bad-input', 'The head names the same part over and over: it is not unfolded.', { cause })
  }
}
