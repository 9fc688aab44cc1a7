import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import './theme/tokens.css'
import './theme/base.css'
import './theme/mantine.css'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app.tsx'
import { chooseTransport } from './client/choose-transport.ts'
import { createServices } from './client/services.tsx'

// Zod probes for eval once, which the content policy forbids and Chromium would report.
z.config({ jitless: true })

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element "root".')
const services = createServices(chooseTransport())
// The page that is shown first is asked for before the frame is drawn: 0.1 s of a start.
if (services.router.getState().place.page === 'prompts') void import('./features/editor/prompts-page.tsx')
createRoot(root).render(<App services={services} />)
