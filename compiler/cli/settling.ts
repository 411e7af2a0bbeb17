/** Changes that come so close together are one: an editor that saves all files, a branch that is checked out. In milliseconds. */
const debounce = 20;

/** Watchers report a file once in 50 ms and drop what comes between, so the sources are compared once more. In milliseconds. */
const afterwards = 120;

/** What has happened: something is new, something is gone and nothing is new, or nothing was reported. */
export type News = "changed" | "removed" | "nothing";

/** Waits until a row of changes has ended. */
export class Settling {
  private readonly call: (news: News) => void;
  private timer: NodeJS.Timeout | undefined;
  private news: News = "nothing";

  /** @param call called when something has changed and nothing more does, and once more later: then nothing was reported */
  constructor(call: (news: News) => void) {
    this.call = call;
  }

  /** Something has changed. */
  readonly touch = (news: News = "changed"): void => {
    if (this.news !== "changed") this.news = news;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.call(this.news);
      this.news = "nothing";
      this.timer = setTimeout(this.call, afterwards, "nothing");
    }, debounce);
  };

  readonly close = (): void => {
    clearTimeout(this.timer);
  };
}
