import * as monaco from 'monaco-editor/editor'
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/markdown/register'
import 'monaco-editor/languages/features/json/register'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker'
import { exampleFolds } from './example-folds.ts'
import './monaco.css'

// Once set, it must answer for every label: language workers have no other way.
self.MonacoEnvironment = { getWorker: (_id, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()) }

monaco.languages.registerFoldingRangeProvider('markdown', exampleFolds)

export { monaco }
