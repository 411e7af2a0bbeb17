/** Changes that come so close together are one: an editor that saves all files, a branch that is checked out. In milliseconds. */
const debounce = 20;

/** Watchers report a file once in 50 ms and drop what comes between, so the sources are compared once more. In milliseconds. */
const afterwards = 120;

/** Waits until a row of changes has ended. */
export class Settling {
  private readonly call: (isReported: boolean) => void;
  private timer: NodeJS.Timeout | undefined;

  /** @param call called when something has changed and nothing more does, and once more later: then nothing was reported */
  constructor(call: (isReported: boolean) => void) {
    this.call = call;
  }

  /** Something has changed. */
  readonly touch = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.call(true);
      this.timer = setTimeout(this.call, afterwards, false);
    }, debounce);
  };

  readonly close = (): void => {
    clearTimeout(this.timer);
  };
}
