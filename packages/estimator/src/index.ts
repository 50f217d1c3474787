export {
  checkBoolean,
  checkFraction,
  checkInteger,
  checkNonNegative,
  checkNonNegativeInteger,
  checkOneOf,
  checkPositive,
  checkPositiveInteger,
  checkShare,
  withDefaults,
} from './argument-checks';
export { classIndices, fitClasses, isClasses, mostProbable } from './class-target';
export { FitTurn } from './fit-turn';
export {
  loadAs,
  modelLoader,
  readingFile,
  saveToBytes,
  saveToFolder,
  type StorableClass,
  type StorableModel,
} from './storage/stored-model';
