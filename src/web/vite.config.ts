import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { ariaWords } from './aria-words.ts'
import { browserRooms } from './crypto/browser-rooms.ts'
import { wordsOfScreens } from './words-of-screens.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  plugins: [ariaWords(), browserRooms(), react(), wordsOfScreens()],
  worker: { format: 'es', plugins: () => [browserRooms()] },
  build: {
    outDir: here('../../dist/web'),
    // A node may be serving what was built before: its files stay, and their names are hashes of what is in them.
    emptyOutDir: false,
    target: 'es2023',
    // What is inlined as `data:` would need a wider policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    manifest: true,
    // How long the build took is nobody's concern at a first start.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
})
