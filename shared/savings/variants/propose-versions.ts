import type { VariantContent } from '../../domain/prompt.ts'
import type { VersionSource } from '../../domain/savings.ts'
import { effortLevels } from './effort-levels.ts'
import { outputFormats } from './output-formats.ts'
import { schemaFields } from './schema-fields.ts'
import type { VariantVersion } from './variant-version.ts'

/** The versions of a variant that a lever offers to make; empty where there is none that differs from it. */
export function proposeVersions(content: VariantContent, source: VersionSource): VariantVersion[] {
  switch (source.of) {
    case 'output-formats':
      return outputFormats(content, source)
    case 'efforts':
      return effortLevels(content, source.efforts)
    case 'schema-fields':
      return schemaFields(content)
    default:
      return source satisfies never
  }
}
