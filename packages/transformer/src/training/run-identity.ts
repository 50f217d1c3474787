import { HephError, sha256 } from '@heph/data';

/** What a training is of: a checkpoint is gone on from only where all of it is the same. */
export interface RunSubject {
  /** Class, options, columns and statistics, by the names that a message calls them. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The numbers that are trained and validated on, by name. */
  readonly arrays: Readonly<Record<string, readonly (Float32Array | Float64Array | Int32Array)[]>>;
}

/** For each property of a run a text that is the same where the property is. */
export type RunIdentity = Readonly<Record<string, string>>;

const SHORT = 60;
const HASH = 'sha256:';

/** Short properties stay readable, so that a message can show them; of all others only a hash is kept. */
export async function runIdentity({ facts, arrays }: RunSubject): Promise<RunIdentity> {
  const identity: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined) continue;
    const text = JSON.stringify(value, nameInfinite);
    identity[name] = text.length <= SHORT ? text : await hashOf(new TextEncoder().encode(text));
  }
  for (const [name, parts] of Object.entries(arrays))
    identity[name] = (await Promise.all(parts.map(hashOf))).join('+');
  return identity;
}

/** @throws HephError `schema-mismatch` if a checkpoint's run is another one, saying in what. */
export function requireSameRun(directory: string, saved: RunIdentity, present: RunIdentity): void {
  const names = new Set([...Object.keys(saved), ...Object.keys(present)]);
  const differences = [...names].flatMap(name => {
    const [theirs, ours] = [saved[name], present[name]];
    return theirs === ours ? [] : [`${name}: ${describe(theirs, ours)}`];
  });
  if (differences.length > 0)
    throw new HephError(
      'schema-mismatch',
      `the checkpoint in ${directory} is of another training: ${differences.join('; ')} ` +
        '(fit with what it was made with, or give another checkpointDir)',
    );
}

/** JSON would write `null`. */
function nameInfinite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function describe(theirs: string | undefined, ours: string | undefined): string {
  const isHash = [theirs, ours].some(text => text?.startsWith(HASH));
  return isHash ? 'not the same' : `expected ${theirs ?? 'none'}; received ${ours ?? 'none'}`;
}

async function hashOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> {
  return HASH + (await sha256(new Uint8Array(buffer, byteOffset, byteLength)));
}
