import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // Any folder of a web server may hold the page.
  base: './',
  resolve: { dedupe: ['rxjs'] },
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2023' },
});
