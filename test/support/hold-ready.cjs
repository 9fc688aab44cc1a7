// Loaded into Electron by its `-r`: the application becomes "ready" only when Playwright has attached (`__playwright_run`).
// Playwright does so by a loader of its own only for the Electron that it finds itself; without, about one start in a hundred
// opened its window while Playwright attached, and the first question to the page was never answered.
const { app } = require('electron')

const readyInTruth = app.whenReady()
const emit = app.emit.bind(app)
let readyArguments = []
let isReady = false
let letGo
const ready = new Promise((resolve) => {
  letGo = resolve
})

app.emit = (event, ...args) => {
  if (event !== 'ready') return emit(event, ...args)
  readyArguments = args
  return app.listenerCount('ready') > 0
}
app.isReady = () => isReady
app.whenReady = () => ready

globalThis.__playwright_run = async () => {
  await readyInTruth
  isReady = true
  letGo()
  emit('ready', ...readyArguments)
}
