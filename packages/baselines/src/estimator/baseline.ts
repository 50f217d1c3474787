import type { ColumnSchema, ModelFolder } from '@heph/data';
import { FitTurn, saveToBytes, saveToFolder, type FeatureImportance } from '@heph/estimator';
import { modelSchema, type FeatureSpec } from './feature-schema';
import { requireFitted } from './not-fitted';

/** What every fit here leaves. */
export interface FittedBaseline {
  readonly target: string;
  readonly features: readonly FeatureSpec[];
  /** Of the target; none where it is a number. */
  readonly classes?: readonly string[];
}

/** What linear models and trees have in common: the life of what `fit` has left. */
export abstract class Baseline<Fitted extends FittedBaseline> {
  /** The class's name, in messages and files: bundlers rename classes. */
  protected get kind(): string {
    return this.constructor.name;
  }

  /** What the model was constructed with. */
  abstract readonly options: object;

  abstract countParams(): number;

  abstract get featureImportances(): FeatureImportance[];

  abstract toFiles(): ModelFolder;

  protected fitted: Fitted | undefined;
  protected readonly turn = new FitTurn();

  /** @throws HephError `not-fitted` */
  protected get model(): Fitted {
    return requireFitted(this.fitted, this.kind);
  }

  /** The columns it learned from, and the target: `parseCsv(text, { like: model })` reads the next file like them. */
  get schema(): ColumnSchema[] {
    const { features, target, classes } = this.model;
    return modelSchema(features, target, classes);
  }

  /** What the model is: its options, columns and size. */
  summary(): string {
    const given = `${this.kind}(${JSON.stringify(this.options)})`;
    if (this.fitted === undefined) return `${given}, not fitted yet`;
    const { target, features, classes = [] } = this.fitted;
    const what = classes.length === 0 ? `"${target}"` : `"${target}", one of ${classes.length} classes,`;
    const names = features.map(({ name, kind }) => `  ${name} (${kind})`);
    return [`${given}, ${this.countParams()} parameters`, `predicts ${what} from`, ...names].join('\n');
  }

  async save(directory: string): Promise<void> {
    await saveToFolder(this, directory);
  }

  async toBytes(): Promise<Uint8Array> {
    return saveToBytes(this);
  }

  /** Forgets what `fit` has left; the model can be fitted anew. @throws HephError `busy` during a fit */
  dispose(): void {
    this.turn.requireFree(this.kind, 'dispose');
    this.fitted = undefined;
  }
}
