import { defineConfig, type Plugin } from 'vite';
import { style } from './src/report/style';
import { siteFiles } from './src/serve/page-data';

/** The what-if page: static files with relative addresses, for a web host of any kind and under any path. */
export default defineConfig({
  root: 'web',
  base: './',
  resolve: { conditions: ['@heph/source', 'module', 'browser'] },
  plugins: [reportStyle(), earlyFetches()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      // For thousands of rows in one call, which this page never asks for.
      external: ['@heph/compile/platform'],
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
        const runtime = Object.keys(bundle).filter(name => name.endsWith('.wasm'));
        const network = `${siteFiles.network}/manifest.json`;
        return [...runtime, siteFiles.data, network].map(file => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `./${file}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}
