import { AppError } from '../../contract/errors.ts'
import { readJinja } from '../prompts/syntax/read-jinja.ts'
import { templateOf } from '../prompts/template-of.ts'

/** A promptfoo text as one of our templates. @throws AppError `bad-input` with the line of what has no equivalent */
export function nunjucksTemplate(text: string): string {
  const secret = /\{\{\s*(env\.\w+|_conversation\b|process\b)/.exec(text)
  if (secret)
    throw new AppError('bad-input', `${secret[1]} is not read: neither the environment nor earlier answers are.`)
  return templateOf(readJinja(text))
}
