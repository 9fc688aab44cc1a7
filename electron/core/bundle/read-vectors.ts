import { AppError } from '../../../shared/contract/errors.ts'
import { type EmbeddingsFile, VectorLine } from '../store/bundle/bundle-format.ts'
import type { Bundle } from './read-bundle.ts'

const { BYTES_PER_ELEMENT } = Float32Array

/** What a bundle holds of one model's embeddings. @throws AppError `bad-input` for a vector that cannot be held against the others */
export function* readVectors(bundle: Bundle, { modelId, dimensions, vectors }: EmbeddingsFile): Generator<VectorLine> {
  let no = 0
  for (const line of bundle.linesOf(vectors, VectorLine)) {
    no += 1
    const bytes = Buffer.from(line.vector, 'base64')
    const place = `${vectors}, line ${no} of the bundle`
    if (bytes.length !== dimensions * BYTES_PER_ELEMENT)
      throw new AppError(
        'bad-input',
        `${place} has a vector of ${bytes.length / BYTES_PER_ELEMENT} numbers, but those of ${modelId} have ${dimensions}.`,
      )
    for (let at = 0; at < bytes.length; at += BYTES_PER_ELEMENT)
      if (!Number.isFinite(bytes.readFloatLE(at)))
        throw new AppError('bad-input', `${place} has a vector with a place that is no number.`)
    yield line
  }
}
