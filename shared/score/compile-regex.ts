import { AppError } from '../contract/errors.ts'

/**
 * Longest text that a pattern is run over. The cut keeps patterns that take quadratic time bearable; exponential ones such
 * as `(a+)+$` must be stopped from outside: see ScorerContext.findMatch.
 */
export const MAX_REGEX_CHARACTERS = 100_000

/**
 * Compiles a user's pattern.
 *
 * @param place what the pattern belongs to, for the message: "transform 2"
 * @throws AppError `bad-input` naming the place, the pattern and what is wrong with it
 */
export function compileRegex(pattern: string, flags: string, place: string): RegExp {
  try {
    return new RegExp(pattern, flags)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const reason = said.slice(said.lastIndexOf(': ') + 2).replace(/\.$/, '')
    throw new AppError('bad-input', `The pattern /${pattern}/${flags} of ${place} is not valid: ${reason}.`, {
      cause: error,
    })
  }
}
