/** How large a policy is: `grants` counts the permissions and wildcards that roles list. */
export interface Size {
  readonly roles: number;
  readonly permissions: number;
  readonly grants: number;
  readonly seed: number;
}

export const providerSize: Size;
export function largePolicy(size?: Size): Map<string, string>;
export function writeLargePolicy(root: string, size?: Size): void;
