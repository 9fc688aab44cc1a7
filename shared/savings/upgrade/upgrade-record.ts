import { formatUsd } from '../../cost/format-usd.ts'
import type { UpgradeReport, UpgradeSide } from '../../domain/upgrade.ts'
import { fileStem } from '../../export/file-stem.ts'
import { plainMarkdown } from '../exports/plain-markdown.ts'

export interface UpgradeEvidence {
  readonly promptName: string
  readonly runId: string
  readonly runName: string
  readonly evalSetHash: string
  readonly cases: number
  readonly callsPerDay: number
  readonly exportedAt: string
  readonly appVersion: string
}

/** The move to another model as a record for people: the comparison, the verdict, what the audit found. */
export function upgradeRecord(report: UpgradeReport, evidence: UpgradeEvidence) {
  const { from, to, verdict, isMeasured, findings } = report
  const row = (name: string, of: (side: UpgradeSide) => string) => `| ${name} | ${of(from)} | ${of(to)} |`
  const body = [
    `# ${plainMarkdown(evidence.promptName)}: from ${plainMarkdown(from.label)} to ${plainMarkdown(to.label)}`,
    '',
    verdict === null
      ? 'Not measured yet: the new model’s cost is today’s tokens at its prices (≈), its score and latency are unknown.'
      : `${verdict.isProven ? 'Proven' : 'Indicative'}: ${plainMarkdown(verdict.sentence)}`,
    '',
    '| | today | new |',
    '| --- | ---: | ---: |',
    row('Score', ({ score }) => (score === null ? 'unknown' : `${(score * 100).toFixed(1)} %`)),
    row('Cost per month', (side) => `${side === to && !isMeasured ? '≈ ' : ''}${formatUsd(side.monthNanoUsd)}`),
    row('Latency, median', ({ latencyP50Ms }) => seconds(latencyP50Ms)),
    row('Latency, 95th percentile', ({ latencyP95Ms }) => seconds(latencyP95Ms)),
    row('Price in / out per million tokens', ({ inputUsd, outputUsd }) =>
      inputUsd === null || outputUsd === null ? 'unpriced' : `$${inputUsd} / $${outputUsd}`,
    ),
    '',
    '## What the audit of the prompt found',
    '',
    ...(findings.length === 0
      ? ['Nothing.']
      : findings.map(
          ({ weight, message, quote }) =>
            `- **${weight}**: ${plainMarkdown(message)}${quote === '' ? '' : ` (“${plainMarkdown(quote)}”)`}`,
        )),
    '',
    `Variant ${report.variantLabel}, run ${plainMarkdown(evidence.runName)} (${evidence.runId}), ${evidence.cases} cases, eval set SHA-256 ${evidence.evalSetHash}, ${evidence.callsPerDay.toLocaleString('en-US')} calls a day.`,
    `Exported by Pithy ${evidence.appVersion} on ${evidence.exportedAt}.`,
  ]
  return {
    fileName: `${fileStem(evidence.promptName)}.upgrade.md`,
    mediaType: 'text/markdown',
    body: `${body.join('\n')}\n`,
  }
}

function seconds(ms: number | null): string {
  return ms === null ? 'unknown' : `${(ms / 1000).toFixed(2)} s`
}
