/** How much a policy may hold: many times what the largest real ones do (4 MB in 2,000 files). More is refused unread. */

/** Bytes of one file. */
export const largestFile = 16 * 1024 * 1024;

/** Bytes of all files of one policy together. */
export const largestPolicy = 32 * 1024 * 1024;

/** Files of one policy. */
export const mostFiles = 10_000;

/** Folders inside folders, counted from the policy folder. */
export const deepestFolder = 32;
