import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HephError, parseCsv, readModelFolder, type Table, tableToCsv, writeModelFolder } from '@heph/data';
import { loadModel } from '../models/load-model';
import type { ReadyModel } from '../models/model';
import { type Manifest, requireManifest } from './model-manifest';

const sampleFile = 'sample.csv';
const modelFolderName = /^model-[0-9a-f]{16}$/;

/**
 * Saves a model with its manifest and a sample of rows. The model goes into a new folder inside; the manifest, which
 * names it, is replaced last and at once: a process killed at any moment leaves the old model or the new one.
 *
 * @throws HephError `file-system`
 */
export async function saveModelFolder(
  folder: string,
  model: ReadyModel,
  manifest: Omit<Manifest, 'modelFolder'>,
  sample: Table,
): Promise<void> {
  const modelFolder = `model-${randomBytes(8).toString('hex')}`;
  await model.save(join(folder, modelFolder));
  const files = { [sampleFile]: new TextEncoder().encode(tableToCsv(sample)) };
  await writeModelFolder(folder, { ...manifest, modelFolder }, files);
  for (const name of await readdir(folder))
    if (modelFolderName.test(name) && name !== modelFolder)
      await rm(join(folder, name), { recursive: true, force: true });
}

/** What a model folder holds. */
export interface SavedModel {
  readonly manifest: Manifest;
  readonly model: ReadyModel;
  /** Rows that the model has not learned from, with the target. */
  readonly sample: Table;
}

/**
 * Reads what {@link saveModelFolder} wrote.
 *
 * @throws HephError `invalid-file` if the folder holds no such model, or not a whole one
 */
export async function loadModelFolder(folder: string): Promise<SavedModel> {
  const { manifest: stored, files } = await readModelFolder(folder);
  const manifest = requireManifest(stored, folder);
  const bytes = files[sampleFile];
  if (!bytes) throw new HephError('invalid-file', `${folder}: the model lacks its file "${sampleFile}"`);
  const columns = [...manifest.columns, manifest.targetProfile].map(
    ({ name, kind }) => [name, kind] as const,
  );
  const sample = parseCsv(new TextDecoder().decode(bytes), {
    columns: Object.fromEntries(columns),
    // As it was written: a category may be a word for nothing.
    ...{ delimiter: ',', missingValues: [''] },
    source: join(folder, sampleFile),
  });
  return { manifest, sample, model: await loadModel(manifest.kind, join(folder, manifest.modelFolder)) };
}
