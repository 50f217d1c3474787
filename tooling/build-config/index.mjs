import { defineConfig } from 'tsup';

/**
 * The one place that knows the bundler. Every package builds an ES module and a CommonJS file with types of
 * their own per entry point; dependencies and peers stay imports, so that one instance of each is in use.
 *
 * @param {Record<string, string>} entry output name → source file, one a public subpath
 * @param {{ external?: string[], executable?: boolean, threads?: Record<string, string> }} [options]
 *   `executable`: an application: one ES module, no types; `threads`: files that run in worker threads, which nobody
 *   imports, found by `import.meta.url`
 */
export function library(entry, { external = [], executable = false, threads = {} } = {}) {
  return defineConfig({
    entry: { ...entry, ...threads },
    external,
    format: executable ? ['esm'] : ['esm', 'cjs'],
    dts: executable ? false : { entry },
    // In CommonJS, `import.meta.url` is made from `__filename`.
    shims: Object.keys(threads).length > 0,
    target: 'es2022',
    platform: executable ? 'node' : 'neutral',
    sourcemap: true,
    clean: true,
    splitting: true,
    treeshake: false,
  });
}
