import { writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { importAnswersCommand } from '../../../../../electron/hosts/cli/commands/import-answers.ts'
import { withClient } from '../../../../../electron/hosts/cli/open-session.ts'
import { tempFolder } from '../../../../support/fake-ports.ts'

test('leaves no prompt behind where the answers cannot be read', async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const [answers, prompt, library] = [folder.file('a.csv'), folder.file('p.txt'), folder.file('l.sqlite')]
  writeFileSync(answers, 'question,reply\n1 + 1,2\n')
  writeFileSync(prompt, 'What is {{question}}?')
  const none = { column: [], cost: [], latency: [], promptTokens: [], outputTokens: [], assert: [] }
  const options = { ...none, library, answers, prompt, project: 'P', output: ['reply=m'], score: ['nowhere=m'] }
  await expect(importAnswersCommand(options)).rejects.toThrow('nowhere')
  await withClient({ library }, async (client) => {
    const project = (await client.call('projects.list', {})).find(({ name }) => name === 'P')
    if (!project) throw new Error('The project was made before.')
    expect(await client.call('prompts.list', { projectId: project.id })).toEqual([])
  })
})
