import { tokenCost } from '../../../shared/cost/cost-of.ts'
import type { ModelId } from '../../../shared/domain/ids.ts'
import type { EmbeddingChoice } from '../../../shared/domain/savings.ts'
import { textOfCase } from '../../../shared/savings/paired/text-of-case.ts'
import type { EmbeddingUse, SavingsCase } from '../../../shared/savings/savings-input.ts'
import type { CoreContext } from '../core-context.ts'
import { createTurns } from '../turns/create-turns.ts'

const SPELLING = 'Cases are told apart by the variables’ spelling, which needs no model.'

/** The cases with the stored vectors of one model, where all of them have one: vectors and spelling cannot be compared. */
export async function withEmbeddings(
  core: Pick<CoreContext, 'store' | 'models'>,
  cases: readonly SavingsCase[],
  { choice, signal }: { readonly choice: EmbeddingChoice; readonly signal: AbortSignal },
): Promise<{ readonly cases: readonly SavingsCase[]; readonly embedding: EmbeddingUse }> {
  const bySpelling = (text: string) => ({ cases, embedding: { modelId: null, text, requestNanoUsd: 0 } })
  if (choice === 'spelling' || cases.length === 0) return bySpelling(SPELLING)
  const wanted = choice === 'stored' ? core.store.embeddings.modelIds() : [choice]
  const texts = cases.map(textOfCase)
  let most: { readonly modelId: ModelId; readonly known: number } | null = null
  for (const modelId of wanted) {
    const known = await countKnown(core, texts, { modelId, signal })
    if (known === texts.length) return await withVectors(core, cases, { texts, modelId, signal })
    if (most === null || known > most.known) most = { modelId, known }
  }
  if (most === null || (most.known === 0 && choice === 'stored')) return bySpelling(SPELLING)
  const have = `Only ${most.known.toLocaleString('en-US')} of ${texts.length.toLocaleString('en-US')} cases have an embedding of ${most.modelId}`
  return bySpelling(`${have}. ${SPELLING}`)
}

interface Wanted {
  readonly modelId: ModelId
  readonly signal: AbortSignal
}

async function countKnown(
  { store }: Pick<CoreContext, 'store'>,
  texts: readonly string[],
  { modelId, signal }: Wanted,
): Promise<number> {
  const turn = createTurns()
  let known = 0
  let asked = 0
  for (const text of texts) {
    if (text.trim() === '') known++
    else {
      asked++
      if (store.embeddings.has(modelId, text)) known++
    }
    await turn()
    signal.throwIfAborted()
  }
  return asked === 0 ? 0 : known
}

async function withVectors(
  { store, models }: Pick<CoreContext, 'store' | 'models'>,
  cases: readonly SavingsCase[],
  { texts, modelId, signal }: Wanted & { readonly texts: readonly string[] },
): Promise<{ readonly cases: readonly SavingsCase[]; readonly embedding: EmbeddingUse }> {
  const turn = createTurns()
  const vectors: (Float32Array | null)[] = []
  let tokens = 0
  for (const text of texts) {
    const found = text.trim() === '' ? null : store.embeddings.find(modelId, text)
    vectors.push(found?.vector ?? null)
    tokens += found?.tokens ?? 0
    await turn()
    signal.throwIfAborted()
  }
  // Models are not asked about nothing: it resembles nothing.
  const nothing = new Float32Array(vectors.find((vector) => vector !== null)?.length ?? 0)
  const model = models.all().find(({ id }) => id === modelId)
  const price = model?.price ?? null
  return {
    cases: cases.map((one, place) => ({ ...one, embedding: vectors[place] ?? nothing })),
    embedding: {
      modelId,
      text: `Cases are told apart by embeddings of ${modelId}${model?.isSimulation ? ' (simulation)' : ''}.`,
      requestNanoUsd: price === null ? null : tokenCost(tokens, price.prices.input) / texts.length,
    },
  }
}
