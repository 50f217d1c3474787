import { zipSync } from 'fflate';
import { requireFolderParts } from './folder-parts';
import { describeFiles, formatManifest, manifestName } from './model-manifest';

/** The earliest that the format can hold: the same model gives the same bytes at any time. */
const timestamp = new Date(1980, 0, 1);

/**
 * A model as the bytes of one file, to be kept where there are no folders, such as in a browser: a zip archive, without
 * compression, of the very files that {@link writeModelFolder} writes. `readModelFolder` takes the bytes as it takes a
 * folder.
 *
 * @param manifest what JSON can hold: finite numbers, no typed arrays
 * @param files contents by plain name, such as `weights.safetensors`
 * @throws TypeError if the manifest or a name is of no use
 */
export async function packModel(
  manifest: object,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Uint8Array> {
  requireFolderParts(manifest, files);
  const stored = await describeFiles(files);
  const text = formatManifest({ model: { ...manifest }, files: stored });
  const contents = Array.from(stored, ([name, { storedAs }]) => [storedAs, files[name]!] as const);
  return zipSync(
    { [manifestName]: new TextEncoder().encode(text), ...Object.fromEntries(contents) },
    { level: 0, mtime: timestamp },
  );
}
