import type { ColumnMapping } from '../../../../shared/domain/import.ts'

export interface MappingCheck {
  /** What is wrong with single columns. */
  readonly byColumn: ReadonlyMap<string, string>
  /** What is wrong with the whole; null when the import can go on. */
  readonly problem: string | null
}

/** Says beforehand what `imports.cases` would refuse, and what no template could name. */
export function checkMapping(mapping: readonly ColumnMapping[]): MappingCheck {
  const byColumn = new Map<string, string>()
  const seen = new Set<string>()
  let hasExpected = false
  for (const { column, use, variableName } of mapping) {
    if (use === 'expected') {
      if (hasExpected) byColumn.set(column, 'Only one column can be the expected answer.')
      hasExpected = true
    }
    if (use !== 'variable') continue
    if (variableName.trim() === '') byColumn.set(column, 'A variable needs a name.')
    else if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(variableName)) {
      byColumn.set(column, 'Letters, digits, "_" and "-"; no digit first.')
    } else if (seen.has(variableName)) byColumn.set(column, `Another column is "${variableName}" already.`)
    seen.add(variableName)
  }
  if (mapping.length === 0)
    return { byColumn, problem: 'Mend the file as named above, or choose another format or delimiter.' }
  if (seen.size === 0) return { byColumn, problem: 'Make at least one column a variable: a prompt sees nothing else.' }
  return { byColumn, problem: byColumn.size > 0 ? 'Mend the columns marked above.' : null }
}
