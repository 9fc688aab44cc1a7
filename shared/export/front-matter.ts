import { stringify } from 'yaml'
import type { JsonObject } from '../domain/json.ts'
import type { ExportInput } from './exporter.ts'
import { provenanceLines } from './provenance.ts'

/** The head of a `.prompty` or `.prompt` file, with the provenance in comments. */
export function frontMatter(input: ExportInput, head: JsonObject): string {
  // Readers end the head at the first "---", some of them in the middle of a line.
  const comment = provenanceLines(input).map((line) => `# ${line.replaceAll(/-{3,}/g, '–')}`)
  const options = { lineWidth: 0, blockQuote: false, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER }
  const plain = stringify(head, { ...options, singleQuote: false })
  const yaml = plain.includes('---')
    ? stringify(head, { ...options, defaultStringType: 'QUOTE_DOUBLE' }).replaceAll('---', String.raw`\x2d\x2d\x2d`)
    : plain
  return `---\n${comment.join('\n')}\n${yaml}---\n`
}
