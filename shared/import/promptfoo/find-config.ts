import { AppError } from '../../contract/errors.ts'
import type { FolderFiles } from './folder-files.ts'

const USUAL = /(?:^|\/|[.-])promptfooconfig\.(?:ya?ml|json)$/i

/** The promptfoo configuration of a folder: by its usual name, the one that lies highest; a lone file is taken for it. @throws AppError `bad-input` */
export function findConfig({ paths }: FolderFiles): string {
  const usual = paths.filter(isConfigPath).toSorted((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1))
  const [first, second] = usual
  if (first !== undefined && second !== undefined && depthOf(first) === depthOf(second))
    throw new AppError(
      'bad-input',
      `The folder holds several configurations: ${usual.slice(0, 5).join(', ')}. Choose one.`,
    )
  const documents = paths.filter((path) => /\.(?:ya?ml|json)$/i.test(path))
  const only = documents.length === 1 ? documents[0] : undefined
  const found = first ?? only
  if (found !== undefined) return found
  throw new AppError('bad-input', 'The folder holds no promptfooconfig.yaml.')
}

/** Whether a path has the name that a configuration of promptfoo usually has. */
export function isConfigPath(path: string): boolean {
  return USUAL.test(path)
}

/** Whether a text is a configuration of promptfoo, by its members. */
export function isConfigText(text: string): boolean {
  return (
    /^["']?prompts["']?\s*:|^\s*["']prompts["']\s*:/m.test(text.slice(0, 200_000)) &&
    /^\s*["']?(?:tests|providers|targets|scenarios|defaultTest)["']?\s*:/m.test(text.slice(0, 1_000_000))
  )
}

function depthOf(path: string): number {
  return path.split('/').length
}
