export { HephError, isHephError, type HephErrorCode } from './errors';
