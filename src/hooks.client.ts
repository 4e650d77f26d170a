/*
 * What SvelteKit itself needs and phones of 2021 lack. Chrome has Object.hasOwn since 93; the reader of what
 * desk pages hear from the office calls it.
 */
Object.hasOwn ??= (object, key) => Object.prototype.hasOwnProperty.call(object, key);
