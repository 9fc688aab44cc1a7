import type { ExportedFile } from '../../export/exporter.ts'
import type { Plugin } from '../../plugin-registry.ts'
import type { Decision, DecisionEvidence, DecisionKind } from './decision.ts'

/** A plug-in that writes what a lever settled as a file. One file in plugins/, named after its id. */
export interface DecisionExporter extends Plugin {
  /** What it can write; every other decision is refused before it is asked. */
  readonly kinds: readonly DecisionKind[]
  /** Code that it writes chooses exactly as the decision's rule does: it was measured as that. */
  readonly render: (decision: Decision, evidence: DecisionEvidence) => ExportedFile
}
