// npm run typecheck: every layer against its own tsconfig, which gives it only the globals that it may use.
import { runTools, typecheckTools } from './run-tools.mjs'
import { runScript, setUpPackages } from './set-up.mjs'

await runScript(async () => ((await runTools(await setUpPackages(), typecheckTools())) ? 0 : 1))
