/** The phone refused to write: no room left, the database was closed or blocked, or anything else. */
export type StorageRefusal = 'full' | 'closed' | 'failed';
