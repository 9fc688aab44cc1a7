import { CaseContent } from '../../../../shared/domain/eval-set.ts'
import { JsonValue } from '../../../../shared/domain/json.ts'

export interface VariableDraft {
  readonly name: string
  readonly text: string
  /** True for values that are not text: they are edited as JSON and stay what they are. */
  readonly isJson: boolean
  /** True where the case has no such variable: an empty field then adds none. */
  readonly isAbsent: boolean
}

/** A case as its form holds it. */
export interface CaseDraft {
  readonly variables: readonly VariableDraft[]
  readonly expected: string
  readonly tags: readonly string[]
  readonly weight: number | null
}

/** @param content null for a new case */
export function draftOf(content: CaseContent | null, variableNames: readonly string[]): CaseDraft {
  const names = [...new Set([...variableNames, ...Object.keys(content?.variables ?? {})])]
  return {
    variables: names.map((name) => variableDraft(name, content)),
    expected: content?.expected ?? '',
    tags: content?.tags ?? [],
    weight: content?.weight ?? 1,
  }
}

function variableDraft(name: string, content: CaseContent | null): VariableDraft {
  const value = content?.variables[name]
  if (value === undefined) return { name, text: '', isJson: false, isAbsent: content !== null }
  if (typeof value === 'string') return { name, text: value, isJson: false, isAbsent: false }
  return { name, text: JSON.stringify(value, null, 2), isJson: true, isAbsent: false }
}

/** What keeps a variable's text from being saved; null when nothing does. */
export function variableProblem({ text, isJson }: VariableDraft): string | null {
  if (!isJson) return null
  try {
    JSON.parse(text)
    return null
  } catch {
    return 'This value is JSON, and the text is not valid JSON.'
  }
}

/** The content of a draft; null while a field of it cannot be saved. */
export function contentOf(draft: CaseDraft): CaseContent | null {
  if (draft.weight === null || draft.variables.some((one) => variableProblem(one) !== null)) return null
  const kept = draft.variables.filter(({ isAbsent, text }) => !isAbsent || text !== '')
  const values = kept.map(
    ({ name, text, isJson }) => [name, isJson ? JsonValue.parse(JSON.parse(text)) : text] as const,
  )
  const content = CaseContent.safeParse({
    variables: Object.fromEntries(values),
    expected: draft.expected === '' ? null : draft.expected,
    tags: draft.tags.map((tag) => tag.trim()).filter((tag) => tag !== ''),
    weight: draft.weight,
  })
  return content.success ? content.data : null
}
