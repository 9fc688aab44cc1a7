/** A prompt's name as a file name: `Ticket router` → `ticket-router`. */
export function fileStem(name: string): string {
  const stem = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
  return stem === '' ? 'prompt' : stem
}
