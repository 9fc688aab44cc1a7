declare module 'monaco-editor/editor/editor.worker?worker' {
  // biome-ignore lint/style/noDefaultExport: the shape that Vite gives these modules
  export default class EditorWorker extends Worker {
    constructor()
  }
}
declare module 'monaco-editor/languages/features/json/json.worker?worker' {
  // biome-ignore lint/style/noDefaultExport: the shape that Vite gives these modules
  export default class JsonWorker extends Worker {
    constructor()
  }
}
