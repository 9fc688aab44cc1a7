import { hash } from 'node:crypto'

const FIRST = 20_000
const COUNT = 12_000

/**
 * A port that is the same at every start on a library. A browser keeps what belongs to a page by host and port: the sizes of
 * panes, and the text that a crash left unsaved.
 *
 * @returns 20000 to 31999, below the ports that systems hand out
 */
export function usualPort(libraryPath: string): number {
  return FIRST + (Number.parseInt(hash('sha256', libraryPath).slice(0, 8), 16) % COUNT)
}
