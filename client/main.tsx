import '@mantine/core/styles/baseline.layer.css'
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/global.layer.css'
import '@mantine/core/styles/UnstyledButton.layer.css'
import '@mantine/core/styles/Button.layer.css'
import '@mantine/core/styles/Input.layer.css'
import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/source-serif-4/index.css'
import './ui/tokens.css'
import './ui/base.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api'
import { appRouter } from './app'
import { appearanceManager, applyAppearance } from './ui/appearance'
import { Notices } from './ui/notices'
import { cssVariables, theme } from './ui/theme'

applyAppearance()

const nonce = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? ''
const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={appearanceManager}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
        deduplicateCssVariables
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={appRouter} />
          <Notices />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
