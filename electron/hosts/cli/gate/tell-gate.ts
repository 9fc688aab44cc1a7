import type { GateReport } from '../../../../shared/gate/judge-gate.ts'
import { gateJunit, gateMarkdown, gateText } from '../../../../shared/gate/render-gate.ts'
import { exitCode } from '../exit-code.ts'
import { checkResultFile, writeResultFile } from '../write-result-file.ts'

export interface GateOutput {
  readonly json?: boolean
  readonly out?: string
  readonly summary?: string
  readonly junit?: string
}

/** Before anything is paid for. @throws AppError `bad-input` when a file cannot be written later */
export async function checkGateFiles({ out, summary, junit }: GateOutput): Promise<void> {
  for (const file of [out, summary, junit]) if (file !== undefined) await checkResultFile(file)
}

/** Writes the report to wherever it was asked for, and gives what to end with. */
export async function tellGate(report: GateReport, output: GateOutput, runId: string | null): Promise<number> {
  if (output.summary !== undefined) await writeResultFile(output.summary, gateMarkdown(report))
  if (output.junit !== undefined) await writeResultFile(output.junit, gateJunit(report))
  console.log(output.json ? JSON.stringify({ ...report, runId }, null, 2) : gateText(report))
  return { passed: exitCode.passed, failed: exitCode.failed, incomplete: exitCode.incomplete }[report.outcome]
}
