import { batchFile, refuseBatch } from '../batch-file.ts'
import type { Exporter } from '../exporter.ts'
import { refuseProvider, refuseSimulation } from '../refusals.ts'
import { anthropicBody } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'anthropic-batch',
  label: 'Anthropic batch (JSONL)',
  description:
    'One Messages request for every case of the run’s eval set: each line an entry of "requests". Its provenance is in a second file.',
  refuse: (input) => refuseSimulation(input) ?? refuseProvider(input, 'anthropic') ?? refuseBatch(input),
  render: (input) =>
    batchFile(input, 'anthropic', (id, messages) => ({ custom_id: id, params: anthropicBody(input, messages) })),
}
