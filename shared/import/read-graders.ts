import { ZodError } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { ImportNote } from '../domain/config-import.ts'
import type { ColumnMapping } from '../domain/import.ts'
import { Assertion, type OutputTransform } from '../domain/score.ts'
import { Notes } from './promptfoo/notes.ts'
import { type Fields, fieldsOf, listOf, textOf } from './prompts/json-fields.ts'
import { type TemplatePart, templateOf } from './prompts/template-of.ts'
import { parseJson } from './read-document.ts'

export interface ReadGraders {
  readonly assertions: readonly Assertion[]
  readonly notes: readonly ImportNote[]
}

const OPERATIONS: Readonly<Record<string, string>> = {
  eq: 'equals',
  ne: 'equals',
  like: 'contains',
  ilike: 'icontains',
}
const MARK = /\{\{\s*([^{}]*?)\s*\}\}/g
const OUTPUT = /^sample\.(?:output_text|output_json((?:\.[\w-]+|\[\d+\])+))$/

/**
 * Graders of OpenAI's hosted Evals as assertions: those of an eval (`testing_criteria`), a list of them, or one.
 *
 * @param mapping what became of the items' members: a grader speaks of them as `{{item.name}}`
 * @throws AppError `bad-input` when the text holds no grader
 */
export function readGraders(text: string, mapping: readonly ColumnMapping[]): ReadGraders {
  const document = parseJson(text)
  const given = Array.isArray(document) ? document : fieldsOf(document).testing_criteria
  const graders = (Array.isArray(given) ? given : [document]).map(fieldsOf)
  if (graders.length === 0 || !graders.every(({ type }) => typeof type === 'string'))
    throw new AppError(
      'bad-input',
      'The file holds no graders: an eval with "testing_criteria", or a list of graders, is expected.',
    )
  const notes = new Notes()
  const names = new Map(
    mapping.map(({ column, use, variableName }) => [column, use === 'expected' ? 'expected' : variableName]),
  )
  const assertions = graders.flatMap((grader, index) => {
    const place = `${textOf(grader.name) ?? `grader ${index + 1}`} (${textOf(grader.type)})`
    try {
      return [toAssertion(grader, names, (message) => notes.add(place, message))]
    } catch (error) {
      if (!(error instanceof AppError) && !(error instanceof ZodError)) throw error
      notes.add(place, error instanceof AppError ? error.message : 'It lacks what a grader of its type has.')
      return []
    }
  })
  return { assertions, notes: notes.list }
}

type Names = ReadonlyMap<string, string>

function toAssertion(grader: Fields, names: Names, tell: (message: string) => void): Assertion {
  const metric = textOf(grader.name)?.slice(0, 200)
  const named = metric ? { metric } : {}
  switch (grader.type) {
    case 'string_check': {
      const scorer = OPERATIONS[textOf(grader.operation) ?? '']
      if (scorer === undefined) throw new AppError('bad-input', 'Its operation is none of eq, ne, like and ilike.')
      const isNegated = grader.operation === 'ne'
      return Assertion.parse({ ...named, scorer, isNegated, ...compared(grader, names) })
    }
    case 'text_similarity': {
      const { scorer, options } = similarityOf(textOf(grader.evaluation_metric) ?? '')
      const threshold = Number(grader.pass_threshold)
      return Assertion.parse({ ...named, scorer, options: { ...options, threshold }, ...compared(grader, names) })
    }
    case 'label_model': {
      const labels = listOf(grader.labels).join(', ')
      const passing = listOf(grader.passing_labels).join(', ')
      const rule = `Choose the label that fits the answer best, one of: ${labels}. The answer passes if that is one of: ${passing}.`
      return Assertion.parse({ ...named, scorer: 'llm-rubric', value: rubricOf(grader, rule, names) })
    }
    case 'score_model': {
      const [low = 0, high = 1] = listOf(grader.range).map(Number)
      const from = typeof grader.pass_threshold === 'number' ? grader.pass_threshold : (low + high) / 2
      tell('The judge here says pass or fail: the score is 1 or 0.')
      const rule = `Score the answer from ${low} to ${high} by this. It passes from ${from} on.`
      return Assertion.parse({ ...named, scorer: 'llm-rubric', value: rubricOf(grader, rule, names) })
    }
    case 'python':
      throw new AppError('bad-input', 'It is Python, which Pithy does not run.')
    default:
      throw new AppError('bad-input', 'Graders of this type have no equivalent.')
  }
}

function similarityOf(metric: string): { readonly scorer: string; readonly options: object } {
  if (metric === 'bleu' || metric === 'gleu') return { scorer: metric, options: {} }
  if (metric === 'rouge_1') return { scorer: 'rouge-n', options: {} }
  throw new AppError('bad-input', `The metric "${metric.slice(0, 60)}" has no equivalent; bleu, gleu and rouge_1 have.`)
}

/** What is compared with what: the sample's text, or a member of its JSON, with a text that may name members of the item. */
function compared({ input, reference }: Fields, names: Names): { value: string; transforms: OutputTransform[] } {
  const source = /^\{\{\s*([^{}]*?)\s*\}\}$/.exec((textOf(input) ?? '').trim())?.[1] ?? ''
  const found = OUTPUT.exec(source)
  if (!found) throw new AppError('bad-input', 'It compares something else than the answer, so it is left out.')
  const [, path] = found
  return {
    value: translated(textOf(reference) ?? '', names),
    transforms: path === undefined ? [] : [{ kind: 'json-path', path: `$${path}` }],
  }
}

function rubricOf(grader: Fields, rule: string, names: Names): string {
  const texts = listOf(grader.input).map((message) => {
    const { content } = fieldsOf(message)
    return textOf(content) ?? textOf(fieldsOf(content).text) ?? ''
  })
  const rubric = [...texts, rule].filter((text) => text.trim() !== '').join('\n\n')
  if (rubric === '') throw new AppError('bad-input', 'It says nothing to the judge.')
  return translated(rubric, names)
}

/** `{{item.name}}` by the variable that it became; the answer itself is shown to the judge beside the rubric. */
function translated(text: string, names: Names): string {
  const parts: TemplatePart[] = []
  let at = 0
  for (const match of text.matchAll(MARK)) {
    const [whole, inside = ''] = match
    parts.push(text.slice(at, match.index))
    at = match.index + whole.length
    const [, name, rest = ''] = /^item\.([\w-]+)((?:\.[\w-]+|\[\d+\])*)$/.exec(inside) ?? []
    if (name !== undefined) parts.push({ path: `${names.get(name) ?? name}${rest}` })
    else if (OUTPUT.test(inside)) parts.push('(the answer)')
    else throw new AppError('bad-input', `"${whole.slice(0, 80)}" is neither a member of the item nor the answer.`)
  }
  return templateOf([...parts, text.slice(at)])
}
