import { AppError } from '../contract/errors.ts'
import { checkVerdict, quoteText } from './check-verdict.ts'
import { commaList } from './comma-list.ts'
import type { ScorerVerdict } from './scorer.ts'

interface ListCheck {
  readonly id: string
  readonly output: string
  readonly value: string | null
  readonly needs: 'all' | 'any'
  readonly ignoresCase: boolean
}

/** Whether texts of a list stand in the output. @throws AppError `bad-input` when there is no list, or it cannot be read */
export function listCheck({ id, output, value, needs, ignoresCase }: ListCheck): ScorerVerdict {
  if (!value) throw new AppError('bad-input', `The "${id}" assertion needs at least one text to look for.`)
  const texts = commaList(value, `the "${id}" assertion`)
  const seen = ignoresCase ? output.toLowerCase() : output
  const isFound = (text: string) => seen.includes(ignoresCase ? text.toLowerCase() : text)
  if (needs === 'any') {
    const found = texts.find(isFound)
    return found === undefined
      ? checkVerdict(false, `The output contains none of the ${texts.length} texts.`)
      : checkVerdict(true, `The output contains ${quoteText(found)}.`)
  }
  const missing = texts.filter((text) => !isFound(text))
  if (missing.length === 0) return checkVerdict(true, `The output contains all of the ${texts.length} texts.`)
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
  return checkVerdict(false, `The output lacks ${missing.slice(0, 3).map(quoteText).join(', ')}${more}.`)
}
