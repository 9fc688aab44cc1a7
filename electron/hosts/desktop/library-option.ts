import { parseArgs } from 'node:util'
import { AppError } from '../../../shared/contract/errors.ts'

/**
 * The path after `--library`, among switches of Electron and Chromium that are none of our business.
 *
 * @throws AppError `bad-input` when no path follows
 */
export function libraryOption(args: readonly string[]): string | undefined {
  const { values } = parseArgs({ args: [...args], options: { library: { type: 'string' } }, strict: false })
  const { library } = values
  if (library === undefined || (typeof library === 'string' && library !== '' && !library.startsWith('-')))
    return library
  throw new AppError('bad-input', 'A path is missing after --library. Write --library PATH.')
}
