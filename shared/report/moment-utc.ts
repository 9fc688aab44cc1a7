/** "2026-11-21 10:02 UTC", of a moment in ISO's form: the same for every reader of a report. */
export function momentUtc(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
