import { readFileSync } from 'node:fs';
import { transformSync } from '@swc/core';

/** A fenced `ts` block of a README. */
export interface ReadmeExample {
  /** The heading it stands under, and its number if there are several. */
  title: string;
  /** Runs the block; its imports are resolved by `load`, as `require` does. */
  run: (load: (specifier: string) => unknown) => Promise<void>;
}

/** Every ```ts block of a Markdown file, ready to run: what a README shows has to work as it stands. */
export function readmeExamples(path: string): ReadmeExample[] {
  const examples: ReadmeExample[] = [];
  let heading = 'the beginning';
  let code: string[] | null = null;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (code === null && line.startsWith('#')) heading = line.replace(/^#+\s*/, '');
    else if (code === null && line === '```ts') code = [];
    else if (code !== null && line === '```') {
      examples.push(example(`${heading} (${examples.length + 1})`, code.join('\n')));
      code = null;
    } else code?.push(line);
  }
  return examples;
}

const importStatement =
  /^import\s+(?:(\{[^}]*\})|\*\s+as\s+(\w+))\s+from\s+'([^']+)';$|^import\s+'([^']+)';$/gm;

/** What an example prints is for its reader, not for a test log. */
const quietConsole = { log: () => undefined, table: () => undefined };

function example(title: string, source: string): ReadmeExample {
  const { code } = transformSync(source, {
    filename: 'example.ts',
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  // A block may await at its top, which no CommonJS module can: its body becomes that of an async function.
  const body = code.replace(
    importStatement,
    (_statement, names: string | undefined, namespace: string | undefined, from: string, bare: string) =>
      bare
        ? `load('${bare}');`
        : `const ${names?.replaceAll(/\bas\b/g, ':') ?? namespace} = load('${from}');`,
  );
  const AsyncFunction = (async () => undefined).constructor as new (
    ...args: string[]
  ) => (load: (specifier: string) => unknown, console: object) => Promise<void>;
  const execute = new AsyncFunction('load', 'console', body);
  return { title, run: load => execute(load, quietConsole) };
}
