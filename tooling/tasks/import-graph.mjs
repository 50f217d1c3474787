import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

const workspaceFolders = ['packages', 'apps', 'tooling', 'benchmarks', 'examples'];
const skippedFolders = new Set(['node_modules', 'dist', 'coverage', 'test', 'fixtures']);
const isSource = name => /\.(ts|tsx|mts|mjs|cjs|js)$/.test(name) && !/\.(test|d)\.m?ts$/.test(name);

/**
 * What every source file of the workspace imports, types and lazy imports included; tests are left out.
 *
 * @param {string} root the repository
 * @returns {Map<string, Set<string>>} files by their paths below the root
 */
export function importGraph(root) {
  const paths = workspaceFolders.flatMap(folder => filesBelow(join(root, folder)));
  const known = new Set(paths.map(path => relative(root, path).split(sep).join('/')));
  const entries = packageEntries(root, paths);
  const graph = new Map();
  for (const file of [...known].filter(isSource).sort()) {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
    const targets = importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? resolved(posix.join(dirname(file), fileName), known) : entries.get(fileName),
    );
    graph.set(file, new Set(targets.filter(target => target !== undefined && target !== file)));
  }
  return graph;
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name.startsWith('.') || skippedFolders.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return isSource(entry.name) || entry.name === 'package.json' ? [path] : [];
  });
}

function resolved(path, known) {
  const base = path.replace(/\.js$/, '');
  return [path, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find(candidate => known.has(candidate));
}

/** The source file behind each name that a workspace package is imported by. */
function packageEntries(root, paths) {
  const entries = new Map();
  for (const path of paths.filter(path => path.endsWith('package.json'))) {
    const { name, exports = {} } = JSON.parse(readFileSync(path, 'utf8'));
    const subpaths = typeof exports === 'string' ? { '.': exports } : exports;
    for (const [subpath, target] of Object.entries(subpaths)) {
      const file = typeof target === 'string' ? target : target['@heph/source'];
      if (!file || !isSource(file)) continue;
      entries.set(posix.join(name, subpath), posix.join(relative(root, dirname(path)), file));
    }
  }
  return entries;
}
