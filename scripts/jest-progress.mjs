// A reporter of Jest that tells how far a run is: "12 of 116 files" at the pace of a reader, what has been running
// for long, and each failure when it happens. Used by scripts/test.mjs.
import { relative } from 'node:path';

const pace = 10_000; // milliseconds between two lines, unless a test fails
const silence = 30_000; // and the longest time without one

export default class Progress {
  #running = new Map();
  #done = 0;
  #of = 0;
  #begun = Date.now();
  #lastLine = 0;
  #pulse;

  onRunStart({ numTotalTestSuites }) {
    this.#of = numTotalTestSuites;
    this.#pulse = setInterval(() => this.#tellIfSilent(), 5_000);
    this.#tell();
  }

  onTestFileStart({ path }) {
    this.#running.set(path, Date.now());
  }

  onTestFileResult({ path }, { failureMessage }) {
    this.#running.delete(path);
    this.#done += 1;
    if (failureMessage) {
      console.log(`FAILED ${relative('', path)}\n${failureMessage}`);
    }
    if (Date.now() - this.#lastLine >= pace || this.#done === this.#of) this.#tell();
  }

  onRunComplete() {
    clearInterval(this.#pulse);
  }

  #tellIfSilent() {
    if (Date.now() - this.#lastLine >= silence) this.#tell();
  }

  #tell() {
    this.#lastLine = Date.now();
    const seconds = (since) => `${Math.round((this.#lastLine - since) / 1000)} s`;
    const long = [...this.#running]
      .filter(([, begun]) => this.#lastLine - begun >= pace)
      .map(([path, begun]) => `${relative('', path)} (${seconds(begun)})`);
    const still = long.length === 0 ? '' : `; still running: ${long.join(', ')}`;
    console.log(`${this.#done} of ${this.#of} files, ${seconds(this.#begun)}${still}`);
  }
}
