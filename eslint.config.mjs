export { default } from '@heph/eslint-config';
