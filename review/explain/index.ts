/** `rolebook explain`: why a principal may or may not, and what a role may do. */
export { explainQuestion, explainShort, type QuestionAnswer } from "./question.js";
export { explainRole, type RoleAnswer } from "./role.js";
export { findPermission, findRole, UnknownNameError } from "./names.js";
export { namesOf, type Names } from "./shown.js";
export { conditionLines, questionText, roleText, type Show } from "./text.js";
