import { AppError } from '../contract/errors.ts'

/**
 * The texts of a list such as `one, "two, or more", three`, as promptfoo 0.121 reads it: quotes hold commas together, a quote
 * within them is doubled or follows a backslash, and empty places count for nothing.
 *
 * @param place what the list belongs to, for the message: `the "contains-all" assertion`
 * @throws AppError `bad-input` when a quote is not closed, or something other than a comma follows it
 */
export function commaList(text: string, place: string): readonly string[] {
  const field = /[\s,]*(?:"((?:[^"\\]|\\["\\]|\\(?!["\\])|"")*)"\s*(?=,|$)|([^\s,"][^,]*)|$)/y
  const fields: string[] = []
  while (field.lastIndex < text.length) {
    const match = field.exec(text)
    if (match === null) throw new AppError('bad-input', `A quote in the list of ${place} is not closed before a comma.`)
    const [, quoted, plain] = match
    if (quoted !== undefined)
      fields.push(quoted.replaceAll(/\\(["\\])|""/g, (_, escaped: string | undefined) => escaped ?? '"'))
    else if (plain !== undefined) fields.push(plain.trim())
  }
  return fields
}
