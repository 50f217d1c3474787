import { serialization } from '@tensorflow/tfjs-core';
import { constraints, initializers, regularizers } from '@tensorflow/tfjs-layers';

export type Initializer = ReturnType<typeof initializers.ones>;
export type Regularizer = ReturnType<typeof regularizers.l2>;
export type Constraint = ReturnType<typeof constraints.nonNeg>;

/** What a saved configuration holds in place of an initializer, regularizer or constraint. */
interface Serialized {
  className: string;
  config: serialization.ConfigDict;
}

/** An initializer, its TensorFlow.js name, or its saved form. */
export type InitializerArg = Initializer | keyof typeof initializers | Serialized;
/** A regularizer, its TensorFlow.js name, or its saved form. */
export type RegularizerArg = Regularizer | keyof typeof regularizers | Serialized;
/**
 * A constraint, its saved form, or the name of one that needs no arguments. TensorFlow.js applies it whenever a weight
 * is written (`setWeights`, loading), but not after an optimizer's step.
 */
export type ConstraintArg = Constraint | 'nonNeg' | Serialized;

export function toInitializer(arg: InitializerArg | null | undefined, fallback: Initializer): Initializer;
export function toInitializer(arg: InitializerArg | null | undefined): Initializer | undefined;
export function toInitializer(
  arg: InitializerArg | null | undefined,
  fallback?: Initializer,
): Initializer | undefined {
  if (arg == null) return fallback;
  if (typeof arg !== 'string') return revive(arg);
  // Every factory takes its arguments as one object, in which all but a few are optional.
  const factory = initializers[arg] as ((args: object) => Initializer) | undefined;
  if (!factory) throw new RangeError(`no initializer is called ${arg}`);
  return factory({});
}

export function toRegularizer(arg: RegularizerArg | null | undefined): Regularizer | undefined {
  if (arg == null) return undefined;
  if (typeof arg !== 'string') return revive(arg);
  const factory = regularizers[arg] as (() => Regularizer) | undefined;
  if (!factory) throw new RangeError(`no regularizer is called ${arg}`);
  return factory();
}

export function toConstraint(arg: ConstraintArg | null | undefined): Constraint | undefined {
  if (arg == null) return undefined;
  if (typeof arg !== 'string') return revive(arg);
  if (arg !== 'nonNeg') throw new RangeError(`${String(arg)} is not a constraint that needs no arguments`);
  return constraints.nonNeg();
}

/** The saved form of an initializer, regularizer or constraint, as TensorFlow.js writes it. */
export function serialize(object: serialization.Serializable | undefined): serialization.ConfigDict | null {
  return object ? { className: object.getClassName(), config: object.getConfig() } : null;
}

function revive<T extends serialization.Serializable>(arg: T | Serialized): T {
  if (!('className' in arg && 'config' in arg)) return arg;
  const registered = serialization.SerializationMap.getMap().classNameMap[arg.className];
  if (!registered) throw new RangeError(`no class is registered under the name ${arg.className}`);
  const [constructor, fromConfig] = registered;
  return fromConfig(constructor, arg.config) as T;
}
