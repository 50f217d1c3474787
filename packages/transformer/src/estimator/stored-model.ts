import type { ModelFolder } from '@heph/data';
import { loadAs, readingFile, saveToBytes, saveToFolder, type StorableClass } from '@heph/estimator';
import { InputEncoder } from '../encoding/input-encoder';
import { ensureBackend } from '../engine/ensure-backend';
import type { ResolvedNetworkOptions } from '../network/network-options';
import { MANIFEST, modelFiles, readModelFiles, type SavedModel } from '../storage/model-files';
import { namedWeights, readTensors, writeTensors } from '../storage/network-weights';
import { requirePlausible, type NetworkSizes } from '../storage/require-plausible';
import type { StoredTensor } from '../storage/safetensors';
import { TabularModel, type TabularModelOptions } from './tabular-model';

type AnyModel = StoredModel<TabularModelOptions, object | null, unknown>;

/** A class of models, seen as what makes one. */
type ModelClass<Model extends AnyModel> = (new (options: TabularModelOptions) => Model) & StorableClass;

/** The life of a fitted model in files, which all models of this package share. */
export abstract class StoredModel<
  Options extends TabularModelOptions = TabularModelOptions,
  Target extends object | null = null,
  Completion = null,
> extends TabularModel<Options, Target, Completion> {
  /** Writes the model into a folder: a JSON manifest, and the weights as safetensors. Node.js only. */
  async save(directory: string): Promise<void> {
    await saveToFolder(this, directory);
  }

  /** The same as the bytes of one file, a zip archive: also in a browser. */
  async toBytes(): Promise<Uint8Array> {
    return saveToBytes(this);
  }

  /** The same as a manifest, which JSON can hold, and files by name, to be kept in a way of your own. */
  toFiles(): ModelFolder {
    const { trained, encoder, options, target, completion } = this.fitted;
    return modelFiles(this.kind, {
      options,
      inputs: encoder.state,
      target,
      weights: [...readTensors(namedWeights(trained.network)), ...this.completionTensors(completion)],
    });
  }

  /**
   * Reads a model that `save` of the same class has written.
   *
   * @param directory a folder, or its address on the web; in a browser also a path relative to the page
   * @throws HephError `invalid-file` if there is no whole model of this class
   */
  static load<Model extends AnyModel>(this: ModelClass<Model>, directory: string): Promise<Model> {
    return loadAs(this, directory) as Promise<Model>;
  }

  /** Reads what `toBytes` gave, or a folder that a zip tool has packed. @throws HephError as `load` does */
  static fromBytes<Model extends AnyModel>(this: ModelClass<Model>, bytes: Uint8Array): Promise<Model> {
    return loadAs(this, bytes) as Promise<Model>;
  }

  /** Makes a model of what `toFiles` gave. @throws HephError, TypeError or RangeError if that is no whole model of this class */
  static async fromFiles<Model extends AnyModel>(
    this: new (options: TabularModelOptions) => Model,
    stored: ModelFolder,
  ): Promise<Model> {
    const { kind, isTarget } = this.prototype as Model;
    const saved = readModelFiles(stored, kind, isTarget);
    await ensureBackend();
    const loaded = readingFile(MANIFEST, () => new this(saved.options));
    loaded.restore(saved);
    return loaded;
  }

  /** Takes over the fitted state of a saved model. */
  protected restore(saved: SavedModel<Target>): void {
    const { completion, rest } = this.readCompletion(saved.weights);
    const candidate = readingFile(MANIFEST, () => {
      this.checkOptionValues();
      requirePlausible(this.sizesOf(this.networkOptions()), saved.weights);
      return this.candidate(InputEncoder.fromState(this.modelConfig, saved.inputs), saved.target);
    });
    try {
      writeTensors(namedWeights(candidate.trained.network), rest);
    } catch (error) {
      this.discard(candidate);
      throw error;
    }
    this.takeOver({ ...candidate, completion });
  }

  /** The sizes that the stored weights have to show. */
  protected sizesOf({ dModel, numLayers, feedForwardDim }: ResolvedNetworkOptions): NetworkSizes {
    return { widths: { dModel, ...(numLayers > 0 && { feedForwardDim }) }, counts: { numLayers } };
  }

  /** Whether a value from a file is what was learned of the target column. */
  protected isTarget(value: unknown): value is Target {
    return value === null;
  }

  /** A completion as tensors beside those of the network's weights. */
  protected completionTensors(_completion: Completion | null): StoredTensor[] {
    return [];
  }

  /** Takes the tensors of a completion out of others. @throws HephError `invalid-file` if they are not whole */
  protected readCompletion(tensors: readonly StoredTensor[]): {
    completion: Completion | null;
    rest: readonly StoredTensor[];
  } {
    return { completion: null, rest: tensors };
  }
}
