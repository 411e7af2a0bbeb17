/** How far a check came: an index into the reasons, which stand in the order in which a check reaches them. */
export type Rank = number;

export const noPrincipal = 0;
export const unknownKind = 1;
export const principalRefused = 2;
export const unknownPermission = 3;
export const missingResource = 4;
export const unexpectedResource = 5;
export const wrongResourceType = 6;
/** From this rank on the question is well-formed, and roles have been asked. */
export const notGranted = 7;
export const containerDepth = 8;
export const outsideScope = 9;
export const conditionFailed = 10;
export const missingAttribute = 11;
export const requiresFailed = 12;
export const granted = 13;
