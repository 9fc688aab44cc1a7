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
// What every start reads is asked for before anything is drawn: the answers are there when the pages ask.
for (const name of ['projects.list', 'settings.get', 'models.list', 'providers.list'] as const)
  void services.queries.prefetchQuery({ queryKey: [name, {}], queryFn: () => services.client.call(name, {}) })
createRoot(root).render(<App services={services} />)
