// Named checks: each prints a line; the closing line counts them.

/** Collects the outcome of named checks of one run. */
export function createReport() {
  const failures = [];
  let passed = 0;
  return {
    /**
     * @param {string} name
     * @param {boolean} holds
     * @param {string} [detail] what was expected and found, shown on failure
     */
    check(name, holds, detail = '') {
      if (holds) passed += 1;
      else failures.push(name);
      process.stdout.write(`${holds ? 'ok  ' : 'FAIL'} ${name}\n`);
      if (!holds && detail) process.stdout.write(`${detail.slice(0, 4000).replace(/^/gm, '     ')}\n`);
    },
    /** Compares two values by their JSON. */
    equal(name, found, expected) {
      const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
      this.check(name, a === b, `expected ${b}\nfound    ${a}`);
    },
    get passed() {
      return passed;
    },
    get failures() {
      return failures;
    },
  };
}
