/** `npm start`: install, build, and run the turbine comparison with the quick preset. */
process.argv.splice(2, 0, 'compare', '--preset', 'quick');
await import('./turbine.mjs');
