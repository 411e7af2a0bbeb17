/** From each type to the actions among some permissions: how most libraries write what a role has. */
export function byType(permissions) {
  const types = {};
  for (const permission of permissions) {
    const [type, action] = permission.split(":");
    (types[type] ??= []).push(action);
  }
  return types;
}
