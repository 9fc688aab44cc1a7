import type { DecisionExporter } from '../decision-exporter.ts'
import { decisionFile } from '../decision-lines.ts'
import { pythonFile } from '../python-file.ts'

export const plugin: DecisionExporter = {
  id: 'python',
  label: 'Python',
  kinds: ['routing', 'cascade', 'rule-gate', 'own-rules'],
  render: (decision, evidence) => ({
    fileName: `${decisionFile(evidence, decision.kind).replaceAll(/[.-]/g, '_')}.py`,
    mediaType: 'text/x-python',
    body: pythonFile(decision, evidence),
  }),
}
