/**
 * Where the code of a forest's threads is: in the file `forest-worker` beside the one that this code is in, with the same
 * ending (`.js` in the ES module, `.cjs` in CommonJS).
 * @throws TypeError in a bundle that does not tell where it is
 */
export function workerFile(): URL {
  const here = import.meta.url;
  return new URL(`./forest-worker${/\.\w+$/.exec(here)?.[0] ?? ''}`, here);
}
