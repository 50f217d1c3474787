import { describeValue } from '../options/describe-value';

/** @throws TypeError unless a model's manifest and files are objects */
export function requireFolderParts(manifest: unknown, files: unknown): void {
  for (const [name, value] of Object.entries({ manifest, files }))
    if (typeof value !== 'object' || value === null)
      throw new TypeError(`${name} must be an object; received ${describeValue(value)}`);
}
