/** `note.to, note.from` → the paths; no value asks for none. */
export function elementPaths(value: string | null): readonly string[] {
  return value === null ? [] : value.split(',').map((path) => path.trim())
}
