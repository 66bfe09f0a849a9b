import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// `npm run dev` starts the API beside Vite and passes its address; see scripts/dev.mjs.
const api = process.env.DEV_API ?? 'http://127.0.0.1:3000'

export default defineConfig({
  root: `${import.meta.dirname}/client`,
  plugins: [react()],
  build: {
    outDir: `${import.meta.dirname}/dist/client`,
    emptyOutDir: true,
    // The content policy knows no `data:`: a small picture or font written into the CSS would not be shown.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/trpc': api,
      '^/example/[^/]+/trpc': api,
      '/livez': api,
    },
  },
})
