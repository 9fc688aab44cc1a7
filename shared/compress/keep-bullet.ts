const BULLET = /^(?:[-*+•]|\d{1,3}[.)])[ \t]+/

/** Models tend to drop the mark of a list item: puts it back. */
export function keepBullet(original: string, candidate: string): string {
  const bullet = BULLET.exec(original)?.[0]
  return bullet !== undefined && !candidate.startsWith(bullet.trim()) ? bullet + candidate : candidate
}
