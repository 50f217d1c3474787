import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';
import { style } from './src/report/style';
import { siteFiles } from './src/serve/page-data';

/** The what-if page: static files with relative addresses, for a web host of any kind and under any path. */
export default defineConfig({
  root: 'web',
  base: './',
  resolve: { conditions: ['@heph/source', 'module', 'browser'] },
  plugins: [reportStyle(), gzippedRuntime(), earlyFetches()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        assetFileNames: ({ names }) =>
          `assets/[name]-[hash][extname]${names.some(name => name.endsWith('.wasm')) ? '.gz' : ''}`,
      },
    },
  },
});

/** The page looks as the report does. */
function reportStyle(): Plugin {
  return {
    name: 'report-style',
    transformIndexHtml: page => page.replace('<!-- style of the report -->', () => style.text),
  };
}

/** What the script will ask for is on its way while the script itself still is. */
function earlyFetches(): Plugin {
  return {
    name: 'early-fetches',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const runtime = Object.keys(bundle).filter(name => name.endsWith('.wasm.gz'));
        return [...runtime, siteFiles.network, siteFiles.data].map(file => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `./${file}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}

/** Few static hosts compress WebAssembly on their way out, and the runtime is 14 MB: the page unpacks it. */
function gzippedRuntime(): Plugin {
  return {
    name: 'gzipped-runtime',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.wasm.gz'))
          file.source = gzipSync(file.source, { level: 9 });
    },
  };
}
