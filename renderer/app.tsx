import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { StrictMode, Suspense } from 'react'
import { type Services, ServicesProvider, usePlace } from './client/services.tsx'
import { ToolImport } from './features/import/tool-import.tsx'
import { Frame } from './features/shell/frame.tsx'
import { TextModelsProvider } from './monaco/text-models.tsx'
import { pages } from './pages.tsx'
import { mantineTheme, mantineVariables } from './theme/mantine-theme.ts'
import { ErrorBoundary } from './ui/error-boundary.tsx'
import { LoadingRows } from './ui/states.tsx'

export function App({ services }: { readonly services: Services }) {
  return (
    <StrictMode>
      <MantineProvider theme={mantineTheme} cssVariablesResolver={mantineVariables} defaultColorScheme="auto">
        <Notifications
          position="bottom-left"
          limit={3}
          transitionDuration={100}
          zIndex={1000}
          mb={24}
          containerWidth={380}
        />
        <ServicesProvider services={services}>
          <Frame pageNames={pages.map(({ name, label }) => ({ name, label }))}>
            <TextModelsProvider>
              <CurrentPage />
            </TextModelsProvider>
            <ToolImport />
          </Frame>
        </ServicesProvider>
      </MantineProvider>
    </StrictMode>
  )
}

function CurrentPage() {
  const place = usePlace()
  const page = pages.find(({ name }) => name === place.page)
  if (!page) return null
  const Content = page.Content
  return (
    <ErrorBoundary key={place.page}>
      <Suspense fallback={<LoadingRows rows={10} label={`Loading ${page.label}`} />}>
        <Content />
      </Suspense>
    </ErrorBoundary>
  )
}
