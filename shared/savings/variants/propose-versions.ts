import type { Variant } from '../../domain/prompt.ts'
import type { VersionSource } from '../../domain/savings.ts'
import { effortLevels } from './effort-levels.ts'
import { outputFormats } from './output-formats.ts'
import { schemaFields } from './schema-fields.ts'
import { variableDrops } from './variable-drops.ts'
import type { VariantVersion } from './variant-version.ts'

/** The versions of a variant that a lever offers to make; empty where there is none that differs from it. */
export function proposeVersions(
  { content, partials }: Pick<Variant, 'content' | 'partials'>,
  source: VersionSource,
): VariantVersion[] {
  switch (source.of) {
    case 'output-formats':
      return outputFormats(content, source)
    case 'efforts':
      return effortLevels(content, source.efforts)
    case 'variables':
      return variableDrops(content, source.variables, partials)
    case 'schema-fields':
      return schemaFields(content)
    default:
      return source satisfies never
  }
}
