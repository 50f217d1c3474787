/**
 * What a user gets: packs every public package, lints the tarball (publint, are the types wrong), installs all of
 * them into an empty project, and imports every entry as an ES module and as CommonJS.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, packageManager, root } from './workspace.mjs';

ensureInstalled();
const bin = name => join(root, 'node_modules', '.bin', name);
const packages = readdirSync(join(root, 'packages')).map(name => ({
  folder: join(root, 'packages', name),
  manifest: JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')),
}));
const scratch = mkdtempSync(join(tmpdir(), 'heph-packages-'));
try {
  const tarballs = packages.map(({ folder, manifest }) => {
    const output = execute(
      'npx',
      ['--yes', packageManager, 'pack', '--json', '--pack-destination', scratch],
      folder,
    );
    const tarball = JSON.parse(output.slice(output.indexOf('{'))).filename;
    execute(bin('publint'), ['--strict', tarball], folder);
    execute(bin('attw'), [tarball, '--profile', 'node16', '--format', 'ascii'], folder);
    console.log(`${manifest.name}: packed and well-formed`);
    return [manifest.name, `file:${tarball}`];
  });
  installTarballs(Object.fromEntries(tarballs));
  for (const { manifest } of packages) importEveryEntry(manifest);
  trainWithoutRuntime();
  growOnThreads();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function installTarballs(dependencies) {
  const versions = JSON.parse(
    readFileSync(join(root, 'packages/transformer/package.json'), 'utf8'),
  ).peerDependencies;
  const tensorflow = Object.fromEntries(
    Object.entries(versions).filter(([name]) => name.startsWith('@tensorflow/')),
  );
  writeFileSync(
    join(scratch, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: { ...dependencies, ...tensorflow },
      // The packages depend on one another by version; here every version is the one just packed.
      pnpm: { overrides: dependencies, autoInstallPeers: false },
    }),
  );
  execute('npx', ['--yes', packageManager, 'install', '--ignore-scripts', '--prefer-offline'], scratch);
}

function importEveryEntry({ name, exports }) {
  for (const entry of Object.keys(exports).filter(path => path !== './package.json')) {
    const specifier = name + entry.slice(1);
    const count = 'if (Object.keys(m).length === 0) throw new Error("no exports")';
    execute(
      process.execPath,
      ['--input-type=module', '-e', `const m = await import('${specifier}'); ${count}`],
      scratch,
    );
    execute(
      process.execPath,
      ['--input-type=commonjs', '-e', `const m = require('${specifier}'); ${count}`],
      scratch,
    );
    console.log(`${specifier}: imports as ES module and CommonJS`);
  }
}

/** No native runtime is installed here: training has to work all the same, and to say what would make it faster. */
function trainWithoutRuntime() {
  const script = `
    import { Table } from '@heph/data';
    import { SingleRowConfig, TabularRegressor } from '@heph/transformer';
    const x = Array.from({ length: 100 }, (_, i) => i / 100);
    const table = Table.fromColumns({ x, y: x.map(value => value * value) });
    const modelConfig = SingleRowConfig.generate(table, { target: 'y' });
    const model = new TabularRegressor({ modelConfig, dModel: 8, nHeads: 2, numLayers: 1 });
    const { engine } = await model.fit(table, { epochs: 2, batchSize: 20 });
    if (engine.name !== 'eager' || !engine.reason.includes('onnxruntime-node')) throw new Error(JSON.stringify(engine));
    if (!(await model.predict(table)).every(Number.isFinite)) throw new Error('no predictions');
  `;
  execute(process.execPath, ['--input-type=module', '-e', script], scratch);
  console.log('a model trains where no native runtime is installed');
}

/** A forest's threads run a file of their own, which has to be in the package and to be found from either format. */
function growOnThreads() {
  const body = `
    let threads = 0;
    process.on('worker', worker => worker.once('message', () => threads++));
    const x = Array.from({ length: 1000 }, (_, i) => i / 100);
    const table = Table.fromColumns({ x, y: x.map(value => value * value) });
    new RandomForestRegressor({ nEstimators: 4, workers: 2 }).fit(table, { target: 'y' }).then(() => {
      if (threads === 0) throw new Error('no thread ran');
    });
  `;
  const names = { '{ Table }': '@heph/data', '{ RandomForestRegressor }': '@heph/baselines' };
  const load = line => Object.entries(names).map(line).join('');
  const asModule = load(([name, from]) => `import ${name} from '${from}';`);
  const asCommonJs = load(([name, from]) => `const ${name} = require('${from}');`);
  execute(process.execPath, ['--input-type=module', '-e', asModule + body], scratch);
  execute(process.execPath, ['--input-type=commonjs', '-e', asCommonJs + body], scratch);
  console.log('a forest grows on threads from the ES module and from CommonJS');
}

function execute(command, args, cwd) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    console.error(`${command} ${args.join(' ')}\n${error.stdout}${error.stderr}`);
    process.exit(1);
  }
}
