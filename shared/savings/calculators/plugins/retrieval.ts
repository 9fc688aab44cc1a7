import { daysPerMonth } from '../../../cost/monthly-cost.ts'
import type { Calculator } from '../calculator.ts'
import { count, usd } from '../usd.ts'

export const plugin: Calculator = {
  id: 'retrieval',
  label: 'Retrieval and embeddings',
  question: 'What does fetching context cost beside what it puts into the prompt?',
  fields: [
    { key: 'callsPerDay', label: 'Calls per day', unit: 'number', initial: 10_000, known: 'callsPerDay' },
    { key: 'query', label: 'Tokens of a query', unit: 'tokens', initial: 40 },
    { key: 'embedding', label: 'Embedding price per M tokens', unit: 'usd', initial: 0.02 },
    { key: 'reuse', label: 'Queries whose embedding is cached', unit: 'percent', initial: 20 },
    { key: 'corpus', label: 'M tokens indexed', unit: 'number', initial: 50 },
    { key: 'churn', label: 'Of these indexed anew each month', unit: 'percent', initial: 10 },
    { key: 'rerank', label: 'Reranking 1,000 queries', unit: 'usd', initial: 1 },
    { key: 'store', label: 'Vector store per month', unit: 'usd', initial: 70 },
    { key: 'k', label: 'Chunks put into the prompt', unit: 'number', initial: 8 },
    { key: 'chunk', label: 'Tokens of a chunk', unit: 'tokens', initial: 300 },
    { key: 'input', label: 'Input price per M tokens', unit: 'usd', initial: 2 },
  ],
  formula:
    'calls · (q · e · (1 − reuse) + rerank ÷ 1000 + k · chunk · p) + store + churn · corpus · e, each per month.',
  calculate(values) {
    const { callsPerDay = 0, query = 0, embedding = 0, reuse = 0, corpus = 0, churn = 0 } = values
    const { rerank = 0, store = 0, k = 0, chunk = 0, input = 0 } = values
    const calls = callsPerDay * daysPerMonth
    const queries = (calls * query * embedding * (1 - reuse / 100)) / 1e6
    const index = corpus * (churn / 100) * embedding
    const reranking = (calls * rerank) / 1000
    const prompt = (calls * k * chunk * input) / 1e6
    const around = queries + index + reranking + store
    const fewer = k <= 0 ? 0 : prompt / k
    return {
      isWorthIt: null,
      sentence: `The context itself takes ${usd(prompt)} per month, fetching it ${usd(around)}: each chunk less saves ${usd(fewer)}.`,
      lines: [
        { label: 'Embedding the queries', text: usd(queries) },
        { label: 'Indexing anew', text: usd(index) },
        { label: 'Reranking', text: usd(reranking) },
        { label: 'Vector store', text: usd(store) },
        { label: `${count(k)} chunks in each prompt`, text: usd(prompt) },
      ],
    }
  },
}
