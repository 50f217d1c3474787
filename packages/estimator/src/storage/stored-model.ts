import {
  HephError,
  isHephError,
  packModel,
  readModelFolder,
  writeModelFolder,
  type HephErrorCode,
  type ModelFolder,
} from '@heph/data';

/** A model that can be kept. */
export interface StorableModel {
  /**
   * The fitted model as a manifest, which JSON can hold, and files by name. The manifest's `kind` is the name of its class.
   *
   * @throws HephError `not-fitted`
   */
  toFiles(): ModelFolder;
}

/** A class of models that can be kept. */
export interface StorableClass {
  /** Its models' type. */
  readonly prototype: StorableModel;
  /**
   * Makes a model of what `toFiles` gave.
   *
   * @throws TypeError, RangeError or HephError where these are not whole, or make no sense
   */
  fromFiles(stored: ModelFolder): StorableModel | Promise<StorableModel>;
}

/** What the models of a class are. */
type ModelOf<Class extends StorableClass> = Class['prototype'];

/** Saves a model as a folder. @throws HephError `not-fitted`; `file-system` */
export async function saveToFolder(model: StorableModel, directory: string): Promise<void> {
  const { manifest, files } = model.toFiles();
  await writeModelFolder(directory, manifest, files);
}

/** The model as the bytes of one file: a zip archive of what a folder holds. @throws HephError `not-fitted` */
export async function saveToBytes(model: StorableModel): Promise<Uint8Array> {
  const { manifest, files } = model.toFiles();
  return packModel(manifest, files);
}

/**
 * Loads a model of a class.
 *
 * @param source a folder, its address, or bytes; see `readModelFolder` of `@heph/data`
 * @throws HephError `invalid-file` if there is no whole model of this class
 */
export async function loadAs<Class extends StorableClass>(
  modelClass: Class,
  source: string | Uint8Array,
): Promise<ModelOf<Class>> {
  const stored = await readModelFolder(source);
  return restored(modelClass, stored, source);
}

/**
 * A function that loads a model of any of these classes; the saved model says which.
 *
 * @param classes by the names that manifests have as `kind`
 *
 * @example
 * const loadTrees = modelLoader({ RandomForestRegressor, XGBoostRegressor });
 * const model = await loadTrees('out/model'); // RandomForestRegressor | XGBoostRegressor
 */
export function modelLoader<Classes extends Readonly<Record<string, StorableClass>>>(
  classes: Classes,
): (source: string | Uint8Array) => Promise<ModelOf<Classes[keyof Classes]>> {
  return async source => {
    const stored = await readModelFolder(source);
    const { kind } = stored.manifest;
    if (typeof kind !== 'string' || !Object.hasOwn(classes, kind))
      throw invalid(
        source,
        `expected a saved model, one of ${Object.keys(classes).join(', ')}; found ${describeKind(stored)}`,
      );
    return restored(classes[kind]!, stored, source);
  };
}

async function restored(modelClass: StorableClass, stored: ModelFolder, source: string | Uint8Array) {
  try {
    return await modelClass.fromFiles(stored);
  } catch (cause) {
    if (isAboutContents(cause)) throw invalid(source, cause.message, cause);
    throw cause;
  }
}

const aboutContents: readonly HephErrorCode[] = [
  'invalid-file',
  'invalid-data',
  'missing-column',
  'schema-mismatch',
];

/** What is an argument's mistake, or the data's, when a model is made by hand, is the file's when it is read. */
function isAboutContents(error: unknown): error is Error {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return isHephError(error) && aboutContents.includes(error.code);
}

/**
 * Reads part of a file: what is wrong with it is the file's mistake.
 *
 * @param file its name, for messages
 * @throws HephError `invalid-file` where the action throws TypeError or RangeError
 */
export function readingFile<Result>(file: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof RangeError)
      throw new HephError('invalid-file', `${file}: ${cause.message}`, { cause });
    throw cause;
  }
}

function describeKind({ manifest: { kind, format } }: ModelFolder): string {
  if (kind !== undefined) return `the kind ${JSON.stringify(kind)}`;
  return `a manifest without a kind${format === undefined ? '' : `, of the format ${JSON.stringify(format)}`}`;
}

function invalid(source: string | Uint8Array, problem: string, cause?: unknown): HephError {
  const name = typeof source === 'string' ? source : 'the given bytes';
  return new HephError('invalid-file', `${name}: ${problem}`, { cause });
}
