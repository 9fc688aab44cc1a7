import type { Store } from '../store/open-store.ts'
import { type SampleProject, sampleProjects } from './sample-projects.ts'

/** Puts the sample projects into a library that has just been made; any other library is left as it is. */
export function seedSamples(store: Store): void {
  if (store.projects.count() > 0) return
  const seed = store.db.transaction(() => {
    // Another process may have made the library at the same moment.
    if (store.projects.count() > 0) return
    for (const sample of sampleProjects) seedProject(store, sample)
  })
  seed.immediate()
}

function seedProject(store: Store, { name, description, prompts, evalSets }: SampleProject): void {
  const project = store.projects.create({ name, description, isSample: true })
  for (const prompt of prompts) {
    const [first, ...others] = prompt.variants
    if (!first) continue
    const { id } = store.prompts.create(project.id, prompt.name, { ...first, origin: 'written', note: '' })
    for (const variant of others) store.variants.add(id, { ...variant, origin: 'written', note: '' })
  }
  for (const evalSet of evalSets) store.evalSets.create(project.id, evalSet)
}
