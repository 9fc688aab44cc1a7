import { batchFile, refuseBatch } from '../batch-file.ts'
import type { Exporter } from '../exporter.ts'
import { refuseProvider, refuseSimulation } from '../refusals.ts'
import { openaiBody } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'openai-batch',
  label: 'OpenAI batch (JSONL)',
  description:
    'One Chat Completions request for every case of the run’s eval set, and its provenance in a second file.',
  refuse: (input) => refuseSimulation(input) ?? refuseProvider(input, 'openai') ?? refuseBatch(input),
  render: (input) =>
    batchFile(input, 'openai', (id, messages) => ({
      custom_id: id,
      method: 'POST',
      url: '/v1/chat/completions',
      body: openaiBody(input, messages),
    })),
}
